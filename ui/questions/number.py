"""The number: typed into a field; what is no number, or outside the limits, is said beside it."""

from __future__ import annotations

from hdclient.model.template import Question
from hdclient.questions.number import NUMBER, NumberOptions, fault_of, read_number, written
from hdclient.words import tr
from ui.questions.base import Lineup
from ui.questions.one_line import OneLineQuestion


class NumberQuestion(OneLineQuestion):
    """A field, its unit, and its limits as the hint in it."""

    def __init__(self, question: Question, lineup: Lineup, *, upright: bool = False) -> None:
        options = NUMBER.options(question)

        def read(text: str) -> tuple[object, str]:
            number = read_number(text)
            if number is None:
                comma = "," in text and read_number(text.replace(",", ".")) is not None
                return None, tr("Write it with a point: 3.5") if comma else tr("This is not a number.")
            wrong = fault_of(number, options)
            return (None, wrong) if wrong else ({"value": number}, "")

        super().__init__(
            question,
            lineup,
            upright=upright,
            hint=_limits(options),
            beside=options.unit,
            read=read,
            write=_write,
        )


def _write(value: object) -> str:
    number = value.get("value") if isinstance(value, dict) else None
    if not isinstance(number, int | float) or isinstance(number, bool) or not abs(number) <= 1e15:
        return ""
    return written(number)


def _limits(options: NumberOptions) -> str:
    least = None if options.minimum is None else written(options.minimum)
    most = None if options.maximum is None else written(options.maximum)
    if least is not None and most is not None:
        return tr("{least} to {most}", least=least, most=most)
    if least is not None:
        return tr("{least} or more", least=least)
    return tr("up to {most}", most=most) if most is not None else tr("A number")
