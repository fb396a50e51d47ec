"""The card above a guideline that says what is new since the person read it, and takes their word that they have."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from hdclient.words import tr, trn
from ui import theme
from ui.components.buttons import Button
from ui.components.card import Card
from ui.components.flow import FlowLayout
from ui.components.labels import Label
from ui.components.scrolling import scroll_area

_MOST_HIGH = 130


class GuidelineNews(Card):
    """`changes_asked` shows what changed in place of the text, or the text again."""

    changes_asked = Signal(bool)
    read_said = Signal()
    second_look_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=12, spacing=6, ground="accent_soft")
        self.title = Label("", "caption", "accent_text", strong=True, wrap=True)
        self.text = Label("", wrap=True)
        self.changes = Button(tr("What changed"), small=True, checkable=True)
        self.changes.toggled.connect(self.changes_asked)
        self.read = Button(tr("I have read it"), small=True)
        self.read.clicked.connect(self.read_said)
        self.again = Button("", small=True)
        self.again.clicked.connect(self.second_look_asked)
        row = FlowLayout()
        for button in (self.changes, self.read, self.again):
            row.addWidget(button)
        self.body.addWidget(self.title)
        self.area = scroll_area(self.text, tr("What its author says of the change"))
        self.area.setMaximumHeight(theme.px(_MOST_HIGH))
        self.body.addWidget(self.area)
        self.body.addLayout(row)
        self.hide()

    def tell(self, version: int, known: int, *, can_compare: bool, can_say: bool) -> None:
        """A version that the person does not know yet."""
        self.title.setText(
            tr("New in version {version}. You know version {known}.", version=version, known=known)
            if known
            else tr("New in version {version}", version=version)
        )
        self.changes.setVisible(can_compare)
        self.read.setVisible(can_say)
        self.again.hide()
        self.show()

    def tell_old_labels(self, count: int) -> None:
        """It was read; some answers were given under the rules as they were."""
        self.title.setText(
            trn(
                "{count} of your answers was given before a rule changed that it stands on.",
                "{count} of your answers were given before a rule changed that they stand on.",
                count,
            )
        )
        self.area.hide()
        self.changes.setVisible(False)
        self.read.hide()
        self.again.set_label(tr("Look at them again"))
        self.again.show()
        self.show()
