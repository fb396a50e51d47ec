"""Decides whether a task can be shown and asked as it is. If not, all of it is blocked, never half shown."""

from __future__ import annotations

from hdclient.content import CONTENT_KINDS
from hdclient.model.content import ContentBlock
from hdclient.model.task import Task
from hdclient.questions import QUESTION_KINDS
from hdclient.templates.validation import validate

_UPDATE = "A newer version of hdclient may know it: ask your campaign's operations team."
_MEND = "Nothing you can do here: tell your campaign's operations team."


def blocked_reason(task: Task) -> str:
    """Why the task cannot be shown and what to do, in two sentences; empty when it can be."""
    return _question_reason(task) or _candidate_reason(task) or _content_reason(task)


def _question_reason(task: Task) -> str:
    for question in task.template.questions:
        if question.kind not in QUESTION_KINDS:
            name = question.kind[:60]
            return f"This task asks a question of the kind “{name}”, which is not known here. {_UPDATE}"
    faults = validate(task.template, len(task.candidates))
    return f"This task's template is not valid: {faults[0]} {_MEND}" if faults else ""


def _candidate_reason(task: Task) -> str:
    if len({candidate.id for candidate in task.candidates}) != len(task.candidates):
        return f"Two responses of this task have the same id. {_MEND}"
    if any(not candidate.content for candidate in task.candidates):
        return f"A response of this task has no content at all. {_MEND}"
    return ""


def _content_reason(task: Task) -> str:
    places: list[tuple[str, tuple[ContentBlock, ...]]] = [
        ("system prompt", task.system_prompt),
        ("prompt", task.prompt),
        *(("responses", candidate.content) for candidate in task.candidates),
    ]
    for place, blocks in places:
        for block in blocks:
            kind = CONTENT_KINDS.get(block.kind)
            if kind is None:
                name = block.kind[:60]
                return f"The {place} of this task: content of the kind “{name}” is not known here. {_UPDATE}"
            problem = kind.problem(block)
            if problem:
                return f"A part of the {place} cannot be shown. {problem} {_MEND}"
    return ""
