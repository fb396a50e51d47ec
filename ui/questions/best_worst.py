"""The best and the worst of several responses: a row of letters for each, and what can be said in place of both."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from hdclient.model.template import Question
from hdclient.questions.best_worst import BEST_WORST
from hdclient.words import tr
from ui.components.segmented import Segment, SegmentedControl
from ui.questions.base import Handlers, Lineup, digit_key
from ui.questions.rows import RowsQuestion, SayRow


class BestWorstQuestion(RowsQuestion):
    """Digits are the responses in reading order, for the row at hand; after the best, the worst is at hand.

    0 says that none is acceptable, the digit after the last response that it cannot be judged.
    """

    def __init__(self, question: Question, lineup: Lineup, *, upright: bool = False) -> None:
        super().__init__(question, lineup, upright=upright)
        options = BEST_WORST.options(question)
        titles = {"best": tr("Best"), "worst": tr("Worst")} if options.worst else {"best": tr("Best")}
        self._names = tuple(titles)
        self._instead = options.ways_out()
        self._said: dict[str, object] = {}
        segments = [
            Segment(one, lineup.letter(one), digit_key(number)) for number, one in enumerate(lineup.shown, 1)
        ]
        self.rows = [
            SayRow(title, "", segments, self, below=upright, near=not upright) for title in titles.values()
        ]
        for name, row in zip(self._names, self.rows, strict=True):
            for button, one in zip(row.control.buttons(), lineup.shown, strict=True):
                button.setAccessibleName(tr("Response {letter}", letter=lineup.letter(one)))
            row.control.value_changed.connect(partial(self._chosen, name))
        self.put_rows(self.rows)
        self._ways = SegmentedControl(
            tr("Other judgements"), self._way_segments(), self, wrap=True, small=True, clearable=True
        )
        self._ways.value_changed.connect(self._way_chosen)
        self.header.addWidget(self._ways)
        self._ways.setVisible(bool(self._instead))

    def _way_segments(self) -> list[Segment]:
        return [Segment(value, words, digit_key(self._digit_of(value))) for value, words in self._instead]

    def _digit_of(self, value: str) -> int:
        return 0 if value == "none" else len(self.lineup.shown) + 1

    # The answer

    def answer(self) -> object:
        """See hdclient.questions.best_worst."""
        return dict(self._said) or None

    def set_answer(self, value: object) -> None:
        """Shows the answer."""
        told = value if isinstance(value, dict) else {}
        self._said = {name: told[name] for name in self._names if told.get(name) in self.lineup.shown}
        instead = told.get("instead")
        if instead in dict(self._instead):
            self._said = {"instead": instead}
        for name, row in zip(self._names, self.rows, strict=True):
            row.control.set_value(self._said.get(name))
        self._ways.set_value(self._said.get("instead"))

    def preferred(self) -> str:
        """The best."""
        return str(self._said.get("best", ""))

    def _give(self, said: dict[str, object]) -> None:
        before = dict(self._said)
        self.set_answer({name: one for name, one in said.items() if one is not None})
        if self._said != before:
            self.answer_changed.emit(self.answer())

    def _chosen(self, name: str, value: object) -> None:
        """One cannot be both: who makes the worst the best takes the worst back."""
        others = {one: said for one, said in self._said.items() if one in self._names and said != value}
        self._give({**others, name: value})

    def _way_chosen(self, value: object) -> None:
        self._give({"instead": value})

    # Keys

    def _press(self, number: int) -> None:
        name, one = self._names[self.walk.at], self.lineup.shown[number - 1]
        if self._said.get(name) != one:
            self.rows[self.walk.at].control.choose(one)
        if "worst" in self._names and name == "best" and "worst" not in self._said:
            self.walk.turn_to(1)

    def _say(self, value: str) -> Callable[[], None]:
        def run() -> None:
            if self._said.get("instead") != value:
                self._ways.choose(value)

        return run

    def handlers(self) -> Handlers:
        """Digits, and arrows between the rows."""
        found = self.walk.handlers()
        if self._read_only:
            return found
        found |= self.digits(self._press, len(self.lineup.shown))
        for value, _ in self._instead:
            if self._digit_of(value) < 10:
                found[f"digit.{self._digit_of(value)}"] = self._say(value)
        return found

    def set_read_only(self, read_only: bool) -> None:
        """Keeps the answer in sight."""
        super().set_read_only(read_only)
        self._ways.set_read_only(read_only)
