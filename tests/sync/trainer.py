"""A trainer's computer for tests of single rules: real store, real engine, a platform in memory, a meddled line."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from hdclient.backends.base import Backend
from hdclient.errors import BackendError
from hdclient.events import Event, EventHub
from hdclient.model.campaign import CampaignPolicy
from hdclient.model.submission import SubmissionState
from hdclient.store import Store
from hdclient.sync.engine import SyncEngine
from tests.helpers.clock import FakeClock
from tests.helpers.judgements import body_bytes
from tests.helpers.platforms import MemoryOwner

KEY = bytes(range(32))
Key = tuple[str, int]


class Meddler:
    """Passes calls on. `fail` holds failures per call, used up one by one; `always` never used up; `change` edits."""

    def __init__(self, inner: Backend) -> None:
        self._inner = inner
        self.fail: dict[str, list[BaseException]] = {}
        self.always: dict[str, Callable[..., BaseException | None]] = {}
        self.change: dict[str, Callable[[Any], Any]] = {}
        self.calls: list[str] = []
        self.given: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Any:
        def call(*values: Any, **named: Any) -> Any:
            self.calls.append(name)
            self.given.append(values)
            if self.fail.get(name):
                raise self.fail[name].pop(0)
            if name in self.always and (failure := self.always[name](*values, **named)) is not None:
                raise failure
            answer = getattr(self._inner, name)(*values, **named)
            return self.change[name](answer) if name in self.change else answer

        return call

    def sent(self) -> list[int]:
        """The sizes of the batches that were sent."""
        return [
            len(values[0]) for name, values in zip(self.calls, self.given, strict=True) if name == "submit"
        ]


@dataclass
class Trainer:
    """The computer. Nothing is on it before the first round."""

    folder: Path
    count: int = 5
    policy: CampaignPolicy = field(default_factory=CampaignPolicy)
    image: bytes = b""

    def __post_init__(self) -> None:
        self.owner = MemoryOwner()
        self.platform = self.owner.platform
        self.clock = FakeClock()
        self.owner.clock.ms = self.clock.ms
        self.person = self.owner.person()
        self.campaign = self.owner.add_campaign(policy=self.policy)
        self.tasks = self.owner.add_tasks(self.campaign, self.count, image=self.image)
        self.line = Meddler(self.owner.backend(self.person))
        self.hub = EventHub()
        self.events: list[Event] = []
        self.hub.subscribe(self.events.append)
        self.die_at = ""
        self.attended = True
        self.store = Store.create(self.folder / "store.db", KEY, clock=self.clock)
        self.engine = self._engine()

    def _engine(self) -> SyncEngine:
        backend = cast(Backend, self.line)
        rng, attended = random.Random(1), lambda: self.attended
        return SyncEngine(self.store, backend, self.hub, self.clock, rng, self._crash, attended=attended)

    def _crash(self, point: str) -> None:
        if point == self.die_at:
            self.die_at = ""
            raise KeyboardInterrupt(point)

    def restart(self) -> None:
        """Ends and starts again."""
        self.store.close()
        self.store = Store.open(self.folder / "store.db", KEY, clock=self.clock)
        self.engine = self._engine()

    def close(self) -> None:
        self.store.close()

    def stocked(self) -> Trainer:
        """After the first round."""
        assert self.engine.run_once().error is None
        self.line.calls.clear()
        self.line.given.clear()
        self.events.clear()
        return self

    def submit(self, count: int = 1, *, release: bool = True, words: str = "") -> list[Key]:
        """Judges that many ready tasks."""
        keys = []
        for task_id in self.store.tasks.ready_ids()[:count]:
            keys.append(self.submit_task(task_id, release=release, words=words))
        assert len(keys) == count, "there are not so many ready tasks"
        return keys

    def submit_task(self, task_id: str, *, release: bool = True, words: str = "") -> Key:
        """Judges this task."""
        assignment = self.store.tasks.assignment(task_id)
        assert assignment is not None
        row = self.store.drafts.open(task_id)
        key = (row.submission_id, row.revision)
        self.store.drafts.seal(*key, body_bytes(assignment.task, assignment.lease, *key, reason=words))
        if release:
            self.store.outbox.release(*key)
        return key

    def state(self, key: Key) -> SubmissionState:
        found = self.store.submissions.find(*key)
        assert found is not None
        return found.state

    def reason(self, key: Key) -> str:
        """Why a submission is in its state."""
        row = self.store._db.one("SELECT reason FROM submission WHERE submission_id=? AND revision=?", key)
        return "" if row is None else str(row[0])

    def waiting(self, key: Key) -> tuple[int, int, str, str]:
        """Of an outbox row: (attempts, ms until it may be sent, last error, hold)."""
        row = self.store._db.one(
            "SELECT attempts, next_ms, last_error, hold FROM outbox WHERE submission_id=? AND revision=?", key
        )
        assert row is not None
        return row[0], row[1] - self.store.elapsed_ms(), row[2], row[3]

    def stored(self) -> Counter[Key]:
        """What the platform has, by identity."""
        return Counter({(sid, rev): n for (sid, rev, _), n in self.owner.stored(self.person).items()})

    def later(self, ms: int) -> None:
        """Time goes on here and there."""
        self.clock.advance(ms)
        self.owner.clock.advance(ms)

    def told(self, kind: type[Event]) -> list[Event]:
        """Events of a kind, in order."""
        return [event for event in self.events if type(event) is kind]


def always(error: BackendError) -> Callable[..., BackendError]:
    """For Meddler.always: this failure, whatever is asked."""
    return lambda *values, **named: error
