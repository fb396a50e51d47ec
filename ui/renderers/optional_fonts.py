"""Fonts for scripts that this computer has no font for, from three places, the first that has a character first.

The folder that the setting `fonts_dir` names, resources/fonts of the release, and the package `pymupdf-fonts` (OFL),
where it is installed. Nothing is loaded before something needs it. Must not know what content is; files are read in any
thread, and only `add` must run in the GUI thread.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase

from ui import theme
from ui.renderers.font_coverage import Ranges, coverage, coverage_of
from ui.resources import resource

PACKAGE = "pymupdf_fonts"


ENDINGS = (".ttf", ".otf", ".ttc")
LICENCES = ("license", "licence", "ofl", "copying")
PLAIN = ("", "regular", "book", "roman")
"""How the upright face of a family ends its file's name, after the hyphen. All others are asked after it."""
MOST_FILES = 200
MOST_BYTES = 200_000_000
"""Of one file."""


class OptionalFont(Struct, frozen=True):
    """One font and what it is asked for: inclusive ranges of code points."""

    key: str
    family: str
    ranges: Ranges
    path: Path | None = None
    """Its file; None: it is in the package."""

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


RELEASE = resource("fonts")


class _Places:
    """Where font files are looked for."""

    own: Path | None = None


def use_folder(folder: Path | None) -> None:
    """Looks for fonts in this folder too, before all other places."""
    _Places.own = folder


def folder() -> Path | None:
    """The folder of the settings."""
    return _Places.own


def is_installed() -> bool:
    """Whether the package is there."""
    return importlib.util.find_spec(PACKAGE) is not None


def files() -> list[Path]:
    """The font files in the folders, in the order in which they are asked. For another thread: drives may be slow."""
    found: list[Path] = []
    for place in (_Places.own, RELEASE) if _Places.own else (RELEASE,):
        try:
            inside = sorted(
                (path for path in place.rglob("*") if path.suffix.lower() in ENDINGS),
                key=lambda path: (_face(path) not in PLAIN, path),
            )
        except (
            OSError
        ):  # a folder of a network drive that is gone: what is missing there is said at the content
            continue
        found += inside[: MOST_FILES - len(found)]
    return found


def _face(path: Path) -> str:
    """ "bold" of NotoSansCJK-Bold.ttc."""
    return path.stem.partition("-")[2].lower()


def licence_of(font: Path) -> Path | None:
    """The text beside a font that says what may be done with it; None when there is none."""
    beside = sorted(font.parent.iterdir())
    return next((path for path in beside if path.name.lower().startswith(LICENCES) and path.is_file()), None)


@cache
def _of_file(path: Path, size: int) -> OptionalFont:  # noqa: ARG001  of another size it is another font
    return OptionalFont(str(path), path.stem, coverage(path), path)


def _of_files() -> list[OptionalFont]:
    found = []
    for path in files():
        try:
            size = path.stat().st_size
        except OSError:
            continue
        if size <= MOST_BYTES:
            found.append(_of_file(path, size))
    return found


def may_help() -> bool:
    """Whether there is any place that may have a font."""
    return _Places.own is not None or _release_has_fonts() or is_installed()


@cache
def _release_has_fonts() -> bool:
    return any(path.suffix.lower() in ENDINGS for path in RELEASE.rglob("*"))


def wanted(characters: Iterable[str]) -> tuple[OptionalFont, ...]:
    """The fonts not yet added that may have one of these characters, each asked only for what no earlier one has.

    With a file comes the bold one of its family: else what a response has in bold would look like all the rest.
    It looks into files: for another thread than the GUI's.
    """
    left, found = set(characters), []
    inside = _of_files()
    for font in inside:
        has = {one for one in left if font.may_have(one)}
        if has:
            left -= has
            found += [font, *_bold_of(font, inside)]
    for font in FONTS if is_installed() else ():
        if any(font.may_have(one) for one in left):
            found.append(font)
    return tuple(font for font in found if font.key not in _added)


def _bold_of(plain: OptionalFont, inside: Iterable[OptionalFont]) -> list[OptionalFont]:
    assert plain.path is not None
    bold = plain.path.stem.partition("-")[0] + "-bold"
    return [
        font
        for font in inside
        if font.path is not None
        and font.path.parent == plain.path.parent
        and font.family.lower() == bold.lower()
    ]


def fetch(characters: Sequence[str]) -> list[tuple[OptionalFont, bytes]]:
    """The fonts that are `wanted`, read. In any thread."""
    return [(font, unpack(font)) for font in wanted(characters)]


def drawn_of(characters: Iterable[str]) -> set[str]:
    """Those of the characters that some optional font has; nothing is loaded. For another thread."""
    asked = set(characters)
    found = {one for font in _of_files() for one in asked if font.may_have(one)}
    for font in FONTS if is_installed() else ():
        left = {one for one in asked - found if font.may_have(one)}
        if left:
            has = OptionalFont(font.key, font.family, coverage_of(io.BytesIO(unpack(font))))
            found |= {one for one in left if has.may_have(one)}
    return found


def unpack(font: OptionalFont) -> bytes:
    """The font's file: some 20 ms of work, in any thread. Empty when it cannot be read, or when this version of the
    package has no such font."""
    try:
        if font.path is not None:
            return font.path.read_bytes()
        return bytes(importlib.import_module(PACKAGE).fontbuffers[font.key]())
    except (OSError, ImportError, AttributeError, KeyError):
        return b""


def add(font: OptionalFont, data: bytes) -> bool:
    """Makes the font available to all text that is laid out from now on. Tried once for each font."""
    if font.key in _added:
        return False
    _added.add(font.key)
    if not data or QFontDatabase.addApplicationFontFromData(QByteArray(data)) < 0:
        return False
    theme.fonts_added()
    return True
