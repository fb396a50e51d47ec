"""The end of an account on this computer, in an order that a crash at any point leaves resumable.

1 the marker is written · 2 unsent work is sent or sealed, as the platform ordered · 3 the key leaves the keyring: from
here on the files are noise · 4 the files go · 5 the platform is told · 6 the marker goes. Every step may be done twice.
What cannot be done now (a locked keyring, a file that a virus scanner holds, no network) is done at the next start.

Removing an account by the person's own wish is the same without 2 and 5. Nothing of it is ever shown or logged.
"""

from __future__ import annotations

import logging
import os
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from hdclient.accounts import last
from hdclient.accounts import marker as markers
from hdclient.accounts.marker import Marker
from hdclient.accounts.unsent import gather
from hdclient.backends.base import Backend
from hdclient.clock import Clock
from hdclient.errors import (
    BackendError,
    ConfigError,
    HdError,
    KeyMissing,
    KeyringError,
    StoreFull,
    StoreInUse,
    StoreUnwritable,
)
from hdclient.model.person import Person
from hdclient.store.disk import sync_folder
from hdclient.store.facts import DEVICE_ID, PERSON, SERVER_UUID, TOKEN
from hdclient.store.keys import KeyProvider
from hdclient.store.profile import Profile
from hdclient.store.store import Store, no_crash
from hdclient.sync.device import Order
from hdclient.words import tr

SEALED_FOLDER = "sealed"
SEALED_END = ".hdsealed"

Reach = Callable[[str, Callable[[], str], str, str], Backend]
"""Makes a backend of an origin, a source of the token, the platform's uuid, and the device's id."""

_LATER = (StoreInUse, StoreUnwritable, StoreFull)
"""What passes: nothing is erased until unsent work could be saved."""

_log = logging.getLogger(__name__)


class Erased(Struct, frozen=True):
    """What became of an erasure. `open`: something of it must be tried again at the next start."""

    sent: int = 0
    sealed: int = 0
    box: Path | None = None
    """The sealed work, while the platform does not have it."""
    open: bool = False


