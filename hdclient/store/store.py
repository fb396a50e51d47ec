"""The store as one object: the open file and its parts. Nothing in here decides what to send or to show."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from hdclient.clock import Clock, SystemClock
from hdclient.errors import StoreDamaged, StoreError, WrongKey
from hdclient.store import faults
from hdclient.store.blob_file import BLOBS_NAME, BlobFile
from hdclient.store.blobs import Blobs
from hdclient.store.database import Database, Prepare
from hdclient.store.disk import RESERVE_BYTES, free_bytes
from hdclient.store.drafts import Drafts
from hdclient.store.event_log import EventLog
from hdclient.store.exposures import Exposures
from hdclient.store.facts import ELAPSED_MS, STORE_UUID, Meta, Settings
from hdclient.store.feedback import FeedbackStore
from hdclient.store.high_water import Counts, HighWater
from hdclient.store.journal import Journal
from hdclient.store.migrating import newest_version
from hdclient.store.numbers import Numbers
from hdclient.store.outbox import Outbox
from hdclient.store.prepared import PreparedContent
from hdclient.store.readings import Readings
from hdclient.store.retention import Limits, Retention
from hdclient.store.streams import Streams
from hdclient.store.submissions import Submissions
from hdclient.store.tasks import Tasks
from hdclient.store.terms import Terms
from hdclient.store.views import Views

if TYPE_CHECKING:
    from hdclient.store.backups import Backup
    from hdclient.store.figures import Figures
    from hdclient.store.notes import Notes
    from hdclient.store.review_items import ReviewItems
    from hdclient.store.said import SaidStore

SUSPECT_NAME = "store.suspect"
"""A file beside the store: the next start reads all of it before it trusts it."""


def no_crash(point: str) -> None:
    """The default for `crash`: tests pass a function that dies at a named point."""


class Store:
    """One person's work with one platform. Thread-safe; share one object between the main and the sync
    thread."""

    def __init__(
        self, database: Database, key: bytes, clock: Clock, crash: Callable[[str], None] = no_crash
    ) -> None:
        self._db = database
        self._files = BlobFile(database.path.with_name(BLOBS_NAME), key, read_only=database.read_only)
        self._clock = clock
        self._mark: HighWater | None = None
        self._key = b""
        self.on_trouble: Callable[[str], None] | None = None
        """Gets "full" when the reserve was used up to save words, and "damaged"; in whatever thread."""
        self._opened_ms = clock.monotonic_ms()
        self.crash = crash
        self.meta = Meta(database)
        self.settings = Settings(database)
        self._elapsed_base = int(self.meta.get(ELAPSED_MS, "0"))
        self.submissions = Submissions(database, clock)
        self.terms = Terms(database, clock)
        self.log = EventLog(database, self.submissions.now, self.elapsed_ms)
        self.journal = Journal(database, self.submissions.now, self.elapsed_ms)
        self.tasks = Tasks(database, self.submissions, self.terms, self.log)
        self.drafts = Drafts(database, self.submissions, crash, self.log, self.journal)
        self.outbox = Outbox(
            database, self.submissions, self.elapsed_ms, self.save_elapsed, self.log, self.journal
        )
        self.feedback = FeedbackStore(database, self.submissions, self.log)
        self.blobs = Blobs(database, self._files)
        self.prepared = PreparedContent(database)
        self.retention = Retention(database, self.meta, self.blobs)
        self.exposures = Exposures(database, clock, self.elapsed_ms)
        self.stream = Streams(database)
        self.views = Views(database, self.terms)
        self.numbers = Numbers(database)
        self._stamp = self.submissions.now
        self.readings = Readings(database, self._stamp, self.elapsed_ms)

    @cached_property
    def notes(self) -> Notes:
        """Notes to those who run campaigns."""
        from hdclient.store.notes import Notes  # start-up

        return Notes(self._db, self._stamp, self.elapsed_ms)

    @cached_property
    def said(self) -> SaidStore:
        """What reviewers and trainers say to each other."""
        from hdclient.store.said import SaidStore  # start-up

        return SaidStore(self._db, self._stamp, self.elapsed_ms)

    @cached_property
    def review_items(self) -> ReviewItems:
        """What is held here to be reviewed."""
        from hdclient.store.review_items import ReviewItems  # start-up

        return ReviewItems(self._db, self._stamp)

    @classmethod
    def create(
        cls, path: Path, key: bytes, *, clock: Clock | None = None, crash: Callable[[str], None] = no_crash
    ) -> Store:
        """Makes a new store. Raises StoreError when there is one in this place already; nothing is
        overwritten."""
        return cls(Database.create(path, key), key, clock or SystemClock(), crash)

    @classmethod
    def open(
        cls,
        path: Path,
        key: bytes,
        *,
        clock: Clock | None = None,
        read_only: bool = False,
        store_uuid: str = "",
        before_migration: Prepare | None = None,
        crash: Callable[[str], None] = no_crash,
    ) -> Store:
        """Opens a store; with `store_uuid`, only if it is that one (and a migration calls `before_migration`).

        `read_only` is for disks that refuse writes: all reads work, all writes raise StoreUnwritable. Raises
        StoreMissing, StoreInUse, StoreUnwritable, WrongKey, StoreDamaged, StoreNewer, StoreFull.
        """
        prepare = None if not store_uuid else _belongs(store_uuid, before_migration)
        database = Database.open(path, key, read_only=read_only, prepare=prepare)
        return cls(database, key, clock or SystemClock(), crash)

    @property
    def read_only(self) -> bool:
        """Whether every write will be refused."""
        return self._db.read_only

    @property
    def path(self) -> Path:
        """The encrypted file."""
        return self._db.path

    def transaction(self, *, synced: bool = True) -> AbstractContextManager[None]:
        """All of the block or nothing. Keep it short. Inside another one it joins it.

        `synced` False: it does not wait for the disk, for what comes again by itself after a power cut.
        """
        return self._db.transaction(synced=synced)

    @cached_property
    def figures(self) -> Figures:
        """Numbers as the platform told them last."""
        from hdclient.store.figures import Figures  # start-up

        return Figures(self._db, self._stamp)

    def elapsed_ms(self) -> int:
        """How long this store has been open in all its life. Never goes back by more than what a crash
        forgets; knows nothing of the wall clock. Retry times are in it."""
        return self._elapsed_base + self._clock.monotonic_ms() - self._opened_ms

    def limit(self, limits: Limits) -> None:
        """How much may be kept from here on."""
        self.retention.limits = limits
        self.prepared.most_bytes = limits.prepared_bytes

    @property
    def size(self) -> int:
        """Bytes of the file when all is folded into it."""
        return self._db.size()

    def save_elapsed(self) -> None:
        """Remembers the store time, so that it goes on from here at the next start."""
        self.meta.set(ELAPSED_MS, str(self.elapsed_ms()))

    def check(self) -> tuple[str, ...]:
        """Reads every page and every index. Empty when all is well; slow (0.6 s per 500 MB)."""
        rows = self._db.query("PRAGMA integrity_check(20)")
        return tuple(str(text) for (text,) in rows if text != "ok")

    @property
    def counts(self) -> Counts:
        """How much was ever written to this store."""
        return self._db.counts()

    def watch(self, mark: HighWater, key: bytes) -> None:
        """From here on `mark` notes every commit; it is closed with the store. `key` is for its backups."""
        self._mark = mark
        self._key = key
        self._db.on_commit = mark.note
        self._db.on_damage = self.suspect
        self._db.on_full = self._make_room

    def back_up(
        self, stopped: Callable[[], bool] = lambda: False, *, now: bool = False, closing: bool = False
    ) -> bool:
        """Makes an encrypted copy if one is due (or `now`); not for the main thread. True: one was made.

        `closing`: the store is about to be closed, so that one is due sooner.

        Raises StoreDamaged when not every page can be read, StoreFull, StoreUnwritable.
        """
        from hdclient.store.backups import Copying, is_due  # start-up

        folder, counts = self.path.parent, self.counts
        if not self._key or not (now or is_due(folder, counts, self.elapsed_ms(), closing=closing)):
            return False
        try:
            made = Copying(folder, self._key, self._clock, self.retention.limits.backups).make(
                lambda target: self._db.copy_to(target, stopped), self._db.size(), counts, self.elapsed_ms()
            )
        except (StoreDamaged, WrongKey):
            self.suspect()
            raise
        return made is not None

    @property
    def has_backup(self) -> bool:
        """Whether there is any copy, from looking at names."""
        from hdclient.store.backups import found  # start-up

        return bool(found(self.path.parent))

    def backups(self) -> tuple[tuple[Backup, tuple[int, int] | None], ...]:
        """All copies, the newest first, each with (drafts, submissions) in it; None: it cannot be read."""
        from hdclient.store.backups import found, held  # start-up

        return (
            tuple((copy, held(copy.path, self._key)) for copy in found(self.path.parent)) if self._key else ()
        )

    def tidy(self) -> None:
        """Folds the WAL into the file. For idle moments: it keeps the lock for some milliseconds."""
        self._db.fold()
        if self._mark is not None:
            self._mark.sync()

    def fill_ballast(self) -> bool:
        """Sets some megabytes aside for the day when the disk is full. True: they are there."""
        from hdclient.store.ballast import Ballast  # start-up

        return Ballast(self.path.parent).fill()

    def has_room(self) -> bool:
        """Whether the disk has more free than what is kept for the person's own words."""
        try:
            return free_bytes(self.path.parent) >= RESERVE_BYTES
        except OSError:
            return True  # then the next write will say it

    def _make_room(self) -> bool:
        from hdclient.store.ballast import Ballast  # start-up

        freed = Ballast(self.path.parent).free()
        if freed:
            self._trouble("full")
        return freed

    def _trouble(self, kind: str) -> None:
        if self.on_trouble is not None:
            self.on_trouble(kind)

    def suspect(self) -> None:
        """Has the next start read every page: one was found that does not verify."""
        self._trouble("damaged")
        with suppress(OSError):
            self.path.with_name(SUSPECT_NAME).touch()

    def abandon(self) -> None:
        """Lets go without writing anything: what cannot be read of the WAL is not cut off either."""
        self._key = b""
        self._files.close()
        self._db.close(fold=False)
        if self._mark is not None:
            self._mark.close()

    def close(self) -> None:
        """Saves the store time, folds the WAL into the file, lets go of the lock. Safe to call twice."""
        if self._db.closed:
            return
        try:
            if not self.read_only:
                self.save_elapsed()
        except StoreError:
            pass  # a full disk at the very end: the store time goes on from where it was last saved
        finally:
            self._key = b""
            self._files.close()
            self._db.close()
            if self._mark is not None:
                self._mark.close()


def _belongs(store_uuid: str, before_migration: Prepare | None) -> Prepare:
    """Refuses a file that is not the store of that uuid, before anything is written to it."""

    def prepare(connection: apsw.Connection, version: int) -> None:
        if version == 0:
            raise faults.store_emptied(Path(connection.filename))
        found = list(connection.execute("SELECT value FROM meta WHERE key=?", (STORE_UUID,)))
        if found != [(store_uuid,)]:
            raise faults.store_foreign(Path(connection.filename))
        if before_migration is not None and version < newest_version():
            before_migration(connection, version)

    return prepare
