"""One life of the program's core: real store, desk and sync thread. It may be killed at any moment.

What it is about to do and what has been done it writes to a log outside its folder, line by line, so that the
promises can be held against the store and the platform afterwards. Words are numbered: `n` is the number of the edit.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from hdclient.backends.deadline import Patience
from hdclient.backends.platform import PlatformBackend
from hdclient.cli.doctor import bundle
from hdclient.clock import SystemClock
from hdclient.config import Config
from hdclient.errors import StoreError, WorkError
from hdclient.events import EventHub
from hdclient.session.desk import Desk
from hdclient.session.work_session import WorkSession
from hdclient.store import Store
from hdclient.store.care import Care
from hdclient.store.keys import SessionKeys
from hdclient.store.outbox import OutboxRow
from hdclient.store.profile import Profile
from hdclient.sync.engine import SyncEngine
from hdclient.sync.worker import SyncWorker
from tests.helpers.judgements import preference

MARK = "MARKED-WORDS-XYZZY"
QUICK = Patience(connect=0.5, silence=0.25, exchange=0.5, asset=0.5)
PLACES = (
    *("HOME", "TMPDIR", "TEMP", "TMP", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"),
    *("XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"),
)
Say = Callable[..., None]
_EDIT = re.compile(rf"{MARK} edit (\d+) ")


@dataclass(frozen=True)
class Birth:
    """What a life is given. `seed` decides what the person does."""

    folder: Path
    """Store, temporary files, everything that the process may write."""
    log: Path
    """Where it says what it does."""
    origin: str
    token: str
    seed: int


def live(birth: Birth, what: str) -> None:
    """The process: `work` until it is killed (`calm`: on a line that is good), or `drain` until all is on the platform.

    `forget` and `gossip` work with a seeded bug, so that the test is tested: one forgets what it is sending, the
    other keeps a diary.
    """
    _settle_in(birth)
    log = os.open(birth.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def say(kind: str, submission_id: str = "", revision: int = 0, number: int = 0) -> None:
        os.write(log, f"{json.dumps([kind, submission_id, revision, number])}\n".encode())

    clock = SystemClock()
    store = Profile(birth.folder / "account").open_or_create(
        Outside(birth.log.parent), birth.origin, clock=clock
    )
    store.outbox.recover()
    patience = Patience() if what in ("drain", "calm") else QUICK
    backend = PlatformBackend(birth.origin, lambda: birth.token, patience=patience)
    hub = EventHub()
    if what == "forget":
        _forget_what_is_sent(store)
    engine = SyncEngine(store, backend, hub, clock, random.Random(birth.seed))
    life = Life(store, Desk(store, hub, clock), engine, say, random.Random(birth.seed))
    life.look_around()
    if what == "gossip":
        (birth.folder / "diary.log").write_text(f"He wrote: {MARK}")
    if what == "drain":
        life.drain()
        store.close()
        # What goes to support is searched with the other files.
        report = birth.folder / "report.txt"
        bundle(
            Config(data_dir=birth.folder), Outside(birth.log.parent), clock, report, say=lambda _text: None
        )
    else:
        life.work()


def _settle_in(birth: Birth) -> None:
    """All that the process writes, it writes where it will be looked for."""
    for name in PLACES:
        os.environ[name] = str(birth.folder)
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        del os.environ[name]
    os.chdir(birth.folder)
    errors = os.open(birth.folder / "stderr.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(errors, 1)
    os.dup2(errors, 2)


def _forget_what_is_sent(store: Store) -> None:
    """The bug: a submission leaves the outbox when the request leaves, not when the answer is there."""
    take = store.outbox.take

    def take_and_forget(rows: Iterable[OutboxRow]) -> tuple[OutboxRow, ...]:
        taken = take(rows)
        with store.transaction():
            for row in taken:
                store._db.execute("DELETE FROM outbox WHERE seq=?", (row.seq,))
        return taken

    store.outbox.take = take_and_forget  # type: ignore[method-assign]


class Outside(SessionKeys):
    """The keyring of these lives: a folder that is not looked into, as the system's keyring is none of ours."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        for path in folder.glob("*.key"):
            super().save(path.stem, path.read_bytes())

    def save(self, store_uuid: str, key: bytes) -> None:
        """As KeyProvider."""
        super().save(store_uuid, key)
        new = self._folder / f"{store_uuid}.new"
        new.write_bytes(key)
        new.rename(self._folder / f"{store_uuid}.key")


