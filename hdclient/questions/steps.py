"""Judging a solution step by step: a rating of each, or the first wrong one; alternatives, flags, a step of one's own.

Steps are known by their ids (hdclient/model/items.py), never by their place. What was not rated is absent: behind the
first wrong step nothing is rated, which is not the same as "neutral".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from msgspec import Meta, field

from hdclient.model.base import InvalidValue, JsonValue, Value
from hdclient.model.items import Item, items_from
from hdclient.model.template import Question
from hdclient.questions.base import NO_FACTS, Answer, Options, Problem, QuestionKind, TaskFacts
from hdclient.questions.rating import RatingPoint
from hdclient.questions.reading import phrase_of, problems_of
from hdclient.words import tr, trn

Mode = Literal["each", "until_wrong", "first_wrong"]
Split = Literal["paragraphs", "lines"]
NO_STEP_WRONG = tr("No step is wrong")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_GREAT = (
    RatingPoint(value=1, label=tr("Great")),
    RatingPoint(value=0, label=tr("Okay")),
    RatingPoint(value=-1, label=tr("Bad")),
)


class StepEnd(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A way to end without judging all: "give_up", "bad_problem"."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    label: Annotated[str, Meta(min_length=1)]
    needs_reason: bool = True


class StepsOptions(Options, frozen=True, kw_only=True):
    """`steps`: texts, or objects with `id`, `text` and `alternatives`; usually {"from": "steps"}. Without them the
    response itself is `split`.

    `mode`: every step is rated; or in order up to the first whose rating is at most `wrong`, and none behind it; or
    nothing is rated and the first wrong step is named. `redundant`: steps can be flagged as such. `own_step`: a better
    step can be written in place of a wrong one, or must be. `unsure`: a step can be left to others.
    """

    steps: tuple[JsonValue, ...] = ()
    split: Split = "paragraphs"
    mode: Mode = "each"
    points: Annotated[tuple[RatingPoint, ...], Meta(min_length=2, max_length=9)] = _GREAT
    wrong: int = -1
    unsure: bool = False
    redundant: bool = False
    own_step: Literal["none", "optional", "required"] = "none"
    ends: Annotated[tuple[StepEnd, ...], Meta(max_length=9)] = ()

    def __post_init__(self) -> None:
        values = {point.value for point in self.points}
        if len(values) != len(self.points):
            raise ValueError('option "points": two points have the same value')
        if self.mode == "until_wrong" and min(values) > self.wrong:
            raise ValueError(
                'option "wrong": no point is as low as that, so that nothing would end the steps'
            )
        if len({end.id for end in self.ends}) != len(self.ends):
            raise ValueError('option "ends": two of them have the same id')


class Ended(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the question's ends, with its reason."""

    id: str
    reason: Annotated[str, Meta(max_length=20_000)] = ""


class StepsAnswer(Answer, frozen=True, kw_only=True):
    """Everything by id: of a step, and within it of an alternative. `no_error`: no step is wrong."""

    ratings: dict[str, int] = field(default_factory=dict)
    unsure: tuple[str, ...] = ()
    first_wrong: str | None = None
    no_error: bool = False
    redundant: tuple[str, ...] = ()
    alternatives: dict[str, dict[str, int]] = field(default_factory=dict)
    own: dict[str, Annotated[str, Meta(max_length=50_000)]] = field(default_factory=dict)
    end: Ended | None = None


def steps_of(options: StepsOptions, text: str = "") -> tuple[Item, ...]:
    """The steps: those of the options, else those that `text` is split into."""
    if options.steps:
        return items_from(list(options.steps))
    if options.split == "lines":
        return items_from([line.strip() for line in text.splitlines() if line.strip()])
    return items_from([part.strip() for part in _PARAGRAPHS.split(text) if part.strip()])


def alternatives_of(step: Item) -> tuple[Item, ...]:
    """Other steps that could stand in its place."""
    return items_from(step.data.get("alternatives")) if isinstance(step.data, dict) else ()


def wrong_step(answer: StepsAnswer, options: StepsOptions, order: Sequence[str]) -> str:
    """The first step that is called wrong; "" for none."""
    if options.mode == "first_wrong":
        return answer.first_wrong or ""
    return next((one for one in order if answer.ratings.get(one, options.wrong + 1) <= options.wrong), "")


class Steps:
    """The kind "steps"."""

    name = "steps"
    candidate_range = (0, 9)
    option_model: type[StepsOptions] = StepsOptions

    def options(self, question: Question) -> StepsOptions:
        """The question's options, typed. Raises InvalidValue."""
        return StepsOptions.of(question.options)

    def is_blank(self, value: JsonValue) -> bool:
        """Whether the value says nothing at all."""
        return value is None or value == {}

    def check(
        self,
        question: Question,
        value: JsonValue,
        candidate_ids: Sequence[str],
        about: TaskFacts = NO_FACTS,
    ) -> tuple[Problem, ...]:
        """Why `value` is not a whole and valid answer; empty when it is."""
        options = self.options(question)
        steps = steps_of(options, _text_of(candidate_ids, about))

        def fault(answer: StepsAnswer) -> str | Problem:
            wrong = next(_faults(answer, options, steps), "")
            left = "" if wrong else _left(answer, options, steps)
            return Problem(question.id, left, incomplete=True) if left else wrong

        unanswered = tr("Judge the steps.") if self.is_blank(value) else ""
        return problems_of(StepsAnswer, question, value, unanswered=unanswered, fault=fault)

    def describe(self, question: Question, value: JsonValue, letters: dict[str, str]) -> str:  # noqa: ARG002
        """ "4 steps rated, step 5 is wrong"; "" for what is no answer."""
        options = self.options(question)
        order = [step.id for step in steps_of(options)]
        return phrase_of(StepsAnswer, question, value, lambda answer: _words(answer, options, order))

    def fact(self, question: Question, value: JsonValue) -> JsonValue:
        """What expressions see: the answer, with ids and texts of the steps in `order` and `texts`; `found_error`,
        the id of the first wrong step and its `place` from 0, null where none is.

        Of a response that is split into steps, ids and texts are not known here: `order` is empty.
        """
        try:
            answer = StepsAnswer.of(value)
        except InvalidValue:
            return None
        options = self.options(question)
        steps = steps_of(options)
        order = [step.id for step in steps]
        wrong = wrong_step(answer, options, order or list(answer.ratings))
        return {
            **answer.plain(),
            "unsure": list(answer.unsure),
            "redundant": list(answer.redundant),
            "end": answer.end.id if answer.end is not None else None,
            "order": [*order],
            "texts": {step.id: step.title for step in steps},
            "found_error": bool(wrong),
            "wrong": wrong or None,
            "place": order.index(wrong) if wrong in order else None,
        }


