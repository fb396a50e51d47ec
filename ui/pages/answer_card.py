"""All answers to one question side by side, anonymous: orders as a bump chart, texts with differences, cells by row.

Whose answer is taken is a button with a key above each column. Must not know the session: signals tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from hdclient.session.compared import CellRow, Compared
from hdclient.words import listed, tr
from ui import theme
from ui.components.badges import Chip
from ui.components.bump_chart import BumpChart
from ui.components.buttons import Button
from ui.components.card import Card
from ui.components.different_text import DifferentText
from ui.components.flow import FlowLayout
from ui.components.labels import Label
from ui.components.title_row import TitleRow


class AnswerCard(Card):
    """`taken` tells the label whose answer was chosen; `wanted`: the card was clicked, so its question is at hand."""

    taken = Signal(str, str)
    """(question id, label)"""

    def __init__(
        self, found: Compared, labels: Sequence[str], letters: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, padding=12, spacing=8)
        self.found = found
        self.setAccessibleName(found.title)
        title = TitleRow(Label(found.title, strong=True, wrap=True))
        title.addWidget(
            Chip(tr("People differ"), "warn", "compare")
            if found.disputed
            else Chip(tr("All the same"), "plain", "check")
        )
        self.body.addWidget(title)
        self.buttons: dict[str, Button] = {}
        self.body.addWidget(self._choice(labels))
        if found.orders:
            self.body.addWidget(self._bump(letters))
        for text in found.texts:
            self.body.addWidget(Label(tr("{who} wrote", who=text.label), "caption", "text3", strong=True))
            name = tr("{title}: {who}", title=found.title, who=text.label)
            self.body.addWidget(DifferentText(name, text.text, text.ranges))
        if found.rows:
            self.body.addWidget(self._cells(found.rows, labels))
        self.final = Label("", "caption", "text2", wrap=True)
        self.body.addWidget(self.final)
        self.show_final("", False)

    def _choice(self, labels: Sequence[str]) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, spacing=theme.px(8))
        for number, label in enumerate(labels, 1):
            key = f"@adjudicate.take.{number}" if number <= 9 else ""
            button = Button(tr("Take {who}", who=label), key=key, small=True, checkable=True)
            button.setAccessibleName(
                tr("Take the answer of {who} to: {title}", who=label, title=self.found.title)
            )
            button.setEnabled(label in self.found.answered)
            button.clicked.connect(partial(self._pressed, label))
            self.buttons[label] = button
            flow.addWidget(button)
        return holder

    def _pressed(self, label: str) -> None:
        self.buttons[label].setChecked(not self.buttons[label].isChecked())  # what is taken decides
        self.taken.emit(self.found.question_id, label)

    def _bump(self, letters: Sequence[str]) -> BumpChart:
        chart = BumpChart(tr("Orders: {title}", title=self.found.title))
        first = self._agreed_first()
        message = (
            tr("All put {letter} first.", letter=first)
            if first
            else tr("They do not agree on what comes first.")
        )
        chart.put_orders(letters, self.found.orders, message)
        return chart

    def _agreed_first(self) -> str:
        firsts = {
            tuple(sorted(letter for letter, place in order.items() if place == 1))
            for _, order in self.found.orders
        }
        return listed(list(firsts.pop())) if len(firsts) == 1 else ""

    def _cells(self, rows: Sequence[CellRow], labels: Sequence[str]) -> QWidget:
        """A grid; what differs is strong, and says so."""
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(4))
        named = any(row.title for row in rows)
        for column, label in enumerate(labels, 1):
            grid.addWidget(Label(label, "caption", "text3", strong=True), 0, column)
            grid.setColumnStretch(column, 1)
        for number, row in enumerate(rows, 1):
            if named:
                grid.addWidget(Label(row.title or tr("In all"), "caption", "text2", wrap=True), number, 0)
            for column, cell in enumerate(row.cells, 1):
                words = cell.text or tr("Not answered")
                if cell.differs:
                    words = tr("≠ {answer}", answer=words)
                shown = Label(words, tone="text" if cell.text else "text3", strong=cell.differs, wrap=True)
                if cell.differs:
                    shown.setAccessibleName(tr("{answer} (differs from the others)", answer=words))
                grid.addWidget(shown, number, column, Qt.AlignmentFlag.AlignTop)
        return holder

    def show_final(self, taken_from: str, own: bool) -> None:
        """What counts so far: somebody's answer, one of one's own, or nothing."""
        for label, button in self.buttons.items():
            button.setChecked(label == taken_from)
        if taken_from:
            self.final.setText(tr("Final: the answer of {who}.", who=taken_from))
        elif own:
            self.final.setText(tr("Final: your own answer."))
        else:
            self.final.setText(tr("Final: nothing yet."))

    def set_read_only(self) -> None:
        """Nothing can be taken any more."""
        for button in self.buttons.values():
            button.setEnabled(False)
