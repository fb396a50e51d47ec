"""One number as people are to see it: large, with its range and its n, and what it means in a sentence."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from hdclient.words import tr
from ui import theme
from ui.components.card import Card
from ui.components.labels import Label


class Told(Struct, frozen=True, kw_only=True):
    """A number in words. `value` is empty when it is not defined; `why` then says why."""

    title: str
    value: str = ""
    range_text: str = ""
    n: str = ""
    meaning: str = ""
    why: str = ""


class FigureTile(Card):
    """A card for one number."""

    def __init__(self, told: Told, parent: QWidget | None = None) -> None:
        super().__init__(parent, padding=16, spacing=4)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._title = Label("", tone="text2", wrap=True)
        self._value = Label("", "page", strong=True, wrap=True)
        self._beside = Label("", "caption", "text2", wrap=True)
        self._meaning = Label("", "caption", "text2", wrap=True)
        for label in (self._title, self._value, self._beside, self._meaning):
            self.body.addWidget(label)
        self.body.addStretch(1)
        self.setMinimumWidth(theme.px(160))
        self.tell(told)

    def tell(self, told: Told) -> None:
        """Another number."""
        self._title.setText(told.title)
        self._value.setText(told.value or tr("Not known yet"))
        self._value.set_tone("text" if told.value else "text3")
        beside = "  ·  ".join(part for part in (told.range_text, told.n) if part)
        self._beside.setText(beside)
        self._beside.setVisible(bool(beside))
        self._meaning.setText(" ".join(part for part in (told.why, told.meaning) if part))
        self._meaning.setVisible(bool(told.why or told.meaning))

    def theme_changed(self) -> None:
        super().theme_changed()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As high as its words need at the width that it has."""
        given = self.minimumWidth() == self.maximumWidth()
        width = self.minimumWidth() if given else max(self.width(), self.minimumWidth())
        return QSize(width, self.body.totalHeightForWidth(width))
