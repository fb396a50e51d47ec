"""Answers that were given to an earlier version of a template, as answers to a newer one.

A question that gets another id names its earlier ones (`was`). What the newer version would not take is left behind,
and whoever asks is told what it was; nothing is changed into something else on the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hdclient.model.address import address
from hdclient.model.base import JsonValue
from hdclient.model.task import Task
from hdclient.questions.base import QuestionKind
from hdclient.templates.asked import Asked, asked_questions


def taken_over(
    task: Task, answers: Mapping[str, JsonValue], kinds: Mapping[str, QuestionKind[Any]]
) -> tuple[dict[str, JsonValue], tuple[str, ...]]:
    """The answers that the task's questions take, by their addresses now; the addresses of those that none takes."""
    kept: dict[str, JsonValue] = {}
    used: set[str] = set()
    for asked in asked_questions(task):
        kind = kinds.get(asked.question.kind)
        # A question that an earlier version of the template called otherwise is the same question.
        key = next((one for one in _addresses(asked) if answers.get(one) is not None), None)
        if kind is None or key is None:
            continue
        problems = kind.check(asked.question, answers[key], asked.candidate_ids, asked.about)
        if all(found.incomplete for found in problems):
            kept[asked.key] = answers[key]
            used.add(key)
    return kept, tuple(key for key in answers if key not in used)


def _addresses(asked: Asked) -> tuple[str, ...]:
    """The address of a question, and what it was in earlier versions of its template."""
    items = tuple(item.id for item in asked.items)
    return tuple(address(name, items) for name in (asked.base, *asked.question.was))
