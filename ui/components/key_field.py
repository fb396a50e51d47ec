"""A button that waits for a key: pressed, it takes the next key press, whatever it would do elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from hdclient.words import tr
from ui.components.buttons import Button
from ui.key_names import MOUSE_NAMES, chosen_name

WAITING = tr("Press the new key, or Esc")


class KeyField(Button):
    """`taken` tells the key by its name in the registry. Esc, Tab and losing the keyboard leave all as it was."""

    taken = Signal(str)

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        self._text = text
        self.takes_all_keys = False
        """Whether the next key is for this widget alone (see ui/shell/keys.py)."""
        super().__init__(text, icon="keyboard", small=True, parent=parent)
        self.clicked.connect(self.wait)

    def wait(self) -> None:
        """The next key is meant."""
        self.takes_all_keys = True
        self.set_label(WAITING)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """No key is meant any longer."""
        self.takes_all_keys = False
        self.set_label(self._text)

    def event(self, event: QEvent) -> bool:
        """Tab too, which Qt would take first."""
        if self.takes_all_keys and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._pressed(event)
            return True
        return super().event(event)

    def _pressed(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if plain and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.stop()
            if event.key() != Qt.Key.Key_Escape:
                self.focusNextPrevChild(event.key() == Qt.Key.Key_Tab)
            return
        name = chosen_name(event)
        if name and not event.isAutoRepeat():
            self.stop()
            self.taken.emit(name)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The buttons at the side of a mouse are keys too."""
        name = MOUSE_NAMES.get(event.button(), "")
        if self.takes_all_keys and name:
            self.stop()
            self.taken.emit(name)
        else:
            super().mousePressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.takes_all_keys and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.stop()
