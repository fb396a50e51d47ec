"""One picture, large: zoom with the wheel or + and -, move with the mouse or the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import theme
from ui.components.buttons import IconButton
from ui.components.labels import Label
from ui.components.sheet import Sheet
from ui.renderers.pictures import PictureShelf

LARGEST = 16.0
STEP = 1.25


class PictureCanvas(QWidget):
    """Paints one picture at any zoom. The point under the mouse stays where it is."""

    def __init__(self, alt: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"Picture: {alt}" if alt else "Picture")
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._image: QImage | None = None
        self._scaled: QImage | None = None
        self._message = "Loading the picture …"
        self._zoom = 0.0
        self._at = QPointF()
        self._grip: QPointF | None = None

    def set_image(self, image: QImage) -> None:
        """Shows these pixels, fitted."""
        self._image = image
        self.fit()

    def has_image(self) -> bool:
        """Whether the pixels are here."""
        return self._image is not None

    def set_message(self, message: str) -> None:
        """Why there is nothing to see."""
        self._message = message
        self.update()

    def zoom(self) -> float:
        """Screen pixels per picture pixel."""
        return self._zoom

    def fit(self) -> None:
        """The whole picture, never enlarged."""
        if self._image is not None:
            smallest = min(self.width() / self._image.width(), self.height() / self._image.height(), 1.0)
            self._set_zoom(smallest)
            self._at = QPointF(
                (self.width() - self._image.width() * self._zoom) / 2,
                (self.height() - self._image.height() * self._zoom) / 2,
            )
            self.update()

    def zoom_by(self, factor: float, about: QPointF | None = None) -> None:
        """Zooms; `about` (or the middle) stays where it is."""
        if self._image is None:
            return
        middle = about or QPointF(self.width() / 2, self.height() / 2)
        before = self._zoom
        self._set_zoom(max(0.02, min(LARGEST, before * factor)))
        self._at = middle - (middle - self._at) * (self._zoom / before)
        self.update()

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = zoom
        self._scaled = None
        if self._image is not None and zoom < 0.6:
            # Shrinking by painting skips pixels; shrunk once, every paint is cheap and true.
            size = QSize(
                max(1, round(self._image.width() * zoom)), max(1, round(self._image.height() * zoom))
            )
            self._scaled = self._image.scaled(
                size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("sunken"))
        if self._image is None:
            painter.setPen(theme.color("text2"))
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._message
            )
        else:
            size = QPointF(self._image.width() * self._zoom, self._image.height() * self._zoom)
            box = QRectF(self._at, self._at + size)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._zoom < 3)
            image = self._scaled if self._scaled is not None else self._image
            painter.drawImage(box, image, QRectF(image.rect()))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(STEP if event.angleDelta().y() > 0 else 1 / STEP, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip = event.position() - self._at
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._at = event.position() - self._grip
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grip = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (60, 0),
            Qt.Key.Key_Right: (-60, 0),
            Qt.Key.Key_Up: (0, 60),
            Qt.Key.Key_Down: (0, -60),
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._at += QPointF(*moves[key])
            self.update()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(1 / STEP)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key == Qt.Key.Key_1 and self._zoom:
            self.zoom_by(1 / self._zoom)
        else:
            super().keyPressEvent(event)


class PictureViewer(Sheet):
    """The picture over the whole window, until Esc."""

    def __init__(self, over: QWidget, shelf: PictureShelf, sha256: str, alt: str) -> None:
        super().__init__(over, "Picture", QSize(10_000, 10_000))
        self._shelf, self._sha256 = shelf, sha256
        self.canvas = PictureCanvas(alt)
        row = QHBoxLayout()
        row.addWidget(Label(alt or "This picture has no description.", tone="text2", wrap=True), 1)
        for icon, name, key, run in (
            ("plus", "Larger", "+", lambda: self.canvas.zoom_by(STEP)),
            ("minus", "Smaller", "-", lambda: self.canvas.zoom_by(1 / STEP)),
            ("image", "Fit to the window", "0", self.canvas.fit),
        ):
            button = IconButton(icon, name, key=key)
            button.clicked.connect(run)
            row.addWidget(button)
        self.body.addLayout(row)
        self.body.addWidget(self.canvas, 1)
        shelf.ready.connect(self._ready)
        self.closed.connect(self.deleteLater)
        self._ready(sha256)
        self.open_sheet(self.canvas)

    def _ready(self, sha256: str) -> None:
        if sha256 != self._sha256 or self.canvas.has_image():
            return  # other sizes of the same picture are decoded too: they must not undo the zoom
        image = self._shelf.full(sha256)
        if image is not None:
            self.canvas.set_image(image)
        elif self._shelf.refusal(sha256):
            self.canvas.set_message(self._shelf.refusal(sha256))
