"""One response of a ranking: its letter, what can be counted of it, and the buttons that move it. It can be dragged."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from hdclient.words import tr
from ui import theme
from ui.components.badges import paint_face, paint_ring, paint_slot
from ui.components.buttons import IconButton, Pressable, show_key_of
from ui.components.icons import paint_icon

ROW = 40
# What the mouse and assistive technology can do without dragging (WCAG 2.5.7): name, which is its icon's too, and key.
_MOVES = {"up": "@rank.up", "down": "@rank.down"}
_WHEN_READ = {"tie": "@rank.tie", "refuse": "@digit.0"}
"""Only the row of the response that is being read has room for these."""


def words_of(move: str, letter: str, *, tied: bool = False) -> str:
    """What a button does: the one that ties takes out of the tie again."""
    match move:
        case "up":
            return tr("Move Response {letter} better", letter=letter)
        case "down":
            return tr("Move Response {letter} worse", letter=letter)
        case "tie" if tied:
            return tr("Take Response {letter} out of the tie", letter=letter)
        case "tie":
            return tr("Tie Response {letter} with the one above", letter=letter)
    return tr("Response {letter} is not acceptable", letter=letter)


class RankRow(Pressable):
    """A row of the list. Pressing it shows the response; dragging moves it, and so do its buttons."""

    accessible_role = "ListItem"
    moved = Signal(str)
    """The name of one of its buttons, which was pressed."""
    dragged = Signal(QPoint)
    """The mouse is here with the row, in the coordinates of the list."""
    dropped = Signal(QPoint)
    drag_cancelled = Signal()

    def __init__(
        self, candidate_id: str, letter: str, parent: QWidget, more: frozenset[str] = frozenset()
    ) -> None:
        """`more`: which of "tie" and "refuse" are offered while the response is being read."""
        self.candidate_id, self.letter = candidate_id, letter
        self._about = ""
        self._current, self._movable = False, True
        self._lifted = False
        self._grip: QPoint | None = None
        super().__init__(tr("Response {letter}", letter=letter), parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.buttons: dict[str, IconButton] = {}
        offered = _MOVES | {name: key for name, key in _WHEN_READ.items() if name in more}
        for name, key in offered.items():
            button = IconButton(name, words_of(name, letter), key=key, size=28, parent=self)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, what=name: self.moved.emit(what))
            button.setHidden(name in more)
            self.buttons[name] = button

    def set_about(self, about: str) -> None:
        """A neutral count beside the name."""
        self._about = about
        self.update()

    def set_standing(self, words: str, *, tied: bool, refused: bool) -> None:
        """Where it stands, for assistive technology; its buttons say what they would do from there."""
        self.setAccessibleName(tr("Response {letter}, {words}", letter=self.letter, words=words))
        for name in _WHEN_READ.keys() & self.buttons.keys():
            button = self.buttons[name]
            button.setCheckable(True)
            button.setChecked(tied if name == "tie" else refused)
            words = words_of(name, self.letter, tied=tied)
            button.set_label(words)
            show_key_of(button, words, "@rank.split" if tied and name == "tie" else _WHEN_READ[name])

    def set_current(self, current: bool) -> None:
        """Whether this is the response that is being read."""
        if current != self._current:
            self._current = current
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus if current else Qt.FocusPolicy.NoFocus)
            self._offer()

    def is_current(self) -> bool:
        """Whether this is the response that is being read."""
        return self._current

    def accessible_chosen(self) -> bool:
        """For assistive technology: the chosen item of the list."""
        return self._current

    def set_movable(self, movable: bool) -> None:
        """Shows or hides the buttons."""
        self._movable = movable
        self._offer()

    def _offer(self) -> None:
        """The buttons that there is reason and room for."""
        for name, button in self.buttons.items():
            button.setHidden(not self._movable or (name in _WHEN_READ and not self._current))
        self._place()
        self.update()

    def _shown_buttons(self) -> list[IconButton]:
        return [button for button in self.buttons.values() if not button.isHidden()]

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(180), theme.px(ROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        side, gap = theme.target(28), theme.px(2)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for number, button in enumerate(reversed(self._shown_buttons())):
            at = theme.px(6) + number * (side + gap)
            left = at if mirrored else self.width() - at - side
            button.setGeometry(left, (self.height() - side) // 2, side, side)

    # Dragging, by hand: a drag of the system's would take content out of the program

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._grip = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        here = event.position().toPoint()
        far = (here - self._grip).manhattanLength() >= QApplication.startDragDistance()
        if self._lifted or far:
            self._lifted = True
            self.setDown(False)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(self.mapToParent(here))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._lifted:
            self._let_go()
            self.dropped.emit(self.mapToParent(event.position().toPoint()))
            return
        self._grip = None
        super().mouseReleaseEvent(event)

    def is_dragged(self) -> bool:
        """Whether the mouse has lifted it."""
        return self._lifted

    def cancel_drag(self) -> bool:
        """Puts the row back; False when it was not being dragged."""
        if not self._lifted:
            return False
        self._let_go()
        self.drag_cancelled.emit()
        return True

    def _let_go(self) -> None:
        self._lifted, self._grip = False, None
        self.setDown(False)
        self.unsetCursor()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._lifted:
            painter.setOpacity(0.45)
        rect = QRectF(self.rect())
        hot = self.isEnabled() and self.underMouse()
        ground = "accent_soft" if self._current else "sunken" if hot else "raised"
        edge = "accent" if self._current else "border"
        paint_face(painter, rect, theme.color(ground), theme.color(edge))
        self._paint_words(painter)
        if self.ring():
            paint_ring(painter, rect)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft

        def place(left: float, width: float, height: float) -> QRectF:
            box = QRectF(left, (self.height() - height) / 2, width, height)
            if mirrored:
                box.moveRight(self.width() - left)
            return box

        paint_icon(painter, "grip", place(theme.px(6), theme.px(16), theme.px(16)), theme.color("text3"))
        paint_slot(painter, place(theme.px(28), theme.px(24), theme.px(24)), self.letter)
        font = theme.font(strong=self._current)
        painter.setFont(font)
        painter.setPen(theme.color("accent_text" if self._current else "text"))
        name = tr("Response {letter}", letter=self.letter)
        width = QFontMetrics(theme.font(strong=True)).horizontalAdvance(name)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        taken = len(self._shown_buttons()) * (theme.target(28) + theme.px(2)) + theme.px(10)
        left = theme.px(62)
        if width + 2 <= self.width() - left - taken:  # its letter stands there in any case
            painter.drawText(place(left, width + 2, self.height()), align, name)
            left += width + theme.px(10)
        room = self.width() - left - taken
        if QFontMetrics(theme.font("caption")).horizontalAdvance(self._about) <= room:  # whole, or not at all
            painter.setFont(theme.font("caption"))
            painter.setPen(theme.color("text2"))
            painter.drawText(place(left, room, self.height()), align, self._about)
