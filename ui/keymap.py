"""Which keys count for this person: the registry's, a profile's, their own. One keymap is in force, as one look is.

By construction no two actions of one page share a key: a person's own key wins over a profile's, and that over the
registry's; who loses a key just has it no longer. Widgets that show keys have a method `keys_changed()`, which is
called after every change. Must not know what an action does, or where a keymap is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal, TypeAlias

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from hdclient.words import tr
from ui import theme
from ui.commands import ACTIONS, BY_ID, MOUSE_KEYS, Action, in_scope, is_character_key, is_single_key
from ui.key_profiles import PROFILES, STANDARD

Single: TypeAlias = Literal["on", "alt", "off"]
"""Keys that are a single character: they work, they need Alt, or they are switched off (WCAG 2.1.4)."""

_RESERVED = {
    "Tab": tr("Tab walks through the window."),
    "Shift+Tab": tr("Shift+Tab walks back through the window."),
    "Shift+Backtab": tr("Shift+Tab walks back through the window."),
    "Backtab": tr("Shift+Tab walks back through the window."),
    "Esc": tr("Esc always leads back."),
    "Ctrl+C": tr("Ctrl+C copies."),
    "Ctrl+X": tr("Ctrl+X cuts."),
    "Ctrl+V": tr("Ctrl+V pastes."),
    "Ctrl+A": tr("Ctrl+A selects all."),
    "Alt+F4": tr("Alt+F4 closes the window."),
}


class Keymap:
    """`keys` says which keys an action has. `own` are the keys that the person gave, by action id; () for none."""

    def __init__(
        self, profile: str = STANDARD, own: Mapping[str, tuple[str, ...]] | None = None, single: Single = "on"
    ) -> None:
        self.profile = profile if profile in PROFILES else STANDARD
        self.own = dict(own or {})
        self.single: Single = single

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Keymap):
            return NotImplemented
        return (self.profile, self.own, self.single) == (other.profile, other.own, other.single)

    __hash__ = None  # type: ignore[assignment]

    def keys(self, action_id: str) -> tuple[str, ...]:
        """The keys that work now, the first of them is shown."""
        return self._keys.get(action_id, ())

    def first(self, action_id: str) -> str:
        """The key to show; empty: there is none."""
        return next(iter(self.keys(action_id)), "")

    def given(self, action_id: str) -> tuple[str, ...]:
        """The keys as they are chosen, before single characters are switched off or need Alt."""
        return self._given.get(action_id, ())

    def proposed(self, action_id: str) -> tuple[str, ...]:
        """The keys of the profile, or else of the registry."""
        return tuple(PROFILES[self.profile].keys.get(action_id, BY_ID[action_id].keys))

    def table(self, scope: str) -> dict[str, list[Action]]:
        """Key → the actions it means on this page: the page's own first."""
        if scope not in self._tables:
            table: dict[str, list[Action]] = {}
            for action in in_scope(scope):
                for key in self.keys(action.id):
                    table.setdefault(key, []).append(action)
            self._tables[scope] = table
        return self._tables[scope]

    def holders(self, action_id: str, key: str) -> tuple[Action, ...]:
        """The actions that have this key where this action can be done; none: it is free."""
        here = BY_ID[action_id]
        return tuple(
            action
            for action in ACTIONS
            if action.id != action_id and action.meets(here) and key in self.given(action.id)
        )

    @cached_property
    def _tables(self) -> dict[str, dict[str, list[Action]]]:
        return {}

    @cached_property
    def _given(self) -> dict[str, tuple[str, ...]]:
        return _share(self._wishes(single=False))

    @cached_property
    def _keys(self) -> dict[str, tuple[str, ...]]:
        return self._given if self.single == "on" else _share(self._wishes(single=True))

    def _wishes(self, *, single: bool) -> list[tuple[int, str, str]]:
        """(rank, action id, key) for every key that is asked for; the lowest rank is served first."""
        found = []
        of_profile = PROFILES[self.profile].keys
        for action in ACTIONS:
            rank = 0 if action.id in self.own else 2 if action.id in of_profile else 4
            for key in self.own.get(action.id, self.proposed(action.id)):
                if not (single and is_character_key(key)):
                    found.append((rank + 1, action.id, key))
                elif self.single == "alt":
                    found.append((rank, action.id, normal_key(f"Alt+{key}")))
        return found


def _share(wishes: list[tuple[int, str, str]]) -> dict[str, tuple[str, ...]]:
    """Gives every key to who is first; the keys of an action stay in its own order."""
    holders: dict[str, list[Action]] = {}
    served: set[tuple[str, str]] = set()
    for _, action_id, key in sorted(wishes, key=lambda wish: wish[0]):
        action = BY_ID[action_id]
        if all(other.id == action_id or not other.meets(action) for other in holders.get(key, ())):
            holders.setdefault(key, []).append(action)
            served.add((action_id, key))
    found: dict[str, list[str]] = {}
    for _, action_id, key in wishes:
        if (action_id, key) in served and key not in found.setdefault(action_id, []):
            found[action_id].append(key)
    return {action_id: tuple(keys) for action_id, keys in found.items()}


def normal_key(text: str) -> str:
    """A key as the registry writes it ("ctrl+k" is "Ctrl+K"); empty when it is none."""
    text = text.strip()
    for mouse in MOUSE_KEYS:
        if text.casefold() == mouse.casefold():
            return mouse
    if text in ("+", "Shift++", "Ctrl++", "Alt++"):
        return text
    sequence = QKeySequence.fromString(text, QKeySequence.SequenceFormat.PortableText)
    if sequence.count() != 1 or not sequence[0].key() or sequence[0].key() == 0x01FFFFFF:
        return ""
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)


def refusal(action: Action, key: str) -> str:
    """Why this action cannot have this key, as a sentence; empty: it can."""
    if not key:
        return tr("This is no key that hdclient knows.")
    if key in action.keys:
        return ""
    if key in _RESERVED:
        return tr("{reserved} It cannot be given away.", reserved=_RESERVED[key])
    if action.effect == "ends" and is_single_key(key):
        return tr(
            "What sends or closes something needs Ctrl, Alt or an F-key: a bare key is pressed too easily."
        )
    if key.startswith("Ctrl+Alt+") and len(key) == len("Ctrl+Alt+") + 1:
        return tr("With Ctrl and Alt, many keyboards write a character (AltGr).")
    return ""


class _State:
    """What is in force. One per process, as the look is."""

    keymap = Keymap()


def current() -> Keymap:
    """The keymap in force."""
    return _State.keymap


def cap(key: str) -> str:
    """The key to show for `key`: itself, or with "@skip" the one in force of that action; "" when it has none."""
    return _State.keymap.first(key[1:]) if key.startswith("@") else key


def apply(keymap: Keymap) -> None:
    """Puts a keymap in force, and has all widgets show its keys."""
    if keymap == _State.keymap:
        return
    _State.keymap = keymap
    application = QApplication.instance()
    for widget in theme.widgets(application) if isinstance(application, QApplication) else ():
        hook = getattr(widget, "keys_changed", None)
        if hook is not None:
            hook()
