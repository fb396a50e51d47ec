"""A list whose rows have a hue, words and a line of text below: thousands of them, and only those in sight are made.

The hue is never all that tells rows apart: the words say it too. Must not know what a row stands for.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, count
from operator import is_not
from typing import Any

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from hdclient.words import isolated
from ui import theme
from ui.components.action_rows import paint_ground
from ui.components.quiet_bar import quieten
from ui.components.segmented import Segment, SegmentFace

_Index = QModelIndex | QPersistentModelIndex
_HEIGHT = 48
_SWATCH = 14
_NARROWEST = 120


class HueRow(Struct, frozen=True, gc=False):
    """What a row says. `hue`: number of a kind's hue, -1 for none yet."""

    title: str
    text: str = ""
    hue: int = -1
    warning: bool = False
    """The title speaks of something that is still to be done."""
    faint: bool = False
    """Nothing is to be done there."""


class HueRows(QAbstractListModel):
    """The rows, replaced all at once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[HueRow] = ()

    def replace(self, rows: Sequence[HueRow]) -> None:
        """Other rows. As many as before keep the place that the list was scrolled to; only what differs is told."""
        if len(rows) == len(self.rows):
            before, self.rows = self.rows, tuple(rows)
            others = list(compress(count(), map(is_not, before, self.rows)))
            if others:
                self.dataChanged.emit(self.index(others[0]), self.index(others[-1]))
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.title}: {isolated(row.text)}" if row.text else row.title
        return row.text if role == Qt.ItemDataRole.ToolTipRole else None


class HueList(QListView):
    """Shows them. Up and Down are its own while it has the keyboard."""

    chosen = Signal(int)
    """The row that a person turned to."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.rows = HueRows(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListView.Shape.NoFrame)
        quieten(self)
        self._quiet = False
        self.selectionModel().currentChanged.connect(self._turned)
        self.theme_changed()

    def theme_changed(self) -> None:
        self.setMinimumHeight(2 * theme.high(_HEIGHT))
        self.scheduleDelayedItemsLayout()

    def dataChanged(self, first: _Index, last: _Index, roles: Sequence[int] = ()) -> None:
        """Rows have one height, whatever they say: they are painted anew. QListView would lay out all of them."""
        QAbstractItemView.dataChanged(self, first, last, list(roles))

    def show_rows(self, rows: Sequence[HueRow], current: int) -> None:
        """Other rows, and which one is at hand (-1: none), without telling anybody."""
        self._quiet = True
        self.rows.replace(rows)
        self.setCurrentIndex(self.rows.index(current) if 0 <= current < len(rows) else QModelIndex())
        self._quiet = False

    def _turned(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._quiet:
            self.chosen.emit(current.row())


class _Painter(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(theme.px(160), theme.high(_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        if not isinstance(model, HueRows):
            return
        row, rect = model.rows[index.row()], QRectF(option.rect)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option)
        inner = rect.adjusted(theme.px(10), theme.px(5), -theme.px(10), -theme.px(5))
        side = theme.px(_SWATCH)
        left = inner.right() - side if mirrored else inner.left()
        paint_swatch(painter, QRectF(left, inner.top() + theme.px(3), side, side), row.hue)
        gap = side + theme.px(8)
        inner.adjust(0 if mirrored else gap, 0, -gap if mirrored else 0, 0)
        side_of = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        half = inner.height() / 2
        lines = (
            (
                row.title,
                theme.font(strong=True),
                "warn" if row.warning else "text3" if row.faint else "text",
                inner.top(),
            ),
            (row.text, theme.font("caption"), "text3" if row.faint else "text2", inner.top() + half),
        )
        for words, font, tone, top in lines:
            painter.setFont(font)
            painter.setPen(theme.color(tone))
            shown = QFontMetrics(font).elidedText(
                " ".join(words[:500].split()), Qt.TextElideMode.ElideRight, int(inner.width())
            )
            box = QRectF(inner.left(), top, inner.width(), half)
            painter.drawText(box, int(side_of | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()


def paint_swatch(painter: QPainter, box: QRectF, hue: int) -> None:
    """The ground and the line of a kind, as they are seen in the text; -1: an empty box, for none yet."""
    if hue < 0:
        painter.setPen(QPen(theme.color("border_strong"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setPen(theme.color(f"slot{hue}"))
        painter.setBrush(theme.color(f"tint{hue}.strong"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)


class HueButton(SegmentFace):
    """A kind that can be given: its swatch, its words, its key. It stays chosen while what is at hand is of it."""

    accessible_role = ""

    def __init__(self, segment: Segment, hue: int, parent: QWidget) -> None:
        self._hue = hue
        super().__init__(segment, parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.font(strong=True)).horizontalAdvance(self._label)
        cap = theme.px(28) if self._key else 0
        return QSize(words + theme.px(_SWATCH + 28) + cap, theme.target(30))

    def minimumSizeHint(self) -> QSize:
        """Where there is less room, its words are shortened."""
        hint = self.sizeHint()
        return hint.boundedTo(QSize(theme.px(_NARROWEST), hint.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        short = self.width() < self.sizeHint().width()
        self.setToolTip("\n".join(filter(None, (self._label if short else "", self._about))))

    def paint_inside(self, painter: QPainter, on: bool) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        rect, side = QRectF(self.rect()), theme.px(_SWATCH)

        def part(offset: float, width: float, height: float) -> QRectF:
            left = rect.right() - offset - width if mirrored else rect.left() + offset
            return QRectF(left, rect.center().y() - height / 2, width, height)

        paint_swatch(painter, part(theme.px(9), side, side), self._hue)
        painter.setFont(theme.font(strong=on))
        painter.setPen(theme.color("accent_text" if on else "text" if self.isEnabled() else "text3"))
        start = theme.px(9) + side + theme.px(7)
        room = rect.width() - start - theme.px(34 if self._key else 6)
        shown = painter.fontMetrics().elidedText(self._label, Qt.TextElideMode.ElideRight, int(room) + 1)
        words = QFontMetrics(theme.font(strong=True)).horizontalAdvance(shown) + 2
        painter.drawText(part(start, words, rect.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        if self._key:
            self.paint_key(painter, part(rect.width() - theme.px(28), theme.px(20), theme.px(18)))
