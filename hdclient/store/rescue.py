"""Goes on after a store was damaged or lost: from a backup, from what can be read of the damaged file, or from both.

The new file is made whole beside the old one and takes its place in one step. The old files go to the folder `aside`;
nothing in here deletes one. Killed at any point, the folder holds either the old store or the new one, or is told to
have none, with everything still in `aside` and `backups`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import apsw
from msgspec import Struct

from hdclient.clock import Clock, SystemClock
from hdclient.errors import KeyringError, StoreDamaged, StoreError, WrongKey
from hdclient.store import backups, faults
from hdclient.store.backups import Backup, check_whole, counted, keyed
from hdclient.store.blob_file import BLOBS_NAME
from hdclient.store.card import CARD_COPY_NAME, CARD_NAME, Card
from hdclient.store.disk import sync_folder
from hdclient.store.facts import SERVER_ORIGIN, STORE_UUID
from hdclient.store.high_water import MARK_NAME, HighWater
from hdclient.store.keys import KeyProvider
from hdclient.store.migrating import newest_version
from hdclient.store.profile import ASIDE, STORE_NAME, Profile
from hdclient.store.salvage import Salvaged, pour
from hdclient.store.store import SUSPECT_NAME, Store, no_crash

_FILES = (STORE_NAME + "-wal", MARK_NAME, STORE_NAME)
_NEW = "store.new"
_COPY = "store.read"


class Rescued(Struct, frozen=True):
    """What the store now holds: the backup it began with (if any), what was read from the old file, where that is."""

    backup: Backup | None
    salvaged: Salvaged
    readable: bool
    aside: Path


class Rescue:
    """For one profile whose store cannot be opened. Nothing happens before `go`."""

    def __init__(
        self,
        profile: Profile,
        keys: KeyProvider,
        clock: Clock | None = None,
        crash: Callable[[str], None] = no_crash,
    ) -> None:
        self._profile = profile
        self._keys = keys
        self._clock = clock or SystemClock()
        self._crash = crash

    def newest_backup(self) -> Backup | None:
        """The newest copy that can be read whole; None when there is none."""
        _, key = self._card_and_key()
        for copy in backups.found(self._profile.folder):
            with suppress(StoreError):
                check_whole(copy.path, key)
                return copy
        return None

    def _damaged_backups(self) -> list[Path]:
        """All copies, the newest first: asked for where none is whole."""
        return [copy.path for copy in backups.found(self._profile.folder)]

    def has_backups(self) -> bool:
        """Whether there is any copy, be it whole or not."""
        return bool(self._damaged_backups())

    def newer_seals(self, backup: Backup) -> int | None:
        """How many submissions were sealed after this copy was made; None when that is not known."""
        card, key = self._card_and_key()
        had = HighWater(self._profile.folder / MARK_NAME, key, card.store_uuid).read()
        return None if had is None else max(0, had.seals - backup.seals)

    def go(self, backup: Backup | None, *, drafts_as_then: bool = False) -> Rescued:
        """Makes the store anew from `backup` and from what can be read of the present file.

        Of what is in both, the newer words count; with `drafts_as_then`, drafts are as they are in the backup.

        Raises StoreInUse, StoreFull, StoreUnwritable, KeyringError; StoreDamaged when there is nothing to go on with.
        """
        card, key = self._card_and_key()
        folder = self._profile.folder
        self._let_go_by_others(key)
        try:
            self._clear()
            self._begin(backup, card, key)
            files = [self._profile.store_path, *([] if backup else self._damaged_backups())]
            for file in files:
                salvaged, readable = self._salvage(file, backup, key, drafts_as_then)
                if readable:
                    break
            if backup is None and not readable:
                raise faults.nothing_readable()
            check_whole(folder / _NEW, key)
            self._crash("rescue.made")
            aside = self._swap()
        except apsw.Error as error:
            raise faults.as_store_error(error) from error
        except OSError as error:
            raise faults.of_system(error) from error
        finally:
            self._clear()
        return Rescued(backup, salvaged, readable, aside)

    def set_aside(self) -> Path:
        """Puts all there is into the folder `aside`, so that the next sign-in makes a new store. Nothing is deleted.

        Raises StoreInUse, StoreUnwritable.
        """
        folder = self._profile.folder
        try:
            _, key = self._card_and_key()
            self._let_go_by_others(key)
        except (StoreDamaged, WrongKey, KeyringError):
            pass  # without its key, no other hdclient can have it open
        try:
            self._clear()
            aside = self._new_aside()
            # The card goes last: until then the folder says that there was work here.
            for name in (*_FILES, BLOBS_NAME, SUSPECT_NAME, backups.FOLDER, CARD_COPY_NAME, CARD_NAME):
                if (folder / name).exists():
                    (folder / name).rename(aside / name)
                self._crash("rescue.aside")
            for place in (aside, folder / ASIDE, folder):
                sync_folder(place)
        except OSError as error:
            raise faults.of_system(error) from error
        return aside

    def _new_aside(self) -> Path:
        aside = self._profile.folder / ASIDE
        aside.mkdir(mode=0o700, exist_ok=True)
        number = 1 + max((int(path.name) for path in aside.iterdir() if path.name.isdigit()), default=0)
        (aside / f"{number:04}").mkdir(mode=0o700)
        return aside / f"{number:04}"

    def _card_and_key(self) -> tuple[Card, bytes]:
        return self._profile.proven(self._keys)[0]

    def _let_go_by_others(self, key: bytes) -> None:
        """Raises StoreInUse when another hdclient has the file open; what is not readable, none can have open."""
        store = self._profile.store_path
        if not store.exists() or not store.stat().st_size:
            return  # looking into an empty one, SQLite would delete the WAL beside it
        beside = [self._profile.folder / (STORE_NAME + ending) for ending in ("-wal", "-shm")]
        ours = [path for path in beside if not path.exists()]
        try:
            connection = keyed(self._profile.store_path, key, apsw.SQLITE_OPEN_READONLY)
        except apsw.Error:
            return
        try:
            connection.pragma("user_version")
        except apsw.BusyError as error:
            raise faults.store_in_use() from error
        except apsw.Error:
            return
        finally:
            with suppress(apsw.Error):
                connection.close(True)
            for path in ours:  # looking is enough to make SQLite put them there
                path.unlink(missing_ok=True)

    def _begin(self, backup: Backup | None, card: Card, key: bytes) -> None:
        """A store of the newest version, from the copy or empty."""
        new = self._profile.folder / _NEW
        if backup is not None:
            shutil.copyfile(backup.path, new)
            Store.open(new, key, clock=self._clock, store_uuid=card.store_uuid).close()
            return
        store = Store.create(new, key, clock=self._clock)
        store.meta.set(STORE_UUID, card.store_uuid)
        store.meta.set(SERVER_ORIGIN, card.origin)
        store.close()

    def _salvage(
        self, file: Path, backup: Backup | None, key: bytes, drafts_as_then: bool
    ) -> tuple[Salvaged, bool]:
        """Pours a copy of a damaged file into the new one, so that it is not even recovered by SQLite."""
        folder, read = self._profile.folder, self._profile.folder / _COPY
        if not file.is_file():
            return Salvaged(), False
        for ending in ("", "-wal"):
            (folder / (_COPY + ending)).unlink(missing_ok=True)
            if file.with_name(file.name + ending).is_file():
                shutil.copyfile(file.with_name(file.name + ending), folder / (_COPY + ending))
        source = target = None
        try:
            source = keyed(read, key, apsw.SQLITE_OPEN_READWRITE)
            source.pragma("locking_mode", "exclusive")
            source.pragma(
                "writable_schema", True
            )  # else a file whose last pages are cut off is refused whole
            there = counted(source)[0]
            if backup is not None and backup.changes > there.changes > 0:
                return Salvaged(), False  # an older file than the copy: its rows would undo newer ones
            target = keyed(folder / _NEW, key, apsw.SQLITE_OPEN_READWRITE)
            target.pragma("locking_mode", "exclusive")
            if int(target.pragma("user_version")) != newest_version():
                raise faults.store_damaged()
            found = pour(source, target, drafts_as_then=drafts_as_then)
            return (found or Salvaged()), found is not None
        except apsw.FullError:
            raise
        except apsw.Error:
            return Salvaged(), False
        finally:
            for connection in (source, target):
                if connection is not None:
                    with suppress(apsw.Error):
                        connection.close(True)

    def _swap(self) -> Path:
        """The old files go aside, the new one takes their place."""
        folder = self._profile.folder
        aside = self._new_aside()
        with (folder / _NEW).open("rb") as file:
            os.fsync(file.fileno())
        for name in _FILES:
            if (folder / name).exists():
                (folder / name).rename(aside / name)
            self._crash("rescue.aside")
        (folder / _NEW).rename(folder / STORE_NAME)
        self._crash("rescue.done")
        (folder / SUSPECT_NAME).unlink(missing_ok=True)
        for place in (aside, folder / ASIDE, folder):
            sync_folder(place)
        return aside

    def _clear(self) -> None:
        """Takes away our own half-made files."""
        for name in (_NEW, _COPY):
            for ending in ("", "-wal", "-journal"):
                with suppress(OSError):
                    (self._profile.folder / (name + ending)).unlink(missing_ok=True)
