"""The rubric: criteria by responses, a grade in each cell; points may be negative, and a score may be shown.

Criteria come from the template, or with the task (`{"from": "rubric"}`). The score is computed here and nowhere else:
screens show it, exports write it, and it is never part of the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal

from msgspec import Meta
from msgspec.structs import force_setattr

from hdclient.model.base import JsonValue, Value
from hdclient.model.template import Question
from hdclient.questions.base import NO_FACTS, Answer, Options, Problem, QuestionKind, TaskFacts
from hdclient.questions.grading import Cell, Level, Levels, Notes, cell_fault, check_levels, met_or_not
from hdclient.questions.reading import phrase_of, problems_of
from hdclient.words import tr, trn


class Criterion(Value, frozen=True, kw_only=True):
    """One line of the rubric. What a record has beyond this (tags, axes) is passed over."""

    id: Annotated[str, Meta(max_length=64, description="empty: its number, counted from 1")] = ""
    text: Annotated[str, Meta(min_length=1, description="the criterion, as it is read")]
    help: str = ""
    points: Annotated[
        float, Meta(ge=-1e6, le=1e6, description="what its full grade is worth; may be negative")
    ] = 1
    levels: Levels = ()
    allow_na: bool = False
    group: Annotated[str, Meta(description="the heading that it stands under")] = ""


class RubricOptions(Options, frozen=True, kw_only=True):
    """The criteria, and what may be said of each."""

    criteria: Annotated[
        tuple[Criterion, ...], Meta(min_length=1, max_length=300, description="in the order shown")
    ]
    levels: Levels = ()
    allow_na: Annotated[bool, Meta(description='"not applicable" may be answered for every criterion')] = (
        False
    )
    notes: Annotated[Notes, Meta(description="whether a note stands beside each grade")] = "optional"
    cites: Annotated[bool, Meta(description="a grade can name the words that show it")] = False
    score: Annotated[
        Literal["none", "sum", "share"],
        Meta(
            description="what is computed and shown: nothing, the sum of points times grade, or that sum as a share of"
            " the positive points (HealthBench)"
        ),
    ] = "none"
    show_points: Annotated[bool, Meta(description="the points of a criterion are seen")] = True

    def __post_init__(self) -> None:
        check_levels(self.levels, 'option "levels"')
        named = []
        for number, one in enumerate(self.criteria, 1):
            check_levels(one.levels, f'option "criteria": criterion {number}')
            named.append(one if one.id else one.changed(id=str(number)))
        if len({one.id for one in named}) != len(named):
            raise ValueError('option "criteria": two criteria have the same id')
        force_setattr(self, "criteria", tuple(named))

    def levels_of(self, criterion: Criterion) -> tuple[Level, ...]:
        """Its own levels, else those of the rubric, else met and not met."""
        return criterion.levels or self.levels or met_or_not()

    def takes_na(self, criterion: Criterion) -> bool:
        """Whether it may be "not applicable"."""
        return self.allow_na or criterion.allow_na


class RubricAnswer(Answer, frozen=True, kw_only=True):
    """Candidate id → criterion id → cell. The whole task, where there are no responses, has the id ""."""

    cells: dict[str, dict[str, Cell]]


class Rubric:
    """The kind "rubric"."""

    name = "rubric"
    candidate_range = (0, 9)
    option_model: type[RubricOptions] = RubricOptions

    def options(self, question: Question) -> RubricOptions:
        """The question's options, typed. Raises InvalidValue."""
        return RubricOptions.of(question.options)

    def is_blank(self, value: JsonValue) -> bool:
        """Whether the value says nothing at all."""
        return value is None or value == {"cells": {}}

    def check(
        self,
        question: Question,
        value: JsonValue,
        candidate_ids: Sequence[str],
        about: TaskFacts = NO_FACTS,  # noqa: ARG002
    ) -> tuple[Problem, ...]:
        """Why `value` is not a whole and valid answer; empty when it is."""
        options = self.options(question)
        subjects = tuple(candidate_ids) or ("",)

        def fault(answer: RubricAnswer) -> str | Problem:
            left = _left(answer, options, subjects)
            return next(_faults(answer, options, subjects), "") or (
                Problem(question.id, left, incomplete=True) if left else ""
            )

        unanswered = tr("Grade the criteria.") if self.is_blank(value) else ""
        return problems_of(RubricAnswer, question, value, unanswered=unanswered, fault=fault)

    def describe(self, question: Question, value: JsonValue, letters: dict[str, str]) -> str:
        """ "A 62 %; B 40 %", or how many criteria have a grade; "" for what is no answer."""
        options = self.options(question)

        def words(answer: RubricAnswer) -> str:
            found = scores(options, answer)
            parts = []
            for subject, cells in answer.cells.items():
                said = (
                    score_words(found[subject], options)
                    if subject in found
                    else tr("{count} graded", count=sum(cell.is_graded() for cell in cells.values()))
                )
                parts.append(f"{letters.get(subject, '?')} {said}" if subject else said)
            return "; ".join(sorted(parts))

        return phrase_of(RubricAnswer, question, value, words)


