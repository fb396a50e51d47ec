"""Where people stand in qualification, and which tasks are theirs; worked out anew from attempts and answers.

Must not know leases: `examining.py` gives the tasks out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from hdclient.model.campaign import CampaignPolicy, QualificationPolicy, Stage, Standing
from hdclient.platform.database import Write
from hdclient.platform.gold_schema import allowances, attempts, explained, qualification_tasks
from hdclient.platform.schema import leases, tasks
from hdclient.platform.state import Platform, iso

_HOUR_MS = 3_600_000


@dataclass(frozen=True)
class _Attempt:
    """One attempt with what became of its tasks. A task that was withdrawn unanswered counts for nothing."""

    n: int
    task_ids: tuple[str, ...]
    needed: int
    marks: dict[str, bool]
    waiting: tuple[str, ...]
    ended_ms: int

    @property
    def is_over(self) -> bool:
        return not self.waiting

    @property
    def right(self) -> int:
        return sum(self.marks.values())

    @property
    def tasks(self) -> int:
        return len(self.marks) + len(self.waiting)

    @property
    def passed(self) -> bool:
        """A withdrawn task lowers what is needed, for it could not be answered."""
        gone = len(self.task_ids) - self.tasks
        return self.is_over and self.right >= max(0, self.needed - gone)


def tell(write: Write, campaign_id: str, person_id: str) -> None:
    """The person hears that they stand elsewhere, or that there is something new to be read of what was expected."""
    write.event("qualification", {"campaign_id": campaign_id}, campaign_id=campaign_id, person_id=person_id)


def policy_of(campaign: Row[Any]) -> QualificationPolicy:
    """`campaign`: a row of the campaigns table."""
    return CampaignPolicy.of(campaign.body["policy"]).qualification


def standing_of(
    platform: Platform, connection: Connection, campaign: Row[Any], person_id: str
) -> Standing | None:
    """Where a person stands; None where nobody has to qualify."""
    policy = policy_of(campaign)
    if not policy.tasks:
        return None
    tried = _attempts(connection, campaign.id, person_id)
    allowed = _allowance(connection, campaign.id, person_id)
    total = policy.attempts + (allowed.more_attempts if allowed else 0)
    last = tried[-1] if tried else None
    shown = Standing(
        stage=Stage.OPEN,
        attempt=len(tried),
        attempts=max(total, len(tried)),
        tasks=last.tasks if last else policy.tasks,
        answered=len(last.marks) if last else 0,
        right=last.right if last else 0,
        needed=last.needed if last else policy.needed,
        task_ids=last.task_ids if last else (),
    )
    if (allowed and allowed.passed) or any(one.passed for one in tried):
        return shown.changed(stage=Stage.PASSED)
    if last is not None and not last.is_over:
        return shown
    stage, next_at = _between(platform, connection, campaign, person_id, tried, total)
    return shown.changed(stage=stage, next_at=next_at)


def _between(
    platform: Platform,
    connection: Connection,
    campaign: Row[Any],
    person_id: str,
    tried: list[_Attempt],
    total: int,
) -> tuple[Stage, str]:
    """No attempt is under way: whether another can begin, and when."""
    policy = policy_of(campaign)
    if len(tried) >= total:
        return Stage.ENDED, ""
    if len(_unseen(connection, campaign.id, person_id)) < policy.tasks:
        return (Stage.ENDED if tried else Stage.UNREADY), ""
    if tried:
        next_ms = tried[-1].ended_ms + policy.wait_hours * _HOUR_MS
        if platform.now_ms() < next_ms:
            return Stage.WAITING, iso(next_ms)
    return Stage.OPEN, ""


def begin_if_due(
    write: Write, platform: Platform, campaign: Row[Any], person_id: str, standing: Standing
) -> tuple[str, ...]:
    """The tasks that this person still has to answer; an attempt that can begin, begins."""
    if standing.stage is not Stage.OPEN:
        return ()
    connection = write.connection
    tried = _attempts(connection, campaign.id, person_id)
    if tried and not tried[-1].is_over:
        return tried[-1].waiting
    policy = policy_of(campaign)
    unseen = _unseen(connection, campaign.id, person_id)
    chosen = sorted(platform.rng.sample(range(len(unseen)), policy.tasks))
    task_ids = [unseen[n] for n in chosen]
    write.execute(
        insert(attempts).values(
            campaign_id=campaign.id,
            person_id=person_id,
            n=len(tried) + 1,
            task_ids=task_ids,
            needed=policy.needed,
            begun_ms=platform.now_ms(),
        )
    )
    tell(write, campaign.id, person_id)
    return tuple(task_ids)


def tasks_by_attempt(connection: Connection, campaign_id: str, person_id: str) -> dict[str, int]:
    """In which of a person's attempts a task is asked."""
    rows = connection.execute(
        select(attempts.c.n, attempts.c.task_ids).where(
            attempts.c.campaign_id == campaign_id, attempts.c.person_id == person_id
        )
    )
    return {task_id: row.n for row in rows for task_id in row.task_ids}


def _attempts(connection: Connection, campaign_id: str, person_id: str) -> list[_Attempt]:
    rows = connection.execute(
        select(attempts)
        .where(attempts.c.campaign_id == campaign_id, attempts.c.person_id == person_id)
        .order_by(attempts.c.n)
    ).all()
    if not rows:
        return []
    told: dict[str, Any] = {
        row.task_id: row
        for row in connection.execute(
            select(explained.c.task_id, explained.c.correct, explained.c.told_ms).where(
                explained.c.campaign_id == campaign_id, explained.c.person_id == person_id
            )
        )
    }
    wanted = {task_id for row in rows for task_id in row.task_ids}
    usable = set(
        connection.execute(
            select(tasks.c.id)
            .join(qualification_tasks, qualification_tasks.c.task_id == tasks.c.id)
            .where(tasks.c.id.in_(wanted), tasks.c.state == "open", qualification_tasks.c.retired.is_(False))
        ).scalars()
    )
    return [_attempt(row, told, usable) for row in rows]


def _attempt(row: Row[Any], told: dict[str, Any], usable: set[str]) -> _Attempt:
    answered = [told[task_id] for task_id in row.task_ids if task_id in told]
    return _Attempt(
        n=row.n,
        task_ids=tuple(row.task_ids),
        needed=row.needed,
        marks={one.task_id: one.correct for one in answered},
        waiting=tuple(one for one in row.task_ids if one not in told and one in usable),
        ended_ms=max((one.told_ms for one in answered), default=row.begun_ms),
    )


def _unseen(connection: Connection, campaign_id: str, person_id: str) -> list[str]:
    """Tasks of the set that this person was never given, in the order in which they were added."""
    seen = select(leases.c.task_id).where(
        leases.c.person_id == person_id, leases.c.campaign_id == campaign_id
    )
    rows = connection.execute(
        select(tasks.c.id)
        .join(qualification_tasks, qualification_tasks.c.task_id == tasks.c.id)
        .where(
            qualification_tasks.c.campaign_id == campaign_id,
            qualification_tasks.c.retired.is_(False),
            tasks.c.state == "open",
            tasks.c.id.not_in(seen),
        )
        .order_by(tasks.c.seq)
    ).scalars()
    planned = tasks_by_attempt(connection, campaign_id, person_id)
    return [task_id for task_id in rows if task_id not in planned]


def _allowance(connection: Connection, campaign_id: str, person_id: str) -> Row[Any] | None:
    return connection.execute(
        select(allowances).where(allowances.c.campaign_id == campaign_id, allowances.c.person_id == person_id)
    ).one_or_none()
