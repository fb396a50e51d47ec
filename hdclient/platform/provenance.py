"""How what counts for a task came about: reviews, edits, appeals, adjudications, as an export says it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, select

from hdclient.model.base import JsonValue
from hdclient.model.edits import final_answers
from hdclient.model.review import Appeal, AppealState, Comment, Decision, Mark, Review
from hdclient.model.review_item import Judgement, Outcome
from hdclient.model.submission import SubmissionBody
from hdclient.platform.naming import alias
from hdclient.platform.review_schema import appeals, judgements, marks, review_items
from hdclient.platform.saying import (
    REVIEW_JOIN,
    WITH_DETAILS,
    appeal_value,
    comment_value,
    mark_value,
    review_value,
)
from hdclient.platform.schema import adjudications, comments, reviews, submissions
from hdclient.platform.state import Platform, iso

Key = tuple[str, int]


@dataclass
class Told:
    """All that was said about the submissions of a campaign; by (submission, revision), tasks by their id."""

    reviews: dict[Key, list[Review]] = field(default_factory=lambda: defaultdict(list))
    comments: dict[Key, list[Comment]] = field(default_factory=lambda: defaultdict(list))
    appeals: dict[Key, list[Appeal]] = field(default_factory=lambda: defaultdict(list))
    marks: dict[str, list[Mark]] = field(default_factory=lambda: defaultdict(list))
    judgements: dict[Key, list[Judgement]] = field(default_factory=lambda: defaultdict(list))
    verdicts: dict[str, dict[str, JsonValue]] = field(default_factory=dict)
    carriers: dict[str, str] = field(default_factory=dict)
    """Task → the submission that carries what was settled."""


def read_told(platform: Platform, connection: Connection, campaign_id: str) -> Told:
    """Reads it, a table at a time."""
    told = Told()
    rows = connection.execute(
        select(*WITH_DETAILS)
        .select_from(REVIEW_JOIN)
        .where(reviews.c.campaign_id == campaign_id)
        .order_by(reviews.c.seq)
    )
    for row in rows:
        told.reviews[row.submission_id, row.revision].append(review_value(platform, row))
    mine = select(submissions.c.id).where(submissions.c.campaign_id == campaign_id)
    for row in _of(connection, comments, mine):
        told.comments[row.submission_id, row.revision].append(comment_value(platform, row))
    for row in _of(connection, marks, mine):
        told.marks[row.submission_id].append(mark_value(platform, row))
    for row in _of(connection, appeals, mine):
        told.appeals[row.submission_id, row.revision].append(appeal_value(row))
    _read_judgements(connection, campaign_id, told)
    _read_verdicts(platform, connection, campaign_id, told)
    return told


def provenance_of(told: Told, row: Row[Any]) -> str:
    """How what counts of the newest revision came about."""
    verdict = told.verdicts.get(row.task_id)
    if verdict is not None:
        both = verdict["outcome"] == Outcome.BOTH_DEFENSIBLE
        return "both defensible" if both else "adjudicated"
    if any(one.state is not AppealState.WITHDRAWN for one in told.appeals.get((row.id, row.revision), ())):
        return "appealed"
    said = told.reviews.get((row.id, row.revision), [])
    if not said:
        return "unreviewed"
    return "edited" if said[-1].decision is Decision.ACCEPT_WITH_EDITS else "reviewed"


def status_of(told: Told, row: Row[Any], *, superseded: bool) -> str:
    """How this revision stands: see formats.Record."""
    if superseded:
        return "superseded"
    verdict = told.verdicts.get(row.task_id)
    if verdict is None or verdict["outcome"] == Outcome.BOTH_DEFENSIBLE:
        return "returned" if row.returned else "surplus" if row.surplus else "accepted"
    if verdict["outcome"] == Outcome.BAD_ITEM:
        return "bad item"
    if verdict["answers"] is None and verdict["submission_id"] is None:
        return "unresolved"
    return "accepted" if told.carriers.get(row.task_id) == row.id else "settled"


def final_of(told: Told, row: Row[Any], body: SubmissionBody) -> dict[str, JsonValue] | None:
    """The answers that count, where they are not the submission's own."""
    verdict = told.verdicts.get(row.task_id)
    if verdict is not None:
        answers = verdict["answers"]
        carries = told.carriers.get(row.task_id) == row.id
        return dict(answers) if isinstance(answers, dict) and carries else None
    said = told.reviews.get((row.id, row.revision), [])
    if said and said[-1].decision is Decision.ACCEPT_WITH_EDITS:
        return final_answers(body.answers, said[-1])
    return None


def _of(connection: Connection, table: Any, mine: Any) -> Any:
    return connection.execute(select(table).where(table.c.submission_id.in_(mine)).order_by(table.c.seq))


def _read_judgements(connection: Connection, campaign_id: str, told: Told) -> None:
    rows = connection.execute(
        select(judgements, review_items.c.subject, review_items.c.revision)
        .join(review_items, review_items.c.id == judgements.c.item_id)
        .where(review_items.c.campaign_id == campaign_id)
        .order_by(judgements.c.created_ms, judgements.c.id)
    )
    for row in rows:
        told.judgements[row.subject, row.revision].append(
            Judgement(id=row.id, item_id=row.item_id, answers=row.answers, created_at=iso(row.created_ms))
        )


def _read_verdicts(platform: Platform, connection: Connection, campaign_id: str, told: Told) -> None:
    """The newest adjudication of every task, and which submission carries it."""
    rows = connection.execute(
        select(adjudications).where(adjudications.c.campaign_id == campaign_id).order_by(adjudications.c.seq)
    ).all()
    for row in rows:
        told.verdicts[row.task_id] = {
            "id": row.id,
            "outcome": row.body.get("outcome", str(Outcome.FINAL)),
            "submission_id": row.body.get("submission_id"),
            "revision": row.body.get("revision"),
            "answers": row.body.get("answers"),
            "adopted": row.body.get("adopted", {}),
            "rule": row.body.get("rule", ""),
            "reason": row.body.get("reason", ""),
            "by": alias(platform, row.person_id),
            "created_at": iso(row.created_ms),
        }
    first = connection.execute(
        select(submissions.c.task_id, submissions.c.id)
        .where(
            submissions.c.campaign_id == campaign_id,
            submissions.c.task_id.in_(
                select(adjudications.c.task_id).where(adjudications.c.campaign_id == campaign_id)
            ),
            submissions.c.skipped.is_(False),
            submissions.c.surplus.is_(False),
        )
        .order_by(submissions.c.seq)
    )
    for row in first:
        named = told.verdicts[row.task_id]["submission_id"]
        told.carriers.setdefault(row.task_id, str(named) if named is not None else row.id)
