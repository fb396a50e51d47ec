"""The date: typed in its one form; what is no date of the calendar is said beside the field."""

from __future__ import annotations

from hdclient.model.template import Question
from hdclient.questions.date import DATE, FORMS, fault_of
from ui.questions.base import Lineup
from ui.questions.one_line import OneLineQuestion


class DateQuestion(OneLineQuestion):
    """A field whose hint is the form."""

    def __init__(self, question: Question, lineup: Lineup, *, upright: bool = False) -> None:
        options = DATE.options(question)
        form = FORMS[options.precision]

        def read(text: str) -> tuple[object, str]:
            wrong = fault_of(text, options)
            return (None, wrong) if wrong else ({"date": text}, "")

        super().__init__(question, lineup, upright=upright, hint=form, beside="", read=read, write=_write)


def _write(value: object) -> str:
    text = value.get("date") if isinstance(value, dict) else None
    return text if isinstance(text, str) else ""
