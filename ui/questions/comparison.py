"""The comparison: a scale between two responses, or the best of several; above it rows for single criteria, if any.

What a scale is made of and what its keys mean is `ComparisonFace`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from hdclient.model.template import Question
from hdclient.questions.comparison import COMPARISON, Criterion
from hdclient.words import tr
from ui.components.labels import Label
from ui.components.scale import Scale
from ui.questions.base import Handlers, Lineup, QuestionWidget
from ui.questions.comparison_face import ComparisonFace, needs_little

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

    from hdclient.model.anchor import Field, Gap, Step
    from ui.questions.comparison_row import ComparisonRow
    from ui.questions.rows import RowWalk


class ComparisonQuestion(QuestionWidget):
    """Digits go to the row at hand, arrows move between rows; the whole is the last, and mostly the only one."""

    def __init__(self, question: Question, lineup: Lineup, *, upright: bool = False) -> None:
        super().__init__(question, lineup, upright=upright)
        self._criteria = COMPARISON.options(question).criteria
        self.rows: list[ComparisonRow] = []
        self._whole: ComparisonRow | None = None
        self._walk: RowWalk | None = None
        if self._criteria or (upright and needs_little(question, lineup)):
            self._face = self._put_rows()
        else:
            self._face = ComparisonFace(question.title, question, lineup, self)
            self.header.addWidget(self._face.strength)
            self.header.addWidget(self._face.verdicts)
            self.body.addWidget(self._face.points)
        self._face.given.connect(self._whole_given)

    def _put_rows(self) -> ComparisonFace:
        """Rows for the criteria and the whole; the face of the whole."""
        from ui.questions.comparison_row import ComparisonRow  # start-up, as is the next
        from ui.questions.rows import RowWalk

        asked, lineup = self.question, self.lineup
        self.rows = [ComparisonRow(one.title, asked, lineup, self, one) for one in self._criteria]
        name = tr("All in all") if self.rows else asked.title
        self._whole = ComparisonRow(name, asked, lineup, self)
        self.body.addWidget(Label(self._whole.face.ends(), "caption", "text2", wrap=True, parent=self))
        for row in (*self.rows, self._whole):
            self.body.addWidget(row)
        for number, row in enumerate(self.rows):
            row.face.given.connect(lambda value, at=number: self._row_given(at, value))
        if self.rows:
            self._walk = RowWalk(self, (*self.rows, self._whole))
        return self._whole.face

    @classmethod
    def stands_beside(cls, question: Question) -> bool:
        """Rows of criteria need the height of a column."""
        return bool(question.options.get("criteria"))

    def _faces(self) -> list[ComparisonFace]:
        return [*(row.face for row in self.rows), self._face]

    def _criteria_rows(self) -> list[tuple[Criterion, ComparisonRow]]:
        return list(zip(self._criteria, self.rows, strict=True))

    def _tell(self) -> None:
        for row in (*self.rows, self._whole):
            if row is not None:
                row.tell()

    # The answer

    def answer(self) -> object:
        """See hdclient.questions.comparison."""
        rows = {
            one.id: row.face.value() for one, row in self._criteria_rows() if row.face.value() is not None
        }
        whole = self._face.value()
        if not rows:
            return whole
        return {**(whole or {}), "criteria": rows}

    def set_answer(self, value: object) -> None:
        """Shows the answer."""
        told = dict(value) if isinstance(value, dict) else {}
        rows = told.pop("criteria", None)
        self._face.set_value(told)
        for one, row in self._criteria_rows():
            row.show_value(rows.get(one.id) if isinstance(rows, dict) else None)
        self._tell()

    def preferred(self) -> str:
        """The winner of a preference."""
        return self._face.preferred()

    def _whole_given(self, value: object) -> None:
        self._give(self._face, value)

    def _row_given(self, at: int, value: object) -> None:
        self._give(self.rows[at].face, value)
        if self._walk is not None:
            self._walk.at = at
            self._walk.mark()

    def _give(self, face: ComparisonFace, value: object) -> None:
        before = self.answer()
        face.set_value(face.value() if self._read_only else value)
        self._tell()
        if self.answer() != before:
            self.answer_changed.emit(self.answer())

    # Keys

    def _at_hand(self) -> ComparisonFace:
        return self._faces()[self._walk.at] if self._walk is not None else self._face

    def _advance(self, walk: RowWalk, press: Callable[[], None]) -> None:
        """A digit answers the row at hand; the next is at hand when nothing more is asked of this one."""
        at = walk.at
        press()
        if self._faces()[at].is_whole():
            walk.turn_to(at + 1)

    def handlers(self) -> Handlers:
        """Digits, and arrows between the rows."""
        found = {} if self._walk is None else self._walk.handlers()
        if self._read_only:
            return found
        press = self._at_hand().handlers(self.digits)
        if self._walk is None:
            return press
        return found | {key: partial(self._advance, self._walk, act) for key, act in press.items()}

    def set_active(self, active: bool) -> None:
        """Only the row at hand shows its keys."""
        super().set_active(active)
        if self._walk is not None:
            self._walk.mark(active)

    def spoken(self) -> Field | None:
        """The criterion at hand; of what is said all in all, the whole."""
        if self._walk is None:
            return None
        from ui.questions.rows import spoken_row  # start-up, as are those below

        return spoken_row(self._ids(), self._walk)

    def knows(self, at: Field | Gap | Step) -> bool:
        """A criterion that it is compared on."""
        from ui.questions.rows import knows_row

        return knows_row(self._ids(), at)

    def spot(self, at: Field | Gap | Step) -> QRect | None:
        """The criterion's row."""
        from ui.questions.rows import spot_of_row

        return spot_of_row(self, self._ids(), self._walk, at) if self._walk is not None else None

    def show_part(self, at: Field | Gap | Step) -> None:
        """The criterion's row."""
        from ui.questions.rows import show_row

        if self._walk is not None:
            show_row(self._ids(), self._walk, at)

    def _ids(self) -> list[str]:
        return [one.id for one in self._criteria]

    def focus_first(self) -> None:
        """The chosen point of the row at hand, or the first."""
        self._at_hand().points.focus_first()

    def set_read_only(self, read_only: bool) -> None:
        """Keeps the answer in sight."""
        super().set_read_only(read_only)
        for face in self._faces():
            face.set_read_only(read_only)
        if self._walk is not None:
            self._walk.mark()

    def scale_widget(self) -> Scale:
        """The scale of the whole: its buttons are in reading order."""
        return self._face.points
