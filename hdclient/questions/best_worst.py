"""The best of several responses, and, where it is asked, the worst. Nothing is said of those between the two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from msgspec import Meta

from hdclient.model.base import JsonValue
from hdclient.model.template import Question
from hdclient.questions.base import NO_FACTS, Answer, Options, Problem, QuestionKind, TaskFacts
from hdclient.questions.reading import phrase_of, problems_of
from hdclient.words import tr

NONE_LABEL = tr("None is acceptable")
CANNOT_JUDGE_LABEL = tr("Cannot judge")


class BestWorstOptions(Options, frozen=True, kw_only=True):
    """Whether the worst is asked for too, and what can be said in place of both."""

    worst: Annotated[bool, Meta(description="the worst is asked for beside the best")] = True
    allow_none: Annotated[bool, Meta(description="that none is acceptable can be said")] = False
    none_label: Annotated[str, Meta(description='other words for "None is acceptable"')] = ""
    allow_cannot_judge: Annotated[bool, Meta(description="that it cannot be judged can be said")] = False

    def ways_out(self) -> tuple[tuple[str, str], ...]:
        """What can be said in place of a choice, with its words."""
        none = (("none", self.none_label or NONE_LABEL),) if self.allow_none else ()
        return (*none, ("cannot_judge", CANNOT_JUDGE_LABEL)) if self.allow_cannot_judge else none


class BestWorstAnswer(Answer, frozen=True, kw_only=True):
    """Candidates by id: {"best": "c2", "worst": "c1"}; or {"instead": "none"}."""

    best: str | None = None
    worst: str | None = None
    instead: Literal["none", "cannot_judge"] | None = None


def implied(answer: BestWorstAnswer, candidate_ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """(better, worse) of all pairs that follow: the best before every other one, every other one before the worst."""
    best, worst = answer.best, answer.worst
    first = [(best, one) for one in candidate_ids if one != best] if best is not None else []
    last = [(one, worst) for one in candidate_ids if one not in (best, worst)] if worst is not None else []
    return (*first, *last)


class BestWorst:
    """The kind "best_worst"."""

    name = "best_worst"
    candidate_range = (2, 9)
    option_model: type[BestWorstOptions] = BestWorstOptions

    def options(self, question: Question) -> BestWorstOptions:
        """The question's options, typed. Raises InvalidValue."""
        return BestWorstOptions.of(question.options)

    def is_blank(self, value: JsonValue) -> bool:
        """Whether the value says nothing at all."""
        return value is None or (
            isinstance(value, dict) and value.keys() <= _FIELDS and not any(value.values())
        )

    def check(
        self,
        question: Question,
        value: JsonValue,
        candidate_ids: Sequence[str],
        about: TaskFacts = NO_FACTS,  # noqa: ARG002
    ) -> tuple[Problem, ...]:
        """Why `value` is not a whole and valid answer; empty when it is."""
        options = self.options(question)

        def fault(answer: BestWorstAnswer) -> str | Problem:
            missing = "" if answer.instead else _missing(answer, options)
            return _fault(answer, options, candidate_ids) or (
                Problem(question.id, missing, incomplete=True) if missing else ""
            )

        unanswered = tr("Say which response is the best.") if self.is_blank(value) else ""
        return problems_of(BestWorstAnswer, question, value, unanswered=unanswered, fault=fault)

    def describe(self, question: Question, value: JsonValue, letters: dict[str, str]) -> str:
        """ "Best: B; worst: A"; "" for what is no answer."""
        options = self.options(question)
        return phrase_of(BestWorstAnswer, question, value, lambda answer: _words(answer, options, letters))


_FIELDS = frozenset(BestWorstAnswer.__struct_fields__)


def _missing(answer: BestWorstAnswer, options: BestWorstOptions) -> str:
    if answer.best is None:
        return tr("Say which response is the best.")
    return tr("Say which response is the worst.") if options.worst and answer.worst is None else ""


def _fault(answer: BestWorstAnswer, options: BestWorstOptions, candidate_ids: Sequence[str]) -> str:
    """What is wrong (not merely missing) with the answer; empty when nothing is."""
    chosen = [one for one in (answer.best, answer.worst) if one is not None]
    if answer.instead is not None:
        if answer.instead not in dict(options.ways_out()):
            return tr("This question does not take that in place of a choice.")
        return tr("A response is chosen: it cannot be said that none is.") if chosen else ""
    if any(one not in candidate_ids for one in chosen):
        return tr("The answer names a response that is not one of this task.")
    if answer.worst is not None and not options.worst:
        return tr("This question does not ask for the worst response.")
    return tr("One response cannot be both the best and the worst.") if len(set(chosen)) < len(chosen) else ""


def _words(answer: BestWorstAnswer, options: BestWorstOptions, letters: Mapping[str, str]) -> str:
    if answer.instead is not None:
        return dict(options.ways_out()).get(answer.instead, "")
    best = "" if answer.best is None else tr("best: {letter}", letter=letters.get(answer.best, "?"))
    worst = "" if answer.worst is None else tr("worst: {letter}", letter=letters.get(answer.worst, "?"))
    return "; ".join(part for part in (best, worst) if part)


BEST_WORST: QuestionKind[BestWorstOptions] = BestWorst()
