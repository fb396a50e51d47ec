"""The ranking: 3 to 9 candidates in tiers from best to worst, and a tray for those not acceptable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from hdclient.model.base import JsonValue
from hdclient.model.template import Question
from hdclient.questions.base import NO_FACTS, Answer, Options, Problem, QuestionKind, TaskFacts
from hdclient.questions.reading import phrase_of, problems_of
from hdclient.words import tr, trn

NOT_RANKABLE_LABEL = tr("Cannot be ranked")
_MOST_SIGNS = 5


class RankingOptions(Options, frozen=True, kw_only=True):
    """What an order may be, and whether it is asked how far apart its places are."""

    allow_ties: Annotated[bool, Meta(description="responses may share a place")] = True
    allow_unacceptable: Annotated[bool, Meta(description="responses may be ruled out, below all places")] = (
        True
    )
    partial: Annotated[bool, Meta(description="some may be left without a place")] = False
    allow_not_rankable: Annotated[bool, Meta(description="that no order means anything can be said")] = False
    not_rankable_label: Annotated[str, Meta(description="in these words")] = ""
    gaps: Annotated[
        tuple[str, ...],
        Meta(
            max_length=9,
            description="words for how much better a place is than the next, the least first; empty: it is not asked",
        ),
    ] = ()
    gaps_optional: Annotated[
        bool, Meta(description="a place may be left without one: nobody has to say how far apart any two are")
    ] = False

    def __post_init__(self) -> None:
        if len(self.gaps) == 1:
            raise ValueError('option "gaps" needs two words or more: with one there is nothing to choose')


class RankingAnswer(Answer, frozen=True, kw_only=True):
    """Candidate ids: `tiers` best first; `unacceptable` ones stand below all tiers, without an order.

    `gaps`: how much better each tier is than the next, from 1; null where nothing was said yet.
    """

    tiers: tuple[tuple[str, ...], ...]
    unacceptable: tuple[str, ...] = ()
    not_rankable: bool = False
    gaps: tuple[int | None, ...] = ()

    def between(self, better: int, worse: int) -> int | None:
        """How far apart two tiers are: the sum of the gaps; null where one of them is not known."""
        steps = self.gaps[better:worse]
        known = [one for one in steps if one is not None]
        return sum(known) if worse - better == len(known) > 0 else None


class Ranking:
    """The kind "ranking"."""

    name = "ranking"
    candidate_range = (3, 9)
    option_model: type[RankingOptions] = RankingOptions

    def options(self, question: Question) -> RankingOptions:
        """The question's options, typed. Raises InvalidValue."""
        return RankingOptions.of(question.options)

    def is_blank(self, value: JsonValue) -> bool:
        """Whether the value says nothing at all: nothing has been placed."""
        return value is None or value == {"tiers": []} or value == {"tiers": [], "unacceptable": []}

    def check(
        self,
        question: Question,
        value: JsonValue,
        candidate_ids: Sequence[str],
        about: TaskFacts = NO_FACTS,  # noqa: ARG002
    ) -> tuple[Problem, ...]:
        """Why `value` is not a whole and valid answer; empty when it is."""
        options = self.options(question)

        def fault(answer: RankingAnswer) -> str | Problem:
            left = "" if options.partial or answer.not_rankable else _left(answer, candidate_ids)
            left = left or _gaps_left(answer, options)
            return _fault(answer, options, candidate_ids) or (
                Problem(question.id, left, incomplete=True) if left else ""
            )

        unanswered = tr("Rank the responses.") if value is None else ""
        return problems_of(RankingAnswer, question, value, unanswered=unanswered, fault=fault)

    def describe(self, question: Question, value: JsonValue, letters: dict[str, str]) -> str:
        """ "B > A = D; not acceptable: C"; "" for what is no answer."""
        return phrase_of(RankingAnswer, question, value, lambda answer: _order(answer, letters))


def _order(answer: RankingAnswer, letters: dict[str, str]) -> str:
    if answer.not_rankable:
        return NOT_RANKABLE_LABEL
    order = ""
    for number, tier in enumerate(answer.tiers):
        gap = answer.gaps[number - 1] if 0 < number <= len(answer.gaps) else None
        order += f" {'>' * min(gap or 1, _MOST_SIGNS)} " if order else ""
        order += _letters(tier, letters, " = ")
    refused = _letters(answer.unacceptable, letters, ", ")
    return "; ".join(
        part for part in (order, tr("not acceptable: {refused}", refused=refused) if refused else "") if part
    )


def _left(answer: RankingAnswer, candidate_ids: Sequence[str]) -> str:
    """How many responses have no place yet, as a sentence; empty when all have one."""
    left = len(candidate_ids) - sum(len(tier) for tier in answer.tiers) - len(answer.unacceptable)
    if left == 0:
        return ""
    return trn("One response is not ranked yet.", "{count} responses are not ranked yet.", left)


def _gaps_left(answer: RankingAnswer, options: RankingOptions) -> str:
    """Of how many gaps between neighbouring places nothing was said, as a sentence; empty when none is needed."""
    if not options.gaps or options.gaps_optional or answer.not_rankable:
        return ""
    left = len(answer.tiers) - 1 - sum(gap is not None for gap in answer.gaps)
    if left <= 0:
        return ""
    return trn(
        "Say of one place how much better it is than the next.",
        "Say of {count} places how much better they are than the next.",
        left,
    )


def _letters(ids: Sequence[str], letters: dict[str, str], between: str) -> str:
    return between.join(sorted(letters.get(candidate_id, "?") for candidate_id in ids))


def _fault(answer: RankingAnswer, options: RankingOptions, candidate_ids: Sequence[str]) -> str:
    """What is wrong (not merely missing) with the answer; empty when nothing is."""
    if answer.not_rankable:
        if not options.allow_not_rankable:
            return tr("This ranking does not take “not rankable”.")
        given = bool(answer.tiers or answer.unacceptable or answer.gaps)
        return tr("Responses are ranked: it cannot be said that none can be.") if given else ""
    placed = Counter([*(one for tier in answer.tiers for one in tier), *answer.unacceptable])
    if any(candidate_id not in candidate_ids for candidate_id in placed):
        return tr("The ranking names a response that is not one of this task.")
    if any(times > 1 for times in placed.values()):
        return tr("A response stands in the ranking twice.")
    if any(not tier for tier in answer.tiers):
        return tr("A tier of the ranking is empty.")
    if not options.allow_ties and any(len(tier) > 1 for tier in answer.tiers):
        return tr("This ranking does not take ties: put one response above the other.")
    if not options.allow_unacceptable and answer.unacceptable:
        return tr("This ranking does not take “not acceptable”: every response needs a place.")
    return _gap_fault(answer, options)


def _gap_fault(answer: RankingAnswer, options: RankingOptions) -> str:
    if answer.gaps and not options.gaps:
        return tr("This ranking does not ask how much better a place is than the next.")
    if len(answer.gaps) > max(0, len(answer.tiers) - 1):
        return tr("The ranking says how far apart places are that it does not have.")
    most = len(options.gaps)
    if any(gap is not None and not 1 <= gap <= most for gap in answer.gaps):
        return tr("How much better a place is must be from 1 to {most}.", most=most)
    return ""


RANKING: QuestionKind[RankingOptions] = Ranking()
