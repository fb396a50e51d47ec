"""The note beside an account's folder that its data is being erased: written first, removed last, read at every start.

It holds no secret but the number of the platform's order, which is good for reporting the erasure and nothing else.
"""

from __future__ import annotations

import json
import logging
import os
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from hdclient.errors import StoreError, StoreFull
from hdclient.store import faults
from hdclient.store.ballast import BALLAST_NAME
from hdclient.store.blob_file import BLOBS_NAME
from hdclient.store.card import CARD_COPY_NAME, CARD_NAME
from hdclient.store.disk import sync_folder
from hdclient.store.profile import ERASING

_log = logging.getLogger(__name__)


class Marker(Struct, frozen=True):
    """What is to be erased, on whose order, and how far it has come."""

    folder: str
    store_uuids: tuple[str, ...]
    origin: str
    server_uuid: str = ""
    device_id: str = ""
    wipe_id: str = ""
    """Empty: the person removes the account; nobody has to be told."""
    send_first: bool = False
    seal_key: str = ""
    tried: bool = False
    """The one try to send has begun."""
    saved: bool = False
    """Unsent work was sent or sealed, as far as it can be."""
    sent: int = 0
    sealed: int = 0
    key_gone: bool = False
    told: bool = False


def path_of(data_dir: Path, folder: str) -> Path:
    """Where the marker of an account's folder is."""
    return data_dir / (folder + ERASING)


def markers(data_dir: Path) -> tuple[Marker, ...]:
    """All erasures that are not finished. A damaged marker is no order: see `read`."""
    try:
        found = [read(path) for path in sorted(data_dir.glob("*" + ERASING))]
    except OSError:
        return ()
    return tuple(marker for marker in found if marker is not None)


def read(path: Path) -> Marker | None:
    """The marker; None for one that is damaged, which is then taken away.

    Nothing is erased on a guess: whether unsent work was to be saved first cannot be known any more. A platform that
    ended the account says so again at the next contact, and a person can ask again.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        # A newer program may have begun it: what only that one knows says nothing about how far it has come here.
        data = {name: told[name] for name in Marker.__struct_fields__ if name in told}
        marker = Marker(**{**data, "store_uuids": tuple(data["store_uuids"])})
        if (
            marker.folder
            and marker.folder == path.name.removesuffix(ERASING)
            and all(
                isinstance(getattr(marker, name), type(getattr(Marker("", (), ""), name))) for name in data
            )
        ):
            return marker
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        pass
    _log.error("an order to erase cannot be read: nothing was erased")
    with suppress(OSError):
        path.unlink()
    return None


def write(data_dir: Path, marker: Marker) -> None:
    """Puts the marker on the disk, whole or not at all; on a full one in place of what is no work. Raises
    StoreUnwritable, StoreFull."""
    try:
        _write(data_dir, marker)
    except StoreFull:
        if not make_room(data_dir / marker.folder):
            raise
        _write(data_dir, marker)


def make_room(folder: Path) -> bool:
    """Gives back the space of what an account that ends has besides work: the reserve, and files of tasks, which the
    platform has. Emptied rather than deleted: they may be open. True: there was some."""
    made = False
    for name in (BALLAST_NAME, BLOBS_NAME, BLOBS_NAME + "-journal"):
        with suppress(OSError):
            made = (folder / name).stat().st_size > 0 or made
            os.truncate(folder / name, 0)
    return made


def _write(data_dir: Path, marker: Marker) -> None:
    place = path_of(data_dir, marker.folder)
    new = place.with_name(place.name + ".new")
    try:
        with new.open("w", encoding="utf-8") as file:
            json.dump(asdict(marker), file, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        new.replace(place)
        sync_folder(data_dir)
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise faults.of_system(error) from error


def remove(data_dir: Path, marker: Marker) -> None:
    """The last step."""
    with suppress(FileNotFoundError):
        path_of(data_dir, marker.folder).unlink()
    with suppress(OSError):
        sync_folder(data_dir)


def store_uuids_in(folder: Path) -> tuple[str, ...]:
    """Every store whose card lies in the folder, those that were set aside included."""
    found: set[str] = set()
    for name in (CARD_NAME, CARD_COPY_NAME):
        for path in folder.rglob(name):
            with suppress(OSError, ValueError, KeyError, TypeError, StoreError):
                found.add(str(json.loads(path.read_text(encoding="utf-8"))["store_uuid"]))
    return tuple(sorted(found))
