"""A switch for things that are on or off, with its words beside it."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from hdclient.words import tr
from ui import theme
from ui.components.badges import paint_ring


class Switch(QCheckBox):
    """A check box that looks like a switch. The knob's place and the word "On" or "Off" say the state."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._slide = QVariantAnimation(self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.valueChanged.connect(self.update)
        self.toggled.connect(self._begin_slide)

    def _begin_slide(self, on: bool) -> None:
        """The knob goes to its place, where somebody sees it and motion is wanted; else it is there at once."""
        self._slide.stop()
        if self.isVisible() and theme.motion_ms():
            self._slide.setStartValue(0.0 if on else 1.0)
            self._slide.setEndValue(1.0 if on else 0.0)
            self._slide.setDuration(theme.motion_ms())
            self._slide.start()

    def knob(self) -> float:
        """Where the knob is: 0 for off, 1 for on."""
        if self._slide.state() == QVariantAnimation.State.Running:
            return float(self._slide.currentValue())
        return 1.0 if self.isChecked() else 0.0

    def sizeHint(self) -> QSize:
        words = QFontMetrics(theme.font()).horizontalAdvance(tr("Off"))
        return QSize(theme.px(44) + theme.px(8) + words + theme.px(6), theme.px(30))

    def hitButton(self, _position: object) -> bool:
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(theme.px(4), self.height() / 2 - theme.px(11), theme.px(40), theme.px(22))
        on = self.isChecked()
        painter.setPen(QPen(theme.color("accent" if on else "border_strong"), 1.2))
        painter.setBrush(theme.color("accent" if on else "surface"))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        side = theme.px(14)
        gap = (track.height() - side) / 2
        left = track.left() + gap + (track.width() - 2 * gap - side) * self.knob()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("on_accent" if on else "border_strong"))
        painter.drawEllipse(QRectF(left, track.top() + gap, side, side))
        painter.setFont(theme.font())
        painter.setPen(theme.color("text2"))
        words = QRectF(self.rect()).adjusted(track.right() + theme.px(8), 0, 0, 0)
        painter.drawText(
            words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, tr("On") if on else tr("Off")
        )
        if self.hasFocus():
            paint_ring(painter, QRectF(self.rect()))
        painter.end()
