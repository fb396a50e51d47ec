"""Options one below the other, each with its words, its key and what it means; one or several may be chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hdclient.words import tr
from ui import theme
from ui.components.announce import announce
from ui.components.badges import key_cap_width
from ui.components.segmented import Segment, SegmentFace

_BREAK = "\u200b"


def _breakable(words: str) -> str:
    """A line may end behind a stroke, as in "abuse/terrorism"."""
    return words.replace("/", f"/{_BREAK}")


def _wrap(font: QFont, words: str, width: int) -> int:
    """Between words; within them only where one is wider than the row."""
    metrics = QFontMetrics(font)
    fits = all(metrics.horizontalAdvance(word) <= width for word in words.replace(_BREAK, " ").split())
    return int(Qt.TextFlag.TextWordWrap if fits else Qt.TextFlag.TextWrapAnywhere)


class OptionRow(SegmentFace):
    """One option on a line of its own: its words, its key and, below, what it means."""

    def __init__(self, segment: Segment, *, multiple: bool, parent: QWidget) -> None:
        self._multiple = multiple
        super().__init__(segment, parent)
        self.accessible_role = "CheckBox" if multiple else "RadioButton"

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        inner = max(40, width - self._left() - theme.px(12))
        high = self._measure(theme.font(strong=True), self._label, inner - self._beside())
        if self._about:
            high += theme.px(2) + self._measure(theme.font("caption"), self._about, inner)
        return max(theme.high(36), high + theme.px(14))

    def _measure(self, font: QFont, words: str, width: int) -> int:
        box, words = QRect(0, 0, max(40, width), 10_000), _breakable(words)
        return QFontMetrics(font).boundingRect(box, _wrap(font, words, width), words).height()

    def _left(self) -> int:
        return theme.px(38)

    def _beside(self) -> int:
        """What the key takes of the width of the words."""
        return key_cap_width(self._key) + theme.px(8) if self._key else 0

    def _top_of(self, height: int) -> float:
        """Where something of this height stands: beside words alone in the middle, else beside their first line."""
        middle = theme.high(36) if self._about else self.height()
        return (middle - height) / 2

    def sizeHint(self) -> QSize:
        width = theme.px(280)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.high(36))

    def paint_inside(self, painter: QPainter, on: bool) -> None:
        self._paint_mark(painter, on)
        self._paint_words(painter, on)

    def _mirror(self, box: QRectF) -> QRectF:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            box.moveRight(self.width() - box.left())
        return box

    def _paint_mark(self, painter: QPainter, on: bool) -> None:
        side = theme.px(16)
        box = self._mirror(QRectF(theme.px(12), self._top_of(side), side, side))
        painter.setPen(theme.color("accent" if on else "border_strong"))
        painter.setBrush(theme.color("accent" if on else "surface"))
        if self._multiple:
            painter.drawRoundedRect(box, 4, 4)
        else:
            painter.drawEllipse(box)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("on_accent"))
            painter.drawEllipse(box.adjusted(5, 5, -5, -5))

    def _paint_words(self, painter: QPainter, on: bool) -> None:
        width = self.width() - self._left() - theme.px(12)
        cap_width = key_cap_width(self._key) if self._key else 0
        font = theme.font(
            strong=on or bool(self._about)
        )  # the row is measured in the stronger weight all the same
        words = width - self._beside()
        high = self._measure(font, self._label, words)
        top = theme.px(7) if self._about else (self.height() - high) / 2
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        flags = int(side | Qt.AlignmentFlag.AlignTop)
        painter.setFont(
            theme.font(strong=on or bool(self._about))
        )  # measured in the stronger weight all the same
        painter.setPen(theme.color("accent_text" if on else "text" if self.isEnabled() else "text3"))
        box = self._mirror(QRectF(self._left(), top, words, high))
        label = _breakable(self._label)
        painter.drawText(box, flags | _wrap(font, label, words), label)
        if cap_width:
            left, high_cap = self.width() - theme.px(10) - cap_width, theme.px(17)
            self.paint_key(painter, self._mirror(QRectF(left, self._top_of(high_cap), cap_width, high_cap)))
        if self._about:
            font = theme.font("caption")
            painter.setFont(font)
            painter.setPen(theme.color("text2"))
            below = QRectF(self._left(), top + high + theme.px(2), width, self.height())
            painter.drawText(self._mirror(below), flags | _wrap(font, self._about, width), self._about)


class OptionList(QWidget):
    """Options one below the other, of which one or several may be chosen."""

    accessible_role = "Grouping"
    values_changed = Signal(object)
    """Tuple of the chosen values, in the order of the options, after a person changed it."""

    def __init__(
        self,
        name: str,
        segments: Sequence[Segment],
        *,
        multiple: bool = False,
        clearable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._segments, self._multiple, self._clearable = tuple(segments), multiple, clearable
        self._values: tuple[object, ...] = ()
        self._read_only = False
        self.rows: list[OptionRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        for segment in self._segments:
            row = OptionRow(segment, multiple=multiple, parent=self)
            row.clicked.connect(lambda _=False, value=segment.value: self.choose(value))
            column.addWidget(row)
            self.rows.append(row)

    def values(self) -> tuple[object, ...]:
        """What is chosen."""
        return self._values

    def set_values(self, values: Sequence[object]) -> None:
        """Shows these as chosen without telling anybody."""
        self._values = tuple(segment.value for segment in self._segments if segment.value in values)
        self._mark()

    def choose(self, value: object) -> None:
        """Does what a click on this value's row does."""
        if self._read_only or all(segment.value != value for segment in self._segments):
            self._mark()
            return
        before = self._values
        toggled = {*before} ^ {value}
        if not self._multiple:
            toggled = {value} if value not in before or not self._clearable else set()
        self.set_values(tuple(toggled))
        if self._values != before:
            self._say()
            self.values_changed.emit(self._values)

    def _say(self) -> None:
        """As in a SegmentedControl: heard when the focus is elsewhere."""
        if not any(row.hasFocus() for row in self.rows):
            words = [segment.label for segment in self._segments if segment.value in self._values]
            announce(self, f"{self.accessibleName()}: {', '.join(words) or tr('nothing chosen')}")

    def set_read_only(self, read_only: bool) -> None:
        """Keeps the values in sight, and takes no others."""
        self._read_only = read_only
        self._mark()

    def focus_first(self) -> None:
        """Focus to the first chosen row, or the first."""
        chosen = [row for row in self.rows if row.isChecked()]
        if self.rows:
            (chosen or self.rows)[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _mark(self) -> None:
        for segment, row in zip(self._segments, self.rows, strict=True):
            row.setChecked(segment.value in self._values)
            row.setEnabled(not self._read_only or row.isChecked())
