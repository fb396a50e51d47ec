"""How a row of a rubric looks: its words, and at its end a cell for each response, or the score of a heading."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from hdclient.questions.grading import Cell
from ui import theme
from ui.components.icons import paint_icon
from ui.components.row_tree import Index, TreeRow, paint_words
from ui.questions.grade_sheet import GradeRow, GradeSheet, grade_words

_ONE_LINE, _TWO_LINES, _FEW = 32, 46, 60
"""Pixels at scale 1; so many rows have room for two lines each."""
_ICONS = {1: "check", 0: "close"}


class GradeRowFace(TreeRow):
    """Paints rows; a click on a cell tells whose it is."""

    cell_pressed = Signal(str)

    def __init__(self, sheet: GradeSheet, parent: QObject) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self.height = _TWO_LINES if len(sheet.rows) <= _FEW else _ONE_LINE
        self.subject = ""
        """Whose cell is at hand."""

    def _cell_width(self) -> float:
        return theme.px(44 if len(self._sheet.subjects) > 1 else 68)

    def _cells(self, inner: QRectF, *, mirrored: bool) -> list[tuple[str, QRectF]]:
        """The subjects, and where their cells are in a row."""
        width, gap = self._cell_width(), theme.px(4)
        high = min(inner.height() - theme.px(6), theme.px(24))
        top = inner.center().y() - high / 2
        count = len(self._sheet.subjects)
        start = inner.left() if mirrored else inner.right() - count * width - (count - 1) * gap
        order = list(self._sheet.subjects)
        if mirrored:
            order.reverse()
        return [(one, QRectF(start + n * (width + gap), top, width, high)) for n, one in enumerate(order)]

    def paint_row(self, painter: QPainter, inner: QRectF, index: Index, *, mirrored: bool) -> None:
        number = self._sheet.number_at(index)
        if number is None:
            return
        row = self._sheet.rows[number]
        if row.heading:
            room = self._paint_end(painter, inner, self._sheet.beside(number), mirrored=mirrored)
            paint_words(painter, room, row.text, mirrored=mirrored, strong=True)
            return
        cells = self._cells(inner, mirrored=mirrored)
        for subject, box in cells:
            self._paint_cell(painter, box, row, subject, self._sheet.cell(number, subject))
        edge = cells[-1][1].right() if mirrored else cells[0][1].left()
        gap = theme.px(8)
        room = (
            inner.adjusted(edge - inner.left() + gap, 0, 0, 0)
            if mirrored
            else inner.adjusted(0, 0, edge - inner.right() - gap, 0)
        )
        room = self._paint_end(painter, room, row.about, mirrored=mirrored)
        graded = all(self._sheet.cell(number, one).is_graded() for one in self._sheet.subjects)
        paint_words(painter, room, row.text, mirrored=mirrored, tone="text2" if graded else "text")

    def _paint_end(self, painter: QPainter, inner: QRectF, words: str, *, mirrored: bool) -> QRectF:
        """Words at the end of a row; gives the room before them."""
        if not words:
            return inner
        width = QFontMetrics(theme.font("caption")).horizontalAdvance(words) + theme.px(2)
        left = inner.left() if mirrored else inner.right() - width
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text2"))
        painter.drawText(
            QRectF(left, inner.top(), width, inner.height()), Qt.AlignmentFlag.AlignCenter, words
        )
        taken = width + theme.px(6)
        return inner.adjusted(taken if mirrored else 0, 0, 0 if mirrored else -taken, 0)

    def _paint_cell(self, painter: QPainter, box: QRectF, row: GradeRow, subject: str, cell: Cell) -> None:
        given = cell.is_graded()
        here = subject == self.subject and len(self._sheet.subjects) > 1
        edge = theme.color("accent" if here else "border_strong" if not given else "border")
        style = Qt.PenStyle.SolidLine if given or here else Qt.PenStyle.DashLine
        painter.setPen(QPen(edge, 1.5 if here else 1, style))
        painter.setBrush(theme.color("raised" if given else "surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS["cap"], theme.RADIUS["cap"])
        painter.setPen(theme.color("text" if given else "text3"))
        painter.setFont(theme.font("caption", strong=given))
        letter = self._sheet.subjects[subject]
        words = grade_words(cell, row.levels)
        if not letter:
            shown = QFontMetrics(painter.font()).elidedText(
                words, Qt.TextElideMode.ElideRight, int(box.width()) - 6
            )
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
        else:
            half = QRectF(box.left(), box.top(), box.width() / 2, box.height())
            painter.drawText(half, Qt.AlignmentFlag.AlignCenter, letter)
            self._paint_short(painter, half.translated(half.width() - 2, 0), row, cell)
        if cell.note or cell.cites:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(QPointF(box.right() - 4, box.top() + 4), 2.5, 2.5)

    def _paint_short(self, painter: QPainter, box: QRectF, row: GradeRow, cell: Cell) -> None:
        """A grade where there is room for a sign only."""
        two = {level.value for level in row.levels} == {0, 1}
        if two and cell.value is not None and not cell.na:
            side = theme.px(14)
            at = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
            paint_icon(painter, _ICONS[cell.value], at, theme.color("text"))
            return
        words = "–" if cell.na else str(cell.value) if cell.value is not None else ""
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def editorEvent(
        self, event: QEvent, _model: QAbstractItemModel, option: QStyleOptionViewItem, _index: Index
    ) -> bool:
        """A click on a cell."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            inner = QRectF(option.rect).adjusted(theme.px(4), 0, -theme.px(6), 0)
            mirrored = option.direction == Qt.LayoutDirection.RightToLeft
            for subject, box in self._cells(inner, mirrored=mirrored):
                if box.contains(event.position()):
                    self.cell_pressed.emit(subject)
        return False
