"""The number: a quantity that a person types, within limits, whole or with decimals."""

from __future__ import annotations

import re
from decimal import Decimal
from math import ceil, floor, isfinite
from typing import Annotated, TypeAlias

from msgspec import Meta

from hdclient.questions.base import Answer, Options, QuestionKind
from hdclient.questions.plain_kind import PlainKind
from hdclient.words import tr, trn

_WRITTEN = re.compile(r"[-+\N{MINUS SIGN}]?\d{1,15}(\.\d{1,12})?", re.ASCII)
Real: TypeAlias = Annotated[float, Meta(ge=-1e15, le=1e15)]


class NumberOptions(Options, frozen=True, kw_only=True):
    """Limits of what may be typed."""

    minimum: Annotated[Real | None, Meta(description="the least number; null: no limit")] = None
    maximum: Annotated[Real | None, Meta(description="the greatest number; null: no limit")] = None
    decimals: Annotated[
        int, Meta(ge=0, le=12, description="how many may stand behind the point; 0: whole numbers only")
    ] = 0
    unit: Annotated[str, Meta(description="shown beside the field, never stored")] = ""

    def __post_init__(self) -> None:
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError('option "minimum" is greater than option "maximum"')
        if self.minimum is not None and self.maximum is not None:
            least, most = (Decimal(str(one)).scaleb(self.decimals) for one in (self.minimum, self.maximum))
            if ceil(least) > floor(most):
                raise ValueError('option "decimals": between "minimum" and "maximum" there is no such number')


class NumberAnswer(Answer, frozen=True, kw_only=True):
    """{"value": 3.5}."""

    value: Real


def written(value: float) -> str:
    """A number as a person would write it: no more digits than it needs."""
    return str(int(value)) if value == int(value) else repr(value)


def read_number(text: str) -> int | float | None:
    """The number that a text says; None for what is none. A decimal comma is not guessed: it may part thousands."""
    text = text.strip()
    if not _WRITTEN.fullmatch(text):
        return None
    plain = text.replace("\N{MINUS SIGN}", "-")
    return float(plain) if "." in plain else int(plain)


def fault_of(value: float, options: NumberOptions) -> str:
    """Why this number cannot be given here; empty when it can."""
    if not isfinite(value):
        return tr("This is not a number.")
    if options.minimum is not None and value < options.minimum:
        return tr("The number must be at least {least}.", least=written(options.minimum))
    if options.maximum is not None and value > options.maximum:
        return tr("The number must be at most {most}.", most=written(options.maximum))
    if round(value, options.decimals) != value:
        if not options.decimals:
            return tr("The number must be a whole one.")
        return trn(
            "The number may have at most {count} decimal place.",
            "The number may have at most {count} decimal places.",
            options.decimals,
        )
    return ""


NUMBER: QuestionKind[NumberOptions] = PlainKind(
    "number",
    NumberOptions,
    NumberAnswer,
    blank=({"value": None},),
    ask=lambda _: tr("Write a number."),
    fault=lambda answer, options: fault_of(answer.value, options),
    words=lambda answer, options: f"{written(answer.value)} {options.unit}".strip(),
)
