"""The slider: a place between two ends that have words. Nobody is shown a number unless the template says so.

It has no place to begin with: unanswered is `None`, not the middle. What is stored is a whole number from `low_value`
to `high_value` (PRISM: 1 to 100); which end is on which side of the screen is the widget's affair, never the value's.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from hdclient.questions.base import Answer, Options, QuestionKind
from hdclient.questions.plain_kind import PlainKind
from hdclient.questions.rating import NOT_APPLICABLE_LABEL
from hdclient.words import tr

End = Annotated[int, Meta(ge=-1_000_000, le=1_000_000)]


class SliderOptions(Options, frozen=True, kw_only=True):
    """Where it goes from and to, and what is seen of that."""

    low: Annotated[str, Meta(min_length=1, description="the words at the low end")]
    high: Annotated[str, Meta(min_length=1, description="the words at the high end")]
    low_value: Annotated[End, Meta(description="the number that the low end is stored as")] = 1
    high_value: Annotated[End, Meta(description="the number that the high end is stored as")] = 100
    show_value: Annotated[bool, Meta(description="the number stands beside the slider")] = False
    allow_na: Annotated[bool, Meta(description='"not applicable" may be answered')] = False

    def __post_init__(self) -> None:
        if self.low_value >= self.high_value:
            raise ValueError('option "low_value" must be below option "high_value"')

    def at_digit(self, digit: int) -> int:
        """The value of a digit: 1 is the low end, 5 the middle, 9 the high end."""
        return self.low_value + round((self.high_value - self.low_value) * (digit - 1) / 8)


class SliderAnswer(Answer, frozen=True, kw_only=True):
    """{"value": 63}, or {"value": null, "na": true}."""

    value: int | None
    na: bool = False


def place_words(value: int, options: SliderOptions) -> str:
    """Where on the slider a value is, without its number: "six tenths of the way from Terrible to Perfect"."""
    share = (value - options.low_value) / (options.high_value - options.low_value)
    if share in (0, 1):
        return options.high if share else options.low
    tenths = min(9, max(1, round(share * 10)))
    return tr("{tenths} tenths from “{low}” to “{high}”", tenths=tenths, low=options.low, high=options.high)


def _words(answer: SliderAnswer, options: SliderOptions) -> str:
    if answer.na or answer.value is None:
        return NOT_APPLICABLE_LABEL if answer.na else ""
    if _fault(answer, options):
        return ""
    if not options.show_value:
        return place_words(answer.value, options)
    return tr(
        "{value} of {low} to {high}", value=answer.value, low=options.low_value, high=options.high_value
    )


def _fault(answer: SliderAnswer, options: SliderOptions) -> str:
    """Why this place cannot be given here; empty when it can."""
    if answer.na and answer.value is not None:
        return tr("A place on the slider cannot be given together with “not applicable”.")
    if answer.na:
        return "" if options.allow_na else tr("This question does not take “not applicable”.")
    if answer.value is None or not options.low_value <= answer.value <= options.high_value:
        return tr("The value lies outside the slider.")
    return ""


SLIDER: QuestionKind[SliderOptions] = PlainKind(
    "slider",
    SliderOptions,
    SliderAnswer,
    blank=({"value": None}, {"value": None, "na": False}),
    ask=lambda _: tr("Choose a place on the slider."),
    fault=_fault,
    words=_words,
)
