"""Which sensitive tasks the person looked at, and how long ago at least. Kept here only, and forgotten after some days.

How long ago is the longest that is certain: by store time, by the monotonic clock where the computer was not started
anew, and by the platform's clock where it was heard. So a limit ends too late offline, never too early, and setting the
computer's clock changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from msgspec import Struct

from hdclient.clock import Clock
from hdclient.store.database import Database

KEPT_MS = 7 * 86_400_000


class Exposure(Struct, frozen=True):
    """One look at a sensitive task. `age_ms`: it was at least so long ago."""

    task_id: str
    campaign_id: str
    categories: tuple[str, ...]
    age_ms: int


class Exposures:
    """`elapsed_ms`: store time. `heard` may be called by any thread."""

    def __init__(self, database: Database, clock: Clock, elapsed_ms: Callable[[], int]) -> None:
        self._db = database
        self._clock = clock
        self._elapsed_ms = elapsed_ms
        self._heard: tuple[int, int] | None = None  # the platform's clock and store time at one moment

    def heard(self, platform_ms: int) -> None:
        """What time it is on the platform."""
        first, self._heard = self._heard is None, (platform_ms, self._elapsed_ms())
        if first and not self._db.read_only:
            self._place()

    def _place(self) -> None:
        """Looks from before the platform was heard: they were no later than store time says."""
        if self._db.one("SELECT 1 FROM exposure WHERE platform_ms IS NULL LIMIT 1") is None:
            return
        with self._db.transaction():
            self._db.execute(
                "UPDATE exposure SET platform_ms=?-(?-elapsed_ms) WHERE platform_ms IS NULL",
                (self._platform_ms(), self._elapsed_ms()),
            )

    def add(self, task_id: str, campaign_id: str, categories: Iterable[str]) -> None:
        """The person looks at this task now."""
        told = json.dumps(sorted(set(categories)), ensure_ascii=False)
        now, elapsed = self._clock.monotonic_ms(), self._elapsed_ms()
        with self._db.transaction():
            self._db.execute("DELETE FROM exposure WHERE elapsed_ms<?", (elapsed - KEPT_MS,))
            self._db.execute(
                "INSERT INTO exposure(task_id, campaign_id, categories, elapsed_ms, era, monotonic_ms,"
                " platform_ms) VALUES(?,?,?,?,?,?,?)",
                (task_id, campaign_id, told, elapsed, self._clock.era, now, self._platform_ms()),
            )

    def within(self, age_ms: int) -> tuple[Exposure, ...]:
        """Those that may be younger than this, the newest first."""
        rows = self._db.query(
            "SELECT task_id, campaign_id, categories, elapsed_ms, era, monotonic_ms, platform_ms FROM exposure"
            " WHERE elapsed_ms>? ORDER BY id DESC",
            (self._elapsed_ms() - age_ms,),
        )
        found = (
            Exposure(task_id, campaign_id, tuple(json.loads(categories)), self._age(*times))
            for task_id, campaign_id, categories, *times in rows
        )
        return tuple(one for one in found if one.age_ms < age_ms)

    def _age(self, elapsed_ms: int, era: str, monotonic_ms: int, platform_ms: int | None) -> int:
        ages = [0, self._elapsed_ms() - elapsed_ms]
        if era == self._clock.era:
            ages.append(self._clock.monotonic_ms() - monotonic_ms)
        heard = self._platform_ms()
        if platform_ms is not None and heard is not None:
            ages.append(heard - platform_ms)
        return max(ages)

    def _platform_ms(self) -> int | None:
        if self._heard is None:
            return None
        platform_ms, at = self._heard
        return platform_ms + self._elapsed_ms() - at
