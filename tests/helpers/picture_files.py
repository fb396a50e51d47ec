"""Files of pictures, made in memory: ordinary ones, odd ones, broken ones, bombs."""

from __future__ import annotations

import struct
import zlib

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter


def png(width: int, height: int, colour: str = "#336699") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return saved(image, "PNG")


def saved(image: QImage, kind: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)
    return bytes(buffer.data().data())


def photograph(width: int, height: int, seed: int = 0) -> QImage:
    """Something with shades and edges, other for every seed."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    shade = QLinearGradient(0, 0, width, height)
    for stop in range(9):
        shade.setColorAt(stop / 8, QColor.fromHsv((seed * 47 + stop * 83) % 360, 160, 90 + stop * 18))
    painter.fillRect(image.rect(), shade)
    for number in range(400):
        spot = (seed + number) * 7_919
        painter.fillRect(
            spot % width, spot * 31 % height, width // 40, height // 40, QColor.fromHsv(spot % 360, 200, 200)
        )
    painter.end()
    return image


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_header(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and has no pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", b"") + png_chunk(b"IEND", b"")
    )


def png_bomb(width: int, height: int) -> bytes:
    """A whole PNG of one colour and one bit: some kilobytes that unfold to a gigabyte."""
    line = b"\x00" * (1 + (width + 7) // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", packed)
        + png_chunk(b"IEND", b"")
    )


def turned_jpeg(width: int, height: int) -> bytes:
    """A JPEG whose EXIF says: turn me by 90 degrees."""
    plain = saved(QImage(width, height, QImage.Format.Format_RGB32), "JPG")
    tiff = b"II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"
    exif = b"Exif\x00\x00" + tiff
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:]


def gif(frames: int) -> bytes:
    """A moving picture of one pixel."""
    frame = (
        b"\x21\xf9\x04\x00\x02\x00\x00\x00"
        + b"\x2c"
        + struct.pack("<HHHHB", 0, 0, 1, 1, 0)
        + b"\x02\x02\x44\x01\x00"
    )
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\x00\x00\x00\xff\xff\xff"
    return head + frame * frames + b";"


def odd_files() -> dict[str, tuple[bytes, str]]:
    """Name → (bytes, a word of the refusal, or "" when it must be shown)."""
    colour = QImage(64, 48, QImage.Format.Format_RGB32)
    colour.fill(QColor("#c04020"))
    deep = colour.convertToFormat(QImage.Format.Format_RGBA64)
    small = png(64, 48)
    return {
        "0 bytes": (b"", "not a picture"),
        "wrong magic": (b"PNG\r\n" + small[5:], "not a picture"),
        "text": (b"this is no picture", "not a picture"),
        "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>", "not a"),
        "svgz": (b"\x1f\x8b\x08" + b"\x00" * 40, "not a picture"),
        "pdf": (b"%PDF-1.7", "not a picture"),
        "truncated png": (saved(photograph(400, 300), "PNG")[:900], "damaged"),
        "png without pixels": (png_header(300, 200), "damaged"),
        "png of a gigabyte": (png_header(60_000, 60_160), "60,000 × 60,160"),
        "png bomb": (png_bomb(30_000, 30_000), "too large"),
        "png of no size": (png_header(0, 0), "damaged"),
        "rubbish after a jpeg's magic": (b"\xff\xd8\xff" + bytes(range(256)) * 9, "damaged"),
        "rubbish after a webp's magic": (b"RIFF\x10\x00\x00\x00WEBPVP8 " + b"\x07" * 40, "damaged"),
        "rubbish after a bmp's magic": (b"BM" + b"\xff" * 60, "damaged"),
        "gif cut in its header": (b"GIF89a\x01\x00", "damaged"),
        "16-bit png": (saved(deep, "PNG"), ""),
        "cmyk jpeg": (saved(colour.convertToFormat(QImage.Format.Format_CMYK8888), "JPG"), ""),
        "webp": (saved(colour, "WEBP"), ""),
        "grey jpeg": (saved(colour.convertToFormat(QImage.Format.Format_Grayscale8), "JPG"), ""),
        "turned jpeg": (turned_jpeg(40, 20), ""),
        "truncated jpeg": (saved(photograph(400, 300), "JPG")[:5_000], ""),
        "a million frames": (gif(1_000_000), ""),
    }