def scores(options: RubricOptions, answer: RubricAnswer) -> dict[str, float]:
    """The score of each response, as far as it is graded; none where the template asks for none.

    "sum": points times grade. "share": that, divided by the positive points times the highest grade; it can be
    negative. What is not applicable counts on neither side.
    """
    if options.score == "none":
        return {}
    found = {}
    for subject, cells in answer.cells.items():
        total = most = 0.0
        for criterion in options.criteria:
            cell = cells.get(criterion.id)
            if cell is None or cell.value is None:
                continue
            total += criterion.points * cell.value
            if criterion.points > 0:
                most += criterion.points * max(level.value for level in options.levels_of(criterion))
        if options.score == "sum":
            found[subject] = total
        elif most:
            found[subject] = total / most
    return found


def score_words(score: float, options: RubricOptions) -> str:
    """A score for people: points, or per cent."""
    if options.score == "share":
        return f"{round(score * 100)} %"
    return trn("{points} point", "{points} points", 1 if score == 1 else 2, points=f"{score:g}")


def read_cells(value: JsonValue) -> Mapping[str, Mapping[str, Cell]]:
    """The cells of an answer; none of what is no answer."""
    from hdclient.model.base import InvalidValue

    try:
        return RubricAnswer.of(value).cells
    except InvalidValue:
        return {}


def _faults(answer: RubricAnswer, options: RubricOptions, subjects: Sequence[str]) -> Iterator[str]:
    criteria = {one.id: one for one in options.criteria}
    for subject, cells in answer.cells.items():
        if subject not in subjects:
            yield tr("The answer grades a response that is not one of this task.")
        for name, cell in cells.items():
            if name not in criteria:
                yield tr("The answer grades a criterion that this rubric does not have.")
                continue
            found = cell_fault(
                cell,
                options.levels_of(criteria[name]),
                allow_na=options.takes_na(criteria[name]),
                notes=options.notes,
                cites=options.cites,
            )
            if found:
                yield found


def _left(answer: RubricAnswer, options: RubricOptions, subjects: Sequence[str]) -> str:
    """What is missing, as a sentence; empty when nothing is."""
    cells = [
        answer.cells.get(subject, {}).get(one.id, Cell()) for subject in subjects for one in options.criteria
    ]
    left = sum(not cell.is_graded() for cell in cells)
    if left:
        return trn("One criterion is not graded yet.", "{count} criteria are not graded yet.", left)
    bare = sum(not cell.note.strip() for cell in cells) if options.notes == "required" else 0
    return trn("One grade needs a note.", "{count} grades need a note.", bare) if bare else ""


RUBRIC: QuestionKind[RubricOptions] = Rubric()
