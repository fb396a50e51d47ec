"""Review items: which submissions a reviewer is given. The platform chooses; no two reviewers hold the same one.

An item is a row that one person holds for a time. Whoever held it once may still bring their late work.
"""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, insert, or_, select, update

from hdclient.model.review_item import ItemKind, Judgement, ReviewLease
from hdclient.platform.campaigns import find
from hdclient.platform.database import Write
from hdclient.platform.giving import edition_of, item_reply
from hdclient.platform.leases import lock_person
from hdclient.platform.problems import Refusal, not_found
from hdclient.platform.queueing import policy_of
from hdclient.platform.review_schema import judgements, review_bars, review_holders, review_items
from hdclient.platform.routes import REVIEWERS, ById, Routes, reply
from hdclient.platform.state import here, iso, me
from hdclient.wire.reviewing import (
    ItemIds,
    JudgementIn,
    JudgementReply,
    ReleasedReply,
    ReviewItemReply,
    ReviewLeasesReply,
    ReviewTake,
)

ROUTES = Routes("reviewing")


@ROUTES.add("POST", "/v1/review-items:take", roles=REVIEWERS, answers=ReviewLeasesReply, problems=(404,))
def take_review_items(body: ReviewTake) -> Response:
    """Brings what you hold of these kinds in this campaign up to `want`. The platform chooses what comes."""
    platform, caller = here(), me()
    with platform.write() as write:
        find(write.connection, body.campaign_id, caller)
        lock_person(write, caller.id)
        now = platform.now_ms()
        held = _held(write, body, caller.id, now)
        if len(held) < body.want:
            _top_up(write, body, caller.id, body.want - len(held), now)
            held = _held(write, body, caller.id, now)
        waiting = write.execute(
            select(func.count(review_items.c.seq)).where(*_offered(body, caller.id, now))
        ).scalar_one()
        items = tuple(_lease(write.connection, row, now) for row in held)
    return reply(ReviewLeasesReply, items=items, waiting=waiting)


@ROUTES.add("POST", "/v1/review-items:release", roles=REVIEWERS, answers=ReleasedReply)
def release_review_items(body: ItemIds) -> Response:
    """Gives items back undone, for others to take."""
    caller = me()
    with here().write() as write:
        lock_person(write, caller.id)
        released = write.execute(
            update(review_items)
            .where(
                review_items.c.id.in_(set(body.item_ids)),
                review_items.c.person_id == caller.id,
                review_items.c.state == "leased",
            )
            .values(state="open", person_id=None, until_ms=0)
            .returning(review_items.c.id)
        ).scalars()
        given = tuple(released)
    return reply(ReleasedReply, released=given)


@ROUTES.add("GET", "/v1/review-items/<id>", roles=REVIEWERS, answers=ReviewItemReply, problems=(404,))
def get_review_item(path: ById) -> Response:
    """The item, as far as you may see it now: an item that is judged blind shows no answers before you have judged."""
    platform, caller = here(), me()
    with platform.read() as connection:
        row = _mine(connection, path.id, caller.id)
        return reply(ReviewItemReply, **item_reply(platform, connection, row, caller))


@ROUTES.add(
    "POST",
    "/v1/review-items/<id>/judgement",
    roles=REVIEWERS,
    answers=JudgementReply,
    status=201,
    problems=(404, 409),
)
def post_judgement(path: ById, body: JudgementIn) -> Response:
    """Your own answers to a blind item. They cannot be changed: what comes after them has been seen."""
    platform, caller = here(), me()
    with platform.write() as write:
        row = _mine(write.connection, path.id, caller.id)
        known = write.execute(
            select(judgements).where(
                or_(
                    judgements.c.id == body.id,
                    and_(judgements.c.item_id == path.id, judgements.c.person_id == caller.id),
                )
            )
        ).one_or_none()
        if known is not None:
            if (known.id, known.person_id, known.answers) != (body.id, caller.id, dict(body.answers)):
                raise Refusal(409, "id-taken", "You have judged this already; a judgement is not changed.")
            return reply(JudgementReply, status=201, judgement=_judgement(known))
        stored = write.execute(
            insert(judgements)
            .values(
                id=body.id,
                item_id=row.id,
                person_id=caller.id,
                answers=dict(body.answers),
                created_ms=platform.now_ms(),
            )
            .returning(*judgements.c)
        ).one()
    return reply(JudgementReply, status=201, judgement=_judgement(stored))


def _judgement(row: Row[Any]) -> Judgement:
    return Judgement(id=row.id, item_id=row.item_id, answers=row.answers, created_at=iso(row.created_ms))


def _mine(connection: Connection, item_id: str, person_id: str) -> Row[Any]:
    """An item that this person holds or has held. Raises Refusal 404."""
    row = connection.execute(
        select(review_items)
        .join(review_holders, review_holders.c.item_id == review_items.c.id)
        .where(review_items.c.id == item_id, review_holders.c.person_id == person_id)
    ).one_or_none()
    if row is None:
        raise not_found("review item")
    return row


def _held(write: Write, body: ReviewTake, person_id: str, now_ms: int) -> list[Row[Any]]:
    return list(
        write.execute(
            select(review_items)
            .where(
                review_items.c.campaign_id == body.campaign_id,
                review_items.c.kind.in_([str(kind) for kind in body.kinds]),
                review_items.c.person_id == person_id,
                review_items.c.state == "leased",
                review_items.c.until_ms >= now_ms,
            )
            .order_by(review_items.c.priority, review_items.c.seq)
        )
    )


def _offered(body: ReviewTake, person_id: str, now_ms: int) -> tuple[ColumnElement[bool], ...]:
    """The conditions for what could be given to this person now."""
    barred = select(review_bars.c.item_id).where(
        review_bars.c.item_id == review_items.c.id, review_bars.c.person_id == person_id
    )
    free = or_(
        review_items.c.state == "open",
        and_(review_items.c.state == "leased", review_items.c.until_ms < now_ms),
    )
    return (
        review_items.c.campaign_id == body.campaign_id,
        review_items.c.kind.in_([str(kind) for kind in body.kinds]),
        free,
        ~exists(barred),
    )


def _top_up(write: Write, body: ReviewTake, person_id: str, missing: int, now: int) -> None:
    hours = policy_of(write, body.campaign_id).hold_hours
    rows = write.execute(
        select(review_items)
        .where(*_offered(body, person_id, now))
        .order_by(review_items.c.priority, review_items.c.seq)
        .limit(missing)
        .with_for_update(skip_locked=True, of=review_items)
    ).all()
    for row in rows:
        write.execute(
            update(review_items)
            .where(review_items.c.seq == row.seq)
            .values(state="leased", person_id=person_id, until_ms=now + hours * 3_600_000)
        )
        known = select(review_holders.c.item_id).where(
            review_holders.c.item_id == row.id, review_holders.c.person_id == person_id
        )
        if write.execute(known).first() is None:
            write.execute(insert(review_holders).values(item_id=row.id, person_id=person_id))


def _lease(connection: Connection, row: Row[Any], now_ms: int) -> ReviewLease:
    review = row.kind != ItemKind.ADJUDICATION
    return ReviewLease(
        item_id=row.id,
        campaign_id=row.campaign_id,
        kind=ItemKind(row.kind),
        rule=row.rule,
        task_id=row.task_id,
        submission_id=row.subject if review else "",
        revision=row.revision,
        edition=edition_of(connection, row),
        ttl_s=max(0, (row.until_ms - now_ms) // 1000),
        due_s=None if row.due_ms is None else (row.due_ms - now_ms) // 1000,
    )
