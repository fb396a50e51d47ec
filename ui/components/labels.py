"""Text on the screen: one class that knows the type scale and the tones, and one that shortens itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from hdclient.words import is_right_to_left, isolated
from ui import theme

# WORKAROUND: under a style sheet Qt keeps a copy of a widget's font, and puts it back when the widget is next shown:
# then a font that was set while it was hidden is lost. It can go when QStyleSheetStyle forgets the copy by itself.
_SAVED_FONT = "_q_styleSheetWidgetFont"


class Label(QLabel):
    """Plain text of one role of the type scale and one tone. Never interprets what it is given as markup."""

    def __init__(
        self,
        text: str = "",
        role: str = "ui",
        tone: str = "text",
        *,
        strong: bool = False,
        wrap: bool = False,
        mono: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._font = (role, strong, mono)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if is_right_to_left():
            self.setAlignment(self.alignment())
        self.set_tone(tone)
        self.theme_changed()
        self.setText(text)

    def setText(self, text: str) -> None:
        """A number alone stands where words would begin: Qt takes it for left to right."""
        faceless = is_right_to_left() and bool(text) and not any(map(str.isalpha, text))
        super().setText(f"\u200f{text}" if faceless else text)

    def setAlignment(self, alignment: Qt.AlignmentFlag) -> None:
        """From right to left, what begins a line stands at the right whatever it is written in: Qt puts English there
        to the left, and the words of a scale's ends under the wrong end."""
        across = alignment & (Qt.AlignmentFlag.AlignHorizontal_Mask & ~Qt.AlignmentFlag.AlignAbsolute)
        if is_right_to_left() and across != Qt.AlignmentFlag.AlignHCenter:
            ends = bool(across & Qt.AlignmentFlag.AlignRight)
            side = Qt.AlignmentFlag.AlignLeft if ends else Qt.AlignmentFlag.AlignRight
            alignment = (
                (alignment & Qt.AlignmentFlag.AlignVertical_Mask) | side | Qt.AlignmentFlag.AlignAbsolute
            )
        super().setAlignment(alignment)

    def set_tone(self, tone: str) -> None:
        """One of theme.TONES."""
        self.setForegroundRole(theme.TONES[tone])

    def theme_changed(self) -> None:
        role, strong, mono = self._font
        font = theme.font(role, strong=strong, mono=mono)
        self.setFont(font)
        if self.property(_SAVED_FONT) is not None:
            self.setProperty(_SAVED_FONT, font)


class TitleLabel(Label):
    """A label that wants one line, and more where it is given less room: among others in a row that flows. A label that
    wraps wants by itself to be as high as it is wide, in the widest row."""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        margins = self.contentsMargins()
        line = self.fontMetrics().size(0, self.text())
        return QSize(max(hint.width(), line.width() + margins.left() + margins.right()), line.height())


class ElidedLabel(Label):
    """A label of one line that gives way to its neighbours; shortened, it says the whole in a tool tip."""

    def minimumSizeHint(self) -> QSize:
        return QSize(min(theme.px(48), super().sizeHint().width()), super().minimumSizeHint().height())

    def setText(self, text: str) -> None:
        super().setText(text)
        self._say_whole()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_whole()

    def _say_whole(self) -> None:
        self.setToolTip(self.text() if self._shown() != isolated(self.text()) else "")

    def _shown(self) -> str:
        metrics: QFontMetrics = self.fontMetrics()
        return metrics.elidedText(
            isolated(self.text()), Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment()), self._shown())
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
