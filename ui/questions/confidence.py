"""Confidence: how sure a person is of another answer. The points of a rating, small, since it goes with something."""

from __future__ import annotations

from hdclient.model.template import Question
from hdclient.questions.confidence import CONFIDENCE
from ui.components.segmented import Segment, SegmentedControl
from ui.questions.base import Handlers, Lineup, QuestionWidget, digit_key


class ConfidenceQuestion(QuestionWidget):
    """Digits give the points from the least sure to the surest. None is preset."""

    def __init__(self, question: Question, lineup: Lineup, *, upright: bool = False) -> None:
        super().__init__(question, lineup, upright=upright)
        self._points = CONFIDENCE.options(question).shown()
        self._control = SegmentedControl(
            question.title,
            [
                Segment(point.value, point.label or str(point.value), digit_key(number), point.description)
                for number, point in enumerate(self._points, 1)
            ],
            wrap=True,
            clearable=not question.required,
        )
        self._control.value_changed.connect(self._chosen)
        self.body.addWidget(self._control)

    def answer(self) -> object:
        """See hdclient.questions.confidence."""
        value = self._control.value()
        return None if value is None else {"value": value}

    def set_answer(self, value: object) -> None:
        """Shows the answer."""
        chosen = value.get("value") if isinstance(value, dict) else None
        known = [point.value for point in self._points]
        self._control.set_value(chosen if type(chosen) is int and chosen in known else None)

    def _chosen(self, _value: object) -> None:
        self.answer_changed.emit(self.answer())

    def handlers(self) -> Handlers:
        """Digits."""
        return {} if self._read_only else self.digits(self._press, len(self._points))

    def _press(self, number: int) -> None:
        value = self._points[number - 1].value
        if value != self._control.value():
            self._control.choose(value)

    def focus_first(self) -> None:
        """The chosen point, or the first."""
        self._control.focus_first()

    def set_read_only(self, read_only: bool) -> None:
        """Keeps the answer in sight."""
        super().set_read_only(read_only)
        self._control.set_read_only(read_only)
