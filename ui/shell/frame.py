"""What the window is made of, and where it stands: rail, top bar, notices, pages, guideline. No behaviour."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ui import theme
from ui.shell.notices import Notices
from ui.shell.rail import WIDE_FROM, Rail
from ui.shell.regions import first_stop
from ui.shell.topbar import TopBar

DOCK_LEAST, DOCK_MOST = 360, 480
PAGE_LEAST = 480
"""Pixels at scale 1 that a page has beside the panel; where it would have fewer, the panel stands in its place."""
_ANY_WIDTH = 16_777_215
"""Qt's own word for no limit (QWIDGETSIZE_MAX)."""


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
        """A panel beside the pages, between 360 and 480 pixels wide; in their place where there is no room for both."""
        if self._dock is None:
            self._dock = panel
            self.split.addWidget(panel)
            self.split.setStretchFactor(1, 0)
        panel.show()
        self._share()
        wanted = max(theme.px(DOCK_LEAST), min(width, theme.px(DOCK_MOST)))
        self.split.setSizes([max(1, self.split.width() - wanted), wanted])

    def hide_dock(self) -> None:
        """The pages have all the room again."""
        if self._dock is not None:
            self._dock.hide()
            self._share()

    def is_covered(self) -> bool:
        """Whether the panel stands in the place of the pages: then nothing can be done on what nobody sees."""
        return self.stack.isHidden()

    def _share(self) -> None:
        """Panel beside page, or alone."""
        if self._dock is None:
            return
        shown = not self._dock.isHidden()
        alone = shown and self.split.width() < theme.px(DOCK_LEAST) + theme.px(PAGE_LEAST)
        self._dock.setMinimumWidth(0 if alone else theme.px(DOCK_LEAST))
        self._dock.setMaximumWidth(_ANY_WIDTH if alone else theme.px(DOCK_MOST))
        if alone == self.stack.isHidden():
            return
        within = self.stack.isAncestorOf(self.window().focusWidget() or self)
        self.stack.setHidden(alone)
        stop = first_stop(self._dock) if alone and within else None
        if stop is not None:
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def undock(self) -> None:
        """The panel is somebody else's from now on."""
        self._dock = None

    def drop_dock(self) -> None:
        """Forgets the panel."""
        if self._dock is not None:
            self.hide_dock()
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
        self._share()
        self.resized.emit()

    def theme_changed(self) -> None:
        self.rail.set_wide(self.width() >= theme.px(WIDE_FROM))
        self._share()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("window"))
        painter.end()
