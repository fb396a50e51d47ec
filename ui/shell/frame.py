"""What the window is made of, and where it stands: rail, top bar, notices, pages, guideline. No behaviour."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ui import theme
from ui.shell.notices import Notices
from ui.shell.rail import WIDE_FROM, Rail
from ui.shell.topbar import TopBar

DOCK_LEAST, DOCK_MOST = 360, 480


class Frame(QWidget):
    """The whole inside of the window. `stack` holds the pages; `set_dock` puts a panel beside them."""

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rail = Rail()
        self.top = TopBar()
        self.stack = QStackedWidget()
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(1)
        self.split.addWidget(self.stack)
        self.split.setStretchFactor(0, 1)
        self.notices = Notices(self.top, self.split)
        self._dock: QWidget | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        column = self._column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.notices)
        column.addWidget(self.split, 1)
        row.addLayout(column, 1)

    def put_line(self, line: QWidget) -> None:
        """A line below the top bar."""
        self._column.insertWidget(1, line)

    def set_bare(self, bare: bool) -> None:
        """Without rail and top bar: before sign-in there is nowhere to go."""
        self.rail.setVisible(not bare)
        self.top.setVisible(not bare)

    def set_dock(self, panel: QWidget, width: int) -> None:
        """A panel at the right of the pages, between 360 and 480 pixels wide."""
        if self._dock is None:
            self._dock = panel
            self.split.addWidget(panel)
            self.split.setStretchFactor(1, 0)
        panel.setMinimumWidth(theme.px(DOCK_LEAST))
        panel.setMaximumWidth(theme.px(DOCK_MOST))
        panel.show()
        wanted = max(theme.px(DOCK_LEAST), min(width, theme.px(DOCK_MOST)))
        self.split.setSizes([max(1, self.split.width() - wanted), wanted])

    def drop_dock(self) -> None:
        """Forgets the panel."""
        if self._dock is not None:
            self._dock.hide()
            self._dock.setParent(None)
            self._dock.deleteLater()
            self._dock = None

    def clear(self) -> None:
        """Nothing of an account is said any more."""
        self.notices.clear()
        self.top.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_wide(self.width() >= theme.px(WIDE_FROM))
        self.resized.emit()

    def theme_changed(self) -> None:
        self.rail.set_wide(self.width() >= theme.px(WIDE_FROM))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("window"))
        painter.end()
