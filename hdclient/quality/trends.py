"""How a campaign moves: days, weeks, and on which items people differ most."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence

from hdclient.model.quality import ACTIVE_EDGES_MS, Disagreement, Figure, Week
from hdclient.quality.agreement import Label, Level, percent_agreement, spreads
from hdclient.quality.effort import active_time
from hdclient.quality.figure import proportion, undefined
from hdclient.quality.health import drift
from hdclient.quality.rankings import mean_tau_b
from hdclient.quality.said import Judged, Said
from hdclient.words import marked

MOST_DISAGREEMENTS = 50
_NO_LABELS = marked("Nobody gave a label this week.")
_FIRST_WEEK = marked("There is no week before it.")


def days(judged: Sequence[Judged]) -> tuple[int, tuple[int, ...]]:
    """(the first day, answers of each day from it to the last). Returned work does not count."""
    counts = Counter(one.day for one in judged if not one.returned)
    if not counts:
        return 0, ()
    first = min(counts)
    return first, tuple(counts[day] for day in range(first, max(counts) + 1))


def spans(judged: Sequence[Judged]) -> tuple[int, ...]:
    """How many answers took how long: one count for each bin of ACTIVE_EDGES_MS, and one for all above."""
    counts = [0] * (len(ACTIVE_EDGES_MS) + 1)
    for one in judged:
        counts[bisect_right(ACTIVE_EDGES_MS, one.active_ms)] += 1
    return tuple(counts) if judged else ()


def monday(day: int) -> int:
    """The Monday of a day's week. Day 0, the first of 1970, was a Thursday."""
    return day - (day + 3) % 7


def weeks(judged: Sequence[Judged], said: Said | None) -> tuple[Week, ...]:
    """Week by week, those without answers left out; labels are those of the question that `said` is of."""
    of_week: defaultdict[int, list[Judged]] = defaultdict(list)
    last: dict[str, int] = {}
    for one in judged:
        week = monday(one.day)
        of_week[week].append(one)
        last[one.task_id] = max(last.get(one.task_id, week), week)
    items: defaultdict[int, list[dict[str, Label]]] = defaultdict(list)
    for task_id, labels in said.labels.items() if said is not None else ():
        items[last[task_id]].append(labels)
    found: list[Week] = []
    before: list[Label] = []
    for week in sorted(of_week):
        here = of_week[week]
        labels_here = _labels(here, said)
        found.append(
            Week(
                day=week,
                answers=len(here),
                active=active_time([one.active_ms for one in here]),
                returned=proportion(sum(one.returned for one in here), len(here)),
                agreement=percent_agreement(items[week]),
                drift=_drift(before, labels_here, first=not found),
            )
        )
        before = labels_here
    return tuple(found)


def _labels(judged: Sequence[Judged], said: Said | None) -> list[Label]:
    if said is None:
        return []
    known = said.labels
    return [
        labels[one.person_id]
        for one in judged
        if (labels := known.get(one.task_id)) is not None and one.person_id in labels
    ]


def _drift(before: Sequence[Label], here: Sequence[Label], *, first: bool) -> Figure:
    if first:
        return undefined(_FIRST_WEEK, len(here))
    return drift(before, here) if here else undefined(_NO_LABELS)


def disagreements(said: Sequence[Said], most: int = MOST_DISAGREEMENTS) -> tuple[Disagreement, ...]:
    """The items on which people differ most, the worst first; of equal ones those that more people judged."""
    found = [one for each in said for one in (*_of_labels(each), *_of_rankings(each))]
    found.sort(key=lambda one: (-one.spread, -one.answers, one.task_id, one.question_id))
    return tuple(found[:most])


def _of_labels(said: Said) -> list[Disagreement]:
    if said.parts:
        return _of_parts(said)
    ratings = list(said.labels.values())
    level = said.level or Level.NOMINAL
    return [
        Disagreement(
            task_id=task_id, question_id=said.question.id, answers=len(labels), spread=round(spread, 4)
        )
        for (task_id, labels), spread in zip(said.labels.items(), spreads(ratings, level), strict=True)
        if spread
    ]


def _of_parts(said: Said) -> list[Disagreement]:
    """A task differs as much as its parts do on average."""
    level = said.level or Level.NOMINAL
    by_task: defaultdict[str, list[float]] = defaultdict(list)
    people: defaultdict[str, set[str]] = defaultdict(set)
    for ((task_id, _part), labels), spread in zip(
        said.parts.items(), spreads(list(said.parts.values()), level), strict=True
    ):
        people[task_id] |= labels.keys()
        if spread is not None:
            by_task[task_id].append(spread)
    return [
        Disagreement(
            task_id=task_id,
            question_id=said.question.id,
            answers=len(people[task_id]),
            spread=round(sum(found) / len(found), 4),
        )
        for task_id, found in by_task.items()
        if any(found)
    ]


def _of_rankings(said: Said) -> list[Disagreement]:
    """1 - tau-b: 1 when two orders have nothing to do with each other, 2 when one is the other turned round."""
    found = []
    for task_id, given in said.rankings.items():
        tau = mean_tau_b([list(given.values())]).value if len(given) >= 2 else None
        if tau is not None and tau < 1:
            spread = round(1 - tau, 4)
            found.append(
                Disagreement(task_id=task_id, question_id=said.question.id, answers=len(given), spread=spread)
            )
    return found
