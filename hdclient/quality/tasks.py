"""How far the answers to one task agree: what decides whether somebody looks at them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from hdclient.model.address import question_of
from hdclient.model.base import InvalidValue, JsonValue
from hdclient.model.template import Question
from hdclient.quality.agreement import Label, Level
from hdclient.quality.labels import LEVELS, label_of, ranking_of
from hdclient.quality.parts import parts_of


def task_agreement(
    questions: Sequence[Question], answers: Sequence[Mapping[str, JsonValue]], candidates: int
) -> float | None:
    """The share of comparable pairs of answers that are the same, over all questions with labels or an order; 0 to 1.

    Two rankings are compared pair by pair of candidates, rubrics and checklists part by part. Values on a scale of
    distances are left out: hardly any two are the same. None: there is nothing to compare.
    """
    shares: list[float] = []
    for question in questions:
        for key in _keys(question, answers):
            given = [one[key] for one in answers if key in one]
            shares += _shares(question, given, candidates)
    return sum(shares) / len(shares) if shares else None


def _keys(question: Question, answers: Sequence[Mapping[str, JsonValue]]) -> Sequence[str]:
    """Where its answers stand: one place, or one for each item that it is asked of."""
    if not question.group:
        return (question.id,)
    return sorted({key for one in answers for key in one if question_of(key) == question.id})


def _shares(question: Question, given: Sequence[JsonValue], candidates: int) -> list[float]:
    try:
        rankings = [ranking for value in given if (ranking := ranking_of(question, value)) is not None]
        labels = [label for value in given if (label := label_of(question, value, candidates)) is not None]
        parts = [found for value in given if (found := parts_of(question, value))]
    except InvalidValue:
        return []
    if LEVELS.get(question.kind) is Level.INTERVAL:
        return []
    if parts:
        return [_same_parts(a, b) for a, b in combinations(parts, 2) if a.keys() & b.keys()]
    if rankings:
        return [_alike(a, b) for a, b in combinations(rankings, 2)]
    return [float(a == b) for a, b in combinations(labels, 2)]


def _same_parts(a: Mapping[str, Label], b: Mapping[str, Label]) -> float:
    both = a.keys() & b.keys()
    return sum(a[part] == b[part] for part in both) / len(both)


def _alike(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    pairs = list(combinations(sorted(set(a) & set(b)), 2))
    if not pairs:
        return 1.0
    return sum(_sign(a[x] - a[y]) == _sign(b[x] - b[y]) for x, y in pairs) / len(pairs)


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)
