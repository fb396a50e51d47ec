"""AVIF and HEIC, which Qt's own packages cannot read: through Pillow, where it is installed.

Pillow is optional and imported when such a picture is first met; without it the picture is named, not shown.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
from contextlib import suppress
from typing import Any

from PySide6.QtGui import QImage

from hdclient.words import tr

_PLUGINS = {"avif": "PIL.AvifImagePlugin", "heic": "pillow_heif"}
_PACKAGES = {"avif": "Pillow", "heic": "Pillow and pillow-heif"}


def size_of(data: bytes, name: str) -> tuple[tuple[int, int], str]:
    """(width, height) and "", or (0, 0) and the sentence why it cannot be shown. Decodes no pixels."""
    image = _opened(data, name)
    if image is None:
        return (0, 0), (
            tr(
                "This picture is in the format {upper}, which hdclient shows only where {package} can be "
                "loaded and reads it. The file is kept as it is.",
                upper=name.upper(),
                package=_PACKAGES[name],
            )
        )
    return _turned(image), ""


def decode(data: bytes, edge: int) -> QImage:
    """The pixels, at most `edge` long if `edge` is not 0; a null image when they cannot be read."""
    try:
        image = _opened(data, "heic" if data[8:12] in (b"heic", b"heix", b"mif1") else "avif")
        if image is None:
            return QImage()
        from PIL import ImageOps

        image.load()
        image = ImageOps.exif_transpose(image).convert("RGBA")
        if edge:
            image.thumbnail((edge, edge))
        pixels = image.tobytes()
        made = QImage(pixels, image.width, image.height, image.width * 4, QImage.Format.Format_RGBA8888)
        return made.copy()  # `made` only points to Python's bytes
    except Exception:  # whatever a decoder makes of hostile bytes: there are no pixels
        return QImage()


def _opened(data: bytes, name: str) -> Any:
    """The picture with its header read; None when it cannot be."""
    if importlib.util.find_spec("PIL") is None:
        return None
    with suppress(Exception):
        from PIL import Image

        plugin = importlib.import_module(_PLUGINS[name])
        if name == "heic":
            plugin.register_heif_opener()
        return Image.open(io.BytesIO(data), formats=["AVIF" if name == "avif" else "HEIF"])
    return None


def _turned(image: Any) -> tuple[int, int]:
    """The size after the picture's own rotation."""
    width, height = image.size
    return (height, width) if image.getexif().get(0x112, 1) in (5, 6, 7, 8) else (width, height)
