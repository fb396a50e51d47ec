"""What of other people's work a reviewer may read: where the platform decides what is reviewed, only what they hold.

Whoever judges blind reads nothing before they have judged; whoever judges an appeal or settles between answers reads
nothing but their item. Operations and administrators read all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, select

from hdclient.model.campaign import CampaignPolicy
from hdclient.model.person import Role
from hdclient.model.review_item import ItemKind
from hdclient.platform.review_schema import judgements, review_holders, review_items
from hdclient.platform.schema import campaigns, submissions
from hdclient.platform.state import Caller


def open_to(connection: Connection, caller: Caller, submission_ids: Iterable[str]) -> frozenset[str]:
    """Those of these submissions that a reviewer may read as they are. Others than reviewers: all of them."""
    wanted = frozenset(submission_ids)
    if caller.role is not Role.REVIEWER or not wanted:
        return wanted
    rows = connection.execute(
        select(submissions.c.id, submissions.c.task_id, submissions.c.campaign_id)
        .where(submissions.c.id.in_(wanted))
        .distinct()
    ).all()
    closed = _closed_campaigns(connection, {row.campaign_id for row in rows})
    held = _held(connection, caller, {row.id for row in rows} | {row.task_id for row in rows})
    return frozenset(
        row.id
        for row in rows
        if "hidden" not in held[row.id] | held[row.task_id]
        and (row.campaign_id not in closed or "seen" in held[row.id])
    )


def _closed_campaigns(connection: Connection, campaign_ids: set[str]) -> set[str]:
    """Campaigns in which the platform decides what is reviewed, or reviewers judge blind."""
    found = connection.execute(
        select(campaigns.c.id, campaigns.c.body).where(campaigns.c.id.in_(campaign_ids))
    )
    policies = {row.id: CampaignPolicy.of(row.body["policy"]).review for row in found}
    return {name for name, policy in policies.items() if policy.queues or policy.blind}


def _held(connection: Connection, caller: Caller, subjects: set[str]) -> dict[str, set[str]]:
    """What the caller's own items say of these submissions and tasks: "seen", "hidden"."""
    rows = connection.execute(
        select(review_items, judgements.c.id.label("judgement"))
        .join(review_holders, review_holders.c.item_id == review_items.c.id)
        .outerjoin(
            judgements,
            (judgements.c.item_id == review_items.c.id) & (judgements.c.person_id == caller.id),
        )
        .where(review_holders.c.person_id == caller.id, review_items.c.subject.in_(subjects))
    ).all()
    blind = _blind_campaigns(connection, {row.campaign_id for row in rows})
    said: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        settled = row.state in ("done", "void")
        unjudged = row.campaign_id in blind and row.judgement is None
        if row.kind == ItemKind.REVIEW:
            said[row.subject].add("hidden" if unjudged and not settled else "seen")
        elif not settled:
            said[row.subject].add("hidden")
    return said


def _blind_campaigns(connection: Connection, campaign_ids: set[str]) -> set[str]:
    found = connection.execute(
        select(campaigns.c.id, campaigns.c.body).where(campaigns.c.id.in_(campaign_ids))
    )
    return {row.id for row in found if CampaignPolicy.of(row.body["policy"]).review.blind}
