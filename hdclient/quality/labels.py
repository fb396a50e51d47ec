"""Answers of each question kind as what the figures count: labels on a scale, rankings, duels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
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
    "tags": Level.NOMINAL,
    "steps": Level.NOMINAL,
    "slider": Level.INTERVAL,
    "number": Level.INTERVAL,
    "date": Level.INTERVAL,
}
"""What the labels of a kind mean. A kind that is not here has no labels: its answers are words, an order, or have parts
(parts.py). How sure somebody is has none either: it is about themselves."""

TIE = "tie"
NO_ERROR = "no error"


def label_of(question: Question, value: JsonValue, candidates: int) -> Label | None:
    """The answer as a label; None where it says nothing on the scale: not applicable, all bad, cannot judge.

    A comparison of two is its signed strength in the task's order, so that 0 is the tie; one of three or four is the
    winner's id. Several choices or tags together are one label, dates are days. Of steps it is the first wrong one,
    where nothing else was asked. Raises InvalidValue for another kind's answer.
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
        case _:
            return _rarer(question.kind, value)


def _rarer(kind: str, value: dict[str, JsonValue]) -> Label | None:
    """Kinds that few campaigns ask: imported when there is one."""
    match kind:
        case "slider":
            from hdclient.questions.slider import SliderAnswer

            return SliderAnswer.of(value).value
        case "number":
            from hdclient.questions.number import NumberAnswer

            return NumberAnswer.of(value).value
        case "date":
            from hdclient.questions.date import DateAnswer

            return _days(DateAnswer.of(value).date)
        case "tags":
            from hdclient.questions.tags import TagsAnswer

            return " + ".join(sorted(tag.casefold() for tag in TagsAnswer.of(value).tags)) or None
        case "steps":
            from hdclient.questions.steps import StepsAnswer

            steps = StepsAnswer.of(value)
            if steps.ratings:
                return None
            return steps.first_wrong or (NO_ERROR if steps.no_error else None)
    return None


def _days(text: str) -> int | None:
    """A day of the calendar as a number; of a month or a year its first."""
    try:
        return date.fromisoformat(text + "-01" * (2 - text.count("-"))).toordinal()
    except ValueError:
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


def of_criterion(value: JsonValue, criterion: str) -> JsonValue:
    """What a comparison says on one criterion, as a comparison of its own; None where it says nothing of it."""
    rows = value.get("criteria") if isinstance(value, dict) else None
    return rows.get(criterion) if isinstance(rows, dict) else None


def criteria_of(question: Question) -> dict[str, str]:
    """The criteria on which a comparison is made too: titles by id."""
    rows = question.options.get("criteria") if question.kind == "comparison" else None
    found = [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
    return {str(one["id"]): str(one.get("title", "")) for one in found if one.get("id")}


def ranking_of(question: Question, value: JsonValue) -> Ranking | None:
    """Candidates by tier, 1 best, the unacceptable ones below all; None for another kind."""
    if question.kind != "ranking" or not isinstance(value, dict):
        return None
    answer = RankingAnswer.of(value)
    tiers = [*answer.tiers, answer.unacceptable]
    return {one: float(number) for number, tier in enumerate(tiers, 1) for one in tier}


def duels_of(
    question: Question,
    value: JsonValue,
    candidates: Sequence[str],
    *,
    item: str = "",
    rater: str = "",
    lengths: Mapping[str, int] | None = None,
) -> list[Duel]:
    """The judgement as duels of candidates, in the order given: `first` is the one that stands first in it.

    A ranking is a duel of every pair. Of a comparison of three or four, only the winner has met the others. Two that
    share a place are a tie; of all bad and cannot judge nothing follows.
    """
    if question.kind in ("pairs", "best_worst"):
        return _met(question.kind, value, candidates, item=item, rater=rater, lengths=lengths)
    places = ranking_of(question, value)
    if places is None and question.kind == "comparison" and isinstance(value, dict):
        places = _places(value, candidates)
    if not places:
        return []
    return [
        Duel(
            first=a,
            second=b,
            score=_score(places[b] - places[a]),
            item=item,
            rater=rater,
            lengths=(lengths[a], lengths[b]) if lengths and a in lengths and b in lengths else None,
        )
        for a, b in combinations([one for one in candidates if one in places], 2)
        if question.kind == "ranking" or len(candidates) == 2 or places[a] != places[b]
    ]


def _met(
    kind: str,
    value: JsonValue,
    candidates: Sequence[str],
    *,
    item: str,
    rater: str,
    lengths: Mapping[str, int] | None,
) -> list[Duel]:
    """Pairs that were judged one by one, and what follows from the best and the worst."""
    scores: dict[tuple[str, str], float] = {}
    if kind == "pairs":
        from hdclient.questions.pairs import PairsAnswer

        for one in PairsAnswer.of(value).pairs:
            scores[one.pair] = 0.5 if one.winner is None else float(one.winner == one.pair[0])
    else:
        from hdclient.questions.best_worst import BestWorstAnswer, implied

        scores = dict.fromkeys(implied(BestWorstAnswer.of(value), candidates), 1.0)
    found = []
    for a, b in combinations(candidates, 2):
        score = scores.get((a, b), 1 - scores[b, a] if (b, a) in scores else None)
        if score is not None:
            long = (lengths[a], lengths[b]) if lengths and a in lengths and b in lengths else None
            found.append(Duel(first=a, second=b, score=score, item=item, rater=rater, lengths=long))
    return found


def _places(value: dict[str, JsonValue], candidates: Sequence[str]) -> Ranking | None:
    if value.get("verdict") == TIE:
        return dict.fromkeys(candidates, 1.0)
    if value.get("verdict") != "preferred":
        return None
    return {one: 1.0 if one == value.get("winner") else 2.0 for one in candidates}


def _score(lead: float) -> float:
    return 0.5 if lead == 0 else float(lead > 0)
