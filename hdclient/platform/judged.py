"""Reads what the figures of hdclient.quality are made of: answers, hidden facts of tasks, reviews, what is left."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, LargeBinary, Select, and_, func, select, type_coerce

from hdclient.model.base import JsonValue, Value
from hdclient.model.gold import Gold
from hdclient.model.quality import ReviewerNumbers, ReviewNumbers
from hdclient.model.submission import Shown
from hdclient.platform.contested import decided, outcomes
from hdclient.platform.gold_schema import of_qualification
from hdclient.platform.naming import alias
from hdclient.platform.review_schema import review_items
from hdclient.platform.schema import reviews, slots, submissions, tasks
from hdclient.platform.state import Platform
from hdclient.quality.effort import active_time
from hdclient.quality.figure import Figure, proportion
from hdclient.quality.said import Judged

_DAY_MS = 86_400_000


class _Times(Value, frozen=True):
    """Of the times only what is counted."""

    rework_ms: int = 0


class _Body(Value, frozen=True, gc=False):
    """Of a submission only what is counted: a campaign may have 100,000."""

    answers: dict[str, JsonValue]
    shown: Shown
    timing: _Times = _Times()


class Hidden(Value, frozen=True):
    """Of a task's hidden facts only what is counted. `lengths`: of each response, in characters."""

    models: dict[str, str]
    source: dict[str, str] = {}
    lengths: dict[str, int] = {}
    gold: tuple[Gold, ...] = ()


def read_judged(connection: Connection, campaign_id: str, *, like: str = "") -> list[Judged]:
    """Every answer that was not skipped, in its newest revision, oldest first; of qualification none.

    `like`: of this person's tasks only.
    """
    chosen: list[ColumnElement[bool]] = [
        submissions.c.campaign_id == campaign_id,
        ~of_qualification(submissions.c.task_id),
    ]
    if like:
        chosen.append(submissions.c.task_id.in_(_tasks_of(campaign_id, like)))
    newest = (
        select(submissions.c.id, submissions.c.person_id, func.max(submissions.c.revision).label("revision"))
        .where(*chosen)
        .group_by(submissions.c.id, submissions.c.person_id)
        .subquery()
    )
    rows = connection.execute(
        select(
            submissions.c.task_id,
            submissions.c.person_id,
            submissions.c.body,
            submissions.c.active_ms,
            submissions.c.returned,
            submissions.c.received_ms,
        )
        .join(
            newest,
            (newest.c.id == submissions.c.id)
            & (newest.c.person_id == submissions.c.person_id)
            & (newest.c.revision == submissions.c.revision),
        )
        .where(*chosen, submissions.c.skipped.is_(False))
        .order_by(submissions.c.seq)
    )
    return [_judged(*row) for row in rows]


def _judged(
    task_id: str, person_id: str, sent: bytes, active_ms: int, returned: bool, received_ms: int
) -> Judged:
    body = _Body.of_json(sent)
    return Judged(
        task_id=task_id,
        person_id=person_id,
        answers=body.answers,
        display_order=body.shown.display_order,
        active_ms=active_ms,
        rework_ms=body.timing.rework_ms,
        returned=returned,
        day=received_ms // _DAY_MS,
    )


def read_hidden(connection: Connection, campaign_id: str, *, like: str = "") -> dict[str, Hidden]:
    """By task, what is never shown to those who judge. `like`: of tasks that this person has answered only."""
    hidden = type_coerce(tasks.c.hidden, LargeBinary).label("hidden")
    chosen = select(tasks.c.id, hidden).where(tasks.c.campaign_id == campaign_id)
    if like:
        chosen = chosen.where(tasks.c.id.in_(_tasks_of(campaign_id, like)))
    return {row.id: Hidden.of_json(row.hidden) for row in connection.execute(chosen)}


def _tasks_of(campaign_id: str, person_id: str) -> Select[tuple[str]]:
    return select(submissions.c.task_id).where(
        submissions.c.campaign_id == campaign_id, submissions.c.person_id == person_id
    )


def read_remaining(connection: Connection, campaign_id: str) -> int:
    """How many answers are still wanted."""
    wanted = select(func.count(slots.c.seq)).where(
        slots.c.campaign_id == campaign_id,
        slots.c.state.in_(("open", "leased")),
        ~of_qualification(slots.c.task_id),
    )
    return int(connection.execute(wanted).scalar_one())


def read_first_pass(connection: Connection, campaign_id: str, person_id: str) -> Figure:
    """Of this person's work that was reviewed, what its first review did not send back."""
    rows = connection.execute(
        select(reviews.c.submission_id, reviews.c.decision)
        .join(submissions, _reviewed())
        .where(reviews.c.campaign_id == campaign_id, submissions.c.person_id == person_id)
        .order_by(reviews.c.seq.desc())
    )
    first = {row.submission_id: row.decision for row in rows}
    return proportion(sum(one != "return" for one in first.values()), len(first))


def read_reviews(connection: Connection, platform: Platform, campaign_id: str) -> ReviewNumbers:
    """What was decided, how long work waited for it, and by whom."""
    rows = connection.execute(
        select(
            reviews.c.reviewer_id,
            reviews.c.decision,
            (reviews.c.created_ms - submissions.c.received_ms).label("waited"),
        )
        .join(submissions, _reviewed())
        .where(reviews.c.campaign_id == campaign_id)
    ).all()
    decisions = Counter(row.decision for row in rows)
    ended = outcomes(connection, campaign_id)
    of_reviewer: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        of_reviewer[row.reviewer_id].append(row)
    waiting, oldest = connection.execute(
        select(func.count(review_items.c.seq), func.min(review_items.c.created_ms)).where(
            review_items.c.campaign_id == campaign_id, review_items.c.state.in_(("open", "leased"))
        )
    ).one()
    return ReviewNumbers(
        waiting=waiting,
        oldest_ms=None if oldest is None else max(0, platform.now_ms() - oldest),
        decisions={name: proportion(count, len(rows)) for name, count in decisions.most_common()},
        turnaround=active_time([max(0, row.waited) for row in rows]),
        reviewers=tuple(
            ReviewerNumbers(
                reviewer=alias(platform, who),
                reviews=len(given),
                turnaround=active_time([max(0, row.waited) for row in given]),
                returned=proportion(sum(row.decision == "return" for row in given), len(given)),
                contested=ended[who].total(),
                overturned=proportion(ended[who]["overturned"], decided(ended[who])) if ended[who] else None,
            )
            for who, given in sorted(of_reviewer.items(), key=lambda entry: (-len(entry[1]), entry[0]))
        ),
    )


def _reviewed() -> ColumnElement[bool]:
    return and_(submissions.c.id == reviews.c.submission_id, submissions.c.revision == reviews.c.revision)
