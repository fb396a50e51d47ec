"""One trainer's computer and its platform, for the property test: real store, real engine, real platform, bad wire.

The computer can die at named points. What was promised to the person is written down on the side, and `check` holds
the store and the platform against it.
"""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from hdclient.backends.base import Backend
from hdclient.errors import BackendError, WorkError
from hdclient.events import EventHub
from hdclient.model.campaign import CampaignPolicy
from hdclient.model.ids import new_id
from hdclient.model.review import Decision
from hdclient.model.submission import SUBMISSION_MOVES, SubmissionState
from hdclient.platform.paging import decode
from hdclient.store import Store
from hdclient.store.facts import SERVER_UUID
from hdclient.sync.engine import SyncEngine
from hdclient.sync.pull import STREAM
from tests.helpers.clock import FakeClock
from tests.helpers.faulty_wire import FaultyWire
from tests.helpers.judgements import body_bytes, judge
from tests.helpers.platforms import RealOwner

KEY = bytes(range(32))
MARK = "SECRET-WORDS-XYZZY"
TASKS = 4
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

    backend: Callable[[Backend, World], Backend] = lambda backend, world: backend
    engine: Callable[[SyncEngine, World], None] = lambda engine, world: None


@dataclass
class Promises:
    """What the person was told."""

    sealed: dict[Key, bytes] = field(default_factory=dict)
    drafts: dict[Key, dict[str, Any]] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    """Submission ids that this person's other computer sent."""
    lost: set[Key] = field(default_factory=set)
    """What the platform had, and lost when it was restored from a backup."""


class World:
    """The computer, started; `die_at` names the point at which it dies next."""

    def __init__(self, owner: RealOwner, mutation: Mutation) -> None:
        self.owner = owner
        self.mutation = mutation
        self.promises = Promises()
        self.states: dict[Key, str] = {}
        self.clock = FakeClock()
        self.wire = FaultyWire(owner.app)
        self.campaign = owner.add_campaign(policy=CampaignPolicy(prefetch_tasks=TASKS, lease_hours=2))
        self.person = owner.person(self.campaign)
        self.tasks = owner.add_tasks(self.campaign, TASKS)
        self.junk = 0
        self.die_at = ""
        self.folder = Path(tempfile.mkdtemp(dir=_fast_folder()))
        self._rng = random.Random(7)
        self._start(Store.create(self.folder / "store.db", KEY, clock=self.clock, crash=self._crash))

    # -- the computer --

    def _start(self, store: Store) -> None:
        self.store = store
        # How durable a commit is, is tested elsewhere; here a thousand stores must be quick.
        store._db._connection.pragma("synchronous", "off")
        known = store.meta.get(SERVER_UUID)
        backend = self.owner.backend(
            self.person, server_uuid=known or self.owner.platform.server_uuid, transport=lambda: self.wire
        )
        self.backend = self.mutation.backend(backend, self)
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

    def close(self) -> None:
        """The end of the example."""
        self.store.close()
        shutil.rmtree(self.folder)

    # -- the person --

    def write_draft(self, index: int, words: str) -> None:
        """Opens the task and writes; what a save has answered for is promised."""
        task_id = self.tasks[index]

        def act() -> None:
            row = self.store.drafts.open(task_id)
            words_of_draft = {"answers": {"why": {"text": f"{MARK} {words}"}}}
            try:
                self.store.drafts.save(row.submission_id, row.revision, words_of_draft)
            except WorkError:
                return
            self.promises.drafts[row.submission_id, row.revision] = words_of_draft

        try:
            self.survive(act)
        except WorkError:
            return  # the task is not here
        self._note_drafts()

    def _note_drafts(self) -> None:
        """After a death the save may have been done or not: what stands in the store is what counts."""
        for key, found in self.revisions().items():
            if found.state == "draft":
                self.promises.drafts[key] = found.draft

    def submit(self, index: int, *, fate: str = "") -> None:
        """Seals the draft of a task. Once it is sealed, it is promised.

        Fates: "poison" breaks the platform, "bad" breaks its rules, "hold" stays in the undo window.
        """
        assignment = self.store.tasks.assignment(self.tasks[index])
        row = self.store.drafts.live(self.tasks[index])
        if assignment is None or row is None or row.state is not SubmissionState.DRAFT:
            return
        key = (row.submission_id, row.revision)
        answers: dict[str, Any] | None = {} if fate == "bad" else None
        reason = f"{MARK} {row.draft.get('answers')}"
        body = body_bytes(assignment.task, assignment.lease, *key, answers=answers, reason=reason)

        def act() -> None:
            self.store.drafts.seal(*key, body)
            if fate != "hold":
                self.store.outbox.release(*key)

        self.survive(act)
        if self.state_of(key) != "draft":
            self.promises.sealed[key] = body
            self.promises.drafts.pop(key, None)
            if fate == "poison":
                self.wire.poison.add(row.submission_id)

    def undo(self, index: int) -> None:
        """Takes the last submit back, if it has not been taken for sending."""
        row = self.store.drafts.live(self.tasks[index])
        if row is None or row.state is not SubmissionState.QUEUED:
            return
        key = (row.submission_id, row.revision)

        def act() -> None:
            self.store.drafts.unseal(*key)

        try:
            self.survive(act)
        except WorkError:
            return
        if self.state_of(key) == "draft":
            self.promises.sealed.pop(key)
            self.wire.poison.discard(row.submission_id)
            self._note_drafts()

    def rework(self, index: int) -> None:
        """Opens the next revision of what came back."""
        row = self.store.drafts.current(self.tasks[index])
        if row is None:
            return
        try:
            self.store.drafts.rework(row.submission_id)
        except WorkError:
            return
        self._note_drafts()

    # -- the platform's side --

    def review(self, index: int, decision: Decision) -> None:
        """A reviewer decides on the newest submission that the platform has for the task."""
        found = self._on_platform(index)
        if found is not None:
            self.owner.comment(*found, "Look again.")
            self.owner.review(*found, decision, "Please look again.")

    def _on_platform(self, index: int) -> Key | None:
        """The newest revision of ours that the platform has for a task."""
        row = self.store.drafts.current(self.tasks[index])
        if row is None:
            return None
        stored = [key for key in self.stored() if key[0] == row.submission_id]
        return max(stored, default=None, key=lambda key: key[1])

    def other_computer(self, index: int) -> None:
        """The same person submits the same task from elsewhere."""
        assignment = self.store.tasks.assignment(self.tasks[index])
        if assignment is None:
            return
        item = judge(assignment.task, assignment.lease, submission_id=new_id())
        self.promises.elsewhere.add(item.submission_id)
        with self.owner.backend(self.person) as backend:
            backend.submit([item])

    def rivals_take_over(self) -> None:
        """Hours pass there, our leases run out, and somebody else works on the first of our tasks."""
        self.owner.clock.advance(3 * 3_600_000)
        with self.owner.backend(self.owner.person(self.campaign)) as rival:
            leases = rival.lease(self.campaign, 2).items
            for task in rival.tasks([lease.task_id for lease in leases[:1]]):
                rival.submit([judge(task, leases[0])])

    def loses(self, count: int) -> None:
        """The platform is restored from a backup that lacks the newest submissions."""
        self.promises.lost |= set(self.owner.lose_newest(self.person, count))

    def junk_change(self, kind: str, data: Any) -> None:
        """The feed says something that this program does not understand."""
        self.owner.tell(self.person, kind, data)

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
