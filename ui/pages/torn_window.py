"""A window of its own for one part of a task: the prompt, one response, or the comments."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QVBoxLayout, QWidget

from hdclient.model.base import JsonValue
from hdclient.words import tr
from ui import theme
from ui.pages.screen_places import LEAST_HEIGHT, LEAST_WIDTH, place_for

SETTLE_MS = 300
"""After the last pixel that it was moved, until its place is told."""


def screens() -> dict[str, QRect]:
    """The free parts of the screens that are there, the first one first."""
    primary = QGuiApplication.primaryScreen()
    found = sorted(QGuiApplication.screens(), key=lambda one: one is not primary)
    return {screen.name(): screen.availableGeometry() for screen in found}


def when_screens_change(do: Callable[[], None]) -> None:
    """Calls this method of a QObject when there is another screen, or one less."""
    application = QGuiApplication.instance()
    if isinstance(application, QGuiApplication):
        application.screenAdded.connect(do)
        application.screenRemoved.connect(do)


class TornWindow(QWidget):
    """Holds the same part of several views, of which one is seen. Its title names the part, never what is in it."""

    accessible_role = "Window"

    closing = Signal()
    """The person closed it: the part is to go back."""
    placed = Signal()
    """The person put it elsewhere."""

    def __init__(self, slot: str, name: str, page: QWidget) -> None:
        super().__init__(page, Qt.WindowType.Window)
        self.slot = slot
        self.setWindowTitle(tr("{name} – hdclient", name=name))
        self.setAccessibleName(tr("{name}, in its own window", name=name))
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        room = QVBoxLayout(self)
        room.setContentsMargins(8, 8, 8, 8)
        self._stack = QStackedLayout()
        room.addLayout(self._stack)
        self._put = QRect()
        self._settle = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._tell)

    def place(self, known: JsonValue, main: QWidget) -> QRect:
        """Where it stands now, by what is remembered; beside the window of `main`, if it was never placed."""
        torn = (one for one in QApplication.topLevelWidgets() if isinstance(one, TornWindow))
        taken = [one.geometry() for one in torn if one is not self and one.isVisible()]
        return place_for(known, screens(), main.window().screen().name(), taken)

    def put(self, rect: QRect) -> None:
        """Puts it there by our own word, which is nothing to be remembered."""
        self._put = rect
        self.setGeometry(rect)

    def take(self, part: QWidget) -> None:
        """The part is in here from now on, unseen until `show_part`."""
        self._stack.addWidget(part)

    def show_part(self, part: QWidget) -> None:
        """Of all that is in here, this is seen."""
        self._stack.setCurrentWidget(part)

    def _tell(self) -> None:
        if self.isVisible() and self.geometry() != self._put:
            self._put = self.geometry()
            self.placed.emit()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize) and self.isVisible():
            self._settle.start()
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """It is hidden by whoever takes the part back."""
        event.ignore()
        self.closing.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("window"))
        painter.end()
