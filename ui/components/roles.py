"""What painted widgets are, for assistive technology: Qt guesses a role by class, and a painted one is nothing to it.

A widget names its role with `accessible_role`, one of Qt's ("List", "ProgressBar"); what can be pressed is pressed, and
checked or chosen, as it shows itself. Asked for only by assistive technology: without one it costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QWidget

PRESS = "Press"
"""Qt's own name of the action (QAccessibleActionInterface::pressAction)."""


class _Part(QAccessibleWidget):
    """A widget that names its role."""

    def __init__(self, widget: QWidget, role: str) -> None:
        super().__init__(widget, QAccessible.Role[role], "")


class _Pressed(_Part):
    """A button that names its role: a point of a scale, a row of a list."""

    def _button(self) -> QAbstractButton:
        button = self.widget()
        assert isinstance(button, QAbstractButton)
        return button

    def state(self) -> QAccessible.State:
        state, button = super().state(), self._button()
        chosen = getattr(button, "accessible_chosen", None)
        if chosen is not None:
            state.selectable = True  # type: ignore[attr-defined]
            state.selected = bool(chosen())  # type: ignore[attr-defined]
        elif button.isCheckable():
            state.checkable = True  # type: ignore[attr-defined]
            state.checked = button.isChecked()  # type: ignore[attr-defined]
        return state

    def actionNames(self) -> Sequence[str]:
        return [PRESS, *super().actionNames()] if self._button().isEnabled() else super().actionNames()

    def doAction(self, name: str) -> None:
        if name == PRESS:
            self._button().click()
        else:
            super().doAction(name)


def made(_class: str, thing: QObject) -> QAccessibleInterface | None:
    """Qt asks for every class that a thing is of; None: as Qt itself sees it."""
    role = getattr(thing, "accessible_role", "")
    if not role or not isinstance(thing, QWidget):
        return None
    return _Pressed(thing, role) if isinstance(thing, QAbstractButton) else _Part(thing, role)


class _State:
    """Factories are the process's."""

    installed = False


def install() -> None:
    """From now on, assistive technology hears these roles; for windows that ui.main does not run. Safe twice."""
    if not _State.installed:
        _State.installed = True
        QAccessible.installFactory(made)
