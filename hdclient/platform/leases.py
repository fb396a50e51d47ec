"""Leases: who may work on which task until when. One slot row per wanted answer, one lease row per task and person.

No race can give a task to more people than it wants answers, nor twice to the same person: slots are rows, taken under
`FOR UPDATE SKIP LOCKED` (SQLite: one writer), and (task, person) is unique in both tables.
"""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy import Row, and_, select, update
from sqlalchemy.exc import IntegrityError

from hdclient.model.campaign import CampaignPolicy
from hdclient.model.task import Lease
from hdclient.model.template import Template
from hdclient.platform.campaigns import find, read_template
from hdclient.platform.database import Write
from hdclient.platform.examining import hand_out
from hdclient.platform.granting import grant
from hdclient.platform.offers import count_offers, offered
from hdclient.platform.qualifying import standing_of, tasks_by_attempt
from hdclient.platform.routes import TRAINERS, Routes, reply
from hdclient.platform.schema import leases, people, slots, tasks
from hdclient.platform.state import Platform, here, me
from hdclient.templates.required import required_of
from hdclient.wire.work import LeaseIds, LeaseRequest, LeaseResult, LeaseResultsReply, LeasesReply

ROUTES = Routes("leases")


@ROUTES.add("POST", "/v1/leases", roles=TRAINERS, answers=LeasesReply, problems=(404,))
def take_leases(body: LeaseRequest) -> Response:
    """Brings what you hold in this campaign up to `want`. Asking twice gives the same leases and no more."""
    platform, caller = here(), me()
    with platform.write() as write:
        campaign = find(write.connection, body.campaign_id, caller)
        lock_person(write, caller.id)
        now = platform.now_ms()
        held = _held(write, campaign, caller.id, now)
        missing = max(0, body.want - len(held))
        standing = standing_of(platform, write.connection, campaign, caller.id) if caller.is_trainer else None
        if standing is not None and not standing.opens_work:
            until = now + _ttl_s(campaign) * 1000
            remaining = hand_out(write, platform, campaign, caller.id, standing, most=missing, until_ms=until)
        else:
            _top_up(write, platform, campaign, caller.id, missing, now)
            remaining = count_offers(write.connection, campaign.id, caller.id, now)
        held = _held(write, campaign, caller.id, now)
    return reply(LeasesReply, items=held, remaining=remaining)


@ROUTES.add("POST", "/v1/leases:renew", roles=TRAINERS, answers=LeaseResultsReply)
def renew_leases(body: LeaseIds) -> Response:
    """Makes leases last as long as a new one would, up to the campaign's longest; never shorter than they do.

    A lease that went to somebody else meanwhile is gone.
    """
    platform, person_id = here(), me().id
    results = []
    with platform.write() as write:
        lock_person(write, person_id)
        for lease_id in dict.fromkeys(body.lease_ids):
            row = _mine(write, lease_id, person_id)
            if row is None:
                results.append(LeaseResult(lease_id=lease_id, status="gone"))
                continue
            results.append(_renewed(write, row, platform.now_ms()))
    return reply(LeaseResultsReply, results=tuple(results))


