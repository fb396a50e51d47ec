"""Between two tasks: a newer version of the guideline is to be read. It stands in the place of the next task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from hdclient.content.rules import RuleChange
from hdclient.words import tr
from ui import theme
from ui.components.buttons import Button
from ui.components.card import Card
from ui.components.flow import FlowLayout
from ui.components.labels import Label
from ui.components.scrolling import Floor, floor_area
from ui.pages.cover import Cover
from ui.pages.guideline_changes import ChangesText, counted
from ui.renderers import render_blocks

if TYPE_CHECKING:
    from hdclient.content.tree import Block
    from hdclient.session.guidelines import Due
    from ui.renderers.reading_view import ReadingView

WIDEST = 860


class GuidelineGate(Cover):
    """Nothing of the task is in it. `agreed`: the person has read it; `later`: not now; `whole`: all of it."""

    agreed = Signal()
    later = Signal()
    whole = Signal()
    link_asked = Signal(str, str)

    def __init__(self, due: Due) -> None:
        first = due.before is None
        title = tr("Read the guideline first") if not due.known else tr("The guideline has changed")
        text = (
            tr(
                "Version {version} is new to you. The next task begins when you have read it.",
                version=due.newest.version,
            )
            if first
            else tr(
                "Version {version} has come; you know version {known}. The next task begins when you have read what"
                " changed. What you submitted stays as it is.",
                version=due.newest.version,
                known=due.known,
            )
        )
        super().__init__("guideline", title, text, ())
        self.due = due
        self.summary = Label("", strong=True, wrap=True)
        self._body = Card(padding=0, spacing=0)
        self.text_view: ChangesText | ReadingView | None = None
        self.agree = Button(tr("I have read it"), key="@submit", variant="primary")
        self.agree.clicked.connect(self.agreed)
        self._lay_out(title, text)

    def _lay_out(self, title: str, text: str) -> None:
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        while column.count():  # the message of a cover stands in the middle; here it heads a text
            item = column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        whole = Button(tr("The whole guideline"), key="@guideline")
        whole.clicked.connect(self.whole)
        later = Button(tr("Back to the queue"), key="@leave", variant="ghost")
        later.clicked.connect(self.later)
        row = FlowLayout()
        for button in (self.agree, whole, later):
            row.addWidget(button)
        floor = Floor()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(floor_area(floor, title))
        column, side = QVBoxLayout(floor), theme.px(24)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.px(10))
        column.addWidget(Label(title, "section", strong=True, wrap=True))
        column.addWidget(Label(text, tone="text2", wrap=True))
        column.addWidget(self.summary)
        column.addWidget(self._body, 1)
        column.addLayout(row)

    def show_changes(self, changes: tuple[RuleChange, ...]) -> None:
        """What changed, rule by rule."""
        view = ChangesText()
        view.show_changes(changes)
        self.summary.setText(counted(changes))
        self._put(view)

    def show_whole(self, blocks: tuple[Block, ...]) -> None:
        """All of it: nothing is known to compare it with."""
        view = render_blocks(blocks, name=tr("Guideline text"))
        view.link_asked.connect(self.link_asked)
        self.summary.setText("")
        self.summary.hide()
        self._put(view)

    def _put(self, view: ChangesText | ReadingView) -> None:
        held = self.text_view is not None and self.text_view.hasFocus()
        if self.text_view is not None:
            self.text_view.hide()
            self.text_view.deleteLater()
        self.text_view = view
        self._body.body.addWidget(view)
        self.setFocusProxy(view)
        if held or self.hasFocus():
            view.setFocus(Qt.FocusReason.OtherFocusReason)
