"""Marks on a picture that stay where they are, painted once: what comes or goes is painted alone, not all the others.

Hundreds of marks take 15 ms to paint, and a person walks through them. It knows no picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap, QPolygonF, QRegion

from hdclient.questions.regions import Points
from ui import theme
from ui.components.mark_painting import paint_mark

_REACH = 14
"""Pixels at scale 1 that a mark's line and ring may take beyond its points."""
_FEW = 8


class Placed(Protocol):
    """A mark that can be told from another one and painted."""

    @property
    def shape(self) -> str: ...
    @property
    def points(self) -> Points: ...
    @property
    def hue(self) -> int: ...


class MarkLayer:
    """One pixmap, as large as the widget that shows it."""

    def __init__(self) -> None:
        self._frame: object = None
        self._marks: tuple[Placed, ...] = ()
        self._reaches: dict[Placed, QRect] = {}
        """Of each mark, where it may paint."""
        self._pixels = QPixmap()

    def forget(self) -> None:
        """Colours and lines are others now."""
        self._frame = None

    def pixels(
        self,
        marks: Sequence[Placed],
        frame: object,
        places_of: Callable[[Points], list[QPointF]],
        size: QSize,
        ratio: float,
    ) -> QPixmap:
        """These marks; while `frame` (where the picture stands) is the same, as much as can be is kept."""
        frame = (frame, size.toTuple(), ratio)
        before, self._marks = self._marks, tuple(marks)
        if frame != self._frame:
            self._frame = frame
            self._reaches.clear()
            self._pixels = QPixmap(size * ratio)
            self._pixels.setDevicePixelRatio(ratio)
            self._pixels.fill(Qt.GlobalColor.transparent)
            self._paint(places_of, None)
        elif before != self._marks:
            old, new = Counter(before), Counter(self._marks)
            others = [*(old - new).elements(), *(new - old).elements()]
            if len(others) > _FEW:
                self._pixels.fill(Qt.GlobalColor.transparent)
                self._paint(places_of, None)
            else:
                stale = QRegion()
                for mark in others:
                    stale += self._reach(mark, places_of)
                self._paint(places_of, stale)
        return self._pixels

    def _paint(self, places_of: Callable[[Points], list[QPointF]], stale: QRegion | None) -> None:
        """All of it, or what lies in `stale` anew: every mark that reaches into it, in the order of the marks."""
        painter = QPainter(self._pixels)
        if stale is not None:
            painter.setClipRegion(stale)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.fillRect(stale.boundingRect(), Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        for mark in self._marks:
            if stale is None or stale.intersects(self._reach(mark, places_of)):
                paint_mark(painter, mark.shape, places_of(mark.points), mark.hue, here=False)
        painter.end()

    def _reach(self, mark: Placed, places_of: Callable[[Points], list[QPointF]]) -> QRect:
        if mark not in self._reaches:
            more = theme.px(_REACH)
            box = QPolygonF(places_of(mark.points)).boundingRect()
            self._reaches[mark] = box.adjusted(-more, -more, more, more).toAlignedRect()
        return self._reaches[mark]
