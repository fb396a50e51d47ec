"""The rating: points with visible anchors, side by side or one below the other. Nothing is chosen beforehand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from hdclient.model.template import Question
from hdclient.questions.rating import NOT_APPLICABLE_LABEL, RATING, RatingPoint
from hdclient.words import tr
from ui.components.labels import Label
from ui.components.option_list import OptionList
from ui.components.scale import Scale
from ui.components.segmented import Segment, SegmentedControl
from ui.questions.base import Handlers, Lineup, QuestionWidget, digit_key

NA = "na"
_MOST_SMALL = 7
"""Points without words that lie side by side in a narrow column."""


class RatingQuestion(QuestionWidget):
    """Digits give the points in the order shown; 0 is "not applicable" where the template allows it."""

    def __init__(self, question: Question, lineup: Lineup, *, upright: bool = False) -> None:
        super().__init__(question, lineup, upright=upright)
        options = RATING.options(question)
        self._points, self._ends = options.shown(), options.ends()
        self._allow_na = options.allow_na
        self._answer: object = None
        segments = [
            Segment(
                point.value,
                _words(number, point, inverted=options.inverted),
                digit_key(number),
                point.description,
            )
            for number, point in enumerate(self._points, 1)
        ]
        clearable = not question.required
        self._list: OptionList | None = None
        self._scale: Scale | None = None
        self._anchor = Label("", "caption", "text2")
        in_words = all(point.label or point.description for point in self._points)
        if upright and (in_words or len(self._points) > _MOST_SMALL):
            if self._allow_na:
                segments.append(Segment(NA, NOT_APPLICABLE_LABEL, digit_key(0)))
            self._list = OptionList(question.title, segments, clearable=clearable)
            self._list.values_changed.connect(lambda values: self._give(values[0] if values else None))
            self.body.addWidget(self._list)
            return
        self._make_scale(segments, clearable=clearable)

    def _make_scale(self, segments: list[Segment], *, clearable: bool) -> None:
        """The points side by side; what they mean stands below."""
        self._scale = Scale(self.question.title, segments, clearable=clearable)
        self._scale.value_changed.connect(self._give)
        self._scale.described.connect(self._describe)
        self.body.addWidget(self._scale)
        self._put_ends()
        explained = [point for point in self._points if point.description]
        for point in explained if self.upright else ():
            words = tr("{value}: {words}", value=point.value, words=point.description)
            self.body.addWidget(Label(words, "caption", "text2", wrap=True))
        self.body.addWidget(self._anchor)
        if self.upright or not explained:
            self._anchor.hide()
        self._other = SegmentedControl(
            tr("Other"), [Segment(NA, NOT_APPLICABLE_LABEL, digit_key(0))], small=True
        )
        self._other.value_changed.connect(self._give)
        if not self._allow_na:
            self._other.hide()
        self.header.addWidget(self._other)
        self._describe("")

    def _put_ends(self) -> None:
        """The words at the ends, below the first and the last point."""
        if not any(self._ends):
            return
        row = QHBoxLayout()
        for words, side in zip(
            self._ends, (Qt.AlignmentFlag.AlignLeading, Qt.AlignmentFlag.AlignTrailing), strict=True
        ):
            label = Label(words, "caption", "text2", wrap=True)
            label.setAlignment(side)
            row.addWidget(label, 1)
        self.body.addLayout(row)

    def answer(self) -> object:
        """See hdclient.questions.rating."""
        return self._answer

    def set_answer(self, value: object) -> None:
        """Shows the answer."""
        self._answer = value if isinstance(value, dict) else None
        chosen: object = None
        if isinstance(self._answer, dict):
            chosen = NA if self._answer.get("na") else self._answer.get("value")
        if self._list is not None:
            self._list.set_values(() if chosen is None else (chosen,))
        elif self._scale is not None:
            self._scale.set_value(chosen if chosen != NA else None)
            self._other.set_value(chosen if chosen == NA else None)
            self._describe("")

    def _give(self, value: object) -> None:
        answer: object = None
        if value == NA:
            answer = {"value": None, "na": True}
        elif value is not None:
            answer = {"value": value}
        if self._read_only or answer == self._answer:
            self.set_answer(self._answer)
            return
        self.set_answer(answer)
        self.answer_changed.emit(answer)

    def _describe(self, words: str) -> None:
        """The anchor of the point that is pointed at, else of the chosen one, else those of both ends."""
        chosen = self._answer.get("value") if isinstance(self._answer, dict) else None
        about = {point.value: point for point in self._points}
        if not words and chosen in about:
            words = about[chosen].description
        if not words:
            ends = (self._points[0], self._points[-1])
            words = "   ·   ".join(
                f"{point.value}: {point.description}" for point in ends if point.description
            )
        self._anchor.setText(words)

    def handlers(self) -> Handlers:
        """Digits."""
        if self._read_only:
            return {}
        found = self.digits(self._press, len(self._points))
        if self._allow_na:
            found["digit.0"] = lambda: self._give(NA)
        return found

    def _press(self, number: int) -> None:
        self._give(self._points[number - 1].value)

    def focus_first(self) -> None:
        """The chosen point, or the first."""
        part = self._list or self._scale
        if part is not None:
            part.focus_first()

    def set_read_only(self, read_only: bool) -> None:
        """Keeps the answer in sight."""
        super().set_read_only(read_only)
        for part in (self._list, self._scale, self._other if self._scale is not None else None):
            if part is not None:
                part.set_read_only(read_only)


def _words(number: int, point: RatingPoint, *, inverted: bool) -> str:
    """The words on the button. A value that is also its key stands on the key cap alone.

    Where the scale is shown inverted, a bare value would mislead: then it is the place that is shown.
    """
    if inverted and not point.label:
        return str(number)
    if not point.label or point.label == str(point.value):
        return str(point.value)
    return point.label if point.value == number < 10 else f"{point.value} · {point.label}"
