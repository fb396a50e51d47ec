"""The rating: one point of a scale with anchors (Likert), or "not applicable" if the template allows it."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta
from msgspec.structs import force_setattr

from hdclient.model.base import Value
from hdclient.questions.base import Answer, Options, QuestionKind
from hdclient.questions.plain_kind import PlainKind
from hdclient.words import tr

NOT_APPLICABLE_LABEL = tr("Not applicable")


class RatingPoint(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One point: the number that is stored, the words that are shown, and the anchor that explains it."""

    value: int
    label: str = ""
    description: str = ""


class RatingOptions(Options, frozen=True, kw_only=True):
    """The points: one by one, or as a range with words for some of them."""

    points: Annotated[
        tuple[RatingPoint, ...],
        Meta(min_length=2, max_length=20, description="in the order shown; this or `range`"),
    ] = ()
    range: Annotated[
        tuple[int, int] | None,
        Meta(description="all whole numbers from the first to the second; this or `points`"),
    ] = None
    anchors: Annotated[
        dict[str, str],
        Meta(description='what single points of a range mean, as {"1": "Useless", "7": "Excellent"}'),
    ] = {}
    low: Annotated[str, Meta(description="words at the end of the first point")] = ""
    high: Annotated[str, Meta(description="words at the end of the last point")] = ""
    inverted: Annotated[
        bool,
        Meta(description="shown from the last point to the first; the values that are stored stay the same"),
    ] = False
    allow_na: Annotated[bool, Meta(description='"not applicable" may be answered')] = False

    def __post_init__(self) -> None:
        if self.range is not None:
            force_setattr(self, "points", self._ranged(*self.range))
        elif not self.points:
            raise ValueError('option "points" is missing')
        elif self.anchors:
            raise ValueError('option "anchors" is for option "range"; points have a "description" each')
        if len({point.value for point in self.points}) != len(self.points):
            raise ValueError('option "points": two points have the same value')

    def _ranged(self, least: int, greatest: int) -> tuple[RatingPoint, ...]:
        """The points of a range, with what its anchors say."""
        if self.points:
            raise ValueError('options "points" and "range" say the same twice: leave one of them out')
        if not 1 <= greatest - least <= 19:
            raise ValueError('option "range" must have 2 to 20 whole numbers, the least first')
        values = [str(value) for value in range(least, greatest + 1)]
        strange = [name for name in self.anchors if name not in values]
        if strange:
            raise ValueError(
                f'option "anchors" names the point {strange[0][:20]}, which the range does not have'
            )
        return tuple(RatingPoint(value=int(name), description=self.anchors.get(name, "")) for name in values)

    def shown(self) -> tuple[RatingPoint, ...]:
        """The points in the order of the screen."""
        return self.points[::-1] if self.inverted else self.points

    def ends(self) -> tuple[str, str]:
        """The words at the ends of the screen's order."""
        return (self.high, self.low) if self.inverted else (self.low, self.high)


class RatingAnswer(Answer, frozen=True, kw_only=True):
    """{"value": 4}, or {"value": null, "na": true}."""

    value: int | None
    na: bool = False


def _fault(answer: RatingAnswer, options: RatingOptions) -> str:
    """Why this rating cannot be given here; empty when it can."""
    if answer.na and answer.value is not None:
        return tr("A rating cannot be given together with “not applicable”.")
    if answer.na and not options.allow_na:
        return tr("This question does not take “not applicable”.")
    if not answer.na and answer.value not in {point.value for point in options.points}:
        return tr("The rating is not a point of this scale.")
    return ""


def _words(answer: RatingAnswer, options: RatingOptions) -> str:
    if answer.na:
        return NOT_APPLICABLE_LABEL
    for place, point in enumerate(options.shown(), 1):
        if point.value == answer.value:
            if options.inverted and not point.label:
                count = len(options.points)
                return tr("place {place} of {count}", place=place, count=count)
            return f"{point.value} · {point.label}" if point.label else str(point.value)
    return ""


RATING: QuestionKind[RatingOptions] = PlainKind(
    "rating",
    RatingOptions,
    RatingAnswer,
    blank=({"value": None}, {"value": None, "na": False}),
    ask=lambda _: tr("Choose a rating."),
    fault=_fault,
    words=_words,
)
