"""The computer of the property test: real stores, a real engine, a real platform behind a bad wire, two people.

It can die at named points. What was promised to the people is written down on the side.
"""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, cast

from hdclient.backends.base import Backend
from hdclient.errors import BackendError
from hdclient.events import EventHub
from hdclient.model.campaign import CampaignPolicy
from hdclient.model.submission import SUBMISSION_MOVES, SubmissionState
from hdclient.platform.paging import decode
from hdclient.store import Store
from hdclient.store.facts import PERSON, SERVER_UUID
from hdclient.sync.engine import SyncEngine
from hdclient.sync.pull import STREAM
from tests.helpers.clock import FakeClock
from tests.helpers.faulty_wire import FaultyWire
from tests.helpers.platforms import RealOwner

KEY = bytes(range(32))
MARK = "SECRET-WORDS-XYZZY"
TASKS = 4
MOST_HOURS = 5
Key = tuple[str, int]


class Died(BaseException):
    """The process was killed at this point."""


class Revision(NamedTuple):
    """One revision as the store has it."""

    state: str
    body: bytes | None
    draft: dict[str, Any]


@dataclass
class Mutation:
    """How a seeded bug changes a freshly started computer. The default changes nothing."""

    backend: Callable[[Backend, Computer], Backend] = lambda backend, world: backend
    engine: Callable[[SyncEngine, Computer], None] = lambda engine, world: None


