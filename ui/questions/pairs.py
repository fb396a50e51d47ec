"""All pairs of several responses: a row for each, with the two letters and, between them, no preference."""

from __future__ import annotations

from functools import partial

from hdclient.model.template import Question
from hdclient.questions.pairs import NO_PREFERENCE_LABEL, PAIRS, Judged, all_pairs, circle
from hdclient.words import tr
from ui.components.labels import Label
from ui.components.segmented import Segment
from ui.questions.base import Handlers, Lineup, digit_key
from ui.questions.rows import RowsQuestion, SayRow

_NEITHER = "="


class PairsQuestion(RowsQuestion):
    """Digits answer the pair at hand and go on; both of its responses are brought into sight."""

    def __init__(self, question: Question, lineup: Lineup, *, upright: bool = True) -> None:
        super().__init__(question, lineup, upright=upright)
        options = PAIRS.options(question)
        self._neither = options.no_preference_label or NO_PREFERENCE_LABEL
        self._allows_neither = options.allow_no_preference
        self._pairs = all_pairs(lineup.shown)
        """In the order shown; answers name each in the task's order."""
        self._said: dict[tuple[str, str], str] = {}
        self._count = Label("", "caption", "text2", parent=self)
        self.body.addWidget(self._count)
        self.rows = [self._make_row(pair) for pair in self._pairs]
        for number, row in enumerate(self.rows):
            row.control.value_changed.connect(partial(self._given, number))
        self.put_rows(self.rows)
        self.walk.turned.connect(self._turned)
        self._circle = Label("", "caption", "text2", wrap=True, parent=self)
        self.body.addWidget(self._circle)
        self._show()

    @classmethod
    def stands_beside(cls, question: Question) -> bool:  # noqa: ARG003
        """There are many rows."""
        return True

    def _make_row(self, pair: tuple[str, str]) -> SayRow:
        first, second = (self.lineup.letter(one) for one in pair)
        segments = [Segment(pair[0], first, digit_key(1))]
        if self._allows_neither:
            segments.append(Segment(_NEITHER, self._neither, digit_key(2)))
        segments.append(Segment(pair[1], second, digit_key(len(segments) + 1)))
        row = SayRow(tr("{first} or {second}", first=first, second=second), "", segments, self, wraps=True)
        for button, letter in ((row.control.buttons()[0], first), (row.control.buttons()[-1], second)):
            button.setAccessibleName(tr("{letter} better", letter=letter))
        return row

    # The answer

    def answer(self) -> object:
        """See hdclient.questions.pairs."""
        pairs = [
            {"pair": list(pair), "winner": None if winner == _NEITHER else winner}
            for pair in all_pairs(self.lineup.stored)
            if (winner := self._said.get(pair))
        ]
        return {"pairs": pairs} if pairs else None

    def set_answer(self, value: object) -> None:
        """Shows the answer."""
        told = value.get("pairs") if isinstance(value, dict) else None
        known = all_pairs(self.lineup.stored)
        self._said = {}
        for one in told if isinstance(told, list | tuple) else ():
            pair = one.get("pair") if isinstance(one, dict) else None
            if not isinstance(pair, list | tuple) or tuple(pair) not in known:
                continue
            winner = one.get("winner", "")
            if winner is None and self._allows_neither:
                self._said[pair[0], pair[1]] = _NEITHER
            elif winner in pair:
                self._said[pair[0], pair[1]] = winner
        self._show()

    def _stored(self, pair: tuple[str, str]) -> tuple[str, str]:
        """The pair in the task's order."""
        return pair if pair in all_pairs(self.lineup.stored) else (pair[1], pair[0])

    def _show(self) -> None:
        for pair, row in zip(self._pairs, self.rows, strict=True):
            row.control.set_value(self._said.get(self._stored(pair)))
        self._count.setText(tr("{done} of {all} answered", done=len(self._said), all=len(self.rows)))
        round_ = circle([Judged(pair=pair, winner=winner) for pair, winner in self._said.items()])
        letters = " > ".join(self.lineup.letter(one) for one in (*round_, *round_[:1]))
        self._circle.setText(
            tr("{letters} goes round in a circle. That can be meant.", letters=letters) if round_ else ""
        )
        self._circle.setVisible(bool(round_))
        self.walk.mark()

    def _given(self, at: int, value: object) -> None:
        before = dict(self._said)
        pair = self._stored(self._pairs[at])
        if value is None:
            self._said.pop(pair, None)
        else:
            self._said[pair] = str(value)
        self.walk.at = at
        self._show()
        if self._said != before:
            self.answer_changed.emit(self.answer())

    # Keys

    def _turned(self, at: int) -> None:
        """Another pair is at hand: both responses are to be read, the first of them now."""
        for one in reversed(self._pairs[at]):
            self.candidate_asked.emit(one)

    def _press(self, number: int) -> None:
        at, control = self.walk.at, self.rows[self.walk.at].control
        button = control.buttons()[number - 1]
        if not button.isChecked():
            button.click()
        later = [*range(at + 1, len(self.rows)), *range(at)]
        left = [one for one in later if self._stored(self._pairs[one]) not in self._said]
        self.walk.turn_to(left[0] if left else at + 1)

    def handlers(self) -> Handlers:
        """Digits, and arrows between the pairs."""
        found = self.walk.handlers()
        return found if self._read_only else found | self.digits(self._press, 2 + self._allows_neither)
