"""What a decision does to the item that it settles: who may settle it, second looks, appeals."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select, update

from hdclient.model.person import Role
from hdclient.model.review import AppealState, Decision
from hdclient.model.review_item import ItemKind, QueueRule
from hdclient.platform.database import Write
from hdclient.platform.problems import Refusal
from hdclient.platform.queueing import add_adjudication, add_item, policy_of, standing, tell
from hdclient.platform.review_schema import appeals, judgements, review_holders, review_items
from hdclient.platform.saying import appeal_value
from hdclient.platform.schema import reviews
from hdclient.platform.state import Caller, Platform
from hdclient.wire.admin import ReviewIn


def held_item(write: Write, item_id: str, caller: Caller) -> Row[Any] | None:
    """The item, locked, if the caller holds it or has held it."""
    return write.execute(
        select(review_items)
        .join(review_holders, review_holders.c.item_id == review_items.c.id)
        .where(review_items.c.id == item_id, review_holders.c.person_id == caller.id)
        .with_for_update(of=review_items)
    ).one_or_none()


def item_of(write: Write, body: ReviewIn, row: Row[Any], caller: Caller) -> Row[Any] | None:
    """The item that a review settles; None: a free one, where reviewers choose. Raises Refusal 409."""
    if not body.item_id:
        if caller.role is Role.REVIEWER and policy_of(write, row.campaign_id).queues:
            raise Refusal(
                409, "not-yours", "Here the platform decides what you review. Take it from the queue."
            )
        return None
    item = held_item(write, body.item_id, caller)
    if item is None or item.subject != row.id or item.kind == ItemKind.ADJUDICATION:
        raise Refusal(409, "not-yours", "You have never held this item, or it is of another submission.")
    if item.state == "done":
        raise Refusal(409, "already-decided", "Another reviewer has decided on this meanwhile.")
    if item.state == "void":
        raise Refusal(409, "not-needed", "This no longer needs a decision: the work was revised.")
    if policy_of(write, row.campaign_id).blind and item.rule != QueueRule.REWORK:
        _must_have_judged(write, item, caller)
    if item.kind == ItemKind.APPEAL and body.decision is Decision.ESCALATE:
        raise Refusal(409, "decide", "An appeal is decided: accept the work, or return it.")
    return item


def settle_item(
    write: Write, platform: Platform, item: Row[Any], row: Row[Any], decision: Decision, caller: Caller
) -> None:
    """The item is done. An escalation opens the next one; an appeal gets its outcome."""
    write.execute(
        update(review_items)
        .where(review_items.c.seq == item.seq)
        .values(state="done", person_id=caller.id, until_ms=0)
    )
    tell(write, row.campaign_id)
    if item.kind == ItemKind.APPEAL:
        _end_appeal(write, item, row, decision)
    elif decision is Decision.ESCALATE:
        _escalate(write, platform, item, row, caller)


def _must_have_judged(write: Write, item: Row[Any], caller: Caller) -> None:
    query = select(judgements.c.id).where(
        judgements.c.item_id == item.id, judgements.c.person_id == caller.id
    )
    if write.execute(query).first() is None:
        raise Refusal(409, "judge-first", "Here you judge first, before you see what was answered.")


def _escalate(write: Write, platform: Platform, item: Row[Any], row: Row[Any], caller: Caller) -> None:
    """Several answers are settled between; one alone gets a second look by somebody else."""
    answers = standing(write.connection, row.task_id)
    if len(answers) > 1:
        barred = {one.person_id for one in answers} | {caller.id}
        add_adjudication(write, platform, row, QueueRule.ESCALATED, barred)
    else:
        add_item(write, platform, row, QueueRule.ESCALATED, barred=(caller.id,), turn=item.turn + 1)


def _end_appeal(write: Write, item: Row[Any], row: Row[Any], decision: Decision) -> None:
    """The decision stands when the second reviewer, who did not know it, would have decided the same."""
    appeal = write.execute(
        select(appeals, reviews.c.decision)
        .join(reviews, reviews.c.id == appeals.c.review_id)
        .where(
            appeals.c.submission_id == row.id,
            appeals.c.revision == item.revision,
            appeals.c.state == AppealState.OPEN,
        )
    ).one_or_none()
    if appeal is None:
        return
    same = (appeal.decision == Decision.RETURN) == (decision is Decision.RETURN)
    state = AppealState.CONFIRMED if same else AppealState.OVERTURNED
    ended = write.execute(
        update(appeals).where(appeals.c.seq == appeal.seq).values(state=str(state)).returning(*appeals.c)
    ).one()
    told = appeal_value(ended).plain()
    write.event("appeal", told, campaign_id=row.campaign_id, person_id=row.person_id)
