"""One person's folder: the encrypted file and, beside it, a small card that tells what the file should be.

The card (store.json), with the high-water mark (store.mark), separates a first run, a missing, an emptied, a damaged
and an older file, and a wrong key, which all look alike otherwise. It holds no secret and no name of a person. Nothing
in here ever overwrites or recreates a store.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import StrEnum
from functools import partial
from pathlib import Path

import apsw
from msgspec.structs import replace

from hdclient.clock import Clock, SystemClock
from hdclient.errors import HdError, KeyMissing, KeyringMissing, StoreDamaged, StoreError, WrongKey
from hdclient.model.ids import new_id
from hdclient.store import faults
from hdclient.store.card import (
    CARD_COPY_NAME,
    CARD_NAME,
    CARD_WITH_BACKUPS,
    Card,
    card_of,
    cards_of,
)
from hdclient.store.database import KEY_BYTES
from hdclient.store.disk import sync_folder
from hdclient.store.facts import SERVER_ORIGIN, STORE_UUID
from hdclient.store.high_water import MARK_NAME, HighWater
from hdclient.store.keys import KeyProvider, keyring_gone
from hdclient.store.migrating import newest_version
from hdclient.store.store import SUSPECT_NAME, Store, no_crash
from hdclient.words import tr

STORE_NAME = "store.db"
ASIDE = "aside"
"""What was replaced or set aside; nothing in there is ever deleted by the program."""
ERASING = ".erasing"
"""The end of the name of the marker beside a folder whose data is being erased (accounts/marker.py)."""


class ProfileState(StrEnum):
    """What lies in the folder."""

    NEW = "new"
    """Nothing: a first run."""
    HALF_MADE = "half_made"
    """The making of it was cut short; no work was ever in it."""
    READY = "ready"
    """A card that says that there is a store."""
    BROKEN = "broken"
    """A store without a readable card."""


def account_folder(data_dir: Path, origin: str, person_id: str) -> Path:
    """The folder of one person on one platform: found again at the next sign-in, and it tells no name."""
    return data_dir / hashlib.sha256(f"{origin}\n{person_id}".encode()).hexdigest()[:32]


def profiles(data_dir: Path) -> tuple[Profile, ...]:
    """All profiles in the data folder, the one that was written to last first.

    None that is being erased, and none whose making was cut short: no work was ever in it.
    """
    try:
        names = (CARD_NAME, CARD_COPY_NAME, STORE_NAME)  # whichever was lost: it is no first run
        folders = {path.parent for name in names for path in data_dir.glob(f"*/{name}")}
        folders |= {path.parent.parent for path in data_dir.glob(f"*/{CARD_WITH_BACKUPS}")}
        folders -= {path.with_name(path.name.removesuffix(ERASING)) for path in data_dir.glob(f"*{ERASING}")}
        found = [Profile(folder) for folder in sorted(folders)]
        found = [profile for profile in found if profile.state() is not ProfileState.HALF_MADE]
        return tuple(sorted(found, key=lambda profile: profile.last_written(), reverse=True))
    except OSError:
        return ()


def is_erasing(profile: Profile) -> bool:
    """Whether the data of this profile is being erased: then it is never opened again."""
    return profile.folder.with_name(profile.folder.name + ERASING).exists()


class Profile:
    """A folder that may hold a store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.card_path = folder / CARD_NAME
        self.store_path = folder / STORE_NAME

    def state(self) -> ProfileState:
        """What lies in the folder, from looking only."""
        card = self.card()
        if card is not None:  # what was ever opened has a mark: no card can say that it was not
            ready = card.ready or (self.folder / MARK_NAME).exists()
            return ProfileState.READY if ready else ProfileState.HALF_MADE
        if self.card_path.exists() or _size(self.store_path) > 0:
            return ProfileState.BROKEN
        return ProfileState.NEW

    def card(self) -> Card | None:
        """What the card or a copy of it says; None when none is there and can be read."""
        return card_of(self.folder)

    def cards(self) -> tuple[Card, ...]:
        """What the card and its copies say, the likeliest first; more than one where somebody has changed one."""
        return cards_of(self.folder)

    def last_written(self) -> float:
        """When the store was last written to; only for the order in a list."""
        names = (
            STORE_NAME,
            STORE_NAME + "-wal",
            MARK_NAME,
        )  # the mark: a store that is missing was the last one, too
        return max(_mtime(self.folder / name) for name in names)

    def open_or_create(
        self,
        keys: KeyProvider,
        origin: str,
        *,
        clock: Clock | None = None,
        crash: Callable[[str], None] = no_crash,
    ) -> Store:
        """Opens the store; makes one on a first run only. Raises as `open` and `create`."""
        if self.state() in (ProfileState.NEW, ProfileState.HALF_MADE):
            return self.create(keys, origin, clock=clock, crash=crash)
        return self.open(keys, clock=clock, crash=crash)

    def create(
        self,
        keys: KeyProvider,
        origin: str,
        *,
        clock: Clock | None = None,
        crash: Callable[[str], None] = no_crash,
    ) -> Store:
        """Makes a new store, or finishes one whose making was cut short. The key is safe before the file exists.

        Raises StoreError when there is a store already, StoreUnwritable, StoreFull, or a KeyringError.
        """
        if self.state() not in (ProfileState.NEW, ProfileState.HALF_MADE):
            raise StoreError(
                tr("There is already saved work in this place."),
                tr("It was left as it is."),
                tr("Open it instead."),
            )
        clock = clock or SystemClock()
        begun = self.card()
        store_uuid = new_id() if begun is None else begun.store_uuid
        key = self._key_for(keys, begun)
        card = Card(
            store_uuid, key_check(key), newest_version(), origin, clock.now().isoformat(), ready=False
        )
        self._write_card(card)
        crash("profile.card")
        keys.save(store_uuid, key)
        crash("profile.key")
        if _size(self.store_path) > 0:
            store = Store.open(self.store_path, key, clock=clock, crash=crash)
        else:
            store = Store.create(self.store_path, key, clock=clock, crash=crash)
        self._fill(store, card, key, crash)
        return store

    def _fill(self, store: Store, card: Card, key: bytes, crash: Callable[[str], None]) -> None:
        """Writes into the new store whose it is, and then, on the card, that it is whole."""
        try:
            crash("profile.file")
            with store.transaction():
                store.meta.set(STORE_UUID, card.store_uuid)
                store.meta.set(SERVER_ORIGIN, card.origin)
            crash("profile.filled")
            self._write_card(replace(card, ready=True))
            self._watch(store, card, key, accept_older=False)
        except BaseException:
            store.close()
            raise

    def open(
        self,
        keys: KeyProvider,
        *,
        clock: Clock | None = None,
        read_only: bool = False,
        accept_older: bool = False,
        crash: Callable[[str], None] = no_crash,
    ) -> Store:
        """Opens the store of this folder.

        Raises StoreMissing, WrongKey, StoreDamaged, StoreInUse, StoreUnwritable, StoreNewer, StoreFull, KeyMissing,
        KeyringLocked, KeyringMissing. After StoreUnwritable, `read_only` shows what is there. Raises StoreRolledBack
        for a file that holds less than it did, unless `accept_older`: the person wants to go on with it.
        """
        cards = cards_of(self.folder)
        if not cards:
            raise self._without_card()
        self._must_be_there()
        clock = clock or SystemClock()
        store: Store | None = None
        for card, key in self.proven(keys, cards):
            with suppress(WrongKey):
                store = Store.open(
                    self.store_path,
                    key,
                    clock=clock,
                    read_only=read_only,
                    store_uuid=card.store_uuid,
                    before_migration=partial(self._before_migration, key, clock),
                    crash=crash,
                )
                break
        if store is None:  # the card proves that the key is right: what does not open with it is damaged
            raise faults.store_damaged(self.store_path)
        if not read_only:
            self._watch(store, card, key, accept_older)
            self._keep_copy(card)
        return store

    def _must_be_there(self) -> None:
        """Raises StoreMissing where there is no file that work can be in."""
        if not self.store_path.exists():
            raise faults.store_missing(self.store_path)
        if not self.store_path.is_file():
            raise faults.store_is_no_file(self.store_path)
        if _size(self.store_path) == 0:
            raise faults.store_emptied(self.store_path)

    def proven(self, keys: KeyProvider, cards: Sequence[Card] = ()) -> list[tuple[Card, bytes]]:
        """The cards whose key the keyring has, each with it: an edited one has none, or another. At least one.

        Raises as `key`, for the likeliest of them, and StoreDamaged where there is no card.
        """
        found: list[tuple[Card, bytes]] = []
        refused: HdError = faults.store_damaged()
        for card in reversed(cards or self.cards()):
            try:
                found.insert(0, (card, self.key(keys, card)))
            except (WrongKey, KeyMissing) as error:
                refused = error
        if not found:
            raise refused
        return found

    def _before_migration(self, key: bytes, clock: Clock, connection: apsw.Connection, version: int) -> None:
        from hdclient.store.backups import Copying  # start-up

        Copying(self.folder, key, clock).before_migration(connection, version)

    def key(self, keys: KeyProvider, card: Card) -> bytes:
        """The key that the card speaks of. Raises WrongKey, KeyMissing, KeyringLocked, KeyringMissing."""
        try:
            key = keys.load(card.store_uuid)
        except KeyringMissing as error:
            raise keyring_gone(error) from error
        if not hmac.compare_digest(key_check(key), card.key_check):
            raise faults.wrong_key()
        return key

    def _watch(self, store: Store, card: Card, key: bytes, accept_older: bool) -> None:
        """Compares the store with how far it had come, and goes on noting that. A suspect one is read whole first."""
        suspect = self.folder / SUSPECT_NAME
        mark = HighWater(self.folder / MARK_NAME, key, card.store_uuid)
        try:
            if suspect.exists():
                if store.check():
                    raise faults.store_damaged(self.store_path)
                suspect.unlink()
            had, has = mark.read(), store.counts
            if had is not None and has.changes < had.changes and not accept_older:
                raise faults.store_rolled_back(had.seals - has.seals)
            if had is None or has.changes < had.changes:
                mark.reset()
            mark.note(has)
        except BaseException:
            store.abandon()
            raise
        store.watch(mark, key)

    def _key_for(self, keys: KeyProvider, begun: Card | None) -> bytes:
        if begun is not None:
            try:
                return keys.load(begun.store_uuid)
            except KeyMissing:
                pass  # cut short before the key was kept: nothing can be encrypted with one yet
        return os.urandom(KEY_BYTES)

    def _without_card(self) -> StoreError:
        if self.state() is ProfileState.NEW:
            return faults.store_missing(self.store_path)
        return StoreDamaged(
            tr(
                "The file {card_name} beside your saved work is missing or cannot be read, and so is "
                "every copy of it.",
                card_name=CARD_NAME,
            ),
            tr(
                "It says which key opens the work: without it, the work is there, but nobody can read it. Nothing was"
                " overwritten. What was sent to the platform is safe there."
            ),
            tr(
                "If a backup of this computer has {card_name}, put it back into {folder} and try again; "
                "else set the work aside.",
                card_name=CARD_NAME,
                folder=self.folder,
            ),
        )

    def _keep_copy(self, card: Card) -> None:
        """For a folder that was made before there were copies."""
        if not (self.folder / CARD_COPY_NAME).exists():
            with suppress(StoreError):
                self._write_card(card)

    def _write_card(self, card: Card) -> None:
        """Replaces the card in one step, on the disk when this returns."""
        new = self.card_path.with_name(CARD_NAME + ".new")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for place in (self.card_path, self.folder / CARD_COPY_NAME) if card.ready else (self.card_path,):
                with new.open("wb") as file:
                    file.write(card.text())
                    file.flush()
                    os.fsync(file.fileno())
                new.replace(place)
            sync_folder(self.folder)
        except OSError as error:
            raise faults.of_system(error) from error


def key_check(key: bytes) -> str:
    """A fingerprint of the key that does not give it away: 16 hex digits."""
    return hmac.new(key, b"hdclient key check", hashlib.sha256).digest()[:8].hex()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _mtime(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
