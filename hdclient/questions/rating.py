"""The rating: one point of a scale with anchors (Likert), or "not applicable" if the template allows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from hdclient.model.base import JsonValue, Value
from hdclient.model.template import Question
from hdclient.questions.base import Answer, Options, Problem, QuestionKind
from hdclient.questions.reading import phrase_of, problems_of
from hdclient.words import tr

NOT_APPLICABLE_LABEL = tr("Not applicable")


class RatingPoint(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One point: the number that is stored, the words that are shown, and the anchor that explains it."""

    value: int
    label: str = ""
    description: str = ""


class RatingOptions(Options, frozen=True, kw_only=True):
    """`points` in the order shown. `allow_na`: the question may not apply to a task."""

    points: Annotated[tuple[RatingPoint, ...], Meta(min_length=2, max_length=20)]
    allow_na: bool = False

    def __post_init__(self) -> None:
        if len({point.value for point in self.points}) != len(self.points):
            raise ValueError('option "points": two points have the same value')


class RatingAnswer(Answer, frozen=True, kw_only=True):
    """{"value": 4}, or {"value": null, "na": true}."""

    value: int | None
    na: bool = False


class Rating:
    """The kind "rating"."""

    name = "rating"
    candidate_range = (0, 9)
    option_model: type[RatingOptions] = RatingOptions

    def options(self, question: Question) -> RatingOptions:
        """The question's options, typed. Raises InvalidValue."""
        return RatingOptions.of(question.options)

    def is_blank(self, value: JsonValue) -> bool:
        """Whether the value says nothing at all."""
        return value is None or value == {"value": None} or value == {"value": None, "na": False}

    def check(
        self,
        question: Question,
        value: JsonValue,
        candidate_ids: Sequence[str],  # noqa: ARG002
    ) -> tuple[Problem, ...]:
        """Why `value` is not a whole and valid answer; empty when it is."""
        options = self.options(question)
        unanswered = tr("Choose a rating.") if self.is_blank(value) else ""
        return problems_of(
            RatingAnswer, question, value, unanswered=unanswered, fault=lambda answer: _fault(answer, options)
        )

    def describe(self, question: Question, value: JsonValue, letters: dict[str, str]) -> str:  # noqa: ARG002
        """ "4 · Good" or "Not applicable"; "" for what is no answer."""
        points = self.options(question).points
        return phrase_of(RatingAnswer, question, value, lambda answer: _words(answer, points))


def _fault(answer: RatingAnswer, options: RatingOptions) -> str:
    """Why this rating cannot be given here; empty when it can."""
    if answer.na and answer.value is not None:
        return tr("A rating cannot be given together with “not applicable”.")
    if answer.na and not options.allow_na:
        return tr("This question does not take “not applicable”.")
    if not answer.na and answer.value not in {point.value for point in options.points}:
        return tr("The rating is not a point of this scale.")
    return ""


def _words(answer: RatingAnswer, points: Sequence[RatingPoint]) -> str:
    if answer.na:
        return NOT_APPLICABLE_LABEL
    for point in points:
        if point.value == answer.value:
            return f"{point.value} · {point.label}" if point.label else str(point.value)
    return ""


RATING: QuestionKind[RatingOptions] = Rating()