@dataclass
class Promises:
    """What the person was told."""

    sealed: dict[Key, bytes] = field(default_factory=dict)
    drafts: dict[Key, dict[str, Any]] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    """Submission ids that this person's other computer sent."""
    lost: set[Key] = field(default_factory=set)
    """What the platform had, and lost when it was restored from a backup."""
    shown: dict[Key, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    """Of each draft: the task's revision and the order of responses that the person has before their eyes."""
    wishes: set[str] = field(default_factory=set)
    """Tasks for which the person asked for more time, and the platform was not asked yet."""


@dataclass
class Account:
    """One person's work on this computer. Its words carry its own mark."""

    person: str
    campaign: str
    tasks: list[str]
    folder: Path
    mark: str
    promises: Promises = field(default_factory=Promises)
    states: dict[Key, str] = field(default_factory=dict)
    assigned: dict[str, tuple[str, str]] = field(default_factory=dict)
    """task → (state, lease id), as it was at the last look."""
    listed: set[str] = field(default_factory=set)
    """What the platform's last list of leases had in it."""


class Computer:
    """The computer, started; `die_at` names the point at which it dies next. Two people work on it, one at a time."""

    def __init__(self, owner: RealOwner, mutation: Mutation) -> None:
        self.owner = owner
        self.mutation = mutation
        self.clock = FakeClock()
        self.wire = FaultyWire(owner.app)
        self.junk = 0
        self.sent_as_another = False
        self.die_at = ""
        self._rng = random.Random(7)
        self.account = self._account(1)
        self.resting: Account | None = None
        """The other person's, once they have begun."""
        self._start(self._create())

    def _account(self, number: int) -> Account:
        policy = CampaignPolicy(prefetch_tasks=TASKS, lease_hours=2, lease_max_hours=MOST_HOURS)
        campaign = self.owner.add_campaign(policy=policy)
        person = self.owner.person(campaign)
        folder = Path(tempfile.mkdtemp(dir=_fast_folder()))
        tasks = self.owner.add_tasks(campaign, TASKS)
        return Account(person, campaign, tasks, folder, f"{MARK}-{number}-")

    @property
    def promises(self) -> Promises:
        """What the person who works now was told."""
        return self.account.promises

    @property
    def tasks(self) -> list[str]:
        """Their tasks."""
        return self.account.tasks

    @property
    def person(self) -> str:
        """Who works now."""
        return self.account.person

    @property
    def campaign(self) -> str:
        """Theirs."""
        return self.account.campaign

    @property
    def folder(self) -> Path:
        """Where their work is."""
        return self.account.folder

    # -- the computer --

    def _create(self) -> Store:
        return Store.create(self.folder / "store.db", KEY, clock=self.clock, crash=self._crash)

    def _start(self, store: Store, *, person: str = "") -> None:
        """`person`: whose token is used, if by a mistake it is not that of the store's owner."""
        self.store = store
        # How durable a commit is, is tested elsewhere; here a thousand stores must be quick.
        store._db._connection.pragma("synchronous", "off")
        known = store.meta.get(SERVER_UUID)
        backend = self.owner.backend(
            person or self.person,
            server_uuid=known or self.owner.platform.server_uuid,
            transport=lambda: self.wire,
        )
        self.backend = cast(
            Backend, Listening(self.mutation.backend(backend, self), self, person or self.person)
        )
        self.engine = SyncEngine(store, self.backend, EventHub(), self.clock, self._rng, self._crash)
        self.mutation.engine(self.engine, self)
        self.engine.recover()

    def _crash(self, point: str) -> None:
        if point == self.die_at:
            self.die_at = ""
            raise Died(point)

    def survive(self, act: Callable[[], object]) -> bool:
        """Does something; when the computer dies of it, starts it again. Returns whether it lived."""
        try:
            act()
        except Died:
            self.die_at = ""
            self.store._db._connection.close(True)  # as the kernel does: no last words, no checkpoint
            self._reopen()
            return False
        finally:
            self.die_at = ""
        return True

    def restart(self) -> None:
        """Quits in good order and starts again."""
        self.store.close()
        self._reopen()

    def _reopen(self) -> None:
        self._start(Store.open(self.folder / "store.db", KEY, clock=self.clock, crash=self._crash))

    def switch(self) -> None:
        """The other person signs in on this computer."""
        self.store.close()
        other, self.resting = self.resting or self._account(2), self.account
        self.account = other
        if (self.folder / "store.db").exists():
            self._reopen()
        else:
            self._start(self._create())
            self.begin()

    def has_two(self) -> bool:
        """Whether the other person has worked here."""
        return self.resting is not None and (self.resting.folder / "store.db").exists()

    def wrong_token(self) -> None:
        """By a mistake, a round runs on this person's store with the other one's token."""
        self.resting = self.resting or self._account(2)
        self.store.outbox.release_all()
        store = self.store
        self._start(store, person=self.resting.person)
        self.sync(self.engine.run_once)
        self._start(self.store)

    def close(self) -> None:
        """The end of the example."""
        self.store.close()
        for account in (self.account, self.resting):
            if account is not None:
                shutil.rmtree(account.folder)

    # -- sync --

    def sync(self, act: Callable[[], object]) -> None:
        """One phase of sync; failures of exchanges are its own business."""

        def guarded() -> None:
            with contextlib.suppress(BackendError):
                act()

        self.survive(guarded)
        self.wire.disarm()

    def begin(self) -> None:
        """Leases and bodies are here, by the shortest way: the whole way is one of the acts."""
        self.store.meta.set(SERVER_UUID, self.owner.platform.server_uuid)
        self.store.meta.set(PERSON, self.backend.me().as_json())
        leases = self.backend.lease(self.campaign, TASKS).items
        bodies = self.backend.tasks([lease.task_id for lease in leases])
        with self.store.transaction():
            self.store.tasks.put_leases(self.campaign, leases, self.clock.now())
            for body in bodies:
                self.store.tasks.put_task(body)

    def settle_down(self) -> None:
        """Faults have stopped: time goes on, rounds are run, until all that can go has gone."""
        self.wire.disarm()
        self.store.outbox.release_all()
        self.clock.advance(3_600_000)
        self.engine.greet()
        for _ in range(40):
            self.engine.push()
            self.engine.pull()
            if not self._unsent() and self._heard_all():
                break
            self.clock.advance(100_000)
        if self.promises.wishes and not self.promises.lost:
            self.engine.fetch()
        if self.promises.lost:
            self.clock.advance(3_600_000)
            self.engine.hurry()
            self.engine.run_once()

    def _heard_all(self) -> bool:
        return self.cursor_number() >= max((seq for seq, _, _ in self.told()), default=0)

    def _unsent(self) -> set[str]:
        rows = self.store._db.query("SELECT submission_id, hold FROM outbox")
        return {
            submission_id for submission_id, hold in rows if not (hold and submission_id in self.wire.poison)
        }

    # -- what is --

    def assignments(self) -> dict[str, tuple[str, str]]:
        """Task → (state, lease id), as the store has them."""
        rows = self.store._db.query("SELECT task_id, state, lease_id FROM assignment")
        return {task_id: (state, lease_id) for task_id, state, lease_id in rows}

    def revisions(self) -> dict[Key, Revision]:
        """Every revision in the store."""
        rows = self.store._db.query(
            "SELECT s.submission_id, s.revision, s.state, w.body, w.draft FROM submission s"
            " LEFT JOIN words w ON w.id=s.id"
        )
        return {
            (sid, rev): Revision(state, None if body is None else bytes(body), json.loads(draft or "{}"))
            for sid, rev, state, body, draft in rows
        }

    def state_of(self, key: Key) -> str:
        """The state of one revision; empty when there is none."""
        row = self.store.submissions.find(*key)
        return "" if row is None else row.state.value

    def stored(self) -> dict[Key, str]:
        """What the platform has from this computer: hash by identity."""
        found = {}
        for (submission_id, revision, sha256), count in self.owner.stored(self.person).items():
            assert count == 1, "I2: the platform has it twice"
            if submission_id not in self.promises.elsewhere:
                found[submission_id, revision] = sha256
        return found

    def cursor_number(self) -> int:
        """Up to which entry of the feed the store says that it has read; 0 after a change of epoch."""
        text = decode(self.store.stream.get(STREAM)[0]) or ""
        number, _, epoch = text.removeprefix("c").partition(".")
        return int(number) if number and epoch == self.owner.platform.epoch else 0

    def told(self) -> list[tuple[int, str, Any]]:
        """What the platform has told this person so far."""
        return self.owner.told(self.person)

    def files(self) -> bytes:
        """Every byte that the store has on the disk."""
        return b"".join(path.read_bytes() for path in self.folder.iterdir() if path.is_file())


class Listening:
    """Notes what the platform has listed and been asked, as the person's side could swear to."""

    def __init__(self, inner: Backend, world: Computer, person: str) -> None:
        self._inner, self._world, self._person = inner, world, person

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def submit(self, items: Sequence[Any]) -> Any:
        if self._person != self._world.person:
            self._world.sent_as_another = True
        return self._inner.submit(items)

    def lease(self, campaign_id: str, want: int) -> Any:
        world = self._world
        here = world.assignments()
        world.promises.wishes -= {task for task, (state, _) in here.items() if state != "leased"}
        reply = self._inner.lease(campaign_id, want)
        world.account.listed = {lease.task_id for lease in reply.items}
        return reply

    def renew(self, lease_ids: Sequence[str]) -> Any:
        results = self._inner.renew(lease_ids)
        answered = {result.lease_id for result in results}
        held = self._world.assignments()
        self._world.promises.wishes -= {task for task, (_, lease) in held.items() if lease in answered}
        return results


def reachable() -> frozenset[tuple[str, str]]:
    """Every pair of states of which the second can follow the first in any number of allowed moves."""
    pairs = {(old.value, new.value) for old, new in SUBMISSION_MOVES} | {
        (s.value, s.value) for s in SubmissionState
    }
    while True:
        more = {(a, d) for a, b in pairs for c, d in pairs if b == c} - pairs
        if not more:
            return frozenset(pairs)
        pairs |= more


REACHABLE = reachable()


def _fast_folder() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None
