"""Which characters no font of this computer can draw: they would be boxes, and two people would read two texts.

A character is judged once and remembered. Judging lays it out, which may load a font and take milliseconds:
`Glyphs.look_through` works in slices between other events.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from time import perf_counter

from msgspec import Struct
from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal
from PySide6.QtGui import QFont, QRawFont, QTextLayout

from hdclient.words import tr
from ui import theme
from ui.renderers import optional_fonts
from ui.renderers.optional_fonts import OptionalFont

SLICE_MS = 4.0
MOST_JUDGED = 20_000
"""Distinct characters of one text that are judged; no real text has so many."""


class Sample(Struct, frozen=True):
    """What the settings page tells about one kind of text."""

    title: str
    letters: str
    package: str
    """The package of Debian and Ubuntu that brings it."""
    mono: bool = False


SAMPLES: tuple[Sample, ...] = (
    Sample(tr("Latin, Greek, Cyrillic"), "aéßŁ\u03b1\u03a9\u0416\u044f", "fonts-dejavu-core"),
    Sample(tr("Code"), "aé{}→│", "fonts-noto-mono", mono=True),
    Sample(tr("Chinese, Japanese, Korean"), "\u4e2d\u570b\u6f22\u3042\u30ab\ud55c\uae00", "fonts-noto-cjk"),
    Sample(tr("Arabic and Hebrew"), "\u0627\u0628\u062c\u067e\u06af\u05d0\u05d1\u05e9", "fonts-noto-core"),
    Sample(tr("Indic"), "\u0915\u0939\u0995\u09b9\u0a95\u0b95\u0c15\u0c95\u0d15", "fonts-noto-core"),
    Sample(tr("Thai"), "\u0e01\u0e2d\u0e44", "fonts-noto-core"),
    Sample(tr("Mathematics"), "\u2211\u222b\u2208\u2200\u2192\u27e8\U0001d538\U0001d6fc", "fonts-noto-core"),
    Sample(tr("Emoji"), "\U0001f600\U0001f44d\u2705\U0001f9d1\U0001fae0", "fonts-noto-color-emoji"),
)


class _Judged:
    """Shared by all: characters and whether a font has them. Forgotten when fonts are added."""

    drawn: dict[str, bool] = {}
    added: int = 0
    """How often fonts were added: what was laid out before the last time may show boxes."""


def lacks_glyph(character: str) -> bool:
    """Whether no font has this character. Spaces, controls, marks and private characters are passed over."""
    if character < "\u0250" and character.isprintable():
        return False
    known = _Judged.drawn.get(character)
    if known is None:
        known = _Judged.drawn[character] = _passed_over(character) or _is_drawn(
            character, theme.font("content")
        )
    return not known


def _passed_over(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "ZM" or category in ("Cc", "Cf", "Cs", "Co")


def _is_drawn(text: str, font: QFont) -> bool:
    """Whether every glyph of the text is one: number 0 of every font is its box, and Qt has a font of boxes only."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return not any(0 in run.glyphIndexes() or _is_boxes(run.rawFont()) for run in layout.glyphRuns())


def _is_boxes(font: QRawFont) -> bool:
    """Whether this is what Qt takes where no font can shape a script: no file, no table, its height for an em.

    Asking it for its name would crash the process.
    """
    return font.fontTable("cmap").isEmpty() and font.unitsPerEm() == font.ascent()


def missing_in(sample: Sample, letters: str = "") -> str:
    """The letters of a sample that no font has; of all of them, or of these."""
    font = theme.font("content", mono=sample.mono)
    return "".join(letter for letter in letters or sample.letters if not _is_drawn(letter, font))


class Glyphs(QObject):
    """Looks through one text after the other. `found` tells the characters that cannot be shown, and how often."""

    found = Signal(object)
    """Counter of characters, perhaps empty: the text has been looked through."""
    fonts_added = Signal()
    """Fonts of the optional package are there now: what is on the screen is to be laid out anew."""
    _fetched = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._steps: Iterator[None] | None = None
        self._missing: list[str] = []
        self._added = _Judged.added
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)
        self._fetched.connect(self._add)

    def look_through(self, text: str) -> None:
        """Begins with another text."""
        self._text, self._missing, self._added = text, [], _Judged.added
        if text.isascii():
            self.found.emit(Counter())
            return
        self._steps = self._judge(sorted(set(text))[:MOST_JUDGED])
        self._timer.start()

    def _judge(self, characters: Sequence[str]) -> Iterator[None]:
        for character in characters:
            if lacks_glyph(character):
                self._missing.append(character)
            yield

    def _go_on(self) -> None:
        until = perf_counter() + SLICE_MS / 1000
        for _ in self._steps or ():
            if perf_counter() > until:
                return
        self._timer.stop()
        self._missing = [one for one in self._missing if lacks_glyph(one)]
        self._catch_up()
        if self._missing and optional_fonts.may_help():
            missing = tuple(self._missing)
            QThreadPool.globalInstance().start(lambda: _fetch_for(self, missing))
        else:
            self._tell()

    def _add(self, fonts: Sequence[tuple[OptionalFont, bytes]]) -> None:
        """Files have been read in another thread."""
        if not fonts:
            if self._catch_up():
                self._missing = [one for one in self._missing if lacks_glyph(one)]
            self._tell()
            return
        for font, data in fonts:
            optional_fonts.add(font, data)
        _Judged.drawn = {one: drawn for one, drawn in _Judged.drawn.items() if drawn}
        _Judged.added += 1
        self.fonts_added.emit()
        self.look_through(self._text)

    def _catch_up(self) -> bool:
        """Whether somebody else's text has brought fonts since this one was laid out: then that is told."""
        behind, self._added = self._added != _Judged.added, _Judged.added
        if behind:
            self.fonts_added.emit()
        return behind

    def _tell(self) -> None:
        missing = set(self._missing)
        self.found.emit(Counter(one for one in self._text if one in missing) if missing else Counter())


def _fetch_for(glyphs: Glyphs, missing: Sequence[str]) -> None:
    fonts = optional_fonts.fetch(missing)
    try:
        glyphs._fetched.emit(fonts)
    except RuntimeError:  # the pane that asked is gone
        return