class Erasing:
    """`go` does, or goes on with, the erasure that `marker` stands for."""

    def __init__(
        self,
        data_dir: Path,
        marker: Marker,
        keys: KeyProvider,
        clock: Clock,
        reach: Reach,
        crash: Callable[[str], None] = no_crash,
    ) -> None:
        self._data_dir = data_dir
        self._marker = marker
        self._keys = keys
        self._clock = clock
        self._reach = reach
        self._crash = crash
        self._folder = data_dir / marker.folder

    def go(self) -> Erased:
        """All steps that are left. Never raises for what can be done later."""
        try:
            if not self._marker.saved:
                self._save_with_room()
            if not self._marker.key_gone:
                self._forget_key()
        except (KeyringError, *_LATER) as error:
            _log.info("an erasure waits: %s", type(error).__name__)
            return self._ended(is_open=True)
        gone = self._delete_files()
        if not self._marker.told:
            self._tell()
        if gone and self._marker.told:
            markers.remove(self._data_dir, self._marker)
            self._crash("erase.done")
            return self._ended(is_open=False)
        return self._ended(is_open=True)

    # 2

    def _save_with_room(self) -> None:
        try:
            self._save_unsent()
        except StoreFull:
            if not markers.make_room(self._folder):
                raise
            self._save_unsent()

    def _save_unsent(self) -> None:
        """Sends or seals. Of a damaged store, what a rescue can read; where that is nothing, nothing could be saved."""
        if self._marker.wipe_id:
            try:
                self._open_and_save()
            except _LATER:
                raise
            except KeyringError as error:
                if not isinstance(error, KeyMissing):
                    raise
            except HdError as error:
                self._save_what_can_be_read(error)
        self._note(saved=True)
        self._crash("erase.saved")

    def _open_and_save(self) -> None:
        store = Profile(self._folder).open(self._keys, clock=self._clock)
        try:
            self._send_or_seal(store)
        finally:
            store.close()

    def _save_what_can_be_read(self, error: HdError) -> None:
        from hdclient.store.ways_out import ways_out

        profile = Profile(self._folder)
        ways = [way for way in ways_out(error, profile, self._keys, self._clock) if not way.last_resort]
        try:
            if not ways:
                raise error
            ways[0].go()
            self._note(store_uuids=markers.store_uuids_in(self._folder))  # a rescue may make another key
            self._open_and_save()
        except (KeyringError, *_LATER):
            raise
        except HdError as trouble:
            _log.warning("nothing could be saved before an erasure: %s", type(trouble).__name__)

    def _send_or_seal(self, store: Store) -> None:
        person = Person.of_json(store.meta.get(PERSON)).id if store.meta.get(PERSON) else ""
        number, work = gather(store, person, self._marker.device_id)
        if number and self._marker.send_first and not self._marker.tried:
            self._note(tried=True)  # before the try: a crash in it must not become a second one
            self._crash("erase.trying")
            self._note(sent=self._send(store))
            self._crash("erase.sent")
            number, work = gather(store, person, self._marker.device_id)
        if not number:
            return
        from hdclient.wire.sealed import seal

        try:
            self._write_box(seal(work, self._marker.seal_key))
        except (
            ConfigError
        ) as error:  # the key was checked when the order came: only a damaged marker leads here
            _log.error("unsent work could not be sealed: %s", error)
            raise StoreUnwritable(
                tr("Unsent work could not be sealed."),
                tr("Nothing was erased."),
                tr("Ask your programme manager."),
            ) from error
        self._note(sealed=number)
        self._crash("erase.sealed")

    def _send(self, store: Store) -> int:
        """One try to bring out what was submitted. Returns how many the platform took."""
        import random

        from hdclient.events import EventHub
        from hdclient.sync.engine import SyncEngine

        token, platform, device = (store.meta.get(name) for name in (TOKEN, SERVER_UUID, DEVICE_ID))
        try:
            backend = self._reach(self._marker.origin, lambda: token, platform, device)
        except HdError:
            return 0
        engine = SyncEngine(store, backend, EventHub(), self._clock, random.Random())
        try:
            with store.transaction():
                store.outbox.recover()
                store.outbox.unhold_all()
                store.outbox.make_due()
            return engine.push().accepted
        except BackendError:
            return 0
        finally:
            engine.close()

    def _write_box(self, box: bytes) -> None:
        place = self.box_path
        new = place.with_name(place.name + ".new")
        place.parent.mkdir(mode=0o700, exist_ok=True)
        with new.open("wb") as file:
            file.write(box)
            file.flush()
            os.fsync(file.fileno())
        new.replace(place)
        sync_folder(place.parent)

    @property
    def box_path(self) -> Path:
        """Where sealed work of this device lies until the platform has it. The name tells nobody's."""
        return self._data_dir / SEALED_FOLDER / (self._marker.device_id + SEALED_END)

    # 3

    def _forget_key(self) -> None:
        for store_uuid in self._marker.store_uuids:
            self._keys.forget(store_uuid)
            self._crash("erase.key")
        self._note(key_gone=True)
        self._crash("erase.keys")

    # 4

    def _delete_files(self) -> bool:
        """Deletes all it can. False: something is held by another program, or the disk refuses."""
        last.forget(self._data_dir, self._marker.folder)
        for path in sorted(self._folder.rglob("*"), reverse=True):  # what is in a folder comes before it
            with suppress(OSError):
                if path.is_dir() and not path.is_symlink():
                    path.rmdir()
                else:
                    path.unlink()
            self._crash("erase.file")
        with suppress(OSError):
            self._folder.rmdir()
        self._crash("erase.files")
        return not self._folder.exists()

    # 5

    def _tell(self) -> None:
        marker = self._marker
        if not marker.wipe_id:
            self._note(told=True)
            return
        from hdclient.wire.devices import MAX_SEALED_TEXT, DeviceWipedIn

        box = b64encode(_bytes(self.box_path)).decode()
        report = DeviceWipedIn(
            device_id=marker.device_id,
            wipe_id=marker.wipe_id,
            sent=marker.sent,
            sealed=marker.sealed,
            box=box if len(box) <= MAX_SEALED_TEXT else "",
        )
        try:
            backend = self._reach(marker.origin, lambda: "", marker.server_uuid, "")
            try:
                kept = backend.device_wiped(report).kept
            finally:
                backend.close()
        except HdError:
            return  # offline, or another platform answers: at the next start
        self._crash("erase.telling")
        if kept:
            with suppress(OSError):
                self.box_path.unlink()
        self._note(told=True)
        self._crash("erase.told")

    # Within

    def _note(self, **facts: object) -> None:
        self._marker = replace(self._marker, **facts)
        try:
            markers.write(self._data_dir, self._marker)
        except StoreFull:
            # Once work is safe, a full disk does not stop what needs no space: every step may be done twice.
            if not self._marker.saved:
                raise

    def _ended(self, *, is_open: bool) -> Erased:
        box = self.box_path if self._marker.device_id and self.box_path.exists() else None
        return Erased(self._marker.sent, self._marker.sealed, box, is_open)


def order_for(profile: Profile, store: Store, origin: str, order: Order) -> Marker:
    """The marker for the platform's order to erase the account of an open store."""
    return Marker(
        folder=profile.folder.name,
        store_uuids=markers.store_uuids_in(profile.folder),
        origin=origin,
        server_uuid=store.meta.get(SERVER_UUID),
        device_id=store.meta.get(DEVICE_ID),
        wipe_id=order.wipe_id,
        send_first=order.send_first,
        seal_key=order.seal_key,
    )


def removal_of(profile: Profile, origin: str) -> Marker:
    """The marker for a person's wish to remove an account from this computer."""
    return Marker(profile.folder.name, markers.store_uuids_in(profile.folder), origin)


def unfinished(data_dir: Path) -> tuple[Marker, ...]:
    """Erasures that a start has to go on with."""
    return markers.markers(data_dir)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
