"""What a stage shows besides its panes: handles between them, and a letter for each while one is shown at a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hdclient.words import tr
from ui import theme
from ui.components.buttons import Button
from ui.pages.arrangement import HANDLE, Shape


class Handle(QWidget):
    """Parts two panes, or two rows (`column` -1). A drag is told in pixels since it began; keys do the same."""

    moved = Signal(int)
    """Pixels since the last of it, to the right or down."""

    def __init__(self, row: int, column: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.row, self.column = row, column
        upright = column >= 0
        self.setCursor(Qt.CursorShape.SplitHCursor if upright else Qt.CursorShape.SplitVCursor)
        self._from: QPoint | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = event.globalPosition().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            way = event.globalPosition().toPoint() - self._from
            self._from = event.globalPosition().toPoint()
            self.moved.emit(way.x() if self.column >= 0 else way.y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._from = None


class Handles(QObject):
    """The handles of one stage."""

    dragged = Signal(int, int, int)
    """Row, column (-1: of rows), and pixels in the direction of reading."""

    def __init__(self, stage: QWidget) -> None:
        super().__init__(stage)
        self._stage = stage
        self._handles: list[Handle] = []
        self._leftwards = False

    def show_between(
        self, shape: Shape, rectangles: Sequence[QRect], room: QRect, *, leftwards: bool
    ) -> None:
        """Puts a handle between any two neighbours that stand in these places."""
        self._leftwards = leftwards
        wanted = [(row, -1) for row in range(len(shape) - 1)]
        wanted += [(row, column) for row, count in enumerate(shape) for column in range(count - 1)]
        if [(one.row, one.column) for one in self._handles] != wanted:
            self._make(wanted)
        for handle in self._handles:
            place = rectangles[sum(shape[: handle.row]) + max(0, handle.column)]
            if handle.column < 0:
                handle.setGeometry(room.left(), place.bottom() + 1, room.width(), HANDLE)
            else:
                left = place.left() - HANDLE if leftwards else place.right() + 1
                handle.setGeometry(left, place.top(), HANDLE, place.height())

    def _make(self, wanted: Sequence[tuple[int, int]]) -> None:
        for old in self._handles:
            old.hide()
            old.deleteLater()
        self._handles = [Handle(row, column, self._stage) for row, column in wanted]
        for handle in self._handles:
            handle.moved.connect(lambda pixels, at=handle: self._tell(at, pixels))
            handle.show()

    def _tell(self, handle: Handle, pixels: int) -> None:
        back = self._leftwards and handle.column >= 0
        self.dragged.emit(handle.row, handle.column, -pixels if back else pixels)


class Letters(QWidget):
    """A button for each response, the one that is read pressed."""

    chosen = Signal(int)

    def __init__(self, letters: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, theme.px(8))
        row.setSpacing(theme.px(6))
        self._buttons: list[Button] = []
        for number, letter in enumerate(letters):
            button = Button(letter, small=True, checkable=True, parent=self)
            button.accessible_role = "RadioButton"
            button.clicked.connect(lambda _=False, at=number: self.chosen.emit(at))
            row.addWidget(button)
            self._buttons.append(button)
        row.addStretch(1)
        self._letters = tuple(letters)

    def show_state(self, current: int, pinned: int, apart: frozenset[int]) -> None:
        """Which one is read, which one stays (-1: none), which ones have windows of their own."""
        for number, button in enumerate(self._buttons):
            button.setChecked(number == current)
            name = self._name(number, pinned, apart)
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.set_icon_name("pin" if number == pinned else "window" if number in apart else "")

    def _name(self, number: int, pinned: int, apart: frozenset[int]) -> str:
        letter = self._letters[number]
        if number == pinned:
            return tr("Read Response {letter}, which stays in sight", letter=letter)
        if number in apart:
            return tr("Read Response {letter}, in its own window", letter=letter)
        return tr("Read Response {letter}", letter=letter)
