"""The means to compare: points, other verdicts, and how much better. One judgement, of the whole or of one criterion.

Which end of the scale is which response comes from one list, `Lineup.shown`, the same that panes are made from; the
turn into stored order is hdclient.questions.comparison's alone. It has no place of its own: who uses it lays it out.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

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
from ui.questions.base import Handlers, Lineup, digit_key

ALL_BAD, CANNOT_JUDGE = "all_bad", "cannot_judge"
_STRENGTHS = {2: (tr("Better"), tr("Much better")), 3: (tr("Slightly"), tr("Better"), tr("Much better"))}


def needs_little(question: Question, lineup: Lineup) -> bool:
    """Whether there are too many points for their words to stand beside each other in a column."""
    options = COMPARISON.options(question)
    return len(scale(options)) > 3 if len(lineup.shown) == 2 else len(lineup.shown) > 3


class ComparisonFace(QObject):
    """Digits 1 … n are the points in reading order, 0 is "all bad", the digit after n is "cannot judge".

    How much better the chosen one is, where that is a step of its own, has the digits after that. Nothing is preset.
    """

    given = Signal(object)
    """What a person has said now, as JSON."""

    def __init__(
        self,
        name: str,
        question: Question,
        lineup: Lineup,
        parent: QWidget,
        *,
        small: bool = False,
    ) -> None:
        """`small`: points show their digits; their words are told by `words`."""
        super().__init__(parent)
        self.question, self.lineup = question, lineup
        self._options = COMPARISON.options(question)
        self._small = small
        self._pair = len(lineup.shown) == 2
        self._value: dict[str, object] | None = None
        points = self._pair_points() if self._pair else self._best_points()
        self._count = len(points)
        self._told = [self._shrunk(point) for point in points] if small else points
        self.points = Scale(name, self._told, parent)
        if small:
            for button, point in zip(self.points.buttons(), points, strict=True):
                button.setAccessibleName(point.label)
        others = tr("Other judgements")
        self.verdicts = SegmentedControl(
            f"{name}: {others}" if small else others,
            self._verdict_segments(),
            parent,
            small=True,
            wrap=True,
        )
        self.strength = self._make_strength(name, parent)
        self.points.value_changed.connect(self._point_chosen)
        self.verdicts.value_changed.connect(self._verdict_chosen)
        self.strength.value_changed.connect(self._strength_chosen)

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

    def _shrunk(self, point: Segment) -> Segment:
        digit = point.key.rpartition(".")[2] or "·"
        mark = digit if self._pair else self.lineup.letters.get(str(point.value), "=")
        return Segment(point.value, mark, point.key, point.label)

    def _verdict_segments(self) -> list[Segment]:
        found = []
        if self._options.allow_all_bad:
            label = tr("Both are bad") if self._pair else tr("All are bad")
            found.append(Segment(ALL_BAD, self._options.all_bad_label or label, digit_key(0)))
        for number, (value, label) in enumerate(self._cannot_judge(), self._count + 1):
            found.append(Segment(value, label, digit_key(number)))
        return found

    def _cannot_judge(self) -> list[tuple[str, str]]:
        """The ways in which it cannot be judged: what a segment stands for, and its words."""
        kinds = [(f"{CANNOT_JUDGE}:{one.id}", one.label) for one in self._options.cannot_judge_kinds]
        return (kinds or [(CANNOT_JUDGE, CANNOT_JUDGE_LABEL)]) if self._options.allow_cannot_judge else []

    def _make_strength(self, name: str, parent: QWidget) -> SegmentedControl:
        """How much better, where that is a step of its own."""
        steps = self._options.steps
        words = self._options.degrees or _STRENGTHS.get(steps) or tuple(str(one + 1) for one in range(steps))
        self.grades = asks_strength(self.question, len(self.lineup.shown))
        first = self._count + 1 + len(self._cannot_judge())
        self._sizes = {
            key: step for step, key in enumerate(range(first, first + steps), 1) if self.grades and key < 10
        }
        keys = {step: digit_key(key) for key, step in self._sizes.items()}
        asked = tr("How much better")
        made = SegmentedControl(
            f"{name}: {asked}" if self._small else asked,
            [Segment(step, word, keys.get(step, "")) for step, word in enumerate(words, 1)],
            parent,
            small=True,
            wrap=True,
        )
        made.setVisible(False)
        return made

    # What is said

    def value(self) -> dict[str, object] | None:
        """The judgement as JSON; see hdclient.questions.comparison."""
        return self._value

    def set_value(self, value: object) -> None:
        """Shows a judgement without telling anybody."""
        self._value = dict(value) if isinstance(value, dict) and value.get("verdict") else None
        verdict = self._value.get("verdict") if self._value is not None else None
        reason = self._value.get("reason") if self._value is not None else None
        other = f"{verdict}:{reason}" if verdict == CANNOT_JUDGE and isinstance(reason, str) else verdict
        self.verdicts.set_value(other if verdict in (ALL_BAD, CANNOT_JUDGE) else None)
        winner = self.preferred()
        if self._pair and not (self._options.degrees and winner):
            self.points.set_value(scale_position(self._value, self.lineup.shown))  # type: ignore[arg-type]
        elif self._pair:
            self.points.set_value(-1 if winner == self.lineup.shown[0] else 1)
        else:
            self.points.set_value(winner or ("tie" if verdict == "tie" else None))
        self.strength.set_value(self._size() if winner else None)
        self.strength.setVisible(self.grades and bool(winner))

    def preferred(self) -> str:
        """The winner of a preference."""
        if self._value is not None and self._value.get("verdict") == "preferred":
            winner = self._value.get("winner")
            return str(winner) if winner in self.lineup.shown else ""
        return ""

    def ends(self) -> str:
        """What the first and the last point mean, for where points have no words."""
        first, last = self._told[0], self._told[-1 if self._pair else len(self.lineup.shown) - 1]
        return tr("{first} … {last}", first=_marked(first), last=_marked(last))

    def words(self) -> str:
        """The judgement in words; "" while there is none."""
        return COMPARISON.describe(self.question, self._value, dict(self.lineup.letters))  # type: ignore[arg-type]

    def is_whole(self) -> bool:
        """Whether nothing more is asked here."""
        return self._value is not None and not (self.grades and self.preferred() and self._size() is None)

    def _size(self) -> int | None:
        strength = self._value.get("strength") if self._value is not None else None
        return abs(strength) if isinstance(strength, int) else None

    def _point_chosen(self, value: object) -> None:
        shown, stored = self.lineup.shown, self.lineup.stored
        if value == "tie" or value == 0:
            self.given.emit({"verdict": "tie"})
        elif self._pair and not self._options.degrees and isinstance(value, int):
            self.given.emit(answer_from_scale(value, shown, stored))
        else:
            winner = shown[0 if value == -1 else 1] if isinstance(value, int) else str(value)
            self.given.emit(best_of(winner, stored, self._size() if winner == self.preferred() else None))

    def _verdict_chosen(self, value: object) -> None:
        verdict, _, reason = str(value).partition(":")
        self.given.emit({"verdict": verdict, "reason": reason} if reason else {"verdict": verdict})

    def _strength_chosen(self, value: object) -> None:
        if self.preferred() and isinstance(value, int):
            self.given.emit(best_of(self.preferred(), self.lineup.stored, value))

    # Keys

    def handlers(self, digits: Callable[[Callable[[int], None], int], Handlers]) -> Handlers:
        """What digits do; `digits` makes handlers for 1 to a number."""
        found = digits(self._press, self._count + len(self._cannot_judge()))
        if self._options.allow_all_bad:
            found["digit.0"] = lambda: self.verdicts.choose(ALL_BAD)
        if self.preferred():
            found |= {f"digit.{key}": self._stronger(step) for key, step in self._sizes.items()}
        return found

    def _stronger(self, step: int) -> Callable[[], None]:
        return lambda: self.strength.choose(step)

    def _press(self, number: int) -> None:
        if number > self._count:
            self.verdicts.choose(self._cannot_judge()[number - self._count - 1][0])
        else:
            self.points.buttons()[number - 1].click()

    def controls(self) -> tuple[SegmentedControl, ...]:
        """All of them, for those who lay them out."""
        return (self.points, self.verdicts, self.strength)

    def set_read_only(self, read_only: bool) -> None:
        """Keeps the judgement in sight."""
        for part in self.controls():
            part.set_read_only(read_only)


def _marked(point: Segment) -> str:
    """ "1: A much better"; the words alone where they are shown."""
    return f"{point.label}: {point.description}" if point.description else point.label
