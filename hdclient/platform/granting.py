"""The lease row of a task that a person is given: its id and its order of candidates are theirs for good."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, insert, select, update

from hdclient.model.ids import new_id
from hdclient.platform.database import Write
from hdclient.platform.offers import SETTLED
from hdclient.platform.schema import leases, tasks
from hdclient.platform.state import Platform


def grant(write: Write, platform: Platform, campaign: Row[Any], task_id: str, person_id: str) -> None:
    """Writes the lease row. A person who had this task before gets the same lease and the same order again."""
    now = platform.now_ms()
    fresh = {"state": "leased", "granted_ms": now, "guideline_version": campaign.guideline_version}
    known = write.execute(
        update(leases)
        .where(leases.c.task_id == task_id, leases.c.person_id == person_id, leases.c.state.not_in(SETTLED))
        .values(**fresh)
    ).rowcount
    if known:
        return
    body = write.execute(select(tasks.c.body).where(tasks.c.id == task_id)).scalar_one()
    order = [candidate["id"] for candidate in body["candidates"]]
    platform.rng.shuffle(order)
    write.execute(
        insert(leases).values(
            id=new_id(),
            task_id=task_id,
            campaign_id=campaign.id,
            person_id=person_id,
            display_order=order,
            **fresh,
        )
    )
