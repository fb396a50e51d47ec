"""Which campaign a list is about: a box of those that are in it, and all of them together."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy

from hdclient.words import tr
from ui import theme
from ui.components.icons import paint_icon

ALL = tr("All campaigns")


class CampaignBox(QComboBox):
    """`offer` whenever the list has changed; hidden while there is nothing to choose between."""

    def __init__(self, *, with_all: bool = True) -> None:
        super().__init__()
        self._first = [("", ALL)] if with_all else []
        self.setAccessibleName(tr("Campaign"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for campaign_id, title in self._first:
            self.addItem(title, campaign_id)
        self.hide()

    def chosen(self) -> str:
        """The campaign's id; "" for all."""
        return str(self.currentData() or "")

    def choose(self, campaign_id: str) -> None:
        """This one, if it is there."""
        if self.findData(campaign_id) >= 0:
            self.setCurrentIndex(self.findData(campaign_id))

    def choose_next(self) -> None:
        """One after the other, and all again."""
        self.setCurrentIndex((self.currentIndex() + 1) % self.count())

    def offer(self, titles: Mapping[str, str]) -> None:
        """Titles by id. The chosen one stays chosen while it is there."""
        wanted = [*self._first, *titles.items()]
        if wanted != [(self.itemData(at), self.itemText(at)) for at in range(self.count())]:
            chosen = self.chosen()
            self.clear()
            for campaign_id, title in wanted:
                self.addItem(title, campaign_id)
            self.setCurrentIndex(max(0, self.findData(chosen)))
        self.setVisible(len(titles) > 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """With an arrow of our own: under a style sheet Qt draws none that follows the theme."""
        super().paintEvent(event)
        side, room = theme.px(14), theme.px(10)
        leftwards = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = room if leftwards else self.width() - side - room
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_icon(
            painter, "down", QRectF(left, (self.height() - side) / 2, side, side), theme.color("text2")
        )
        painter.end()
