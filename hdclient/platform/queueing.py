"""What gets into the reviewers' queue, and by which rule: decided here, by a secret, so that nobody can choose.

Called in the transaction that changes the work. Must not know HTTP.
"""

from __future__ import annotations

import hmac
from typing import Any

from sqlalchemy import Connection, Row, distinct, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from hdclient.model.campaign import CampaignPolicy
from hdclient.model.ids import new_id
from hdclient.model.review import Decision
from hdclient.model.review_item import ItemKind, QueueRule
from hdclient.model.review_policy import ReviewPolicy
from hdclient.model.submission import SubmissionBody
from hdclient.platform.campaigns import read_template
from hdclient.platform.database import Write
from hdclient.platform.gold_schema import of_qualification
from hdclient.platform.review_schema import appeals, review_bars, review_items
from hdclient.platform.saying import appeal_value
from hdclient.platform.schema import campaigns, reviews, slots, submissions, tasks
from hdclient.platform.state import Platform
from hdclient.quality.tasks import task_agreement

URGENCY = (
    QueueRule.APPEAL,
    QueueRule.ESCALATED,
    QueueRule.REWORK,
    QueueRule.FLAG,
    QueueRule.FIRST_N,
    QueueRule.LOW_AGREEMENT,
    QueueRule.SAMPLE,
    QueueRule.RANDOM,
)


def policy_of(write: Write, campaign_id: str) -> ReviewPolicy:
    """The campaign's review policy as it is now."""
    body = write.execute(select(campaigns.c.body).where(campaigns.c.id == campaign_id)).scalar_one()
    return CampaignPolicy.of(body["policy"]).review


def submission_came(write: Write, platform: Platform, row: Row[Any]) -> None:
    """A submission was stored: perhaps somebody shall look at it, or at all answers of its task."""
    policy = policy_of(write, row.campaign_id)
    if row.revision > 1 and _revised(write, platform, row):
        return
    if not row.skipped and (rule := _rule(write, platform, policy, row)) is not None:
        add_item(write, platform, row, rule)
    if policy.low_agreement or policy.adjudicate_below:
        _compare(write, platform, policy, row)


def add_item(
    write: Write,
    platform: Platform,
    row: Row[Any],
    rule: QueueRule,
    *,
    kind: ItemKind = ItemKind.REVIEW,
    barred: tuple[str, ...] = (),
    turn: int = 0,
    due_ms: int | None = None,
) -> str:
    """Puts one revision of a submission into the queue, once. Returns the item's id, "" when it is there already."""
    said = {"subject": row.id, "revision": row.revision, "turn": turn, "due_ms": due_ms}
    return _insert(write, platform, row, rule, kind, {row.person_id, *barred}, said)


def add_adjudication(
    write: Write, platform: Platform, row: Row[Any], rule: QueueRule, barred: set[str]
) -> str:
    """Puts the task of a submission into the queue of those who settle, once."""
    said = {"subject": row.task_id, "revision": 0, "turn": 0, "due_ms": None}
    return _insert(write, platform, row, rule, ItemKind.ADJUDICATION, barred, said)


def standing(connection: Connection, task_id: str) -> list[Row[Any]]:
    """The newest revision of every submission of a task that answers it, oldest submission first."""
    rows = connection.execute(
        select(submissions)
        .where(submissions.c.task_id == task_id, submissions.c.surplus.is_(False))
        .order_by(submissions.c.seq)
    ).all()
    newest = {row.id: row for row in sorted(rows, key=lambda one: one.revision)}
    return [row for row in dict.fromkeys(newest[one.id] for one in rows) if not row.skipped]


def agreement_of(connection: Connection, rows: list[Row[Any]]) -> float | None:
    """How far these submissions of one task agree."""
    if not rows:
        return None
    task = connection.execute(
        select(tasks.c.campaign_id, tasks.c.template_version, tasks.c.body).where(
            tasks.c.id == rows[0].task_id
        )
    ).one()
    template = read_template(connection, task.campaign_id, task.template_version)
    answers = [SubmissionBody.of_json(row.body).answers for row in rows]
    return task_agreement(template.questions, answers, len(task.body["candidates"]))


def share(platform: Platform, *names: str) -> float:
    """A number from 0 to 1 that is always the same for these names, and that nobody outside can foresee."""
    digest = hmac.new(platform.sampling_key.encode(), "\0".join(names).encode(), "sha256").digest()
    return int.from_bytes(digest[:8]) / 2**64


def tell(write: Write, campaign_id: str) -> None:
    """Reviewers hear that there is something to fetch."""
    write.event("review_items", {"campaign_id": campaign_id}, campaign_id=campaign_id, audience="reviewers")


