"""The one place where keys become actions: an event filter on the window and on what has its keyboard.

No QShortcut anywhere else: scope, text fields and foreign layouts are decided here, and tested here. Which keys an
action has is the keymap's (ui/keymap.py). The buttons at the side of a mouse are keys like others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui import keymap
from ui.commands import Action, is_single_key
from ui.key_names import MOUSE_NAMES, is_written, names_of

_PRESSES = frozenset({"Space", "Return", "Enter"})
_ARROWS = frozenset({"Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDown"})
_EDITS = frozenset({"Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y"})
_CLICKS = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


def _is_any(widget: QWidget, *classes: str) -> bool:
    """By name: naming the classes themselves would load them all at start-up."""
    return any(widget.inherits(name) for name in classes)


def is_text_field(widget: QWidget | None) -> bool:
    """Whether typing into this widget makes text."""
    if widget is None:
        return False
    if _is_any(widget, "QLineEdit", "QTextEdit", "QPlainTextEdit"):
        return not widget.property("readOnly")
    return _is_any(widget, "QAbstractSpinBox", "QComboBox")


def keeps(widget: QWidget | None, key: str) -> bool:
    """Whether the focused widget itself needs this key: buttons Space and Enter, lists and scales the arrows.

    A widget of ours says so with `own_keys`, a set of key names; it counts for its children too.
    """
    if widget is None:
        return False
    if key in _PRESSES and _is_any(widget, "QAbstractButton"):
        return True
    if key in _ARROWS and _is_any(widget, "QAbstractItemView", "QAbstractSlider"):
        return True
    at: QWidget | None = widget
    while at is not None:
        if key in getattr(at, "own_keys", ()):
            return True
        at = at.parentWidget()
    return False


_HELD = frozenset((Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta))
"""They mean something with another key only."""


class KeyRouter(QObject):
    """Sends key presses of one window to actions.

    `scope` names the page; `reach` gives what can be done right now (action id → function); `enabled` is
    False while a sheet has the keyboard; `leave_text` puts the focus back to the page; `touched` is told of every key.
    A widget with the attribute `takes_all_keys` has the keyboard for itself.
    """

    def __init__(
        self,
        window: QWidget,
        *,
        scope: Callable[[], str],
        reach: Callable[[], Mapping[str, Callable[[], None]]],
        enabled: Callable[[], bool],
        leave_text: Callable[[], None],
        touched: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self.scope, self.reach, self.enabled = scope, reach, enabled
        self.leave_text, self.touched = leave_text, touched
        self._watched: QWidget | None = None
        self._closed = False
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
        window.installEventFilter(self)
        self._follow(None, QApplication.focusWidget())

    def close(self) -> None:
        """Lets go of the application and of what it watched. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.disconnect(self._follow)
        self._window.removeEventFilter(self)
        self._watch(None)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._watch(
            now if now is not None and now is not self._window and now.window() is self._window else None
        )

    def _watch(self, widget: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = widget
        if widget is not None:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(watched, event)
        if kind in _CLICKS and isinstance(event, QMouseEvent) and watched is self._window:
            name = MOUSE_NAMES.get(event.button(), "")
            return bool(name) and self.enabled() and self._do(name, None, typing=False)
        return False

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        self.touched()
        if event.key() in _HELD:
            return False
        focus = QApplication.focusWidget()
        if not self.enabled() or getattr(focus, "takes_all_keys", False):
            return False
        # What the focused widget ignored comes again on its way up: only the first time counts.
        if focus is not None and watched is not focus:
            return False
        return self.press(event, focus)

    def press(self, event: QKeyEvent, focus: QWidget | None) -> bool:
        """Does what this key means now; True when it was used up."""
        typing = is_text_field(focus)
        names = names_of(event)
        if typing and "Esc" in names:
            self.leave_text()
            return True
        if typing and is_written(event):
            return False
        return any(self._do(name, focus, typing=typing, again=event.isAutoRepeat()) for name in names)

    def _do(self, key: str, focus: QWidget | None, *, typing: bool, again: bool = False) -> bool:
        candidates = self._candidates(key, focus, typing)
        reach = self.reach() if candidates else {}
        action = next((action for action in candidates if action.id in reach), None)
        if action is None:
            return False
        if not again or action.repeats:
            reach[action.id]()
        return True

    def _candidates(self, key: str, focus: QWidget | None, typing: bool) -> Sequence[Action]:
        """What this key means here: actions of the page first, then those of everywhere."""
        if not key or (typing and is_single_key(key)) or keeps(focus, key):
            return ()
        if typing and key in _EDITS and focus is not None and focus.property("own_undo"):
            return ()
        return keymap.current().table(self.scope()).get(key, ())
