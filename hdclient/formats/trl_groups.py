"""The pairs of one group as one judgement: an order of tiers where they make one, else each pair by itself."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, pairwise

from hdclient.formats.mapping import Unfit
from hdclient.model.base import JsonValue
from hdclient.model.template import Question

Pairs = Mapping[tuple[int, int], int | float | None]
"""(place of the better, of the worse) → how much better, where that was said."""

_MOST, _GAPS = 9, 9


def judgement_of(pairs: Pairs, count: int) -> tuple[Question, JsonValue]:
    """The question and its answer; candidates are called "r1", "r2"… Raises Unfit where nothing can say it."""
    if not 3 <= count <= _MOST:
        raise Unfit("group_id", f"a group compares 3 to {_MOST} responses, this one has {count}")
    above = {one: sum(worse == one for _, worse in pairs) for one in range(count)}
    places = sorted(set(above.values()))
    tiers = [[one for one in range(count) if above[one] == place] for place in places]
    if set(pairs) != {(a, b) for a in above for b in above if above[a] < above[b]}:
        return _each_pair(pairs, count)
    gaps = _gaps(pairs, tiers)
    options: dict[str, JsonValue] = {"allow_unacceptable": False}
    answer: dict[str, JsonValue] = {"tiers": [[f"r{one + 1}" for one in tier] for tier in tiers]}
    if gaps:
        options |= {"gaps": [f"{size}" for size in range(1, _GAPS + 1)], "gaps_optional": True}
        answer["gaps"] = [*gaps]
    return Question(id="ranking", kind="ranking", title="Rank the responses", options=options), answer


def _gaps(pairs: Pairs, tiers: list[list[int]]) -> list[int | None]:
    """How far apart neighbouring tiers are; empty where nothing was said. What contradicts itself is refused."""
    if all(margin is None for margin in pairs.values()):
        return []
    found = [_one_gap({pairs[a, b] for a in above for b in below}) for above, below in pairwise(tiers)]
    at = {one: place for place, tier in enumerate(tiers) for one in tier}
    for (better, worse), margin in pairs.items():
        between = found[at[better] : at[worse]]
        known = [gap for gap in between if gap is not None]
        if margin != (sum(known) if len(known) == len(between) else None):
            raise Unfit("margin", "the margins of the group contradict each other")
    return found


def _one_gap(margins: set[int | float | None]) -> int | None:
    margin = next(iter(margins)) if len(margins) == 1 else 0
    if margin is None:
        return None
    if margin not in range(1, _GAPS + 1):
        raise Unfit("margin", f"the margins of a group are whole numbers from 1 to {_GAPS} that agree")
    return int(margin)


def _each_pair(pairs: Pairs, count: int) -> tuple[Question, JsonValue]:
    if any(margin is not None for margin in pairs.values()):
        raise Unfit("margin", "the pairs of the group make no order: they can have no margins")
    both: list[JsonValue] = []
    for a, b in combinations(range(count), 2):
        if (a, b) in pairs and (b, a) in pairs:
            raise Unfit("group_id", "a pair of the group is said both ways")
        winner = a if (a, b) in pairs else b if (b, a) in pairs else None
        pair: list[JsonValue] = [f"r{a + 1}", f"r{b + 1}"]
        both.append({"pair": pair, "winner": None if winner is None else f"r{winner + 1}"})
    question = Question(id="pairs", kind="pairs", title="Which of each pair is better?", options={})
    return question, {"pairs": both}
