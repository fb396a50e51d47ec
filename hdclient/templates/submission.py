"""Checks a submission against its task: one code for the client at sealing and the platform on receipt."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from hdclient.model.base import JsonValue
from hdclient.model.submission import SubmissionBody
from hdclient.model.task import Task
from hdclient.model.template import Question
from hdclient.questions import QUESTION_KINDS, Problem
from hdclient.templates.validation import validate


def check_submission(task: Task, body: SubmissionBody, required: Collection[str]) -> tuple[Problem, ...]:
    """Everything that forbids this submission; empty when it is whole and valid. `required` are question ids.

    Problems of the submission as a whole have an empty question id. Never raises.
    """
    found = [Problem("", text) for text in _identity_faults(task, body)]
    if body.skip is not None:
        if body.answers:
            found.append(Problem("", "A skipped task cannot have answers."))
        if not body.skip.reason.strip():
            found.append(Problem("", "A skip needs a reason."))
        return tuple(found)
    faults = validate(task.template)
    if faults:
        return (*found, Problem("", f"The task's template is not valid: {faults[0]}"))
    found += _answer_problems(task, body, required)
    return tuple(found)


def _problems_of(question: Question, value: JsonValue, candidate_ids: tuple[str, ...]) -> tuple[Problem, ...]:
    """The problems of one answer that is there."""
    kind = QUESTION_KINDS[question.kind]
    if value is None:
        return (Problem(question.id, "An unanswered question must be left out of the answers."),)
    return kind.check(question, value, candidate_ids)


def _answer_problems(task: Task, body: SubmissionBody, required: Collection[str]) -> Iterator[Problem]:
    candidate_ids = tuple(candidate.id for candidate in task.candidates)
    known = {question.id for question in task.template.questions}
    for question_id in body.answers:
        if question_id not in known:
            yield Problem(question_id, "The task does not ask this question.")
    for question in task.template.questions:
        if question.id in body.answers:
            yield from _problems_of(question, body.answers[question.id], candidate_ids)
        elif question.id in required:
            yield from QUESTION_KINDS[question.kind].check(question, None, candidate_ids)


def _identity_faults(task: Task, body: SubmissionBody) -> Iterator[str]:
    if (body.task_id, body.task_rev) != (task.id, task.rev):
        yield "The submission is for another task or another revision of it."
    if (body.template_id, body.template_version) != (task.template.id, task.template.version):
        yield "The submission was made under another template."
    if sorted(body.shown.display_order) != sorted(candidate.id for candidate in task.candidates):
        yield "The shown order does not name each response of the task exactly once."
