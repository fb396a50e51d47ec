"""Report a problem: the report as it is, to be read first, then copied or saved. Nothing is sent by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QWidget

from hdclient.errors import os_words
from hdclient.words import tr
from ui import theme
from ui.components.buttons import Button
from ui.components.labels import Label
from ui.components.sheet import Sheet

WORDS = tr(
    "This is the whole report. It names no task, person, campaign or address, and holds no content. Nothing is sent by"
    " itself: copy or save it, and give it to whoever supports you, with a sentence on what went wrong."
)


class ReportSheet(Sheet):
    """`show_report` reads everything anew. `make` gets what only the window knows and returns the text."""

    def __init__(self, over: QWidget, make: Callable[[Sequence[tuple[str, str]]], str]) -> None:
        super().__init__(over, tr("Report a problem"), QSize(860, 680))
        self._make = make
        self.body.addWidget(Label(WORDS, tone="text2", wrap=True))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("The report"))
        self.text.setFont(theme.font("caption", mono=True))
        self.body.addWidget(self.text, 1)
        self.said = Label("", "caption", "text2", wrap=True)
        self.copy = Button(tr("Copy"), icon="copy")
        self.copy.clicked.connect(self._copy)
        self.save = Button(tr("Save as file"), icon="folder", variant="primary")
        self.save.clicked.connect(self._ask_where)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.said, 1)
        row.addWidget(self.copy)
        row.addWidget(self.save)
        self.body.addLayout(row)

    def show_report(self) -> None:
        """Opens the sheet with the report of now."""
        self.said.setText("")
        self.text.setPlainText(self._make(screen_facts()))
        self.open_sheet(self.text)

    def save_to(self, path: Path) -> None:
        """Writes the very text that is shown."""
        try:
            path.write_text(self.text.toPlainText(), encoding="utf-8")
        except OSError as error:
            self.said.setText(
                tr("{name} cannot be written: {reason}.", name=path.name, reason=os_words(error))
            )
        else:
            self.said.setText(tr("Saved in {name}.", name=path.name))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.said.setText(tr("The report was copied."))

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, tr("Save the report"), "hdclient-report.txt", tr("Text (*.txt)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        dialog.open()


def screen_facts() -> list[tuple[str, str]]:
    """Qt and the displays; no names of either."""
    screens = QGuiApplication.screens()
    sizes = ", ".join(
        f"{one.size().width()}x{one.size().height()}@{one.devicePixelRatio():g}" for one in screens
    )
    return [
        ("Qt", qVersion()),
        ("window system", QGuiApplication.platformName()),
        ("screens", sizes or "none"),
        ("theme", theme.look().choice),
    ]
