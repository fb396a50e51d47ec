"""The ranking: 3 to 9 candidates in tiers from best to worst, and a tray for those not acceptable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hdclient.model.base import JsonValue
from hdclient.model.template import Question
from hdclient.questions.base import Answer, Options, Problem, QuestionKind
from hdclient.questions.reading import phrase_of, problems_of
from hdclient.words import tr, trn


class RankingOptions(Options, frozen=True, kw_only=True):
    """`allow_ties`: candidates may share a tier. `allow_unacceptable`: candidates may be ruled out."""

    allow_ties: bool = True
    allow_unacceptable: bool = True


class RankingAnswer(Answer, frozen=True, kw_only=True):
    """Candidate ids: `tiers` best first; `unacceptable` ones stand below all tiers, without an order."""

    tiers: tuple[tuple[str, ...], ...]
    unacceptable: tuple[str, ...] = ()


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
        self, question: Question, value: JsonValue, candidate_ids: Sequence[str]
    ) -> tuple[Problem, ...]:
        """Why `value` is not a whole and valid answer; empty when it is."""
        options = self.options(question)

        def fault(answer: RankingAnswer) -> str | Problem:
            left = _left(answer, candidate_ids)
            return _fault(answer, options, candidate_ids) or (
                Problem(question.id, left, incomplete=True) if left else ""
            )

        unanswered = tr("Rank the responses.") if value is None else ""
        return problems_of(RankingAnswer, question, value, unanswered=unanswered, fault=fault)

    def describe(self, question: Question, value: JsonValue, letters: dict[str, str]) -> str:
        """ "B > A = D; not acceptable: C"; "" for what is no answer."""
        return phrase_of(RankingAnswer, question, value, lambda answer: _order(answer, letters))


def _order(answer: RankingAnswer, letters: dict[str, str]) -> str:
    order = " > ".join(_letters(tier, letters, " = ") for tier in answer.tiers if tier)
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


def _letters(ids: Sequence[str], letters: dict[str, str], between: str) -> str:
    return between.join(sorted(letters.get(candidate_id, "?") for candidate_id in ids))


def _fault(answer: RankingAnswer, options: RankingOptions, candidate_ids: Sequence[str]) -> str:
    """What is wrong (not merely missing) with the answer; empty when nothing is."""
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
    return ""


RANKING: QuestionKind[RankingOptions] = Ranking()
