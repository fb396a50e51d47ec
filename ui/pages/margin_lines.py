"""The lines between cards of a margin and the words that they speak about.

`Gutter` stands between text and margin and has a line for every card in sight; `Thread` goes on through the text, to
the words of the chosen one. Both only paint.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

WIDTH = 24


class Line(Struct, frozen=True):
    """From the height of the words to the height of the card, in pixels of the gutter."""

    words: int
    card: int
    chosen: bool = False


class Gutter(QWidget):
    """As high as the margin beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """These lines, and no others."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.update()

    def lines(self) -> tuple[Line, ...]:
        """What is painted."""
        return self._lines

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), 0)

    def theme_changed(self) -> None:
        """The width of now."""
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        begin, end = (float(self.width()), 0.0) if mirrored else (0.0, float(self.width()))
        for line in sorted(self._lines, key=lambda one: one.chosen):
            painter.setPen(
                QPen(theme.color("accent" if line.chosen else "border_strong"), 1.5 if line.chosen else 1.0)
            )
            path = QPainterPath(QPointF(begin, line.words + 0.5))
            middle = (begin + end) / 2
            path.cubicTo(
                QPointF(middle, line.words + 0.5),
                QPointF(middle, line.card + 0.5),
                QPointF(end, line.card + 0.5),
            )
            painter.drawPath(path)
        painter.end()


class Thread(QWidget):
    """One pixel high, below the words of the chosen card; a child of what it lies upon."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def lay(self, left: int, right: int, y: int) -> None:
        """From one place to another, or away where there is no room for it."""
        if right - left < 2:
            self.hide()
            return
        self.setGeometry(left, y, right - left, 1)
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("accent"))
        painter.end()
