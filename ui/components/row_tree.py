"""A tree of rows that paints itself in the theme: one row at hand, arrows open and close, Return presses."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QFrame, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from ui import theme
from ui.components.icons import paint_icon

Index = QModelIndex | QPersistentModelIndex
_LEAST = 72
"""Pixels at scale 1: two rows, where what stands around the tree takes most of the height."""
_PRESSES = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RowTree(QTreeView):
    """All rows have one height, so that thousands of them open and scroll at once."""

    own_keys = frozenset({"Space", "Return", "Enter"})
    row_pressed = Signal(QModelIndex)
    """Return, Space or a click on the row."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        # What is selected is the row at hand: by a selection, assistive technology chooses a row and hears which it is.
        self.setSelectionMode(QTreeView.SelectionMode.SingleSelection)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setExpandsOnDoubleClick(False)
        self.setTabKeyNavigation(False)
        self.clicked.connect(self.row_pressed)
        self.theme_changed()

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self.selectionModel().selectionChanged.connect(self._selected)

    def _selected(self, selected: QItemSelection) -> None:
        rows = selected.indexes()
        if rows and rows[0] != self.currentIndex():
            self.setCurrentIndex(rows[0])

    def theme_changed(self) -> None:
        """Sizes and colours of now. The row at hand is painted here: the style's bar of colour is not wanted."""
        colors = self.palette()
        colors.setBrush(QPalette.ColorRole.Highlight, Qt.BrushStyle.NoBrush)
        self.setPalette(colors)
        self.setIndentation(theme.px(14))
        self.setMinimumHeight(theme.px(_LEAST))
        self.scheduleDelayedItemsLayout()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(280), theme.px(220))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PRESSES and self.currentIndex().isValid():
            self.row_pressed.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The row at hand stands out over its whole width."""
        if index.siblingAtColumn(0) == self.currentIndex().siblingAtColumn(0):
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme.color("accent") if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
            box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, theme.RADIUS["control"], theme.RADIUS["control"])
            painter.restore()
        super().drawRow(painter, option, index)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """An arrow where there is something below; no lines."""
        if not self.model().hasChildren(index):
            return
        side = theme.px(12)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = rect.left() if mirrored else rect.right() - self.indentation() + 1
        box = QRectF(left + (self.indentation() - side) / 2, rect.center().y() - side / 2, side, side)
        shut = "left" if mirrored else "right"
        paint_icon(painter, "down" if self.isExpanded(index) else shut, box, theme.color("text2"))


class TreeRow(QStyledItemDelegate):
    """Paints a row: the mark of what can be chosen, and its words. Subclasses paint more."""

    height = 28

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme.px(80), theme.high(self.height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(option.rect).adjusted(theme.px(4), 0, -theme.px(6), 0)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        self.paint_row(painter, inner, index, mirrored=mirrored)
        painter.restore()

    def paint_row(self, painter: QPainter, inner: QRectF, index: Index, *, mirrored: bool) -> None:
        """What stands in a row."""
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is not None:
            side = theme.px(16)
            left = inner.right() - side if mirrored else inner.left()
            box = QRectF(left, inner.center().y() - side / 2, side, side)
            paint_check(painter, box, on=Qt.CheckState(state) == Qt.CheckState.Checked)
            gap = side + theme.px(8)
            inner = inner.adjusted(0 if mirrored else gap, 0, -gap if mirrored else 0, 0)
        paint_words(painter, inner, str(index.data() or ""), mirrored=mirrored)


def paint_check(painter: QPainter, box: QRectF, *, on: bool) -> None:
    """A check box, for rows that paint themselves."""
    painter.setPen(theme.color("accent" if on else "border_strong"))
    painter.setBrush(theme.color("accent" if on else "surface"))
    painter.drawRoundedRect(box, theme.RADIUS["cap"], theme.RADIUS["cap"])
    if on:
        paint_icon(painter, "check", box.adjusted(2, 2, -2, -2), theme.color("on_accent"))


def paint_words(
    painter: QPainter, inner: QRectF, words: str, *, mirrored: bool, tone: str = "text", strong: bool = False
) -> None:
    """Words on as many lines as the row has room for, shortened where that is not enough."""
    font = theme.font(strong=strong)
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(theme.color(tone))
    lines = max(1, int(inner.height() // metrics.lineSpacing()))
    flags = Qt.AlignmentFlag.AlignVCenter
    flags |= Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    if lines == 1:
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, int(flags), shown)
        return
    # Lines break between words: of the last one less than its whole width is used.
    room = int(inner.width() * (lines - 0.25))
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
    painter.drawText(inner, int(flags) | int(Qt.TextFlag.TextWordWrap), shown)
