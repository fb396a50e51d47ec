"""The comparison: a scale between two responses, or the best of three or four.

Which end of the scale is which response comes from one list, `Lineup.shown`, the same that panes are made from; the
turn into stored order is hdclient.questions.comparison's alone.
"""

from __future__ import annotations

from collections.abc import Callable

from hdclient.model.template import Question
from hdclient.questions.comparison import (
    CANNOT_JUDGE_LABEL,
    COMPARISON,
    TIE_LABEL,
    answer_from_scale,
    asks_strength,
    best_of,
    scale,
    scale_position,
)
from hdclient.words import tr
from ui.components.scale import Scale
from ui.components.segmented import Segment, SegmentedControl
from ui.questions.base import Handlers, Lineup, QuestionWidget, digit_key

ALL_BAD, CANNOT_JUDGE = "all_bad", "cannot_judge"
_STRENGTHS = {2: (tr("Better"), tr("Much better")), 3: (tr("Slightly"), tr("Better"), tr("Much better"))}


class ComparisonQuestion(QuestionWidget):
    """Digits 1 … n are the points in reading order, 0 is "all bad", the digit after n is "cannot judge".

    How much better the best of three or four is, where that is asked, has the digits after that. None is preset."""

    def __init__(self, question: Question, lineup: Lineup, *, upright: bool = False) -> None:
        super().__init__(question, lineup, upright=upright)
        self._options = COMPARISON.options(question)
        self._pair = len(lineup.shown) == 2
        self._answer: object = None
        points = self._pair_points() if self._pair else self._best_points()
        self._count = len(points)
        self._points = Scale(question.title, points)
        self._verdicts = SegmentedControl(tr("Other judgements"), self._verdict_segments(), small=True)
        self._strength = self._make_strength()
        self.header.addWidget(self._strength)
        self.header.addWidget(self._verdicts)
        self.body.addWidget(self._points)
        self._points.value_changed.connect(self._point_chosen)
        self._verdicts.value_changed.connect(self._verdict_chosen)
        self._strength.value_changed.connect(self._strength_chosen)

    def _pair_points(self) -> list[Segment]:
        first, second = (self.lineup.letter(one) for one in self.lineup.shown)
        points = scale(self._options, first, second)
        return [
            Segment(point.position, point.label, digit_key(number)) for number, point in enumerate(points, 1)
        ]

    def _best_points(self) -> list[Segment]:
        found = [
            Segment(one, tr("{letter} is best", letter=self.lineup.letter(one)), digit_key(number))
            for number, one in enumerate(self.lineup.shown, 1)
        ]
        if self._options.has_middle:
            found.append(Segment("tie", TIE_LABEL, digit_key(len(found) + 1)))
        return found

    def _verdict_segments(self) -> list[Segment]:
        found = []
        if self._options.allow_all_bad:
            found.append(
                Segment(ALL_BAD, tr("Both are bad") if self._pair else tr("All are bad"), digit_key(0))
            )
        if self._options.allow_cannot_judge:
            found.append(Segment(CANNOT_JUDGE, CANNOT_JUDGE_LABEL, digit_key(self._count + 1)))
        return found

    def _make_strength(self) -> SegmentedControl:
        """How much better the best is; only for more than two responses, and only where the template asks for it."""
        steps = self._options.steps
        words = _STRENGTHS.get(steps) or tuple(str(step) for step in range(1, steps + 1))
        self._grades = asks_strength(self.question, len(self.lineup.shown))
        first = self._count + (2 if self._options.allow_cannot_judge else 1)
        self._sizes = {
            key: step for step, key in enumerate(range(first, first + steps), 1) if self._grades and key < 10
        }
        keys = {step: digit_key(key) for key, step in self._sizes.items()}
        made = SegmentedControl(
            tr("How much better"),
            [Segment(step, word, keys.get(step, "")) for step, word in enumerate(words, 1)],
            small=True,
        )
        made.setVisible(False)
        return made

    # The answer

    def answer(self) -> object:
        """See hdclient.questions.comparison."""
        return self._answer

    def set_answer(self, value: object) -> None:
        """Shows the answer."""
        self._answer = value if isinstance(value, dict) else None
        verdict = self._answer.get("verdict") if isinstance(self._answer, dict) else None
        self._verdicts.set_value(verdict if verdict in (ALL_BAD, CANNOT_JUDGE) else None)
        if self._pair:
            self._points.set_value(scale_position(self._answer, self.lineup.shown))  # type: ignore[arg-type]
            return
        winner = self.preferred()
        self._points.set_value(winner or ("tie" if verdict == "tie" else None))
        self._strength.set_value(self._size() if winner else None)
        self._strength.setVisible(self._grades and bool(winner))

    def preferred(self) -> str:
        """The winner of a preference."""
        if isinstance(self._answer, dict) and self._answer.get("verdict") == "preferred":
            winner = self._answer.get("winner")
            return winner if winner in self.lineup.shown else ""
        return ""

    def _size(self) -> int | None:
        strength = self._answer.get("strength") if isinstance(self._answer, dict) else None
        return strength if isinstance(strength, int) else None

    def _give(self, value: object) -> None:
        if self._read_only:
            self.set_answer(self._answer)
            return
        before = self._answer
        self.set_answer(value)
        if self._answer != before:
            self.answer_changed.emit(self._answer)

    def _point_chosen(self, value: object) -> None:
        if self._pair and isinstance(value, int):
            self._give(answer_from_scale(value, self.lineup.shown, self.lineup.stored))
        elif value == "tie":
            self._give({"verdict": "tie"})
        elif isinstance(value, str):
            self._give(best_of(value, self._size() if value == self.preferred() else None))

    def _verdict_chosen(self, value: object) -> None:
        self._give({"verdict": value})

    def _strength_chosen(self, value: object) -> None:
        if self.preferred() and isinstance(value, int):
            self._give(best_of(self.preferred(), value))

    # Keys

    def handlers(self) -> Handlers:
        """Digits."""
        if self._read_only:
            return {}
        found = self.digits(self._press, self._count + 1)
        if self._count + 1 > 9 or not self._options.allow_cannot_judge:
            found.pop(f"digit.{self._count + 1}", None)
        if self._options.allow_all_bad:
            found["digit.0"] = lambda: self._verdicts.choose(ALL_BAD)
        if self.preferred():
            found |= {f"digit.{key}": self._stronger(step) for key, step in self._sizes.items()}
        return found

    def _stronger(self, step: int) -> Callable[[], None]:
        return lambda: self._strength.choose(step)

    def _press(self, number: int) -> None:
        if number > self._count:
            self._verdicts.choose(CANNOT_JUDGE)
        else:
            self._points.buttons()[number - 1].click()

    def focus_first(self) -> None:
        """The chosen point, or the first."""
        self._points.focus_first()

    def set_read_only(self, read_only: bool) -> None:
        """Keeps the answer in sight."""
        super().set_read_only(read_only)
        for part in (self._points, self._verdicts, self._strength):
            part.set_read_only(read_only)

    def scale_widget(self) -> Scale:
        """The scale: its buttons are in reading order."""
        return self._points
