"""Who holds which task until when, on the platform in memory: the same rules as the real one's leases."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from hdclient.clock import Clock
from hdclient.model.campaign import Campaign, CampaignPolicy
from hdclient.model.ids import new_id
from hdclient.model.task import Lease, Task


@dataclass(slots=True)
class Hold:
    """One person's hold on one task. Its id and its order of candidates stay for good."""

    lease_id: str
    task_id: str
    person_id: str
    order: tuple[str, ...]
    until_ms: int
    granted_ms: int = 0
    state: str = "leased"  # leased, done, surplus, released


class Holds:
    """By task and person. `campaigns` and `tasks` are the platform's own."""

    def __init__(
        self, clock: Clock, rng: random.Random, campaigns: dict[str, Campaign], tasks: dict[str, Task]
    ) -> None:
        self.clock = clock
        self._rng = rng
        self._campaigns = campaigns
        self._tasks = tasks
        self.withdrawn: set[str] = set()
        self._holds: dict[tuple[str, str], Hold] = {}

    def of(self, task_id: str, person_id: str) -> Hold | None:
        """What this person has or had of this task."""
        return self._holds.get((task_id, person_id))

    def of_task(self, task_id: str) -> Iterator[Hold]:
        """Everybody's."""
        return (hold for hold in self._holds.values() if hold.task_id == task_id)

    def find(self, person_id: str, lease_id: str) -> Hold | None:
        """A lease that this person holds now."""
        for hold in self._holds.values():
            if (hold.lease_id, hold.person_id) == (lease_id, person_id) and self.is_held(hold):
                return hold
        return None

    def held(self, person_id: str, campaign_id: str) -> list[Hold]:
        """All that this person holds in a campaign."""
        mine = (hold for hold in self._holds.values() if hold.person_id == person_id and self.is_held(hold))
        return [hold for hold in mine if self._tasks[hold.task_id].campaign_id == campaign_id]

    def is_held(self, hold: Hold) -> bool:
        """Whether its time is not over."""
        return hold.state == "leased" and hold.until_ms > self.clock.monotonic_ms()

    def has_room(self, task: Task, own: Hold) -> bool:
        """Whether late work would still be one of the answers that the task wants."""
        return self._busy(task, own) < self._policy(task.id).overlap

    def offers(self, person_id: str, campaign_id: str) -> list[Task]:
        """Tasks that could be given to this person now."""
        found = []
        for task in self._tasks.values():
            if task.campaign_id != campaign_id or task.id in self.withdrawn:
                continue
            own = self.of(task.id, person_id)
            answered = own is not None and (own.state in ("done", "surplus") or self.is_held(own))
            if self._busy(task, own) < self._policy(task.id).overlap and not answered:
                found.append(task)
        return found

    def grant(self, person_id: str, task: Task) -> Hold:
        """Gives a task to a person, with a whole life before it."""
        now = self.clock.monotonic_ms()
        hold = self.of(task.id, person_id)
        if hold is None:
            order = [candidate.id for candidate in task.candidates]
            self._rng.shuffle(order)
            hold = self._holds[task.id, person_id] = Hold(new_id(), task.id, person_id, tuple(order), now)
        hold.state, hold.granted_ms, hold.until_ms = "leased", now, now + self._ttl_ms(hold)
        return hold

    def renew(self, hold: Hold) -> tuple[int, int]:
        """(time to live, what it can be made at most) in seconds; never less than it was."""
        now, latest = self.clock.monotonic_ms(), self._latest_ms(hold)
        hold.until_ms = max(hold.until_ms, min(now + self._ttl_ms(hold), latest))
        left = (hold.until_ms - now) // 1000
        return left, max(left, (latest - now) // 1000)

    def lease(self, hold: Hold) -> Lease:
        """What its holder is told."""
        task, now = self._tasks[hold.task_id], self.clock.monotonic_ms()
        return Lease(
            lease_id=hold.lease_id,
            task_id=task.id,
            task_rev=task.rev,
            campaign_id=task.campaign_id,
            ttl_s=max(0, hold.until_ms - now) // 1000,
            latest_s=max(0, max(hold.until_ms, self._latest_ms(hold)) - now) // 1000,
            display_order=hold.order,
            guideline_version=self._campaigns[task.campaign_id].guideline_version,
        )

    def _busy(self, task: Task, own: Hold | None) -> int:
        others = (hold for hold in self.of_task(task.id) if hold is not own)
        return sum(1 for hold in others if hold.state == "done" or self.is_held(hold))

    def _policy(self, task_id: str) -> CampaignPolicy:
        return self._campaigns[self._tasks[task_id].campaign_id].policy

    def _ttl_ms(self, hold: Hold) -> int:
        return self._policy(hold.task_id).lease_hours * 3_600_000

    def _latest_ms(self, hold: Hold) -> int:
        return hold.granted_ms + self._policy(hold.task_id).longest_hours * 3_600_000
