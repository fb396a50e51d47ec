"""How responses stand, for the mouse: a menu at the head of each. It does what the keys do, and names them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from hdclient.words import tr
from ui import keymap
from ui.commands import BY_ID
from ui.components.badges import key_text
from ui.pages.arrangement import Arrangement
from ui.pages.layout_keys import layout_handlers
from ui.pages.panes import ResponsePane
from ui.pages.task_view import TaskView


def open_layout_menu(view: TaskView, pane: ResponsePane) -> QMenu:
    """Opens below the button of this pane; the pane is the one that is acted on."""
    menu = QMenu(view)
    menu.setAccessibleName(tr("How the responses stand"))
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    stage = view.stage
    stage.turn_to(pane.candidate_id)
    handlers = layout_handlers(view)
    group = QActionGroup(menu)
    for one in Arrangement:
        _add(menu, f"layout.{one.value}", handlers)
        entry = menu.actions()[-1]
        entry.setCheckable(True)
        entry.setChecked(stage.arrangement() is one)
        group.addAction(entry)
    menu.addSeparator()
    number = stage.panes.index(pane) + 1
    _add(menu, f"solo.{number}", handlers)
    for action in ("pane.pin", "pane.wider", "pane.narrower"):
        if action in handlers:
            _add(menu, action, handlers)
    if "pane.pin" in handlers:
        pin = next(entry for entry in menu.actions() if entry.text().startswith(BY_ID["pane.pin"].title))
        pin.setCheckable(True)
        pin.setChecked(stage.pinned() is pane)
    menu.popup(pane.layout_button.mapToGlobal(QPoint(0, pane.layout_button.height())))
    return menu


def _add(menu: QMenu, action: str, handlers: dict[str, object]) -> None:
    key = keymap.current().first(action)
    title = BY_ID[action].title
    entry = menu.addAction(f"{title}\t{key_text(key)}" if key else title)
    entry.setObjectName(action)
    entry.triggered.connect(handlers[action])
