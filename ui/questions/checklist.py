"""The checklist: a row for each proposition, with yes, no and unsure beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt

from hdclient.model.template import Question
from hdclient.questions.checklist import CHECKLIST, no_to_the_rest
from hdclient.words import tr
from ui.components.buttons import Button
from ui.components.labels import Label
from ui.components.segmented import Segment
from ui.questions.base import Handlers, Lineup, digit_key
from ui.questions.rows import RowsQuestion, SayRow


class ChecklistQuestion(RowsQuestion):
    """Digits answer the row at hand and go on to the next; arrows move between rows.

    0 says no to all that has no answer yet, where the template has words for that; what was said stays.
    """

    def __init__(self, question: Question, lineup: Lineup, *, upright: bool = True) -> None:
        super().__init__(question, lineup, upright=upright)
        self._options = CHECKLIST.options(question)
        self._said: dict[str, str] = {}
        segments = [
            Segment(value, words, digit_key(number))
            for number, (value, words) in enumerate(self._options.values(), 1)
        ]
        self._count = Label("", "caption", "text2")
        self.body.addWidget(self._count)
        several = len(segments) > 2
        self.rows = [
            SayRow(item.text, item.help, segments, self, below=several) for item in self._options.items
        ]
        self._ids = [item.id for item in self._options.items]
        for number, row in enumerate(self.rows):
            row.control.value_changed.connect(lambda value, at=number: self._give(at, value))
        self.put_rows(self.rows)
        self._none = Button(self._options.none, key=digit_key(0), parent=self)
        self._none.clicked.connect(self._say_no_to_the_rest)
        if self._options.none:
            self.body.addWidget(self._none, 0, Qt.AlignmentFlag.AlignLeading)
        else:
            self._none.hide()
        self._show()

    @classmethod
    def stands_beside(cls, question: Question) -> bool:  # noqa: ARG003
        """There are many rows."""
        return True

    def answer(self) -> object:
        """See hdclient.questions.checklist."""
        return {"items": dict(self._said)} if self._said else None

    def set_answer(self, value: object) -> None:
        """Shows the answer."""
        told = value.get("items") if isinstance(value, dict) else None
        known = {name for name, _ in self._options.values()}
        items = told if isinstance(told, dict) else {}
        self._said = {
            name: said
            for name, said in items.items()
            if name in self._ids and isinstance(said, str) and said in known
        }
        self._show()

    def _show(self) -> None:
        for name, row in zip(self._ids, self.rows, strict=True):
            row.control.set_value(self._said.get(name))
        self._count.setText(tr("{done} of {all} answered", done=len(self._said), all=len(self.rows)))
        if self._options.none:
            other = any(said != "no" for said in self._said.values())
            self._none.set_label(tr("No to all others") if other else self._options.none)
        self.walk.mark()

    def _give(self, at: int, value: object) -> None:
        name = self._ids[at]
        before = dict(self._said)
        if value is None:
            self._said.pop(name, None)
        else:
            self._said[name] = str(value)
        self.walk.at = at
        self._show()
        if self._said != before:
            self.answer_changed.emit(self.answer())

    def _press(self, number: int) -> None:
        """A digit answers, and goes on to the next row that has no answer, or to the next."""
        at, value = self.walk.at, self._options.values()[number - 1][0]
        if self._said.get(self._ids[at]) != value:
            self.rows[at].control.choose(value)
        later = [*range(at + 1, len(self.rows)), *range(at)]
        left = [one for one in later if self._ids[one] not in self._said]
        self.walk.turn_to(left[0] if left else at + 1)

    def _say_no_to_the_rest(self) -> None:
        answer = no_to_the_rest(self._options, self._said)
        if not self._read_only and answer != self.answer():
            self.set_answer(answer)
            self.answer_changed.emit(self.answer())

    def row_ids(self) -> Sequence[str]:
        """Its propositions."""
        return self._ids

    def handlers(self) -> Handlers:
        """Digits, and arrows between the rows."""
        found = self.walk.handlers()
        if self._read_only:
            return found
        found |= self.digits(self._press, len(self._options.values()))
        if self._options.none:
            found["digit.0"] = self._say_no_to_the_rest
        return found

    def set_read_only(self, read_only: bool) -> None:
        """Keeps the answer in sight."""
        super().set_read_only(read_only)
        self._none.setEnabled(not read_only)
