"""The one place where keys become actions: an event filter on the application, over the registry of actions.

No QShortcut anywhere else: scope, single keys, text fields and foreign layouts are decided here, and tested
here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.commands import Action, in_scope, is_character_key, is_single_key
from ui.shell.physical_keys import may_fall_back, physical_character

_M = Qt.KeyboardModifier
_PRESSES = frozenset({"Space", "Return", "Enter"})
_ARROWS = frozenset({"Up", "Down", "Left", "Right", "Home", "End", "PgUp", "PgDown"})
_EDITS = frozenset({"Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y"})


def key_name(event: QKeyEvent) -> str:
    """The key as the registry writes it.

    Shift is dropped where it only reaches the character ("?", and digits on
    layouts that have them there); the keypad counts as the main keys."""
    modifiers = event.modifiers() & ~_M.KeypadModifier & ~_M.GroupSwitchModifier
    key = event.key()
    if 0x20 < key < 0x01000000:
        character = chr(key)
        if not character.isalpha():
            modifiers &= ~_M.ShiftModifier
    return _write(modifiers, key)


def physical_name(event: QKeyEvent) -> str:
    """The key by its place, for layouts that have no such character; empty when the place tells nothing."""
    key = event.key()
    if not 0x20 < key < 0x01000000 or not may_fall_back(chr(key)):
        return ""
    character = physical_character(event.nativeScanCode(), event.nativeVirtualKey())
    if not character:
        return ""
    modifiers = event.modifiers() & ~_M.KeypadModifier & ~_M.GroupSwitchModifier
    if not character.isalpha():
        modifiers &= ~_M.ShiftModifier
    return _write(modifiers, ord(character))


def _write(modifiers: Qt.KeyboardModifier, key: int) -> str:
    try:
        combination = QKeyCombination(modifiers, Qt.Key(key))
    except ValueError:
        # A character that Qt has no name for.
        return ""
    return QKeySequence(combination).toString(QKeySequence.SequenceFormat.PortableText)


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


class KeyRouter(QObject):
    """Sends key presses of one window to actions.

    `scope` names the page; `reach` gives what can be done right now (action id → function); `enabled` is
    False while a sheet has the keyboard; `single_keys` is the person's choice; `leave_text` puts the focus
    back to the page; `touched` is told of every key.
    """

    def __init__(
        self,
        window: QWidget,
        *,
        scope: Callable[[], str],
        reach: Callable[[], Mapping[str, Callable[[], None]]],
        enabled: Callable[[], bool],
        single_keys: Callable[[], bool],
        leave_text: Callable[[], None],
        touched: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._scope, self._reach, self._enabled = scope, reach, enabled
        self._single_keys, self._leave_text, self._touched = single_keys, leave_text, touched
        self._by_key: dict[str, dict[str, list[Action]]] = {}
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
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        self._touched()
        if not self._enabled():
            return False
        focus = QApplication.focusWidget()
        # What the focused widget ignored comes again on its way up: only the first time counts.
        if focus is not None and watched is not focus:
            return False
        return self.press(event, focus)

    def press(self, event: QKeyEvent, focus: QWidget | None) -> bool:
        """Does what this key means now; True when it was used up."""
        typing = is_text_field(focus)
        name = key_name(event)
        if typing and name == "Esc":
            self._leave_text()
            return True
        for key in (name, physical_name(event)):
            candidates = self._candidates(key, focus, typing)
            reach = self._reach() if candidates else {}
            action = next((action for action in candidates if action.id in reach), None)
            if action is not None:
                if not event.isAutoRepeat() or action.repeats:
                    reach[action.id]()
                return True
        return False

    def _candidates(self, key: str, focus: QWidget | None, typing: bool) -> Sequence[Action]:
        """What this key means here: actions of the page first, then those of everywhere."""
        if not key or (typing and is_single_key(key)) or keeps(focus, key):
            return ()
        if typing and key in _EDITS and focus is not None and focus.property("own_undo"):
            return ()
        if is_character_key(key) and not self._single_keys():
            return ()
        return self._table(self._scope()).get(key, ())

    def _table(self, scope: str) -> dict[str, list[Action]]:
        if scope not in self._by_key:
            table: dict[str, list[Action]] = {}
            for action in in_scope(scope):
                for key in action.keys:
                    table.setdefault(key, []).append(action)
            self._by_key[scope] = table
        return self._by_key[scope]
