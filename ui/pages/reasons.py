"""Choosing a reason with one key: for skipping a task and for flagging it. It takes the footer's place for a moment.

While it has the keyboard, letters do nothing but one (N): who begins to write a note must not set off anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from hdclient.words import tr
from ui import keymap, theme
from ui.commands import is_character_key
from ui.components.badges import key_text
from ui.components.buttons import Button
from ui.components.flow import FlowLayout
from ui.components.labels import Label
from ui.components.title_row import TitleRow

_NOTE_FIRST = tr("Note (optional) – press {key} to write it first")
_NOTE_NOW = tr("Note (optional) – Enter when it is written")


class ReasonChooser(QWidget):
    """Digits choose, Esc closes, N goes to the note. `open_for` says what for; `ask_note` asks for the note alone."""

    chosen = Signal(str, str)
    """Reason and note."""
    removed = Signal()
    """The reason given before is taken back."""
    closed = Signal()
    noted = Signal()
    """The note of a reason that stands was changed."""

    @property
    def own_keys(self) -> frozenset[str]:
        """Characters that must not reach the page (see ui/shell/keys.py): all that it would understand but help."""
        own = {*self.handlers(), "shortcuts", "palette"}
        table = keymap.current().table("workspace")
        return frozenset(
            key for key, actions in table.items() if is_character_key(key) and actions[0].id not in own
        )

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._noting = False
        self._reasons: tuple[str, ...] = ()
        self._buttons: list[Button] = []
        self._title = Label("", strong=True, parent=self)
        self._hint = Label("", "caption", "text2", wrap=True, parent=self)
        self.note = QLineEdit(self)
        self.note.setAccessibleName(tr("Note"))
        self.note.setMaxLength(2_000)
        self.note.returnPressed.connect(self._note_written)
        self.note.textEdited.connect(self._edited)
        self._remove = Button(tr("Take the flag back"), key="@digit.0", variant="ghost", parent=self)
        self._remove.clicked.connect(self._take_back)
        self._close = Button(tr("Cancel"), key="@leave", parent=self)
        self._close.clicked.connect(self.close_chooser)
        head = TitleRow(self._title, self)
        head.addWidget(self._remove)
        head.addWidget(self._close)
        self._row = FlowLayout(spacing=8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(head)
        column.addWidget(self._hint)
        column.addLayout(self._row)
        column.addWidget(self.note)
        column.addStretch(1)

    def open_for(
        self, title: str, hint: str, reasons: Sequence[str], *, given: str = "", note: str = ""
    ) -> None:
        """Offers these reasons; `given` is the one that stands already."""
        self._reasons, self._noting = tuple(reasons), False
        self._close.set_label(tr("Cancel"))
        self._close.set_key("@leave")
        self.note.setPlaceholderText(_note_first())
        self._title.setText(title)
        self._hint.setText(hint)
        self.setAccessibleName(title)
        self._remove.setVisible(bool(given))
        self._remove.show_key(True)
        self.note.setText(note)
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        for number, reason in enumerate(self._reasons):
            button = Button(
                reason, key=f"@digit.{number + 1}" if number < 9 else "", checkable=True, parent=self
            )
            button.setChecked(reason == given)
            button.clicked.connect(lambda _=False, at=number: self.choose(at))
            self._row.addWidget(button)
            button.show()
            self._buttons.append(button)
        for first, second in pairwise((self._remove, self._close, *self._buttons, self.note)):
            QWidget.setTabOrder(first, second)
        if self._buttons:
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_note(self, title: str, hint: str, reason: str) -> None:
        """The reason stands: what is typed now is its note."""
        self._noting = True
        self._title.setText(title)
        self._hint.setText(hint)
        self._remove.show()
        self._close.set_label(tr("Done"))
        self._close.set_key("Return")
        self.note.setPlaceholderText(_NOTE_NOW)
        for button, one in zip(self._buttons, self._reasons, strict=True):
            button.setChecked(one == reason)
            button.show_key(False)  # digits are text now
        self._remove.show_key(False)
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def is_noting(self) -> bool:
        """Whether the reason stands and its note is being written."""
        return self._noting

    def _edited(self) -> None:
        if self._noting:
            self.noted.emit()

    def _note_written(self) -> None:
        if self._noting:
            self.close_chooser()
        elif self._buttons:
            self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, number: int) -> None:
        """Takes the reason with this number (from 0)."""
        if 0 <= number < len(self._reasons):
            self.chosen.emit(self._reasons[number], self.note.text().strip())

    def _take_back(self) -> None:
        self.removed.emit()

    def close_chooser(self) -> None:
        """Nothing is chosen."""
        self.closed.emit()

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Keys while it is open."""

        def run(number: int) -> Callable[[], None]:
            return lambda: self.choose(number)

        found = {f"digit.{number + 1}": run(number) for number in range(min(9, len(self._reasons)))}
        if not self._remove.isHidden():
            found["digit.0"] = self._take_back
        return {**found, "leave": self.close_chooser, "reason": self.note.setFocus}


def _note_first() -> str:
    key = keymap.current().first("reason")
    return _NOTE_FIRST.format(key=key_text(key)) if key else tr("Note (optional)")
