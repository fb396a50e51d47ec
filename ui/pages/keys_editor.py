"""The keys of one action: given, taken away, and, when another action has one, asked about."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hdclient.words import listed, tr
from ui import keymap, theme
from ui.commands import BY_ID, Action
from ui.components.announce import announce
from ui.components.badges import distinct_keys, key_text
from ui.components.buttons import Button
from ui.components.card import Card
from ui.components.flow import FlowLayout
from ui.components.key_field import KeyField
from ui.components.labels import Label
from ui.keymap import normal_key, refusal
from ui.keymap_file import MOST_KEYS
from ui.pages.keys_list import place_of

Changes = Mapping[str, tuple[str, ...] | None]


class KeysEditor(Card):
    """`changed` gives the new keys by action id; None: those of the set's profile."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, padding=16, spacing=10)
        self._action: Action | None = None
        self._offer = ""
        self._title = Label("", strong=True, wrap=True)
        self._said = Label("", "caption", "text2", wrap=True)
        self._said.setAccessibleDescription(tr("What about this key"))
        self.caps: list[Button] = []
        self._flow = FlowLayout(spacing=8)
        self.add = KeyField(tr("Add a key"))
        self.add.taken.connect(self._taken)
        self.reset = Button(tr("As proposed"), small=True, variant="ghost")
        self.reset.clicked.connect(self._reset)
        self.take = Button(tr("Give it to this action"), small=True, variant="primary")
        self.take.clicked.connect(self._take)
        self.take.hide()
        keys = QWidget()
        keys.setLayout(self._flow)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(keys, 1)
        row.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignTop)
        below = QHBoxLayout()
        below.setSpacing(theme.px(8))
        below.addWidget(self._said, 1)
        below.addWidget(self.take)
        lines = QVBoxLayout()
        lines.setSpacing(theme.px(10))
        lines.addWidget(self._title)
        lines.addLayout(row)
        lines.addLayout(below)
        self.body.addLayout(lines)

    def show_action(self, action_id: str) -> None:
        """The keys of this action; "" for none."""
        self._action = BY_ID.get(action_id)
        self.add.stop()
        self._say("")
        self._fill()

    def keys_changed(self) -> None:
        """Other keys are in force."""
        self._fill()

    def sentence(self) -> str:
        """What was said of the last key."""
        return self._said.text()

    def _fill(self) -> None:
        for button in self.caps:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.caps = []
        action = self._action
        self.setVisible(action is not None)
        if action is None:
            return
        in_force = keymap.current()
        given = in_force.given(action.id)
        self._title.setText(f"{action.title} ({place_of(action)})")
        for key in distinct_keys(given):
            button = Button(key_text(key), icon="close", small=True)
            button.setAccessibleName(tr("Take the key {key} away", key=key_text(key)))
            button.setToolTip(tr("Take this key away"))
            button.clicked.connect(lambda _=False, key=key: self._remove(key))
            self._flow.addWidget(button)
            button.show()
            self.caps.append(button)
        self.add.setEnabled(len(given) < MOST_KEYS)
        self.reset.setVisible(given != in_force.proposed(action.id))

    def _say(self, sentence: str, offer: str = "") -> None:
        self._offer = offer
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))
        self.take.setVisible(bool(offer))
        announce(self, sentence)

    def _taken(self, name: str) -> None:
        action = self._action
        if action is None:
            return
        key = normal_key(name)
        why = refusal(action, key)
        holders = () if why else keymap.current().holders(action.id, key)
        if why:
            self._say(f"{key_text(key or name)}: {why}")
        elif key in keymap.current().given(action.id):
            self._say(tr("{key} does this already.", key=key_text(key)))
        elif holders:
            does = listed([f"“{holder.title}” ({place_of(holder)})" for holder in holders])
            self._say(tr("{key} does {does}.", key=key_text(key), does=does), key)
            self.take.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._give(action, key)

    def _take(self) -> None:
        key, action = self._offer, self._action
        if action is not None and key:
            self._give(action, key, _without(action, (key,)))
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self, action: Action, key: str, also: Changes | None = None) -> None:
        keys = (*keymap.current().given(action.id), key)
        self._say(tr("{key} does this now.", key=key_text(key)))
        self.changed.emit({**(also or {}), action.id: keys})

    def _remove(self, key: str) -> None:
        action = self._action
        if action is not None:
            same = key_text(key)  # the other Enter, too: there is one button for both
            keys = tuple(one for one in keymap.current().given(action.id) if key_text(one) != same)
            said = tr("{key} does nothing here now.", key=key_text(key))
            self._say(said if keys else f"{said} {tr('It has no key now; the palette still has it.')}")
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit({action.id: keys})

    def _reset(self) -> None:
        action = self._action
        if action is None:
            return
        proposed = keymap.current().proposed(action.id)
        also = {**_without(action, proposed), action.id: None}
        self._say(tr("The keys are as proposed."))
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit(also)


def _without(action: Action, keys: tuple[str, ...]) -> dict[str, tuple[str, ...] | None]:
    """What is left to those who have these keys now, when `action` gets them."""
    in_force = keymap.current()
    losers = {holder.id for key in keys for holder in in_force.holders(action.id, key)}
    return {loser: tuple(one for one in in_force.given(loser) if one not in keys) for loser in losers}
