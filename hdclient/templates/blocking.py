"""Decides whether a task can be shown and asked as it is. If not, all of it is blocked, never half shown."""

from __future__ import annotations

from hdclient.content import CONTENT_KINDS
from hdclient.model.content import ContentBlock
from hdclient.model.task import Task
from hdclient.questions import QUESTION_KINDS
from hdclient.templates.task_faults import task_faults
from hdclient.words import tr

_UPDATE = tr("A newer version of hdclient may know it: ask your campaign's operations team.")
_MEND = tr("Nothing you can do here: tell your campaign's operations team.")


def blocked_reason(task: Task, *, mend: str = _MEND, update: str = _UPDATE) -> str:
    """Why the task cannot be shown and what to do, in two sentences; empty when it can be.

    `mend`: what whoever reads it can do about a fault of the task; `update`: about a kind that is not known here. By
    themselves they are for people who are given tasks, and can mend none.
    """
    return (
        _question_reason(task, mend, update)
        or _candidate_reason(task, mend)
        or _content_reason(task, mend, update)
    )


def _question_reason(task: Task, mend: str, update: str) -> str:
    for question in task.template.questions:
        if question.kind not in QUESTION_KINDS:
            name = question.kind[:60]
            return tr(
                "This task asks a question of the kind “{name}”, which is not known here. {update}",
                name=name,
                update=update,
            )
    faults = task_faults(task)
    return (
        tr("This task's template is not valid: {fault} {mend}", fault=faults[0], mend=mend) if faults else ""
    )


def _candidate_reason(task: Task, mend: str) -> str:
    if len({candidate.id for candidate in task.candidates}) != len(task.candidates):
        return tr("Two responses of this task have the same id. {mend}", mend=mend)
    if any(not candidate.content for candidate in task.candidates):
        return tr("A response of this task has no content at all. {mend}", mend=mend)
    return ""


def _content_reason(task: Task, mend: str, update: str) -> str:
    places: list[tuple[str, tuple[ContentBlock, ...]]] = [
        (tr("A part of the system prompt cannot be shown."), task.system_prompt),
        (tr("A part of the prompt cannot be shown."), task.prompt),
        *((tr("A part of the source cannot be shown."), slot.content) for slot in task.slots),
        *(
            (tr("A part of the responses cannot be shown."), candidate.content)
            for candidate in task.candidates
        ),
    ]
    for what, blocks in places:
        for block in blocks:
            kind = CONTENT_KINDS.get(block.kind)
            if kind is None:
                why = tr("Content of the kind “{name}” is not known here.", name=block.kind[:60])
                return f"{what} {why} {update}"
            problem = kind.problem(block)
            if problem:
                return f"{what} {problem} {mend}"
    return ""