def _text_of(candidate_ids: Sequence[str], about: TaskFacts) -> str:
    """The response that is split: the only one."""
    if len(candidate_ids) != 1:
        return ""
    return "\n\n".join(block.text for block in about.content(candidate_ids[0]))


def _words(answer: StepsAnswer, options: StepsOptions, order: Sequence[str]) -> str:
    parts = []
    if answer.ratings:
        parts.append(trn("{count} step rated", "{count} steps rated", len(answer.ratings)))
    wrong = wrong_step(answer, options, order)
    if wrong:
        number = order.index(wrong) + 1 if wrong in order else 0
        parts.append(tr("step {number} is wrong", number=number) if number else tr("a step is wrong"))
    elif answer.no_error:
        parts.append(NO_STEP_WRONG)
    parts += [end.label for end in options.ends if answer.end is not None and end.id == answer.end.id]
    return ", ".join(parts)


def _faults(answer: StepsAnswer, options: StepsOptions, steps: Sequence[Item]) -> Iterator[str]:
    """What is wrong (not merely missing)."""
    order = [step.id for step in steps]
    values = {point.value for point in options.points}
    rated = [
        *answer.ratings.values(),
        *(one for given in answer.alternatives.values() for one in given.values()),
    ]
    if any(value not in values for value in rated):
        yield tr("The rating of a step is not a point of this scale.")
    named = {*answer.ratings, *answer.unsure, *answer.redundant, *answer.alternatives, *answer.own}
    named |= {answer.first_wrong} if answer.first_wrong is not None else set()
    if order and not named <= set(order):
        yield tr("The answer names a step that this solution does not have.")
    yield from _forbidden(answer, options)
    if answer.first_wrong is not None and answer.no_error:
        yield tr("A step is named as wrong: it cannot be said that none is.")
    if set(answer.ratings) & set(answer.unsure):
        yield tr("A step is rated and left open at once.")
    alternatives = {step.id: {one.id for one in alternatives_of(step)} for step in steps}
    if order and any(
        not set(given) <= alternatives[one] for one, given in answer.alternatives.items() if one in order
    ):
        yield tr("The answer rates an alternative that is not there.")
    wrong = wrong_step(answer, options, order)
    if options.mode == "until_wrong" and wrong in order:
        behind = set(order[order.index(wrong) + 1 :])
        if behind & {*answer.ratings, *answer.unsure}:
            yield tr("Behind the first wrong step nothing is rated.")


def _forbidden(answer: StepsAnswer, options: StepsOptions) -> Iterator[str]:
    """What this question does not take."""
    first = options.mode == "first_wrong"
    if first and (answer.ratings or answer.unsure):
        yield tr("This question does not take ratings of steps: it asks for the first wrong one.")
    if not first and (answer.first_wrong is not None or answer.no_error):
        yield tr("This question asks for a rating of each step.")
    if answer.unsure and not options.unsure:
        yield tr("This question does not take “unsure”.")
    if answer.redundant and not options.redundant:
        yield tr("This question does not ask which steps are redundant.")
    if answer.own and options.own_step == "none":
        yield tr("This question does not take a step of your own.")
    if answer.end is not None and answer.end.id not in {end.id for end in options.ends}:
        yield tr("The answer ends in a way that this question does not know.")


def _left(answer: StepsAnswer, options: StepsOptions, steps: Sequence[Item]) -> str:
    """What is still missing, as a sentence."""
    order = [step.id for step in steps]
    if answer.end is not None:
        end = next(one for one in options.ends if one.id == answer.end.id)
        wanting = end.needs_reason and not answer.end.reason.strip()
        return tr("“{label}” needs a reason.", label=end.label) if wanting else ""
    wrong = wrong_step(answer, options, order)
    if options.mode == "first_wrong":
        if not wrong and not answer.no_error:
            return tr("Say which step is the first wrong one, or that none is.")
    else:
        asked = order[: order.index(wrong) + 1] if options.mode == "until_wrong" and wrong in order else order
        left = [one for one in asked if one not in answer.ratings and one not in answer.unsure]
        if left:
            return trn("One step is not rated yet.", "{count} steps are not rated yet.", len(left))
    if wrong and options.own_step == "required" and not answer.own.get(wrong, "").strip():
        return tr("Write a better step in place of the wrong one.")
    return ""


def plain_answer(answer: StepsAnswer) -> dict[str, JsonValue] | None:
    """As JSON, without what is not said; None when nothing is."""
    said: dict[str, JsonValue] = {}
    for name, value in answer.plain().items():
        plain = list(value) if isinstance(value, tuple) else value
        if plain:
            said[name] = plain
    return said or None


STEPS: QuestionKind[StepsOptions] = Steps()
