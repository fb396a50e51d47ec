"""When leases end, by the monotonic clock. Nothing here ends a lease: the platform does. Written by sync, except for
a person's wish for more time.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from hdclient.clock import Clock
from hdclient.model.task import Lease
from hdclient.store.database import Database

NEAR_MS = 60_000
"""A maximum that is nearer than this is reached: asking would bring nothing that a person can use."""


class Term(Struct, frozen=True):
    """How a lease stands now. `left_ms` is negative when its time is over; None: unknown since the computer started."""

    left_ms: int | None = None
    most_ms: int | None = None
    """What asking for more can make of it; None: unknown."""
    wish: str = ""
    """"asked": the wish waits for the platform; "refused": the platform gave no more time."""

    @property
    def may_ask(self) -> bool:
        """Whether asking for more time can bring any."""
        return self.most_ms is None or self.left_ms is None or self.most_ms > self.left_ms + NEAR_MS


class Terms:
    """Times in here are what the clock says, and belong to its era."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db = database
        self._clock = clock

    @property
    def era(self) -> str:
        """The era of all times that are known now."""
        return self._clock.era

    def now_ms(self) -> int:
        """The monotonic clock."""
        return self._clock.monotonic_ms()

    def of(self, task_id: str) -> Term:
        """How the lease of a task stands."""
        row = self._db.one("SELECT era, ends_ms, latest_ms, wish FROM assignment WHERE task_id=?", (task_id,))
        if row is None:
            return Term()
        era, ends_ms, latest_ms, wish = row
        if era != self.era:
            return Term(wish=wish)
        return Term(ends_ms - self.now_ms(), None if latest_ms is None else latest_ms - self.now_ms(), wish)

    def put(self, lease: Lease, life_ms: int = 0) -> None:
        """The platform has just said when it ends. `life_ms`: all of its time, if that is known better than by it."""
        now = self.now_ms()
        latest = None if lease.latest_s is None else now + lease.latest_s * 1000
        life = max(life_ms, lease.ttl_s * 1000)
        self._db.execute(
            "UPDATE assignment SET life_ms=CASE WHEN era=?2 AND life_ms>0 THEN life_ms ELSE ?5 END,"
            " era=?2, ends_ms=?3, latest_ms=?4 WHERE task_id=?1",
            (lease.task_id, self.era, now + lease.ttl_s * 1000, latest, life),
        )

    def moved(self, lease: Lease, era: str, ends_ms: int) -> bool:
        """Whether a lease ends otherwise than is known, by more than a minute."""
        return era != self.era or abs(ends_ms - self.now_ms() - lease.ttl_s * 1000) >= NEAR_MS

    def tired(self) -> tuple[str, ...]:
        """Leases of which less than half is left and which can be made to last longer, the first to end first."""
        rows = self._db.query(
            "SELECT lease_id FROM assignment WHERE state IN ('leased','blocked') AND era=?1 AND life_ms>0"
            " AND ends_ms-?2 < life_ms/2 AND (latest_ms IS NULL OR latest_ms > ends_ms+?3) ORDER BY ends_ms",
            (self.era, self.now_ms(), NEAR_MS),
        )
        return tuple(lease_id for (lease_id,) in rows)

    def wished(self) -> tuple[str, ...]:
        """Leases for which the person asks for more time."""
        rows = self._db.query("SELECT lease_id FROM assignment WHERE wish='asked' AND state='leased'")
        return tuple(lease_id for (lease_id,) in rows)

    def ask(self, task_id: str) -> bool:
        """The person asks for more time: sync passes it on. False: there is no lease of this task to prolong."""
        with self._db.transaction():
            return (
                self._db.execute(
                    "UPDATE assignment SET wish='asked' WHERE task_id=? AND state='leased'", (task_id,)
                )
                > 0
            )

    def renewed(self, lease_id: str, ttl_s: int, latest_s: int | None) -> str:
        """The platform has answered. What it gave is the whole life now: less than was thought must not mean
        renewing at every round. Returns the task's id; "" when it is not known here."""
        now = self.now_ms()
        with self._db.transaction():
            row = self._db.one("SELECT task_id, ends_ms, era FROM assignment WHERE lease_id=?", (lease_id,))
            if row is None:
                return ""
            more = row[2] != self.era or now + ttl_s * 1000 > row[1] + NEAR_MS
            full = (
                latest_s is not None and latest_s * 1000 > ttl_s * 1000 + NEAR_MS
            )  # it had all of it already
            self._db.execute(
                "UPDATE assignment SET era=?2, ends_ms=?3, life_ms=?4, latest_ms=?5,"
                " wish=CASE WHEN wish='asked' AND NOT ?6 THEN 'refused' ELSE '' END WHERE lease_id=?1",
                (
                    lease_id,
                    self.era,
                    now + ttl_s * 1000,
                    ttl_s * 1000,
                    None if latest_s is None else now + latest_s * 1000,
                    int(more or full),
                ),
            )
        return str(row[0])

    def gone(self, lease_ids: Sequence[str]) -> tuple[str, ...]:
        """The platform knows these leases no longer: the next list says so too. Returns the ids of their tasks."""
        found = []
        with self._db.transaction():
            for lease_id in lease_ids:
                found += self._db.query("SELECT task_id FROM assignment WHERE lease_id=?", (lease_id,))
                self._db.execute(
                    "UPDATE assignment SET life_ms=0, wish=CASE WHEN wish='asked' THEN 'refused' ELSE '' END"
                    " WHERE lease_id=?",
                    (lease_id,),
                )
        return tuple(str(task_id) for (task_id,) in found)
