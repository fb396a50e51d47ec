"""Contrast as it is on the screen: the colours of a page's words and of what they stand on, from its picture.

The tokens are computed pair by pair elsewhere (`token_faults`); this finds the pairs that nobody has thought of.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from tests.helpers.contrast import contrast
from tests.helpers.qt import visible
from ui.components.badges import CHIP_TONES, Chip
from ui.components.buttons import IconButton, RowButton
from ui.shell.rail import RailButton
from ui.tokens import PAIRS, PALETTES, Tokens

TEXT, LARGE = 4.5, 3.0
LARGE_PX = 24
_FEW = 3
"""Pixels of a colour that are a stroke of a letter, and not its edge."""
_THIN = 0.9
"""Strokes of small letters are never wholly of their colour: what is measured may be so much lower than it is."""


def token_faults() -> list[str]:
    """Pairs of tokens that are used together and are too close, in every palette (1.4.3, 1.4.11)."""
    found = []
    for tokens in PALETTES.values():
        for ink, ground, least in pairs_of(tokens):
            ratio = contrast(ink[1], ground[1])
            if ratio < least:
                found.append(f"{tokens.name}: {ink[0]} on {ground[0]} is {ratio:.2f}, not {least}")
    return found


def pairs_of(tokens: Tokens) -> Iterator[tuple[tuple[str, str], tuple[str, str], float]]:
    """(name and colour of what is in front, name and colour of what is behind, least ratio)."""
    for ink, grounds, least in PAIRS:
        for ground in grounds:
            yield (ink, getattr(tokens, ink)), (ground, getattr(tokens, ground)), least
    for ground, ink in CHIP_TONES.values():
        yield (ink, getattr(tokens, ink)), (ground, getattr(tokens, ground)), TEXT
    for number, slot in enumerate(tokens.slots):
        yield ("surface", tokens.surface), (f"slot {number}", slot), TEXT
    for name, color in tokens.code.items():
        yield (f"code.{name}", color), ("sunken", tokens.sunken), TEXT


def faint(page: QWidget) -> list[str]:
    """Words on this page that are too close to what they stand on. What cannot be used now is left out, as in 1.4.3."""
    picture = page.window().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = _pixels(picture)
    found = []
    for widget in visible(page):
        words = _words(widget)
        area = _in_sight(widget)
        if not words or not widget.isEnabled() or area.isEmpty():
            continue
        sign = (
            isinstance(widget, Chip) and not widget.shown_words()
        )  # a picture alone, of thin strokes (1.4.11)
        least = LARGE if sign or widget.font().pixelSize() >= LARGE_PX else TEXT
        part = pixels[area.top() : area.bottom() + 1, area.left() : area.right() + 1]
        ratio = _ratio(part, widget, 1 if sign or len(words) == 1 else _FEW)
        if ratio < least * (1 if isinstance(widget, QLabel) else _THIN):
            found.append(f"{type(widget).__name__} “{words[:40]}” has {ratio:.2f}")
    return found


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLabel | Chip):
        return widget.text()
    if isinstance(widget, QAbstractButton) and not isinstance(widget, RowButton | IconButton | RailButton):
        return widget.text()
    return ""


def _in_sight(widget: QWidget) -> QRect:
    """Where it is in the window, if the whole of it is in sight."""
    return place_of(widget) if in_view(widget).size() == widget.size() else QRect()


def place_of(widget: QWidget) -> QRect:
    """Where it is in its window."""
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def in_view(widget: QWidget) -> QRect:
    """The part of it, in its window, that no scroll area cuts off and nothing lies over."""
    seen, at = place_of(widget), widget.parentWidget()
    while at is not None and not widget.isWindow():
        seen = seen.intersected(place_of(at))
        at = None if at.isWindow() else at.parentWidget()
    top = widget.window().childAt(seen.center())
    clear = top is None or top is widget or widget.isAncestorOf(top) or top.isAncestorOf(widget)
    return seen if clear else QRect()


def _pixels(picture: QImage) -> NDArray[np.uint32]:
    whole = np.frombuffer(picture.constBits(), np.uint32)
    return whole.reshape(picture.height(), picture.bytesPerLine() // 4)[:, : picture.width()] & 0xFFFFFF


def _ratio(part: NDArray[np.uint32], widget: QWidget, few: int) -> float:
    """The colour that most of it has against the colour of the words: known of labels, else the furthest there is.

    `few`: a colour of fewer pixels is none of the words. A digit alone, as "3", may have no stroke of several.
    """
    colors, counts = np.unique(part, return_counts=True)
    ground = QColor(int(colors[counts.argmax()])).name()
    if isinstance(widget, QLabel):
        return contrast(widget.palette().color(widget.foregroundRole()).name(), ground)
    others = colors[(counts >= few)]
    return max((contrast(QColor(int(one)).name(), ground) for one in others), default=21.0)
