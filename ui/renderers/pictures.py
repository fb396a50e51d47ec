"""Pictures by content hash: the header is checked first, pixels are decoded outside the GUI thread.

Must not know where bytes come from (a function gives them) and must never open a file or an address. What the bytes are
is told by the bytes, not by a name or a media type; only the formats in `MAGIC` ever reach a decoder.
"""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

MOST_PIXELS = 50_000_000
SHELF_BYTES = 64 * 1024 * 1024
EDGES = (512, 1024, 2048, 4096)
"""Longest edges that are decoded for the pane; the next larger one is taken, and drawn smaller."""
FULL = 0
"""Edge that means: as big as it is."""

MAGIC: tuple[tuple[bytes, int, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", 0, "png"),
    (b"\xff\xd8\xff", 0, "jpeg"),
    (b"GIF87a", 0, "gif"),
    (b"GIF89a", 0, "gif"),
    (b"WEBP", 8, "webp"),
    (b"BM", 0, "bmp"),
)


def sniff(data: bytes) -> str:
    """The format that the bytes themselves begin with; "" when it is none that is shown here."""
    for magic, at, name in MAGIC:
        if data[at : at + len(magic)] == magic:
            return name
    return ""


def _reader(data: bytes, name: str) -> tuple[QImageReader, QBuffer]:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))  # the buffer's own copy: QBuffer(QByteArray) would only point to one
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(name.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    return reader, buffer


def look_at(data: bytes) -> tuple[QSize, str]:
    """Size as shown (after its own rotation), or why it cannot be shown. Reads the header only."""
    name = sniff(data)
    if not name:
        return QSize(), "This file is not a picture that hdclient can show (PNG, JPEG, WebP, GIF, BMP)."
    reader, buffer = _reader(data, name)
    size = reader.size()
    turned = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    buffer.close()
    if not size.isValid() or size.isEmpty():
        return QSize(), "This picture is damaged: its header cannot be read."
    if size.width() * size.height() > MOST_PIXELS:
        return QSize(), (
            f"This picture is too large to show: {size.width():,} × {size.height():,} pixels. "
            "The limit is 50 million."
        )
    return size.transposed() if turned else size, ""


def decode(data: bytes, edge: int) -> QImage:
    """The pixels, scaled so that the longest edge is at most `edge`. A null image when they cannot be read."""
    reader, buffer = _reader(QByteArray(data), sniff(data))
    size = reader.size()
    if edge and max(size.width(), size.height()) > edge:
        reader.setScaledSize(size.scaled(edge, edge, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    buffer.close()
    if image.isNull():
        return image
    alpha = image.hasAlphaChannel()
    return image.convertToFormat(
        QImage.Format.Format_ARGB32_Premultiplied if alpha else QImage.Format.Format_RGB32
    )


class PictureShelf(QObject):
    """The pictures of the tasks at hand. Lives in the GUI thread; decoding does not."""

    ready = Signal(str)
    """Pixels of this hash are here, or it turned out that there will be none."""
    _decoded = Signal(str, int, QImage)

    def __init__(self, blob: Callable[[str], bytes | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._blob = blob
        self._looks: dict[str, tuple[QSize, str]] = {}
        self._images: OrderedDict[tuple[str, int], QImage] = OrderedDict()
        self._under_way: set[tuple[str, int]] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._decoded.connect(self._keep)

    def size(self, sha256: str) -> QSize | None:
        """Size as shown in pixels; None when the picture cannot be shown."""
        size, refusal = self._look(sha256)
        return None if refusal else size

    def refusal(self, sha256: str) -> str:
        """Why the picture cannot be shown, as a sentence; empty when it can."""
        return self._look(sha256)[1]

    def image(self, sha256: str, wanted: QSize) -> QImage | None:
        """Pixels for a box of this size; None while they are decoded (`ready` tells) or when there are none."""
        if self.refusal(sha256):
            return None
        longest = max(wanted.width(), wanted.height())
        natural = self._looks[sha256][0]
        edge = next((one for one in EDGES if one >= longest), EDGES[-1])
        if edge >= max(natural.width(), natural.height()):
            edge = EDGES[-1]
        found = self._find(sha256, edge)
        if found is None:
            self.request(sha256, edge)
            return self._any(sha256)
        return found

    def full(self, sha256: str) -> QImage | None:
        """All pixels, for the viewer; None while they are decoded (`ready` tells)."""
        if self.refusal(sha256):
            return None
        found = self._find(sha256, FULL)
        if found is None:
            self.request(sha256, FULL)
        return found

    def request(self, sha256: str, edge: int) -> None:
        """Has the picture decoded outside the GUI thread."""
        key = (sha256, edge)
        if key in self._images or key in self._under_way or self.refusal(sha256):
            return
        data = self._blob(sha256)
        if data is None:
            self._looks[sha256] = (QSize(), "This picture is not on this computer yet.")
            return
        self._under_way.add(key)

        def work() -> None:
            image = decode(data, edge)
            with contextlib.suppress(
                RuntimeError
            ):  # the shelf is gone: nobody waits for the picture any more
                self._decoded.emit(sha256, edge, image)

        self._pool.start(work)

    def close(self) -> None:
        """Waits for what is being decoded; after that no thread of ours is left."""
        self._pool.clear()
        self._pool.waitForDone()

    def _look(self, sha256: str) -> tuple[QSize, str]:
        found = self._looks.get(sha256)
        if found is None:
            data = self._blob(sha256)
            found = (QSize(), "This picture is not on this computer yet.") if data is None else look_at(data)
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

    def _keep(self, sha256: str, edge: int, image: QImage) -> None:
        self._under_way.discard((sha256, edge))
        if image.isNull():
            self._looks[sha256] = (QSize(), "This picture is damaged: its pixels cannot be read.")
        else:
            self._images[(sha256, edge)] = image
            total = sum(one.sizeInBytes() for one in self._images.values())
            while total > SHELF_BYTES and len(self._images) > 1:
                total -= self._images.popitem(last=False)[1].sizeInBytes()
        self.ready.emit(sha256)
