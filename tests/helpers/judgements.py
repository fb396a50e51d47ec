"""Sealed submissions made by hand, for tests that need no session."""

from __future__ import annotations

from hdclient.model.base import JsonValue, canonical, sha256_hex
from hdclient.model.ids import new_id
from hdclient.model.submission import Shown, SubmissionBody, Timing
from hdclient.model.task import Lease, Task
from hdclient.wire.work import SubmissionItem


def preference(task: Task, strength: int = -1) -> dict[str, JsonValue]:
    """An answer to the comparison of a pair: negative strength prefers the first candidate."""
    first, second = task.candidates[0].id, task.candidates[1].id
    return {
        "verdict": "preferred",
        "winner": first if strength < 0 else second,
        "strength": strength,
        "pair": [first, second],
    }


def body_bytes(
    task: Task,
    lease: Lease,
    submission_id: str,
    revision: int = 1,
    *,
    answers: dict[str, JsonValue] | None = None,
    reason: str = "",
) -> bytes:
    """The frozen bytes of a whole judgement; `answers` replaces the comparison, `reason` goes into `why`."""
    given = answers if answers is not None else {"better": preference(task)}
    if reason:
        given = {**given, "why": {"text": reason}}
    body = SubmissionBody(
        schema="hd.submission/1",
        submission_id=submission_id,
        revision=revision,
        task_id=task.id,
        task_rev=task.rev,
        campaign_id=task.campaign_id,
        lease_id=lease.lease_id,
        template_id=task.template.id,
        template_version=task.template.version,
        guideline_version=lease.guideline_version,
        shown=Shown(
            display_order=lease.display_order,
            question_order=tuple(question.id for question in task.template.questions),
        ),
        answers=given,
        timing=Timing(
            started="2026-11-21T09:00:00Z", submitted="2026-11-21T09:01:00Z", active_ms=50_000, idle_ms=0
        ),
    )
    return canonical(body.plain())


def item_of(body: bytes, submission_id: str, revision: int = 1) -> SubmissionItem:
    """The body as it goes over the wire."""
    return SubmissionItem(
        submission_id=submission_id, revision=revision, sha256=sha256_hex(body), body=body.decode()
    )


def judge(
    task: Task, lease: Lease, *, submission_id: str = "", revision: int = 1, reason: str = ""
) -> SubmissionItem:
    """A whole judgement, sealed."""
    submission_id = submission_id or new_id()
    return item_of(body_bytes(task, lease, submission_id, revision, reason=reason), submission_id, revision)
