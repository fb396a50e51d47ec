"""Which slots a person could be given: free, in an open task, and not of a task that they have had their say on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, distinct, exists, func, or_, select

from hdclient.platform.gold_schema import of_qualification
from hdclient.platform.schema import leases, slots

# Whoever ended like this with a task is not offered it again.
SETTLED = ("done", "skipped", "withdrawn")


def free(now_ms: int) -> ColumnElement[bool]:
    """Slots that nobody holds: never given, given back, or leased beyond their time."""
    return or_(slots.c.state == "open", and_(slots.c.state == "leased", slots.c.until_ms < now_ms))


def offered(campaign_id: str, person_id: str, now_ms: int) -> tuple[ColumnElement[bool], ...]:
    """The conditions on `slots` for what could be given to this person now."""
    mine = slots.alias("mine")
    holds = select(mine.c.seq).where(
        mine.c.task_id == slots.c.task_id,
        mine.c.person_id == person_id,
        or_(mine.c.state == "done", mine.c.until_ms >= now_ms),
    )
    settled = select(leases.c.seq).where(
        leases.c.task_id == slots.c.task_id, leases.c.person_id == person_id, leases.c.state.in_(SETTLED)
    )
    return (
        slots.c.campaign_id == campaign_id,
        free(now_ms),
        ~exists(holds),
        ~exists(settled),
        ~of_qualification(slots.c.task_id),
    )


def count_offers(connection: Connection, campaign_id: str, person_id: str, now_ms: int) -> int:
    """How many tasks could be given to this person beyond those that they hold."""
    query: Any = select(func.count(distinct(slots.c.task_id))).where(*offered(campaign_id, person_id, now_ms))
    return int(connection.execute(query).scalar_one())
