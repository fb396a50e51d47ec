"""What a key press is called, as the registry writes keys; by its character, and by its place on the keyboard.

Which action a key means is none of its business.
"""

from __future__ import annotations

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from ui.physical_keys import may_fall_back, physical_character

_M = Qt.KeyboardModifier
_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_ScrollLock,
)
MOUSE_NAMES = {Qt.MouseButton.BackButton: "MouseBack", Qt.MouseButton.ForwardButton: "MouseForward"}


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
    """The key by its place, for layouts that have no such character; empty when the place tells nothing.

    With Shift, only letters: Shift and a key of the row of digits is another character, and never meant the digit.
    """
    key = event.key()
    if not 0x20 < key < 0x01000000 or not may_fall_back(chr(key)):
        return ""
    character = physical_character(event.nativeScanCode(), event.nativeVirtualKey())
    modifiers = event.modifiers() & ~_M.KeypadModifier & ~_M.GroupSwitchModifier
    if not character or (modifiers & _M.ShiftModifier and not character.isalpha()):
        return ""
    return _write(modifiers, ord(character))


def names_of(event: QKeyEvent) -> tuple[str, ...]:
    """Everything this press can be called, what is most likely meant first.

    A bare key of the row of digits is a digit before it is what the layout writes there: on French keyboards that row
    writes digits only with Shift, and so does the Czech one, whose first key writes "+".
    """
    name, place = key_name(event), physical_name(event)
    return (place, name) if place.isdecimal() else (name, place) if place else (name,)


def chosen_name(event: QKeyEvent) -> str:
    """What to write down of a key that a person has just chosen: Latin letters also where the layout has others."""
    key = event.key()
    if key in _MODIFIERS:
        return ""
    name = key_name(event)
    foreign = 0x7F < key < 0x01000000
    return (physical_name(event) or name) if foreign else name


def is_written(event: QKeyEvent) -> bool:
    """Whether the press writes a character although Ctrl and Alt are down: AltGr on many keyboards."""
    both = _M.ControlModifier | _M.AltModifier
    return event.modifiers() & both == both and event.text().isprintable() and event.text() != ""


def _write(modifiers: Qt.KeyboardModifier, key: int) -> str:
    try:
        combination = QKeyCombination(modifiers, Qt.Key(key))
    except ValueError:
        # A character that Qt has no name for.
        return ""
    return QKeySequence(combination).toString(QKeySequence.SequenceFormat.PortableText)