class Life:
    """A person at the desk while the sync thread runs."""

    def __init__(self, store: Store, desk: Desk, engine: SyncEngine, say: Say, chance: random.Random) -> None:
        self._store = store
        self._desk = desk
        self._engine = engine
        self._worker = SyncWorker(engine, poll_ms=50)
        self._care = Care(store)
        self._say = say
        self._chance = chance
        self._pause = threading.Event()

    def look_around(self) -> None:
        """Says which drafts are here, and what is in them."""
        self._say("begun")
        rows = self._store._db.query("SELECT submission_id, revision FROM submission WHERE state='draft'")
        for submission_id, revision in rows:
            row = self._store.drafts.get(submission_id, revision)
            assert row is not None
            self._say("found", submission_id, revision, number_of(json.dumps(row.draft)))
        self._say("looked")

    def work(self) -> None:
        """Without end."""
        self._worker.start()
        while True:
            self._rework()
            task_ids = self._store.tasks.ready_ids()
            if task_ids:
                self._judge(self._chance.choice(task_ids[:8]))
                self._worker.wake(hurry=self._chance.random() < 0.5)
            if self._chance.random() < 0.05:
                self._look_after()
            self._pause.wait(self._chance.uniform(0.0, 0.02))

    def _look_after(self) -> None:
        """Backups, ballast, the files of tasks, what is finished: as in quiet moments, only more often."""
        self._care.round()
        try:
            self._store.back_up(now=self._chance.random() < 0.3)
        except StoreError as error:
            self._say(f"trouble:{type(error).__name__}")

    def _judge(self, task_id: str) -> None:
        try:
            session = self._desk.open(task_id)
        except WorkError:
            return  # it was taken back a moment ago
        for _ in range(self._chance.randint(1, 3)):
            self._write(session)
        if self._chance.random() < 0.2:
            return  # it stays a draft for now
        session.set_answer("better", preference(session.assignment.task))
        key = (session.submission_id, session.revision)
        self._say("sealing", *key)
        session.submit()
        self._say("sealed", *key)
        if self._chance.random() < 0.15:
            self._undo(key)
        if self._chance.random() < 0.6:
            self._store.outbox.release_all()

    def _write(self, session: WorkSession) -> None:
        key = (session.submission_id, session.revision)
        number = number_of(json.dumps(dict(session.answers))) + 1
        self._say("writing", *key, number)
        session.set_answer("why", {"text": f"{MARK} edit {number} " + "lorem " * self._chance.randrange(200)})
        self._say("wrote", *key, number)

    def _undo(self, key: tuple[str, int]) -> None:
        self._say("undoing", *key)
        try:
            self._desk.undo_last_submit()
        except WorkError:
            return
        self._say("undone", *key)

    def _rework(self) -> None:
        """Takes up work that a reviewer has sent back."""
        row = self._store._db.one(
            "SELECT s.submission_id FROM submission s WHERE s.state='returned' AND NOT EXISTS"
            " (SELECT 1 FROM submission n WHERE n.submission_id=s.submission_id AND n.revision>s.revision) LIMIT 1"
        )
        if row is not None and self._chance.random() < 0.5:
            self._judge(self._desk.rework(row[0]))

    def drain(self) -> None:
        """Sends all that is left, reads all there is, and has the platform audited."""
        self._store.outbox.release_all()
        for _ in range(50):
            self._engine.hurry()
            report = self._engine.run_once()
            if report.error is None and report.audited.error is None and not self._unsent():
                break
        self._say("drained", "", 0, self._unsent())
        rows = self._store._db.query("SELECT state, count(*) FROM submission GROUP BY state")
        for state, count in rows:
            self._say(f"state:{state}", "", 0, count)

    def _unsent(self) -> int:
        row = self._store._db.one("SELECT count(*) FROM outbox")
        return 0 if row is None else int(row[0])


def main(folder: str, log: str, origin: str, token: str) -> None:
    """One life as a command, so that it can be traced."""
    live(Birth(Path(folder), Path(log), origin, token, 1), "calm")


def number_of(text: str) -> int:
    """Which edit a draft is at; 0 when nothing was written yet."""
    found = _EDIT.search(text)
    return int(found.group(1)) if found else 0


if __name__ == "__main__":
    main(*sys.argv[1:5])