def _renewed(write: Write, row: Row[Any], now: int) -> LeaseResult:
    campaign = find(write.connection, row.campaign_id, me())
    latest = _latest_ms(campaign, row.granted_ms)
    until = max(row.until_ms, min(now + _ttl_s(campaign) * 1000, latest))
    _hold(write, row.slot_seq, row.person_id, until)
    left = max(0, until - now) // 1000
    return LeaseResult(
        lease_id=row.id, status="renewed", ttl_s=left, latest_s=max(left, (latest - now) // 1000)
    )


@ROUTES.add("POST", "/v1/leases:release", roles=TRAINERS, answers=LeaseResultsReply)
def release_leases(body: LeaseIds) -> Response:
    """Gives leases back unworked, for others to take."""
    person_id = me().id
    results = []
    with here().write() as write:
        lock_person(write, person_id)
        for lease_id in dict.fromkeys(body.lease_ids):
            row = _mine(write, lease_id, person_id)
            if row is None:
                results.append(LeaseResult(lease_id=lease_id, status="gone"))
                continue
            reopen(write, row.slot_seq)
            write.execute(update(leases).where(leases.c.id == lease_id).values(state="released"))
            results.append(LeaseResult(lease_id=lease_id, status="released"))
    return reply(LeaseResultsReply, results=tuple(results))


def lock_person(write: Write, person_id: str) -> None:
    """Makes this person's other writes wait, so that what they hold is counted once."""
    write.execute(select(people.c.seq).where(people.c.id == person_id).with_for_update())


def reopen(write: Write, slot_seq: int) -> None:
    """Frees a slot for anybody."""
    write.execute(
        update(slots).where(slots.c.seq == slot_seq).values(state="open", person_id=None, until_ms=0)
    )


def evict(write: Write, slot: Row[Any], new_holder: str) -> None:
    """Tells whoever held this expired slot that somebody else has it now."""
    if slot.person_id is None or slot.person_id == new_holder:
        return
    lease = write.execute(
        select(leases.c.id).where(leases.c.task_id == slot.task_id, leases.c.person_id == slot.person_id)
    ).scalar_one()
    write.execute(update(leases).where(leases.c.id == lease).values(state="expired"))
    write.event(
        "lease",
        {"lease_id": lease, "task_id": slot.task_id, "status": "expired"},
        campaign_id=slot.campaign_id,
        person_id=slot.person_id,
    )


def _held(write: Write, campaign: Row[Any], person_id: str, now_ms: int) -> tuple[Lease, ...]:
    seen: dict[int, Template] = {}
    asked = tasks_by_attempt(write.connection, campaign.id, person_id)
    rows = write.execute(
        select(leases, slots.c.until_ms, tasks.c.rev.label("task_rev"), tasks.c.template_version)
        .join(slots, and_(slots.c.task_id == leases.c.task_id, slots.c.person_id == leases.c.person_id))
        .join(tasks, tasks.c.id == leases.c.task_id)
        .where(
            leases.c.person_id == person_id,
            leases.c.campaign_id == campaign.id,
            leases.c.state == "leased",
            slots.c.state == "leased",
            slots.c.until_ms >= now_ms,
        )
        .order_by(leases.c.granted_ms, leases.c.seq)
    )
    return tuple(
        Lease(
            lease_id=row.id,
            task_id=row.task_id,
            task_rev=row.task_rev,
            campaign_id=row.campaign_id,
            ttl_s=max(0, (row.until_ms - now_ms) // 1000),
            latest_s=max(0, max(row.until_ms, _latest_ms(campaign, row.granted_ms)) - now_ms) // 1000,
            display_order=tuple(row.display_order),
            guideline_version=row.guideline_version,
            attempt=asked.get(row.task_id, 0),
            required=required_of(
                _template(write, campaign.id, row.template_version, seen), row.task_id, person_id
            ),
        )
        for row in rows
    )


def _template(write: Write, campaign_id: str, version: int, seen: dict[int, Template]) -> Template:
    """One version of the campaign's template, read once for all leases of an answer."""
    if version not in seen:
        seen[version] = read_template(write.connection, campaign_id, version)
    return seen[version]


def _top_up(
    write: Write, platform: Platform, campaign: Row[Any], person_id: str, missing: int, now: int
) -> None:
    until = now + _ttl_s(campaign) * 1000
    while missing > 0:
        # Tasks that others have begun come first, so that answers to compare are there early.
        rows = write.execute(
            select(slots)
            .where(*offered(campaign.id, person_id, now))
            .order_by(slots.c.priority.desc(), slots.c.task_seq, slots.c.n)
            .limit(missing * 2 + 8)
            .with_for_update(skip_locked=True, of=slots)
        ).all()
        taken: set[str] = set()
        for slot in rows:
            if slot.task_id not in taken and len(taken) < missing and take(write, slot, person_id, until):
                grant(write, platform, campaign, slot.task_id, person_id)
                taken.add(slot.task_id)
        if not taken:
            return
        missing -= len(taken)


def take(write: Write, slot: Row[Any], person_id: str, until_ms: int, *, state: str = "leased") -> bool:
    """Gives a free slot to a person; False when they hold another of the same task."""
    savepoint = write.connection.begin_nested()
    try:
        _own_expired_slot_away(write, slot, person_id)
        write.execute(
            update(slots)
            .where(slots.c.seq == slot.seq)
            .values(state=state, person_id=person_id, until_ms=until_ms)
        )
    except IntegrityError:
        savepoint.rollback()
        return False
    savepoint.commit()
    evict(write, slot, person_id)
    return True


def _own_expired_slot_away(write: Write, slot: Row[Any], person_id: str) -> None:
    """A person's own expired slot of the task stands in the way of another one: it is free, so it is opened."""
    write.execute(
        update(slots)
        .where(
            slots.c.task_id == slot.task_id,
            slots.c.person_id == person_id,
            slots.c.state == "leased",
            slots.c.seq != slot.seq,
        )
        .values(state="open", person_id=None, until_ms=0)
    )


def _mine(write: Write, lease_id: str, person_id: str) -> Row[Any] | None:
    """The lease with its slot, if this person still holds it, be it beyond its time."""
    return write.execute(
        select(leases, slots.c.seq.label("slot_seq"), slots.c.until_ms)
        .join(slots, and_(slots.c.task_id == leases.c.task_id, slots.c.person_id == leases.c.person_id))
        .where(leases.c.id == lease_id, leases.c.person_id == person_id, slots.c.state == "leased")
        .with_for_update(of=slots)
    ).one_or_none()


def _hold(write: Write, slot_seq: int, person_id: str, until_ms: int) -> None:
    write.execute(
        update(slots).where(slots.c.seq == slot_seq, slots.c.person_id == person_id).values(until_ms=until_ms)
    )


def _ttl_s(campaign: Row[Any]) -> int:
    return int(campaign.body["policy"]["lease_hours"]) * 3600


def _latest_ms(campaign: Row[Any], granted_ms: int) -> int:
    """When a lease that was given at this moment ends at the latest, however often it is renewed."""
    return granted_ms + CampaignPolicy.of(campaign.body["policy"]).longest_hours * 3_600_000
