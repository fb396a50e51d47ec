"""What every question widget is: a title, the means to answer, and one signal. Keys come by action ids.

A widget holds no session and no store. It shows what `set_answer` gives it without telling anybody, and tells every
change that a person makes. It knows candidates by id and by the letter that is shown, never by position.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field
from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from hdclient.model.anchor import Field, Gap, Step
from hdclient.model.template import Question
from hdclient.questions.base import NO_FACTS
from hdclient.words import tr
from ui import theme
from ui.components.labels import ElidedLabel, Label
from ui.components.title_row import TitleRow

if TYPE_CHECKING:
    from ui.questions.content_desk import ContentDesk


class Lineup(Struct, frozen=True):
    """The candidates of a task as they are shown."""

    shown: tuple[str, ...] = ()
    """Candidate ids in reading order: the first pane first."""
    letters: Mapping[str, str] = field(default_factory=dict)
    stored: tuple[str, ...] = ()
    """Candidate ids in the task's own order."""

    def letter(self, candidate_id: str) -> str:
        """ "A" for the first shown."""
        return self.letters.get(candidate_id, "?")


Handlers = dict[str, Callable[[], None]]


def digit_key(number: int) -> str:
    """What to show as the key of a value: that of its digit, whatever it is; "" for values that have none."""
    return f"@digit.{number}" if 0 <= number <= 9 else ""


class _HelpLabel(ElidedLabel):
    """A help that gives way: whole or most of it, but not a word and a half."""

    def _shown(self) -> str:
        return super()._shown() if self.width() >= min(theme.px(120), self.sizeHint().width()) else ""


class QuestionWidget(QWidget):
    """One question. Subclasses fill `body` and implement the answer."""

    accessible_role = "Grouping"
    answer_changed = Signal(object)
    """The new answer as JSON, None when it was cleared."""
    edit_finished = Signal()
    """The person left a text: time to save it."""
    candidate_asked = Signal(str)
    """The person turned to this candidate: show it."""

    wants_room = False
    """Whether it belongs beside the content rather than below it."""
    wants_content = False
    """Whether it speaks about places of the content, and must be told of it (`set_content`)."""
    wanted_width = 0
    """Pixels at scale 1 that it would have beside the content; 0: as all others."""
    names_responses = False
    """Whether it has a row for each response, in which a count of it can stand (`set_about`)."""

    def __init__(self, question: Question, lineup: Lineup, *, upright: bool = False) -> None:
        """`upright`: it stands in a narrow column; otherwise it lies in the strip below the content."""
        super().__init__()
        self.question, self.lineup, self.upright = question, lineup, upright
        self.about = NO_FACTS
        """What it may know of the task; set once, before any answer."""
        self._read_only = self._active = False
        self.setAccessibleName(question.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        self._title = Label(question.title, strong=True, wrap=upright)
        self.header = TitleRow(self._title, self)
        self._title.setObjectName("question-title")
        self._need = Label("", "caption", "text3")
        self._help: Label = (
            Label(question.help, "caption", "text2", wrap=True)
            if upright
            else _HelpLabel(question.help, "caption", "text2")
        )
        if not question.help:  # never setVisible(True) here: without a parent it would be a window
            self._help.hide()
        self.header.lead.addWidget(self._need, 0, Qt.AlignmentFlag.AlignVCenter)
        if not upright:
            self.header.lead.addWidget(self._help, 1)
            self.header.lead.addStretch(0 if question.help else 1)
        column.addWidget(self.header)
        if upright:
            column.addWidget(self._help)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px(6))
        column.addLayout(self.body, 1 if self.wants_room else 0)
        if not upright and not self.wants_room:
            column.addStretch()  # beside a higher question of the same footer: room is left below, not within
        self.set_required(question.required)

    @classmethod
    def stands_beside(cls, question: Question) -> bool:  # noqa: ARG003
        """Whether it belongs beside the content, where it scrolls together with the other questions."""
        return cls.wants_room

    def heightForWidth(self, width: int) -> int:
        """Where it has room: as high as it must be, not as it would like to be."""
        layout = self.layout()
        if self.wants_room and layout is not None:
            return layout.minimumHeightForWidth(width)
        return super().heightForWidth(width)

    # What a kind implements

    def set_answer(self, value: object) -> None:
        """Shows an answer; None: unanswered. Values that the kind does not know are shown as unanswered."""
        raise NotImplementedError

    def answer(self) -> object:
        """The answer as JSON; None when there is none."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Focus to where answering begins."""
        raise NotImplementedError

    def handlers(self) -> Handlers:
        """Action id → what it does to this question now; empty while read-only."""
        return {}

    def preferred(self) -> str:
        """Id of the candidate that the answer calls better; "" when there is none."""
        return ""

    def is_typing(self) -> bool:
        """Whether its answer is being written now, letter by letter: then it is saved in a pause."""
        return False

    def set_about(self, candidate_id: str, about: str) -> None:
        """A neutral count that is shown beside a response, where `names_responses`."""

    def spoken(self) -> Field | Gap | Step | None:
        """The part of the answer at hand, which a comment speaks about; None: all of it."""
        return None

    def knows(self, at: Field | Gap | Step) -> bool:  # noqa: ARG002
        """Whether there is such a part. Who tells no parts apart shows it beside the whole."""
        return True

    def spot(self, at: Field | Gap | Step) -> QRect | None:  # noqa: ARG002
        """Where a part of the answer stands, in this widget's pixels; None: it is not told apart here."""
        return None

    def show_part(self, at: Field | Gap | Step) -> None:
        """Has a part of the answer at hand, and in sight."""

    def show_candidate(self, candidate_id: str) -> None:
        """The person reads this candidate now."""

    def set_content(self, content: ContentDesk) -> None:
        """The content that it speaks about, where `wants_content`: once, before any answer."""

    def view_state(self) -> object:
        """What is shown beyond the answer, as JSON; None when there is nothing."""
        return None

    def set_view_state(self, state: object) -> None:
        """Back to a `view_state`."""

    # What they share

    def set_read_only(self, read_only: bool) -> None:
        """Keeps the answer in sight, and takes no other."""
        self._read_only = read_only

    def is_read_only(self) -> bool:
        """Whether the answer can be changed here."""
        return self._read_only

    def set_required(self, required: bool) -> None:
        """Says whether the task needs this answer."""
        self._need.setText("" if required else tr("optional"))
        self._need.setVisible(not required)

    def set_active(self, active: bool) -> None:
        """Whether keys go to this question now: only then does it show them. Told again at every answer."""
        if active and self._active:
            return
        self._active = active
        self._title.set_tone("text" if active else "text2")
        for part in self.findChildren(QWidget):
            show = getattr(part, "show_key", None)
            if show is not None:
                show(active)

    def keep_in_sight(self, row: QWidget) -> None:
        """Scrolls what it stands in, where it does, to a row of it."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None and above.widget() is not None:
            middle = row.mapTo(above.widget(), QPoint(0, row.height() // 2))
            above.ensureVisible(0, middle.y(), 0, row.height())

    def title_label(self) -> Label:
        """The title, for those who arrange several questions."""
        return self._title

    def digits(self, choose: Callable[[int], None], count: int) -> Handlers:
        """Handlers for the digits 1 to `count` (at most 9)."""

        def run(number: int) -> Callable[[], None]:
            return lambda: choose(number)

        return {f"digit.{number}": run(number) for number in range(1, min(count, 9) + 1)}
