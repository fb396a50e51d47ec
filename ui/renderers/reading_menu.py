"""The menu of a reading view: what can be copied of what is there."""

from __future__ import annotations

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu, QTextBrowser

from hdclient.words import tr
from ui.renderers.code_copier import CodeCopier


def open_menu(
    view: QTextBrowser, event: QContextMenuEvent, copier: CodeCopier, source_asked: SignalInstance | None
) -> None:
    """Opens it at the place of the event. `source_asked` None: the view has no source."""
    menu = QMenu(view)
    copy = menu.addAction(tr("Copy"))
    copy.setEnabled(view.textCursor().hasSelection())
    copy.triggered.connect(view.copy)
    if source_asked is not None:
        menu.addAction(tr("Copy as Markdown")).triggered.connect(source_asked)
    menu.addAction(tr("Select all")).triggered.connect(view.selectAll)
    copier.add_to(menu, event.pos())
    menu.exec(event.globalPos())
    menu.deleteLater()
