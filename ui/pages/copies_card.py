"""Backups on the settings page: when each was made, how big it is, what it holds; one more now; going back to one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hdclient.words import tr, trn
from ui.components.beside import Beside
from ui.components.buttons import Button
from ui.components.card import Card, Divider
from ui.components.labels import Label
from ui.components.moments import moment
from ui.components.notice_bar import NoticeBar
from ui.components.sheet import Sheet

if TYPE_CHECKING:
    from hdclient.accounts.copies import BackupView

Look: TypeAlias = Callable[[Callable[["tuple[BackupView, ...]", Exception | None], None]], None]
Make: TypeAlias = Callable[[Callable[[Exception | None], None]], None]

HELP = tr("Encrypted copies of your work, made in quiet moments. They open on this computer only.")
NONE_YET = tr("There is no backup yet. The first one is made in the next quiet moment.")
MEANING = tr(
    "Drafts that are in it become again what they were then; what they say now is kept among "
    "their earlier versions. What you have begun since, and everything that you have "
    "submitted, stays. The present file is put aside and kept."
)


def facts_of(backup: BackupView) -> str:
    """ "3 drafts and 17 submissions · 4.2 MB" """
    if backup.trouble:
        return backup.trouble
    held = tr(
        "{drafts} and {submissions}",
        drafts=trn("{count} draft", "{count} drafts", backup.drafts),
        submissions=trn("{count} submission", "{count} submissions", backup.submissions),
    )
    why = " · " + tr("before an update") if backup.before else ""
    return f"{held} · {size_words(backup.size)}{why}"


def size_words(size: int) -> str:
    """ "4.2 MB" """
    return (
        tr("{number:.1f} MB", number=size / 1000000)
        if size >= 100_000
        else tr("{value} kB", value=max(1, round(size / 1000)))
    )


class CopiesCard(Card):
    """`look` and `make` report in the main thread. `restore_asked` has the BackupView."""

    restore_asked = Signal(object)

    def __init__(self, look: Look, make: Make, *, read_only: bool = False) -> None:
        super().__init__(padding=20, spacing=14)
        self._look, self._make, self._read_only = look, make, read_only
        self.restores: list[Button] = []
        self.make_now = Button(tr("Make one now"), icon="plus")
        self.make_now.setAccessibleName(tr("Make a backup now"))
        self.make_now.setEnabled(not read_only)
        self.make_now.clicked.connect(self._press)
        head = Beside(Label(HELP, tone="text2", wrap=True), self.make_now)
        self.said = NoticeBar("", "warn")
        self.said.hide()
        self._rows = QWidget()
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self.body.addLayout(head)
        self.body.addWidget(self.said)
        self.body.addWidget(Divider())
        self.body.addWidget(self._rows)

    def look(self) -> None:
        """Reads the list anew."""
        self._look(self._show)

    def _press(self) -> None:
        self.make_now.setEnabled(False)
        self.make_now.set_label(tr("Making one…"))
        self._make(self._made)

    def _made(self, failure: Exception | None) -> None:
        self.make_now.setEnabled(True)
        self.make_now.set_label(tr("Make one now"))
        self._say(failure)
        self.look()

    def _say(self, failure: Exception | None) -> None:
        self.said.set_message("" if failure is None else str(failure))
        self.said.setVisible(failure is not None)

    def _show(self, backups: tuple[BackupView, ...], failure: Exception | None) -> None:
        if failure is not None:
            self._say(failure)
            return
        self.restores.clear()
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for backup in backups:
            self._column.addWidget(self._row(backup))
        for before, after in pairwise((self.make_now, *self.restores)):
            QWidget.setTabOrder(before, after)
        if not backups:
            self._column.addWidget(Label(NONE_YET, tone="text3", wrap=True))

    def _row(self, backup: BackupView) -> QWidget:
        row = QWidget()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Label(moment(backup.made).capitalize(), strong=True))
        words.addWidget(Label(facts_of(backup), tone="text2", wrap=True))
        if backup.trouble:
            row.setLayout(words)
        else:
            button = Button(tr("Go back to it…"), small=True)
            button.setAccessibleName(tr("Go back to the backup of {time}", time=moment(backup.made)))
            button.setEnabled(not self._read_only)
            button.clicked.connect(partial(self.restore_asked.emit, backup))
            row.setLayout(Beside(words, button, spacing=16))
            self.restores.append(button)
        layout = row.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, 0, 0)
        return row


class RestoreSheet(Sheet):
    """Says what going back means, and asks. Enter does nothing: Cancel has the keyboard."""

    agreed = Signal(int)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over, tr("Go back to this backup?"), QSize(580, 236))
        self._number = 0
        self.sentence = Label("", strong=True, wrap=True)
        self.cancel = Button(tr("Cancel"), key="Esc")
        self.cancel.clicked.connect(self.close_sheet)
        self.go = Button(tr("Go back to it"), variant="primary")
        self.go.clicked.connect(self._agree)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.go)
        self.body.addWidget(self.sentence)
        self.body.addWidget(Label(MEANING, tone="text2", wrap=True))
        self.body.addStretch(1)
        self.body.addLayout(row)

    def ask(self, backup: BackupView) -> None:
        """Opens it for one backup."""
        self._number = backup.number
        self.sentence.setText(f"{moment(backup.made).capitalize()}: {facts_of(backup)}")
        self.setAccessibleDescription(f"{self.sentence.text()}. {MEANING}")
        self.open_sheet(self.cancel)

    def _agree(self) -> None:
        self.close_sheet()
        self.agreed.emit(self._number)
