"""Keyboard shortcuts: which set of keys counts, the keys of every action, and sets as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from hdclient.errors import ConfigError, os_words
from hdclient.words import tr, trn
from ui import keymap, theme
from ui.components.buttons import Button
from ui.components.card import Card
from ui.components.empty import EmptyState
from ui.components.flow import FlowLayout
from ui.components.labels import Label
from ui.components.notice_bar import NoticeBar
from ui.components.scrolling import scroll_area
from ui.components.segmented import Segment, SegmentedControl
from ui.components.tinted_icon import icon
from ui.key_profiles import PROFILES
from ui.keymap_file import file_text, read_file
from ui.pages.keys_editor import Changes, KeysEditor
from ui.pages.keys_list import KeysList
from ui.pages.own_keys import OwnKeys
from ui.pages.page import Heading, Notice, Page
from ui.pages.preferences import Remembers
from ui.pages.welcome import centred

FILES = tr("Keyboard shortcuts (*.toml)")
MOST_SAID = 5
_SINGLE = {
    "on": "",
    "alt": tr("Single characters need Alt now, as you chose in the settings."),
    "off": tr("Single characters are switched off now, as you chose in the settings: they do nothing."),
}


class KeysPage(Page):
    """The list has the keyboard; Enter on an action waits for its new key."""

    scope = "keys"

    def __init__(self, desk: Remembers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.own = OwnKeys(desk)
        self.sets: SegmentedControl | None = None
        self._about = Label("", tone="text2", wrap=True)
        self._single = Label("", "caption", "text2", wrap=True)
        self.notice = NoticeBar("", "warn", closable=True)
        self.notice.closed.connect(self.notice.hide)
        self.notice.hide()
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Find an action by its words, or by a key as Ctrl+K"))
        self.field.setAccessibleName(tr("Find an action"))
        self.field.addAction(icon("search", "text3"), QLineEdit.ActionPosition.LeadingPosition)
        self.list = KeysList()
        self._none = EmptyState(
            "search", tr("Nothing found"), tr("Try fewer letters, or another word for it.")
        )
        self._none.hide()
        self.editor = KeysEditor()
        self.field.textChanged.connect(self._find)
        self.list.chosen.connect(self._chosen)
        self.list.wanted.connect(self.editor.add.wait)
        self.editor.changed.connect(self._give)
        self._lay_out()
        self.theme_changed()
        self._show_sets()

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(theme.px(12))
        self._sets_row = FlowLayout(spacing=theme.px(8))
        self.export = Button(tr("Save as a file…"), small=True)
        self.export.clicked.connect(self._ask_export)
        self.take = Button(tr("Take from a file…"), small=True)
        self.take.clicked.connect(self._ask_import)
        self.remove = Button(tr("Delete this set"), small=True, variant="danger")
        self.remove.clicked.connect(self._remove)
        for button in (self.remove, self.export, self.take):
            self._sets_row.addWidget(button)
        self._sets = QVBoxLayout()
        column.addLayout(self._sets)
        column.addLayout(self._sets_row)
        for widget in (self._about, self._single, self.notice, self.field):
            column.addWidget(widget)
        card = Card(padding=8, spacing=0)
        card.body.addWidget(self.list, 1)
        card.body.addWidget(self._none, 1)
        column.addWidget(card, 1)
        column.addWidget(self.editor)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area = scroll_area(centred(inner, 860), tr("Keyboard shortcuts"))
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(self._area)

    # The frame

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {"back": self.back_requested.emit}

    def regions(self) -> tuple[QWidget, ...]:
        return (self.field, self.list, self.editor.add)

    def focus_home(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def entered(self) -> None:
        self.heading_changed.emit(Heading(title=tr("Keyboard shortcuts")))
        self.own = OwnKeys(self._desk)
        self.own.apply()
        self._show_sets()
        self._find(self.field.text())
        self.focus_home()

    def theme_changed(self) -> None:
        self.list.setMinimumHeight(theme.px(180))

    # Sets

    def _show_sets(self) -> None:
        """The sets there are, and what the chosen one is for."""
        if self.sets is not None:
            self._sets.removeWidget(self.sets)
            self.sets.hide()
            self.sets.deleteLater()
        segments = [Segment(name, self.own.title(name)) for name in self.own.names()]
        self.sets = SegmentedControl(tr("Set of keys"), segments, wrap=True, small=True)
        self.sets.set_value(self.own.chosen())
        self.sets.value_changed.connect(self._choose)
        self._sets.addWidget(self.sets)
        keys = self.own.key_set()
        about = PROFILES[keys.base].help
        if self.own.is_own():
            about = tr(
                "Your own set: like {title}, but for {actions}.",
                title=PROFILES[keys.base].title,
                actions=_actions(len(keys.keys)),
            )
        self._about.setText(about)
        self._single.setText(_SINGLE[keymap.current().single])
        self._single.setVisible(bool(self._single.text()))
        self.remove.setVisible(self.own.is_own())
        self.remove.set_label(tr("Delete this set"))

    def _choose(self, name: object) -> None:
        if isinstance(name, str):
            self.own.choose(name)
            self._show_sets()
            if self.sets is not None:
                self.sets.focus_first()

    def _remove(self) -> None:
        """Asked once more: it cannot be taken back."""
        if self.remove.label() == tr("Delete this set"):
            self.remove.set_label(tr("Really delete it?"))
            return
        gone = self.own.title(self.own.chosen())
        self.own.remove()
        self._show_sets()
        self.notice_requested.emit(Notice(tr("The set “{gone}” was deleted", gone=gone)))
        self.focus_home()

    def _give(self, changes: Changes) -> None:
        self.own.give(changes)
        self._show_sets()

    # Files

    def _ask_export(self) -> None:
        name = f"{self.own.title(self.own.chosen())}.toml"
        path, _ = QFileDialog.getSaveFileName(self, tr("Save keyboard shortcuts"), name, FILES)
        if path:
            self.export_to(Path(path))

    def _ask_import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Take keyboard shortcuts from a file"), "", FILES)
        if path:
            self.import_from(Path(path))

    def export_to(self, path: Path) -> None:
        """Writes the set that counts into a file."""
        try:
            path.write_text(file_text(self.own.key_set()), encoding="utf-8")
        except OSError as error:
            why = tr("The file {name} cannot be written: {reason}.", name=path.name, reason=os_words(error))
            self.notice_requested.emit(Notice(why, "err"))
        else:
            self.notice_requested.emit(Notice(tr("Saved as {name}", name=path.name), "ok"))

    def import_from(self, path: Path) -> None:
        """Makes a set of one's own from a file; what cannot be used is said, and a broken file changes nothing."""
        try:
            found = read_file(path)
        except ConfigError as error:
            self._warn(str(error), tr("Your keys were left as they were."))
            return
        name = self.own.add(found.keys)
        self._show_sets()
        self._find(self.field.text())
        if found.left_aside:
            said = " ".join(found.left_aside[:MOST_SAID])
            more = len(found.left_aside) - MOST_SAID
            said = tr("Left aside: {said}", said=said)
            self._warn(
                f"{said} {trn('And {count} more.', 'And {count} more.', more)}" if more > 0 else said,
                tr("Not all of the file could be used"),
            )
        else:
            self.notice.hide()
        self.notice_requested.emit(Notice(tr("The set “{name}” counts now", name=name), "ok"))

    def _warn(self, sentence: str, spoken: str) -> None:
        self.notice.set_message(sentence, "warn")
        self.notice.show()
        self.announce.emit(spoken)

    # The list

    def _find(self, needle: str) -> None:
        self.list.find(needle)
        found = bool(self.list.shown())
        self.list.setVisible(found)
        self._none.setVisible(not found)

    def _chosen(self, action_id: str) -> None:
        self.editor.show_action(action_id)


def _actions(count: int) -> str:
    return trn("one action", "{count} actions", count)
