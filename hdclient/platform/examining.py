"""Gives out the tasks of an attempt: to one person all of them, in slots that nobody else is offered."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, func, insert, select, update

from hdclient.model.campaign import Standing
from hdclient.platform.database import Write
from hdclient.platform.granting import grant
from hdclient.platform.qualifying import begin_if_due
from hdclient.platform.schema import campaigns, slots, tasks
from hdclient.platform.state import Platform


def hand_out(
    write: Write,
    platform: Platform,
    campaign: Row[Any],
    person_id: str,
    standing: Standing,
    *,
    most: int,
    until_ms: int,
) -> int:
    """Leases up to `most` tasks of the attempt that the person does not hold yet. Returns how many are left then."""
    wanted = begin_if_due(write, platform, campaign, person_id, standing)
    missing = [task_id for task_id in wanted if not _holds(write, task_id, person_id, platform.now_ms())]
    if missing:
        # Two people who begin at once must not make the same slot.
        write.execute(select(campaigns.c.seq).where(campaigns.c.id == campaign.id).with_for_update())
    for task_id in missing[:most]:
        _hold(write, task_id, person_id, until_ms)
        grant(write, platform, campaign, task_id, person_id)
    return max(0, len(missing) - most)


def _holds(write: Write, task_id: str, person_id: str, now_ms: int) -> bool:
    query = select(slots.c.seq).where(
        slots.c.task_id == task_id,
        slots.c.person_id == person_id,
        slots.c.state == "leased",
        slots.c.until_ms >= now_ms,
    )
    return write.execute(query).first() is not None


def _hold(write: Write, task_id: str, person_id: str, until_ms: int) -> None:
    """The person's own slot of before, one that was given back, or a new one."""
    free = write.execute(
        select(slots.c.seq)
        .where(slots.c.task_id == task_id, (slots.c.person_id == person_id) | (slots.c.state == "open"))
        .order_by(slots.c.person_id.is_(None), slots.c.n)
        .limit(1)
    ).scalar()
    held = {"state": "leased", "person_id": person_id, "until_ms": until_ms}
    if free is not None:
        write.execute(update(slots).where(slots.c.seq == free).values(**held))
        return
    task = write.execute(select(tasks).where(tasks.c.id == task_id)).one()
    last = write.execute(select(func.max(slots.c.n)).where(slots.c.task_id == task_id)).scalar()
    write.execute(
        insert(slots).values(
            task_id=task_id,
            campaign_id=task.campaign_id,
            n=(last or 0) + 1,
            priority=task.priority,
            task_seq=task.seq,
            **held,
        )
    )
