"""Encrypted copies of the store, in the folder `backups` beside it: rotating ones, and one before each migration.

A copy is made page by page with the same key, read back whole before it counts, and only then may an older one go.
What a copy holds stands in its name, so that a list of them needs no key. No time in a name decides anything.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import apsw
from msgspec import Struct

from hdclient.clock import Clock
from hdclient.store import faults
from hdclient.store.card import CARD_WITH_BACKUPS, card_of
from hdclient.store.disk import RESERVE_BYTES, free_bytes, sync_folder
from hdclient.store.facts import ELAPSED_MS
from hdclient.store.high_water import Counts

FOLDER = "backups"
KEEP = 3
KEEP_BEFORE_MIGRATION = 2
EVERY_MS = 2 * 3_600_000
"""Time with hdclient open between two copies."""
CLOSE_EVERY_MS = 1_800_000
"""The same when hdclient is about to close a store: what was done today is then in a copy, too."""
FIRST_MS = 300_000
"""A copy that was made so early in the life of a store holds next to nothing."""
BUDGET_BYTES = 1_000_000_000
"""Of a store so large that KEEP copies would need more than this, fewer are kept, but always one."""
PAGES = 128
"""Pages that are copied at a time."""
_NAME = re.compile(r"^(\d{4,})-(\d+)-(\d+)-(\d+)-(\d{8}T\d{6})Z(?:-before-(\d+))?\.db$")


class Backup(Struct, frozen=True, order=True):
    """One whole copy. `made` is ISO 8601 UTC, for display only; `elapsed_ms` is store time."""

    number: int
    elapsed_ms: int
    changes: int
    seals: int
    made: str
    before: int
    path: Path

    @property
    def counts(self) -> Counts:
        """How far the store had come."""
        return Counts(self.changes, self.seals)


def found(profile_folder: Path) -> tuple[Backup, ...]:
    """All copies, the newest first."""
    try:
        names = [(path, _NAME.match(path.name)) for path in (profile_folder / FOLDER).iterdir()]
    except OSError:
        return ()
    return tuple(sorted((_backup(path, match) for path, match in names if match), reverse=True))


def _backup(path: Path, match: re.Match[str]) -> Backup:
    number, elapsed, changes, seals, stamp, before = match.groups()
    day, hour = stamp.split("T")
    made = f"{day[:4]}-{day[4:6]}-{day[6:]}T{hour[:2]}:{hour[2:4]}:{hour[4:]}+00:00"
    return Backup(int(number), int(elapsed), int(changes), int(seals), made, int(before or 0), path)


def is_due(profile_folder: Path, counts: Counts, elapsed_ms: int, *, closing: bool = False) -> bool:
    """Whether something was written since the newest copy, and long enough ago."""
    copies = found(profile_folder)
    if not copies:
        return True
    newest = copies[0]
    passed = elapsed_ms - newest.elapsed_ms
    every = EVERY_MS if not closing else 0 if newest.elapsed_ms < FIRST_MS else CLOSE_EVERY_MS
    return newest.changes != counts.changes and (passed >= every or passed < 0)


class Copying:
    """Makes copies of one store. `copy` is Database.copy_to, or the same for a connection that is not a store yet."""

    def __init__(self, profile_folder: Path, key: bytes, clock: Clock, keep: int = KEEP) -> None:
        self._profile = profile_folder
        self._folder = profile_folder / FOLDER
        self._key = key
        self._clock = clock
        self._keep = keep

    def make(
        self,
        copy: Callable[[apsw.Connection], bool],
        size: int,
        counts: Counts,
        elapsed_ms: int,
        *,
        before: int = 0,
    ) -> Backup | None:
        """One more copy of `size` bytes. None: it was stopped, or there is too little space for it.

        Raises StoreDamaged when the store cannot be read whole, StoreFull, StoreUnwritable.
        """
        copies = found(self._profile)
        number = copies[0].number + 1 if copies else 1
        stamp = self._clock.now().strftime("%Y%m%dT%H%M%SZ")
        ending = f"-before-{before}" if before else ""
        name = f"{number:04}-{elapsed_ms}-{counts.changes}-{counts.seals}-{stamp}{ending}.db"
        part = self._folder / "part"
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            if free_bytes(self._folder) < size + RESERVE_BYTES:
                return None
            done = self._write(part, copy)
            if done:
                part.replace(self._folder / name)
                self._keep_card(part)
                sync_folder(self._folder)
        except apsw.Error as error:
            raise faults.as_store_error(error) from error
        except OSError as error:
            raise faults.of_system(error) from error
        finally:
            for path in (part, part.with_name("part-journal"), part.with_name("part-wal")):
                with suppress(OSError):
                    path.unlink(missing_ok=True)
        if not done:
            return None
        self._rotate(max(1, min(self._keep, BUDGET_BYTES // max(size, 1))))
        return found(self._profile)[0]

    def before_migration(self, connection: apsw.Connection, version: int) -> None:
        """Keeps the store as it is in format `version`. Raises StoreFull, so that it stays as it is."""
        size = int(connection.pragma("page_count")) * int(connection.pragma("page_size"))
        counts, elapsed_ms = counted(connection)
        if self.make(
            lambda target: copy_all(connection, target), size, counts, elapsed_ms, before=version + 1
        ):
            return
        raise faults.no_space_to_migrate()

    def _write(self, part: Path, copy: Callable[[apsw.Connection], bool]) -> bool:
        part.unlink(missing_ok=True)
        target = keyed(part, self._key, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE)
        try:
            # SQLite would sync all of it in the last step, while the store's lock is held.
            target.pragma("synchronous", "off")
            target.pragma("journal_mode", "off")
            if not copy(target):
                return False
        finally:
            target.close(True)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        check_whole(part, self._key)
        return True

    def _keep_card(self, part: Path) -> None:
        """Which store this is, beside its copies: as the cards say that agree, should one have been changed."""
        card = card_of(self._profile)
        if card is not None:
            part.write_bytes(card.text())
            part.replace(self._profile / CARD_WITH_BACKUPS)

    def _rotate(self, keep: int) -> None:
        copies = found(self._profile)
        plain = [one for one in copies if not one.before]
        early = [one for one in copies if one.before]
        for old in (*plain[keep:], *early[KEEP_BEFORE_MIGRATION:]):
            with suppress(OSError):
                old.path.unlink()


def counted(connection: apsw.Connection) -> tuple[Counts, int]:
    """How far a store of any version had come, and its store time; zeros for what it does not know."""
    counts, elapsed_ms = Counts(0, 0), 0
    with suppress(apsw.Error, ValueError):
        ((value,),) = connection.execute("SELECT value FROM meta WHERE key=?", (ELAPSED_MS,))
        elapsed_ms = int(value)
    with suppress(apsw.Error, ValueError):
        (row,) = connection.execute("SELECT changes, seals FROM high_water")
        counts = Counts(*row)
    return counts, elapsed_ms


def keyed(path: Path, key: bytes, flags: int, *, still: bool = False) -> apsw.Connection:
    """A connection to a copy or a damaged file: the store's cipher and key, none of its promises.

    `still`: nobody writes to it, so that no lock is taken and nothing appears beside it.
    """
    place = f"{path.absolute().as_uri()}?immutable=1" if still else str(path)
    connection = apsw.Connection(place, flags=flags | (apsw.SQLITE_OPEN_URI if still else 0))
    connection.pragma("cipher", "chacha20")
    connection.pragma("key", "raw:" + key.hex())
    connection.pragma("temp_store", "memory")
    return connection


def held(path: Path, key: bytes) -> tuple[int, int] | None:
    """(drafts with something in them, submissions) of a copy, from looking only; None when it cannot be read."""
    written = "coalesce(json_extract(CAST(w.draft AS TEXT), '$.answers'), '{}') <> '{}'"
    connection: apsw.Connection | None = None
    try:
        connection = keyed(path, key, apsw.SQLITE_OPEN_READONLY, still=True)
        ((drafts, sealed),) = connection.execute(
            f"SELECT coalesce(sum(s.state='draft' AND {written}), 0), coalesce(sum(s.state<>'draft'), 0)"
            " FROM submission s JOIN words w ON w.id=s.id"
        )
    except apsw.Error:
        return None
    finally:
        if connection is not None:
            connection.close(True)
    return int(drafts), int(sealed)


def check_whole(path: Path, key: bytes) -> None:
    """Reads every page of a copy. Raises StoreError when one does not verify."""
    connection = keyed(path, key, apsw.SQLITE_OPEN_READWRITE)
    try:
        connection.pragma("locking_mode", "exclusive")
        said = [text for (text,) in connection.execute("PRAGMA quick_check(1)")]
    except apsw.Error as error:
        raise faults.as_store_error(error) from error
    finally:
        connection.close(True)
    if said != ["ok"]:
        raise faults.store_damaged()


def copy_all(source: apsw.Connection, target: apsw.Connection) -> bool:
    """Copies in one go, where nobody waits."""
    with target.backup("main", source, "main") as backup:
        while not backup.done:
            backup.step(PAGES)
    return True
