"""A row of buttons of which at most one is chosen: scales, themes, sizes.

Nothing is chosen until a person does.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from hdclient.words import tr
from ui import keymap, theme
from ui.components.announce import announce
from ui.components.badges import key_text, paint_face, paint_key_cap, paint_ring
from ui.components.buttons import Button, Pressable
from ui.components.flow import FlowLayout


class Segment(Struct, frozen=True):
    """One choice. `value` is what the signal carries; `key` is shown as a cap: a key, or "@" and an action's id."""

    value: object
    label: str
    key: str = ""
    description: str = ""


class SegmentFace(Pressable):
    """A choice that paints itself; words, key and meaning come from a Segment. Subclasses paint the inside."""

    accessible_role = "RadioButton"

    def __init__(self, segment: Segment, parent: QWidget) -> None:
        self._key, self._asked = "", segment.key
        self._about = segment.description
        self._key_shown = True
        super().__init__(segment.label, parent)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.keys_changed()

    def keys_changed(self) -> None:
        """Other keys are in force. Words that are the key itself need no cap."""
        key = keymap.cap(self._asked)
        text = key_text(key) if key else ""
        self._key = "" if text == self._label else text
        said = [tr("Key {key}", key=self._key) if self._key else "", self._about]
        self.setAccessibleDescription(". ".join(part for part in said if part))
        self.updateGeometry()
        self.update()

    def show_key(self, shown: bool) -> None:
        """Shows or hides the key cap. Its room is kept, so that words break where they do beside it."""
        if shown != self._key_shown:
            self._key_shown = shown
            self.update()

    def paint_key(self, painter: QPainter, cap: QRectF) -> None:
        """The key cap, while keys go here."""
        if self._key and self._key_shown:
            paint_key_cap(painter, cap, self._key)

    def paint_inside(self, painter: QPainter, on: bool) -> None:
        """What lies on the face; `on` when it is chosen."""
        raise NotImplementedError

    def plain_face(self, hot: bool) -> tuple[str, str]:
        """Ground and edge while it is not chosen; `hot` under the mouse."""
        return ("sunken" if hot else "raised", "border")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        if self.isChecked():
            paint_face(painter, rect, theme.color("accent_soft"), theme.color("accent"), 2.0)
        else:
            ground, edge = self.plain_face(self.isEnabled() and (self.underMouse() or self.isDown()))
            paint_face(painter, rect, theme.color(ground), theme.color(edge))
        self.paint_inside(painter, self.isChecked())
        if self.ring():
            paint_ring(painter, rect)
        painter.end()


class SegmentedControl(QWidget):
    """Buttons in a row (or, with `wrap`, in as many rows as it takes).

    Arrow keys move the choice, as in a radio group.

    One Tab stop: the chosen button, or the first. `clearable`: pressing the chosen one again clears it.
    """

    accessible_role = "Grouping"
    value_changed = Signal(object)
    """The new value, after a person changed it; None: cleared."""

    def __init__(
        self,
        name: str,
        segments: Sequence[Segment] = (),
        parent: QWidget | None = None,
        *,
        wrap: bool = False,
        clearable: bool = False,
        small: bool = False,
    ) -> None:
        super().__init__(parent)
        self._clearable, self._small, self._read_only = clearable, small, False
        self._segments: list[Segment] = []
        self._buttons: list[Pressable] = []
        self._value: object = None
        self._row = FlowLayout(self, spacing=8) if wrap else self.make_row()
        self.setAccessibleName(name)
        self.set_segments(segments)

    def make_row(self) -> FlowLayout | QHBoxLayout:
        """Where the buttons stand."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        return row

    def set_segments(self, segments: Sequence[Segment]) -> None:
        """Other choices; nothing is chosen after."""
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._segments, self._buttons, self._value = list(segments), [], None
        for segment in self._segments:
            button = self.make_button(segment)
            button.clicked.connect(self._clicked)
            self._row.addWidget(button)
            self._buttons.append(button)
        self._mark()

    def make_button(self, segment: Segment) -> Pressable:
        """The button of one choice; checkable."""
        button = Button(segment.label, key=segment.key, checkable=True, small=self._small, parent=self)
        button.accessible_role = "RadioButton"
        button.setToolTip(segment.description)
        return button

    def value(self) -> object:
        """The chosen value; None: nothing is chosen."""
        return self._value

    def set_value(self, value: object) -> None:
        """Shows a value without telling anybody."""
        self._value = value
        self._mark()

    def choose(self, value: object) -> None:
        """Does what a click on this value's button does. Values that are not offered are passed over."""
        if self._read_only or all(segment.value != value for segment in self._segments):
            return
        self._value = None if self._clearable and value == self._value else value
        self._mark()
        self._say()
        self.value_changed.emit(self._value)

    def _say(self) -> None:
        """A choice made by a key while the focus is elsewhere is heard too; where the focus is, Qt tells it."""
        if not any(button.hasFocus() for button in self._buttons):
            words = [segment.label for segment in self._segments if segment.value == self._value]
            announce(self, f"{self.accessibleName()}: {', '.join(words) or tr('nothing chosen')}")

    def set_read_only(self, read_only: bool) -> None:
        """Keeps the value in sight, and takes no other."""
        self._read_only = read_only
        for button in self._buttons:
            button.setEnabled(not read_only or button.isChecked())

    def buttons(self) -> tuple[Pressable, ...]:
        """The buttons in reading order."""
        return tuple(self._buttons)

    def focus_first(self) -> None:
        """Focus to the chosen button, or the first."""
        if self._buttons:
            self._buttons[self._current()].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _current(self) -> int:
        for index, segment in enumerate(self._segments):
            if segment.value == self._value:
                return index
        return 0

    def _mark(self) -> None:
        chosen = [segment.value == self._value for segment in self._segments]
        stop = self._current()
        for index, (button, on) in enumerate(zip(self._buttons, chosen, strict=True)):
            button.setChecked(on)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if index == stop else Qt.FocusPolicy.NoFocus)
            if self._read_only:
                button.setEnabled(on)

    def _clicked(self) -> None:
        sender = self.sender()
        for segment, button in zip(self._segments, self._buttons, strict=True):
            if button is sender:
                button.setChecked(not button.isChecked())  # Qt has toggled it; `choose` decides.
                self.choose(segment.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
        }
        step = steps.get(Qt.Key(event.key()), 0)
        if not step or self._read_only or not self._buttons:
            super().keyPressEvent(event)
            return
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft and event.key() in (
            Qt.Key.Key_Left,
            Qt.Key.Key_Right,
        ):
            step = -step
        at = self._current() + step if self._value is not None else self._current()
        if 0 <= at < len(self._segments) and self._segments[at].value != self._value:
            self.choose(self._segments[at].value)
        self.focus_first()
