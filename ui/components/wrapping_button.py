"""A button whose words break into lines where it is made narrower than they are."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.components.buttons import Button


class WrappingButton(Button):
    """For long words in places that can be narrow: a margin, a sheet with large letters. On several lines it shows
    neither icon nor key."""

    def __init__(
        self,
        text: str,
        *,
        key: str = "",
        variant: str = "secondary",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, key=key, variant=variant, icon=icon, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        one = self.sizeHint().height()
        if width >= self.size_with(key=False).width():
            return one
        room = QRect(0, 0, max(1, width - 2 * self._side()), 0)
        words = self._metrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self.label())
        return max(one, words.height() + theme.px(12))

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        longest = max(map(self._metrics().horizontalAdvance, self.label().split()), default=0)
        return QSize(min(whole.width(), longest + 2 * self._side()), whole.height())

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(theme.font(strong=True))

    def _paint_content(self, painter: QPainter, ink: QColor) -> None:
        if self.width() >= self.size_with(key=False).width():
            super()._paint_content(painter, ink)
            return
        painter.setFont(theme.font(strong=self._variant == "primary" or self.isChecked()))
        painter.setPen(ink)
        box = QRectF(self.rect()).adjusted(self._side(), 0, -self._side(), 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.label())
