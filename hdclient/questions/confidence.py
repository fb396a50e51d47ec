"""Confidence: how sure the person is of their answer to another question. A rating, tied to that question by its id."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from hdclient.questions.base import Answer, Options, QuestionKind
from hdclient.questions.plain_kind import PlainKind
from hdclient.questions.rating import RatingPoint
from hdclient.words import tr


class ConfidenceOptions(Options, frozen=True, kw_only=True):
    """Of what, and in which steps."""

    about: Annotated[
        str, Meta(min_length=1, max_length=64, description="id of the question whose answer it speaks of")
    ]
    points: Annotated[
        tuple[RatingPoint, ...],
        Meta(max_length=11, description="from the least sure to the surest; empty: not, fairly, sure"),
    ] = ()

    def __post_init__(self) -> None:
        if len(self.points) == 1:
            raise ValueError('option "points" needs at least 2 entries, or none at all')
        if len({point.value for point in self.points}) != len(self.points):
            raise ValueError('option "points": two points have the same value')

    def shown(self) -> tuple[RatingPoint, ...]:
        """The points of the template, or the three that everybody knows."""
        return self.points or (
            RatingPoint(value=1, label=tr("Not sure")),
            RatingPoint(value=2, label=tr("Fairly sure")),
            RatingPoint(value=3, label=tr("Sure")),
        )


class ConfidenceAnswer(Answer, frozen=True, kw_only=True):
    """{"value": 2}."""

    value: int


def _fault(answer: ConfidenceAnswer, options: ConfidenceOptions) -> str:
    if answer.value in {point.value for point in options.shown()}:
        return ""
    return tr("The answer is not a point of this scale.")


def _words(answer: ConfidenceAnswer, options: ConfidenceOptions) -> str:
    point = next((point for point in options.shown() if point.value == answer.value), None)
    return "" if point is None else point.label or str(point.value)


CONFIDENCE: QuestionKind[ConfidenceOptions] = PlainKind(
    "confidence",
    ConfidenceOptions,
    ConfidenceAnswer,
    blank=({"value": None},),
    ask=lambda _: tr("Say how sure you are."),
    fault=_fault,
    words=_words,
)
