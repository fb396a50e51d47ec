"""What the shell expects of a page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """A page of the window. The shell routes keys and palette entries to `handlers()` by action id."""

    scope = ""
    """The page's scope in ui/commands.py."""

    title_changed = Signal(str)
    """Short text for the top bar. Never task content."""
    announce = Signal(str)
    """A status sentence for the notice bar and for assistive technology."""
    open_requested = Signal(str)
    """Open this task (id)."""
    queue_requested = Signal()
    """Back to the queue."""

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Action id → what to do. Only actions that can be done right now."""
        return {}

    def regions(self) -> tuple[QWidget, ...]:
        """The regions that F6 walks, in reading order."""
        return ()

    def entered(self) -> None:
        """The page has become visible: re-read the projections, put the focus where work goes on."""

    def left(self) -> None:
        """The page is about to be hidden: save what is open."""

    def refresh(self, event: object) -> None:
        """A core event arrived (hdclient.events). Never redraw under the cursor."""
