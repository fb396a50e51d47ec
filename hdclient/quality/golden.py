"""Items with a known answer: how people do on them, and whether the known answer itself is to be doubted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from hdclient.model.quality import Figure, GoldItem
from hdclient.quality.agreement import Label
from hdclient.quality.grading import Grades
from hdclient.quality.people import gold_accuracy
from hdclient.quality.said import Said

Accepted: TypeAlias = Mapping[tuple[str, str], frozenset[Label]]
"""By task and question: the labels that count as right."""
_RIGHT: frozenset[Label] = frozenset({1})


def by_item(said: Sequence[Said], gold: Accepted, grades: Grades = ()) -> tuple[GoldItem, ...]:
    """Every gold item that somebody answered, the one that most fail first. `grades`: answers graded whole."""
    given: defaultdict[tuple[str, str], list[tuple[Label, frozenset[Label]]]] = defaultdict(list)
    for place, _who, label in _answers(said, gold):
        given[place].append((label, gold[place]))
    for place, _who, right in grades:
        given[place].append((int(right), _RIGHT))
    found = [
        GoldItem(task_id=task_id, question_id=question_id, right=gold_accuracy(answers))
        for (task_id, question_id), answers in given.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.right.value or 0.0, -one.right.n, one.task_id)))


def of_person(said: Sequence[Said], gold: Accepted, grades: Grades = ()) -> dict[str, Figure]:
    """Everybody's accuracy on gold; who met none is not in it."""
    given: defaultdict[str, list[tuple[Label, frozenset[Label]]]] = defaultdict(list)
    for place, who, label in _answers(said, gold):
        given[who].append((label, gold[place]))
    for _place, who, right in grades:
        given[who].append((int(right), _RIGHT))
    return {who: gold_accuracy(answers) for who, answers in given.items()}


def _answers(said: Sequence[Said], gold: Accepted) -> Iterator[tuple[tuple[str, str], str, Label]]:
    """(task and question, who, label) of every answer to a gold item."""
    by_question = {one.question.id: one for one in said}
    for task_id, question_id in gold:
        one = by_question.get(question_id)
        for who, label in (one.labels.get(task_id, {}) if one is not None else {}).items():
            yield (task_id, question_id), who, label
