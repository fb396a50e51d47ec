"""The date: a day, a month or a year that a person types, in the one form that nobody reads differently."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from hdclient.questions.base import Answer, Options, QuestionKind
from hdclient.questions.plain_kind import PlainKind
from hdclient.words import tr

FORMS = {"day": "YYYY-MM-DD", "month": "YYYY-MM", "year": "YYYY"}
_PATTERNS = {
    "day": re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII),
    "month": re.compile(r"\d{4}-\d{2}", re.ASCII),
    "year": re.compile(r"\d{4}", re.ASCII),
}


class DateOptions(Options, frozen=True, kw_only=True):
    """Limits of what may be typed."""

    precision: Annotated[Literal["day", "month", "year"], Meta(description="what is asked for")] = "day"
    earliest: Annotated[str, Meta(description="in the form of the precision; empty: no limit")] = ""
    latest: Annotated[str, Meta(description="in the form of the precision; empty: no limit")] = ""

    def __post_init__(self) -> None:
        for name, text in (("earliest", self.earliest), ("latest", self.latest)):
            if text and not is_date(text, self.precision):
                raise ValueError(f'option "{name}" must have the form {FORMS[self.precision]}')
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError('option "earliest" is later than option "latest"')


class DateAnswer(Answer, frozen=True, kw_only=True):
    """{"date": "2026-01-31"}, {"date": "2026-01"} or {"date": "2026"}, by what is asked for."""

    date: str


def is_date(text: str, precision: str) -> bool:
    """Whether a text is a date of the calendar in the form of this precision."""
    if not _PATTERNS[precision].fullmatch(text):
        return False
    try:
        date.fromisoformat(text + {"day": "", "month": "-01", "year": "-01-01"}[precision])
    except ValueError:
        return False
    return True


def fault_of(text: str, options: DateOptions) -> str:
    """Why this date cannot be given here; empty when it can."""
    if not is_date(text, options.precision):
        return tr("This is no date of the form {form}.", form=FORMS[options.precision])
    if options.earliest and text < options.earliest:
        return tr("The date must not be before {earliest}.", earliest=options.earliest)
    if options.latest and text > options.latest:
        return tr("The date must not be after {latest}.", latest=options.latest)
    return ""


def _ask(options: DateOptions) -> str:
    return tr("Write a date, as {form}.", form=FORMS[options.precision])


DATE: QuestionKind[DateOptions] = PlainKind(
    "date",
    DateOptions,
    DateAnswer,
    blank=({"date": ""},),
    ask=_ask,
    fault=lambda answer, options: fault_of(answer.date, options),
    words=lambda answer, options: "" if fault_of(answer.date, options) else answer.date,
)
