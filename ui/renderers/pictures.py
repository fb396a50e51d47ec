"""The pictures of the tasks at hand, by content hash: headers are read at once, pixels outside the GUI thread.

Must not know where bytes come from (functions give them) and must never open a file or an address.
"""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QSize, QThreadPool, Signal
from PySide6.QtGui import QImage

from hdclient.errors import HdError
from hdclient.words import tr

if TYPE_CHECKING:
    from ui.renderers.decoding import Decoded, Look

FULL = 0
"""Edge that means: as big as it is."""
HEAD_BYTES = 256 * 1024
"""In so many bytes the size is found, but for photographs with long annotations."""
SHELF_BYTES = 64 * 1024 * 1024
EDGES = (512, 1024, 2048, 4096)
"""Longest edges that are decoded for the pane; the next larger one is taken, and drawn smaller."""
NOT_HERE = tr("This picture is not on this computer yet.")

Blob = Callable[[str], bytes | None]
Head = Callable[[str, int], bytes | None]


class PictureShelf(QObject):
    """Lives in the GUI thread; reading and decoding do not."""

    ready = Signal(str)
    """Pixels of this hash are here, or it turned out that there will be none."""
    _decoded = Signal(str, int, object)

    def __init__(
        self,
        blob: Blob,
        head: Head | None = None,
        parent: QObject | None = None,
        *,
        may_open_outside: bool = False,
    ) -> None:
        """`blob` gives all bytes of a hash and is called in other threads, `head` the first ones, at once.

        `may_open_outside`: whether a picture that cannot be shown may be saved for another program.
        """
        super().__init__(parent)
        self._may_open_outside = may_open_outside
        self._blob = blob
        self._head = head if head is not None else partial(_beginning, blob)
        self._looks: dict[str, Look] = {}
        self._notes: dict[str, str] = {}
        self._images: OrderedDict[tuple[str, int], QImage] = OrderedDict()
        self._pyramids: dict[str, list[QImage]] = {}
        self._grey: frozenset[str] = frozenset()
        self._under_way: set[tuple[str, int]] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._decoded.connect(self._keep)

    def size(self, sha256: str) -> QSize | None:
        """Size as shown in pixels; None when the picture cannot be shown."""
        look = self._look(sha256)
        return None if look.refusal else look.size

    def refusal(self, sha256: str) -> str:
        """Why the picture cannot be shown, as a sentence; empty when it can."""
        return self._look(sha256).refusal

    def note(self, sha256: str) -> str:
        """What is to be said about the pixels that are shown: "Only the first picture …". Known once they are here."""
        return self._notes.get(sha256, "")

    def may_leave(self, sha256: str) -> bool:
        """Whether this picture is offered to other programs: allowed, not shown here, and not damaged."""
        look = self._look(sha256)
        return self._may_open_outside and bool(look.refusal) and look.sound

    def kind(self, sha256: str) -> str:
        """What its bytes are: "png", "avif" …; "" for no kind of picture."""
        from ui.renderers.decoding import sniff  # start-up: most tasks have no picture

        return sniff(self._head(sha256, HEAD_BYTES) or b"")

    def data(self, sha256: str) -> bytes | None:
        """The bytes of a picture as they came; None when they are not here. For other threads."""
        return self._blob(sha256)

    def image(self, sha256: str, wanted: QSize) -> QImage | None:
        """Pixels for a box of this size; None while they are decoded (`ready` tells) or when there are none."""
        if self.refusal(sha256):
            return None
        longest = max(wanted.width(), wanted.height())
        natural = self._looks[sha256].size
        edge = next((one for one in EDGES if one >= longest), EDGES[-1])
        if edge >= max(natural.width(), natural.height()):
            edge = EDGES[-1]
        found = self._find(sha256, edge)
        if found is None:
            self._request(sha256, edge)
            return self._any(sha256)
        return found

    def full(self, sha256: str) -> list[QImage] | None:
        """All pixels and their halves, for the viewer; None while they are decoded (`ready` tells)."""
        if self.refusal(sha256):
            return None
        found = self._pyramids.get(sha256)
        if found is None:
            self._request(sha256, FULL)
        return found

    def set_grey(self, pictures: Collection[str]) -> None:
        """Of these, pixels have no colours from here on, in the pane and in the viewer; all others have theirs."""
        changed = self._grey ^ frozenset(pictures)
        self._grey = frozenset(pictures)
        for key in [key for key in self._images if key[0] in changed]:
            del self._images[key]
        for sha256 in changed:
            self._pyramids.pop(sha256, None)
            self.ready.emit(sha256)

    def let_go(self) -> None:
        """The viewer is closed: its pixels, which are many, are forgotten."""
        self._pyramids.clear()

    def close(self) -> None:
        """Waits for what is being decoded; after that no thread of ours is left."""
        self._pool.clear()
        self._pool.waitForDone()

    def _request(self, sha256: str, edge: int) -> None:
        """Has the picture read and decoded outside the GUI thread."""
        key = (sha256, edge)
        if key in self._images or key in self._under_way or self.refusal(sha256):
            return
        self._under_way.add(key)
        grey = sha256 in self._grey

        def work() -> None:
            made = (*_pixels(self._blob, sha256, edge, grey), grey)
            with contextlib.suppress(
                RuntimeError
            ):  # the shelf is gone: nobody waits for the picture any more
                self._decoded.emit(sha256, edge, made)

        self._pool.start(work)

    def _look(self, sha256: str) -> Look:
        found = self._looks.get(sha256)
        if found is None:
            from ui.renderers.decoding import Look, limit_memory, look_at  # start-up

            limit_memory()
            head = self._head(sha256, HEAD_BYTES)
            found = Look(QSize(), NOT_HERE) if head is None else look_at(head, whole=len(head) < HEAD_BYTES)
            if not found.whole:
                found = look_at(self._blob(sha256) or b"")
            self._looks[sha256] = found
        return found

    def _find(self, sha256: str, edge: int) -> QImage | None:
        key = (sha256, edge)
        if key in self._images:
            self._images.move_to_end(key)
            return self._images[key]
        return None

    def _any(self, sha256: str) -> QImage | None:
        """Pixels of another size, to be shown until the right ones are there."""
        return next((image for (name, _), image in self._images.items() if name == sha256), None)

    def _keep(self, sha256: str, edge: int, made: tuple[Decoded, list[QImage], bool]) -> None:
        from ui.renderers.decoding import DAMAGED_PIXELS, Look  # start-up

        self._under_way.discard((sha256, edge))
        decoded, levels, grey = made
        if grey != (sha256 in self._grey):  # it was asked for before that was changed
            self._request(sha256, edge)
            return
        if decoded.image.isNull():
            self._looks[sha256] = Look(QSize(), DAMAGED_PIXELS)
        elif edge == FULL:
            self._pyramids[sha256] = levels
        else:
            self._images[(sha256, edge)] = decoded.image
            total = sum(one.sizeInBytes() for one in self._images.values())
            while total > SHELF_BYTES and len(self._images) > 1:
                total -= self._images.popitem(last=False)[1].sizeInBytes()
        if decoded.note:
            self._notes[sha256] = decoded.note
        self.ready.emit(sha256)


def _beginning(blob: Blob, sha256: str, most: int) -> bytes | None:
    data = blob(sha256)
    return None if data is None else data[:most]


def _pixels(blob: Blob, sha256: str, edge: int, grey: bool) -> tuple[Decoded, list[QImage]]:
    """What a worker thread does for one picture."""
    from ui.renderers.decoding import decode, pyramid  # start-up

    try:
        data = blob(sha256) or b""
    except HdError:  # the store is closed or its disk fails: what matters of that is told elsewhere
        data = b""
    decoded = decode(data, edge)
    if grey and not decoded.image.isNull():
        decoded = replace(decoded, image=without_colours(decoded.image))
    return decoded, pyramid(decoded.image) if edge == FULL and not decoded.image.isNull() else []


def without_colours(image: QImage) -> QImage:
    """The same picture in grey; what is transparent stays so."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    if image.hasAlphaChannel():
        grey = grey.convertToFormat(QImage.Format.Format_ARGB32)
        grey.setAlphaChannel(image.convertToFormat(QImage.Format.Format_Alpha8))
    return grey
