"""The menu of a reading view: what can be copied of what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from ui.renderers.reading_view import ReadingView


def open_menu(view: ReadingView, event: QContextMenuEvent) -> None:
    """Opens it at the place of the event."""
    menu = QMenu(view)
    copy = menu.addAction("Copy")
    copy.setEnabled(view.textCursor().hasSelection())
    copy.triggered.connect(view.copy)
    if view.receivers("2source_asked()"):
        menu.addAction("Copy as Markdown").triggered.connect(view.source_asked)
    menu.addAction("Select all").triggered.connect(view.selectAll)
    view.copier.add_to(menu, event.pos())
    menu.exec(event.globalPos())
    menu.deleteLater()
