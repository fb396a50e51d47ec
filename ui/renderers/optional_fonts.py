"""Fonts of the package `pymupdf-fonts` (OFL), where it is installed: for scripts that this computer has no font for.

They are never loaded before something needs them. Must not know what content is; bytes are unpacked in any thread, and
only `add` must run in the GUI thread.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable

from msgspec import Struct
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase

PACKAGE = "pymupdf_fonts"


class OptionalFont(Struct, frozen=True):
    """One font of the package and what it is asked for: inclusive ranges of code points."""

    key: str
    family: str
    ranges: tuple[tuple[int, int], ...]

    def may_have(self, character: str) -> bool:
        """Whether the character lies in a range it is asked for."""
        return any(low <= ord(character) <= high for low, high in self.ranges)


FONTS: tuple[OptionalFont, ...] = (
    OptionalFont(
        "figo",
        "FiraGO",
        (
            (0x00A1, 0x058F),  # Latin, Greek, Cyrillic, Armenian
            (0x0590, 0x06FF),  # Hebrew, Arabic
            (0x0900, 0x097F),  # Devanagari
            (0x0E00, 0x0E7F),  # Thai
            (0x10A0, 0x10FF),  # Georgian
            (0x1C90, 0x1CBF),
            (0x1E00, 0x1FFF),
            (0xFB1D, 0xFDFF),
            (0xFE70, 0xFEFC),
        ),
    ),
    OptionalFont("math", "Noto Sans Math", ((0x2070, 0x23FF), (0x27C0, 0x2BFF), (0x1D400, 0x1EEFF))),
    OptionalFont("symbol2", "Noto Sans Symbols2", ((0x2190, 0x2BFF), (0x10000, 0x101FF), (0x1F000, 0x1FBFF))),
    OptionalFont("symbol1", "Noto Sans Symbols", ((0x20D0, 0x2BFF), (0x1F100, 0x1F7FF))),
    OptionalFont("music", "Noto Music", ((0x2669, 0x266F), (0x1D000, 0x1D24F))),
)

_added: set[str] = set()


def is_installed() -> bool:
    """Whether the package is there."""
    return importlib.util.find_spec(PACKAGE) is not None


def wanted(characters: Iterable[str]) -> tuple[OptionalFont, ...]:
    """The fonts not yet added that may have one of these characters; none without the package."""
    if not is_installed():
        return ()
    asked = tuple(characters)
    return tuple(
        font for font in FONTS if font.key not in _added and any(font.may_have(one) for one in asked)
    )


def unpack(font: OptionalFont) -> bytes:
    """The font's file: some 20 ms of work, in any thread. Empty when this version of the package has no such font."""
    try:
        return bytes(importlib.import_module(PACKAGE).fontbuffers[font.key]())
    except (ImportError, AttributeError, KeyError):
        return b""


def add(font: OptionalFont, data: bytes) -> bool:
    """Makes the font available to all text that is laid out from now on. Tried once for each font."""
    if font.key in _added:
        return False
    _added.add(font.key)
    return bool(data) and QFontDatabase.addApplicationFontFromData(QByteArray(data)) >= 0
