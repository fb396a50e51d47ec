"""A trainer with a campaign, as the contract suites see one."""

from __future__ import annotations

from dataclasses import dataclass, field

from hdclient.backends.base import Backend
from hdclient.model.task import Lease, Task
from hdclient.wire.work import Change
from tests.helpers.platforms import Owner


@dataclass
class Desk:
    """A trainer with a campaign."""

    owner: Owner
    person: str
    campaign: str
    backend: Backend
    tasks: list[str]
    opened: list[Backend] = field(default_factory=list)

    def work(self, count: int = 1) -> list[tuple[Task, Lease]]:
        """Leased tasks with their bodies."""
        leases = self.backend.lease(self.campaign, count).items
        bodies = {task.id: task for task in self.backend.tasks([lease.task_id for lease in leases])}
        return [(bodies[lease.task_id], lease) for lease in leases]

    def another(self, person: str = "", *, server_uuid: str = "") -> Backend:
        """A second trainer of nothing yet, or a second connection."""
        backend = self.owner.backend(person or self.owner.person(), server_uuid=server_uuid)
        self.opened.append(backend)
        return backend

    def changes(self, cursor: str = "") -> tuple[Change, ...]:
        """The whole feed after `cursor`."""
        found: list[Change] = []
        while True:
            reply = self.backend.changes(cursor, limit=2)
            found += reply.items
            cursor = reply.next_cursor
            if not reply.has_more:
                return tuple(found)