def _rule(write: Write, platform: Platform, policy: ReviewPolicy, row: Row[Any]) -> QueueRule | None:
    """The first rule that this first revision falls under."""
    if not policy.queues:
        return None
    if policy.flagged and row.flagged:
        return QueueRule.FLAG
    nth = _nth(write, row)
    if nth <= policy.first_n:
        return QueueRule.FIRST_N
    # Evenly over each person's work: nobody is left out by chance, and where it begins is secret.
    begin = share(platform, "sample", row.campaign_id, row.person_id)
    later = nth - policy.first_n
    if int(later * policy.sample + begin) > int((later - 1) * policy.sample + begin):
        return QueueRule.SAMPLE
    if share(platform, "random", row.id) < policy.random:
        return QueueRule.RANDOM
    return None


def _nth(write: Write, row: Row[Any]) -> int:
    """Which of this person's submissions in the campaign it is, from 1."""
    return int(
        write.execute(
            select(func.count(distinct(submissions.c.id))).where(
                submissions.c.campaign_id == row.campaign_id,
                submissions.c.person_id == row.person_id,
                submissions.c.skipped.is_(False),
                submissions.c.seq <= row.seq,
                ~of_qualification(submissions.c.task_id),
            )
        ).scalar_one()
    )


def _revised(write: Write, platform: Platform, row: Row[Any]) -> bool:
    """A later revision: what waits for the earlier one waits for this one; what was returned comes back."""
    _end_appeals(write, row)
    waiting = write.execute(
        update(review_items)
        .where(
            review_items.c.subject == row.id,
            review_items.c.kind == ItemKind.REVIEW,
            review_items.c.state.in_(("open", "leased")),
        )
        .values(revision=row.revision)
    ).rowcount
    if waiting:
        tell(write, row.campaign_id)
        return True
    decision = write.execute(
        select(reviews.c.decision)
        .where(reviews.c.submission_id == row.id, reviews.c.revision < row.revision)
        .order_by(reviews.c.seq.desc())
        .limit(1)
    ).scalar()
    if decision != Decision.RETURN or row.skipped:
        return decision is not None
    add_item(write, platform, row, QueueRule.REWORK)
    return True


def _end_appeals(write: Write, row: Row[Any]) -> None:
    """Work that was revised needs no judgement of what it was."""
    ended = write.execute(
        update(appeals)
        .where(appeals.c.submission_id == row.id, appeals.c.state == "open")
        .values(state="withdrawn")
        .returning(*appeals.c)
    ).all()
    for appeal in ended:
        write.execute(
            update(review_items)
            .where(
                review_items.c.subject == row.id,
                review_items.c.kind == ItemKind.APPEAL,
                review_items.c.state.in_(("open", "leased")),
            )
            .values(state="void")
        )
        told = appeal_value(appeal).plain()
        write.event("appeal", told, campaign_id=row.campaign_id, person_id=row.person_id)


def _compare(write: Write, platform: Platform, policy: ReviewPolicy, row: Row[Any]) -> None:
    """All answers of the task are in: do they agree?"""
    missing = write.execute(
        select(slots.c.seq).where(slots.c.task_id == row.task_id, slots.c.state != "done").limit(1)
    ).first()
    rows = standing(write.connection, row.task_id)
    if missing is not None or len(rows) < 2:
        return
    agreement = agreement_of(write.connection, rows)
    if agreement is None:
        return
    if agreement < policy.low_agreement:
        for one in rows:
            add_item(write, platform, one, QueueRule.LOW_AGREEMENT)
    if agreement < policy.adjudicate_below:
        add_adjudication(write, platform, row, QueueRule.LOW_AGREEMENT, {one.person_id for one in rows})


def _is_there(write: Write, kind: ItemKind, said: dict[str, Any]) -> bool:
    query = select(review_items.c.seq).where(
        review_items.c.kind == kind,
        review_items.c.subject == said["subject"],
        review_items.c.revision == said["revision"],
        review_items.c.turn == said["turn"],
    )
    return write.execute(query).first() is not None


def _insert(
    write: Write,
    platform: Platform,
    row: Row[Any],
    rule: QueueRule,
    kind: ItemKind,
    barred: set[str],
    said: dict[str, Any],
) -> str:
    if _is_there(write, kind, said):
        return ""
    item_id = new_id()
    savepoint = write.connection.begin_nested()
    try:
        write.execute(
            insert(review_items).values(
                id=item_id,
                kind=str(kind),
                rule=str(rule),
                priority=URGENCY.index(rule),
                campaign_id=row.campaign_id,
                task_id=row.task_id,
                state="open",
                person_id=None,
                until_ms=0,
                created_ms=platform.now_ms(),
                **said,
            )
        )
    except IntegrityError:  # somebody else put it there at this very moment
        savepoint.rollback()
        return ""
    savepoint.commit()
    for person_id in sorted(barred):
        write.execute(insert(review_bars).values(item_id=item_id, person_id=person_id))
    tell(write, row.campaign_id)
    return item_id
