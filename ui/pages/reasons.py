"""Choosing a reason with one key: for skipping a task and for flagging it. It takes the footer's place for a moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui import theme
from ui.components.buttons import Button
from ui.components.flow import FlowLayout
from ui.components.labels import Label


class ReasonChooser(QWidget):
    """Digits choose, Esc closes, N goes to the note. `open_for` says what for."""

    chosen = Signal(str, str)
    """Reason and note."""
    removed = Signal()
    """The reason given before is taken back."""
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._reasons: tuple[str, ...] = ()
        self._buttons: list[Button] = []
        self._title = Label("", strong=True)
        self._hint = Label("", "caption", "text2")
        self.note = QLineEdit()
        self.note.setPlaceholderText("Note (optional) – press N to write it first")
        self.note.setAccessibleName("Note")
        self.note.setMaxLength(2_000)
        self._remove = Button("Take the flag back", key="0", variant="ghost")
        self._remove.clicked.connect(self._take_back)
        cancel = Button("Cancel", key="Esc")
        cancel.clicked.connect(self.close_chooser)
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self._title)
        head.addWidget(self._hint, 1)
        head.addWidget(self._remove)
        head.addWidget(cancel)
        self._row = FlowLayout(spacing=8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(head)
        column.addLayout(self._row)
        column.addWidget(self.note)
        column.addStretch(1)

    def open_for(
        self, title: str, hint: str, reasons: Sequence[str], *, given: str = "", note: str = ""
    ) -> None:
        """Offers these reasons; `given` is the one that stands already."""
        self._reasons = tuple(reasons)
        self._title.setText(title)
        self._hint.setText(hint)
        self.setAccessibleName(title)
        self._remove.setVisible(bool(given))
        self.note.setText(note)
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        for number, reason in enumerate(self._reasons):
            button = Button(reason, key=str(number + 1) if number < 9 else "", checkable=True, parent=self)
            button.setChecked(reason == given)
            button.clicked.connect(lambda _=False, at=number: self.choose(at))
            self._row.addWidget(button)
            button.show()
            self._buttons.append(button)
        if self._buttons:
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
