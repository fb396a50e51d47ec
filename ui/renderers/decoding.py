"""Bytes of a picture → its size, its pixels, or a sentence why not. What the bytes are is told by the bytes alone.

Must not open files or addresses, and must not be used for formats outside `MAGIC`: no other decoder ever sees content
(SVG, which can name files and never end, least of all). `look_at` reads headers only; `decode` is for worker threads.
"""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageIOHandler, QImageReader

from hdclient.words import tr
from ui.renderers import foreign_pictures

MOST_PIXELS = 50_000_000
MOST_BYTES = 128 * 1024 * 1024
"""Memory that the pixels of one picture may take while they are decoded."""

MAGIC: tuple[tuple[bytes, int, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", 0, "png"),
    (b"\xff\xd8\xff", 0, "jpeg"),
    (b"GIF87a", 0, "gif"),
    (b"GIF89a", 0, "gif"),
    (b"WEBP", 8, "webp"),
    (b"BM", 0, "bmp"),
    (b"ftypavif", 4, "avif"),
    (b"ftypavis", 4, "avif"),
    (b"ftypheic", 4, "heic"),
    (b"ftypheix", 4, "heic"),
    (b"ftypmif1", 4, "heic"),
)
_FOREIGN = ("avif", "heic")

UNKNOWN = tr("This file is not a picture that hdclient can show (PNG, JPEG, WebP, GIF, BMP).")
DAMAGED_HEADER = tr("This picture is damaged: its header cannot be read.")
DAMAGED_PIXELS = tr("This picture is damaged: its pixels cannot be read.")


class Look(Struct, frozen=True):
    """What the header says. `size` is as shown, after the picture's own rotation; `refusal` is a sentence or empty."""

    size: QSize
    refusal: str = ""
    whole: bool = True
    """False: the header lies beyond the bytes that were looked at."""
    sound: bool = False
    """Of a refused picture: nothing about it looks damaged, so that another program may well show it."""


class Decoded(Struct, frozen=True):
    """Pixels, and what is to be said about them."""

    image: QImage
    note: str = ""


def sniff(data: bytes) -> str:
    """The format that the bytes themselves begin with; "" when it is none that is shown here."""
    for magic, at, name in MAGIC:
        if data[at : at + len(magic)] == magic:
            return name
    return ""


def limit_memory() -> None:
    """No decoder of Qt's takes more for one picture, whatever a header says."""
    QImageReader.setAllocationLimit(MOST_BYTES // 1024 // 1024)


def look_at(data: bytes, *, whole: bool = True) -> Look:
    """Reads the header in the first bytes of a file, or, with `whole`, in all of them."""
    name = sniff(data)
    if not name:
        return Look(QSize(), UNKNOWN)
    if name in _FOREIGN:
        if not whole:
            return Look(QSize(), "", whole=False)
        size, refusal = foreign_pictures.size_of(data, name)
        return _judged(QSize(*size), 4, name) if not refusal else Look(QSize(), refusal, sound=True)
    reader, buffer = _reader(data, name)
    size = _gif_size(data) if name == "gif" else reader.size()
    turned = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    depth = QImage(1, 1, reader.imageFormat()).depth() // 8
    buffer.close()
    if not size.isValid() or size.isEmpty():
        return Look(QSize(), DAMAGED_HEADER) if whole else Look(QSize(), "", whole=False)
    return _judged(size.transposed() if turned else size, depth or 4, name)


def _judged(size: QSize, depth: int, name: str) -> Look:
    """Whether pixels so many, of so many bytes each, are decoded at all."""
    pixels = size.width() * size.height()
    counted = tr("{width:,} × {height:,} pixels", width=size.width(), height=size.height())
    if pixels > MOST_PIXELS:
        refusal = tr(
            "This picture is too large to show: {counted}. The limit is 50 million.", counted=counted
        )
        return Look(QSize(), refusal, sound=True)
    if pixels * depth > MOST_BYTES and name != "jpeg":  # a JPEG can be decoded at half its size
        needed = tr("{number:,.0f} MB", number=pixels * depth / 1024 / 1024)
        refusal = tr(
            "This picture is too large to show: {counted} take {needed}. The limit is 128 MB.",
            counted=counted,
            needed=needed,
        )
        return Look(QSize(), refusal, sound=True)
    return Look(size)


def decode(data: bytes, edge: int) -> Decoded:
    """The pixels of the first frame, scaled so that the longest edge is at most `edge`; a null image if unreadable."""
    name = sniff(data)
    if name in _FOREIGN:
        return Decoded(_finished(foreign_pictures.decode(data, edge)))
    reader, buffer = _reader(data, name)
    size = _gif_size(data) if name == "gif" else reader.size()
    wanted = _wanted(size, edge)
    if wanted != size:
        reader.setScaledSize(wanted)
    image = reader.read()
    moving = reader.canRead() if name == "gif" else reader.supportsAnimation()
    buffer.close()
    notes = [tr("Only the first picture of a moving one is shown.")] if moving else []
    if not edge and wanted != size and not image.isNull():
        notes.append(tr("It is shown at half its size or less, for want of memory."))
    return Decoded(_finished(image), " ".join(notes))


def pyramid(image: QImage) -> list[QImage]:
    """The image and its halves down to some hundreds of pixels: shrinking by painting skips pixels, these do not."""
    levels = [image]
    while max(levels[-1].width(), levels[-1].height()) > 600:
        last = levels[-1]
        half = QSize(max(1, last.width() // 2), max(1, last.height() // 2))
        levels.append(
            last.scaled(
                half, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        )
    return levels


def _reader(data: bytes, name: str) -> tuple[QImageReader, QBuffer]:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))  # the buffer's own copy: QBuffer(QByteArray) would only point to one
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(name.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    return reader, buffer


def _gif_size(data: bytes) -> QSize:
    """From the header: Qt would look for the end of every frame, of which there may be a million."""
    return QSize(int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little"))


def _wanted(size: QSize, edge: int) -> QSize:
    """The size to decode at: at most `edge` long, and within the memory limit."""
    wanted = size
    if edge and max(size.width(), size.height()) > edge:
        wanted = size.scaled(edge, edge, Qt.AspectRatioMode.KeepAspectRatio)
    while wanted.width() * wanted.height() * 4 > MOST_BYTES:
        wanted = QSize(wanted.width() // 2, wanted.height() // 2)
    return wanted


def _finished(image: QImage) -> QImage:
    """In the form that is painted fastest, in the colours of the screen's standard space."""
    if image.isNull():
        return image
    alpha = image.hasAlphaChannel()
    made = image.convertToFormat(
        QImage.Format.Format_ARGB32_Premultiplied if alpha else QImage.Format.Format_RGB32
    )
    screen = QColorSpace(QColorSpace.NamedColorSpace.SRgb)
    if made.colorSpace().isValid() and made.colorSpace() != screen:
        made.convertToColorSpace(screen)
    return made
