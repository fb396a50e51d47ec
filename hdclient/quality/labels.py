"""Answers of each question kind as what the figures count: labels on a scale, rankings, duels."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from hdclient.model.base import JsonValue
from hdclient.model.template import Question
from hdclient.quality.agreement import Label, Level
from hdclient.quality.duels import Duel
from hdclient.quality.rankings import Ranking
from hdclient.questions.choice import ChoiceAnswer
from hdclient.questions.comparison import Preferred
from hdclient.questions.ranking import RankingAnswer
from hdclient.questions.rating import RatingAnswer

LEVELS: dict[str, Level] = {
    "comparison": Level.ORDINAL,
    "rating": Level.ORDINAL,
    "choice": Level.NOMINAL,
}
"""What the labels of a kind mean. A kind that is not here has no labels: its answers are words, or an order."""

TIE = "tie"


def label_of(question: Question, value: JsonValue, candidates: int) -> Label | None:
    """The answer as a label; None where it says nothing on the scale: not applicable, all bad, cannot judge.

    A comparison of two is its signed strength in the task's order, so that 0 is the tie; one of three or four is the
    winner's id. Several choices together are one label. Raises InvalidValue for another kind's answer.
    """
    if not isinstance(value, dict):
        return None
    match question.kind:
        case "comparison":
            return _preference(value, candidates)
        case "rating":
            return RatingAnswer.of(value).value
        case "choice":
            return " + ".join(sorted(ChoiceAnswer.of(value).selected)) or None
    return None


def _preference(value: dict[str, JsonValue], candidates: int) -> Label | None:
    if value.get("verdict") == TIE:
        return 0 if candidates == 2 else TIE
    if value.get("verdict") != "preferred":
        return None
    preferred = Preferred.of(value)
    return preferred.winner if preferred.pair is None else preferred.strength


def level_of(question: Question, labels: Sequence[Label]) -> Level | None:
    """How far apart the labels of a question are. Winners of three or four have no order."""
    level = LEVELS.get(question.kind)
    return Level.NOMINAL if level is not None and any(isinstance(one, str) for one in labels) else level


def ranking_of(question: Question, value: JsonValue) -> Ranking | None:
    """Candidates by tier, 1 best, the unacceptable ones below all; None for another kind."""
    if question.kind != "ranking" or not isinstance(value, dict):
        return None
    answer = RankingAnswer.of(value)
    tiers = [*answer.tiers, answer.unacceptable]
    return {one: float(number) for number, tier in enumerate(tiers, 1) for one in tier}


def duels_of(
    question: Question, value: JsonValue, candidates: Sequence[str], *, item: str = "", rater: str = ""
) -> list[Duel]:
    """The judgement as duels of candidates, in the order given: `first` is the one that stands first in it.

    A ranking is a duel of every pair. Of a comparison of three or four, only the winner has met the others. Two that
    share a place are a tie; of all bad and cannot judge nothing follows.
    """
    places = ranking_of(question, value)
    if places is None and question.kind == "comparison" and isinstance(value, dict):
        places = _places(value, candidates)
    if not places:
        return []
    return [
        Duel(first=a, second=b, score=_score(places[b] - places[a]), item=item, rater=rater)
        for a, b in combinations([one for one in candidates if one in places], 2)
        if question.kind == "ranking" or len(candidates) == 2 or places[a] != places[b]
    ]


def _places(value: dict[str, JsonValue], candidates: Sequence[str]) -> Ranking | None:
    if value.get("verdict") == TIE:
        return dict.fromkeys(candidates, 1.0)
    if value.get("verdict") != "preferred":
        return None
    return {one: 1.0 if one == value.get("winner") else 2.0 for one in candidates}


def _score(lead: float) -> float:
    return 0.5 if lead == 0 else float(lead > 0)
