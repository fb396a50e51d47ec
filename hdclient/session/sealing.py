"""From answers to the frozen body of a submission, and what stands in the way of it. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hdclient import __version__
from hdclient.errors import NotSubmittable
from hdclient.model.base import JsonValue, canonical
from hdclient.model.campaign import Campaign
from hdclient.model.submission import Flag, Shown, Skip, SubmissionBody, Timing
from hdclient.model.suggestion import SuggestionUse
from hdclient.model.task import Assignment, Lease, Task
from hdclient.model.template import Question
from hdclient.questions.base import Problem, QuestionKind
from hdclient.words import tr

Kinds = Mapping[str, QuestionKind[Any]]
Answers = Mapping[str, JsonValue]

CLIENT = f"hdclient/{__version__}"
# The platform takes no bigger body (wire.work.MAX_SUBMISSION_BYTES, not imported for start-up's sake).
MAX_BODY_BYTES = 1_000_000


def shown_order(task: Task, lease: Lease) -> tuple[str, ...]:
    """Candidate ids in the order in which they are shown: the platform's; what it left out follows."""
    ids = [candidate.id for candidate in task.candidates]
    first = [candidate_id for candidate_id in dict.fromkeys(lease.display_order) if candidate_id in ids]
    return (*first, *(candidate_id for candidate_id in ids if candidate_id not in first))


def is_answered(question: Question, answers: Answers, kinds: Kinds) -> bool:
    """Whether there is an answer at all; white space in a text field is none."""
    value = answers.get(question.id)
    if value is None:
        return False
    is_blank = getattr(kinds.get(question.kind), "is_blank", None)
    return is_blank is None or not is_blank(value)


def find_problems(assignment: Assignment, answers: Answers, kinds: Kinds) -> tuple[Problem, ...]:
    """Why these answers cannot be submitted; empty when they can."""
    task = assignment.task
    candidate_ids = [candidate.id for candidate in task.candidates]
    found: list[Problem] = []
    for question in task.template.questions:
        kind = kinds.get(question.kind)
        if kind is None:
            found.append(Problem(question.id, tr("“{title}” needs a newer hdclient.", title=question.title)))
        elif is_answered(question, answers, kinds):
            found.extend(kind.check(question, answers[question.id], candidate_ids))
        elif question.id in assignment.required:
            found.append(
                Problem(
                    question.id, tr("“{title}” is not answered yet.", title=question.title), incomplete=True
                )
            )
    return tuple(found)


def refuse(problems: Sequence[Problem]) -> None:
    """Raises NotSubmittable when there are any."""
    if problems:
        raise NotSubmittable(
            tr("This task cannot be submitted yet."),
            tr("Your answers are saved as a draft."),
            tr("Answer what is listed, then submit again."),
            problems=[problem.text for problem in problems],
        )


def refuse_too_long(body: bytes) -> None:
    """Raises NotSubmittable for a body that the platform would not take."""
    if len(body) > MAX_BODY_BYTES:
        raise NotSubmittable(
            tr("This submission is too long for the platform."),
            tr("Your answers are saved as a draft."),
            tr(
                "Shorten the text: {number:,} of at most {max_body_bytes:,} bytes.",
                number=len(body),
                max_body_bytes=MAX_BODY_BYTES,
            ),
            problems=[tr("The text is too long.")],
        )


def body_for(
    assignment: Assignment,
    submission_id: str,
    revision: int,
    *,
    answers: Answers,
    timing: Timing,
    kinds: Kinds,
    lease_id: str = "",
    guideline_version: int | None = None,
    content_engine: str = "",
    device_id: str = "",
    log_head: str = "",
    skip: Skip | None = None,
    flag: Flag | None = None,
    seen: tuple[Campaign, Answers] | None = None,
) -> bytes:
    """The canonical bytes of one judgement. A skipped task carries no answers, and a blank one is left out. `seen`:
    campaign and view facts, which know what became of suggestions."""
    task, lease = assignment.task, assignment.lease
    asked = task.template.questions if skip is None else ()
    kept = {q.id: answers[q.id] for q in asked if is_answered(q, answers, kinds)}
    body = SubmissionBody(
        schema="hd.submission/1",
        submission_id=submission_id,
        revision=revision,
        **_judged(task),
        lease_id=lease_id or lease.lease_id,
        guideline_version=lease.guideline_version if guideline_version is None else guideline_version,
        shown=_shown(task, lease, content_engine),
        answers=kept,
        skip=skip,
        flag=flag,
        timing=timing,
        suggestions=_uses(task, seen, kept) if seen is not None and task.suggestions else (),
        client=CLIENT,
        device_id=device_id,
        log_head=log_head,
    )
    return canonical(body.plain())


def _judged(task: Task) -> dict[str, Any]:
    """Which task it is, exactly."""
    return {
        "task_id": task.id,
        "task_rev": task.rev,
        "campaign_id": task.campaign_id,
        "template_id": task.template.id,
        "template_version": task.template.version,
    }


def _uses(task: Task, seen: tuple[Campaign, Answers], answers: Answers) -> tuple[SuggestionUse, ...]:
    from hdclient.session.suggestion_uses import uses_of  # start-up: few tasks have suggestions

    return uses_of(task, *seen, answers)


def _shown(task: Task, lease: Lease, content_engine: str) -> Shown:
    return Shown(
        display_order=shown_order(task, lease),
        question_order=tuple(question.id for question in task.template.questions),
        content_engine=content_engine,
    )


def carried_over(draft: Mapping[str, JsonValue], rev: int, task: Task, kinds: Kinds) -> dict[str, JsonValue]:
    """A draft of revision `rev` as a draft of a newer revision of its task: answers that stand there are kept, and
    all that there was stays in it under "earlier"."""
    before = draft.get("answers")
    answers: dict[str, JsonValue] = dict(before) if isinstance(before, dict) else {}
    candidate_ids = [candidate.id for candidate in task.candidates]
    kept = {
        question.id: answers[question.id]
        for question in task.template.questions
        if question.id in answers
        and (kind := kinds.get(question.kind)) is not None
        and not any(
            not found.incomplete for found in kind.check(question, answers[question.id], candidate_ids)
        )
    }
    earlier = draft.get("earlier")
    all_earlier: list[JsonValue] = list(earlier) if isinstance(earlier, list) else []
    all_earlier.append({"task_rev": rev, "answers": answers})
    rest = {name: draft[name] for name in ("flag", "timing", "changes") if name in draft}
    return {**rest, "answers": kept, "earlier": all_earlier}
