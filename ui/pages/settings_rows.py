"""Rows of the settings page, and its card of facts that cannot be chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from hdclient.words import tr, trn
from ui import theme
from ui.components.beside import Beside
from ui.components.buttons import Button
from ui.components.card import Card
from ui.components.empty import IconMark
from ui.components.labels import ElidedLabel, Label
from ui.pages.preferences import Remembers


def choice_row(title: str, help_text: str, control: QWidget, *, below: bool = False) -> QBoxLayout:
    """A title, a sentence, and beside them or below the control."""
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(Label(title, strong=True, wrap=True))
    words.addWidget(Label(help_text, tone="text2", wrap=True))
    if not below:
        return Beside(words, control)
    row = QVBoxLayout()
    row.setSpacing(8)
    row.addLayout(words)
    row.addWidget(control)  # as wide as the row: it breaks where large letters leave no room
    return row


def column() -> tuple[QWidget, QVBoxLayout]:
    """What the cards of a page stand in: the widget, and its layout, whose last is the room that is left."""
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(24, 24, 24, 24)
    column.setSpacing(8)
    column.addStretch(1)
    return inner, column


def card_title(text: str) -> Label:
    """Above a card."""
    label = Label(text, "section", strong=True, wrap=True)
    label.setContentsMargins(4, 12, 4, 0)
    return label


def point(icon: str, text: str) -> QHBoxLayout:
    """A sentence behind a mark."""
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(IconMark(icon, 16, "text3"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(text, wrap=True), 1)
    return row


def fact(name: str, value: QWidget, *more: QWidget) -> QHBoxLayout:
    """A name, a value, and what belongs to it."""
    row = QHBoxLayout()
    row.setSpacing(16)
    label = Label(name, tone="text3", wrap=True)
    label.setFixedWidth(theme.px(128))
    row.addWidget(label)
    row.addWidget(value, 1)
    for widget in more:
        row.addWidget(widget)
    return row


def about_card(desk: Remembers, version: str, data_dir: Path) -> Card:
    """Who is signed in, to what, with which program, and where the data is."""
    card = Card(padding=20, spacing=10)
    person, platform = getattr(desk, "person", None), getattr(desk, "platform_name", "")
    facts = [(tr("Version"), version or "unknown")]
    if platform:
        facts.append((tr("Platform"), platform))
    if person is not None:
        facts.insert(0, (tr("Signed in as"), person.name))
    for name, value in facts:
        card.body.addLayout(fact(name, Label(value, wrap=True)))
    copy = Button(tr("Copy"), icon="copy", small=True)
    copy.setAccessibleName(tr("Copy the path of the data folder"))
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(str(data_dir)))
    card.body.addLayout(fact(tr("Data folder"), ElidedLabel(str(data_dir)), copy))
    tasks, size = getattr(desk, "cleared", tuple)() or (0, 0)
    if tasks:
        removed = trn(
            "The content of {count} finished task ({size:.1f} MB); your words are all kept.",
            "The content of {count} finished tasks ({size:.1f} MB); your words are all kept.",
            tasks,
            size=size / 1_000_000,
        )
        card.body.addLayout(fact(tr("Cleared away"), Label(removed, wrap=True)))
    card.body.addWidget(
        Label(
            tr("Everything in this folder is encrypted, and its key is kept elsewhere."),
            "caption",
            "text3",
            wrap=True,
        )
    )
    return card
