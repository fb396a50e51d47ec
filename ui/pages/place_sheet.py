"""Where in a picture a comment speaks about: a point, a box or a region, drawn upon it as marks of a question are."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from hdclient.model.anchor import Region
from hdclient.questions.image_marks import SHAPES
from hdclient.questions.regions import Points, place_words
from hdclient.words import tr
from ui import theme
from ui.components.buttons import Button
from ui.components.labels import ElidedLabel
from ui.components.marked_canvas import MarkedCanvas, PlacedMark, Shape
from ui.components.segmented import Segment, SegmentedControl
from ui.components.sheet import Sheet
from ui.questions.mark_words import shape_name
from ui.renderers.pictures import PictureShelf

_LARGE = QSize(1100, 860)


class PlaceSheet(Sheet):
    """Over the window. `placed` tells the Region when the person is done, None: all of the picture. Esc: nothing."""

    placed = Signal(object)

    def __init__(self, over: QWidget, shelf: PictureShelf, sha256: str, name: str) -> None:
        super().__init__(over, tr("Which place of the picture?"), _LARGE)
        self._shelf, self._sha256 = shelf, sha256
        self._mark: PlacedMark | None = None
        self.canvas = MarkedCanvas(name)
        self.canvas.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.shapes = SegmentedControl(
            tr("What is drawn"),
            [Segment(one, shape_name(one), str(n)) for n, one in enumerate(SHAPES, 1)],
            small=True,
        )
        self.shapes.set_value("box")
        self._told = ElidedLabel("", "caption", "text2")
        whole = Button(tr("All of the picture"), small=True)
        whole.clicked.connect(lambda: self._end(None))
        self.done = Button(tr("Comment on this place"), key="Ctrl+Return", variant="primary", small=True)
        self.done.clicked.connect(self.finish)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        for part in (self.shapes, whole, self.done):
            foot.addWidget(part)
        foot.insertWidget(1, self._told, 1)
        self.body.addWidget(self.canvas, 1)
        self.body.addLayout(foot)
        self.shapes.value_changed.connect(lambda value: self.canvas.set_shape(value))
        self.canvas.set_shape("box")
        self.canvas.placed.connect(self._placed)
        self.canvas.changed.connect(self._changed)
        self.canvas.chosen.connect(self._chosen)
        shelf.ready.connect(self._ready)
        self.closed.connect(self.deleteLater)
        self._ready(sha256)
        self._show(-1)
        self.open_sheet(self.canvas)

    def _ready(self, sha256: str) -> None:
        if sha256 != self._sha256 or self.canvas.has_image():
            return
        levels, size = self._shelf.full(sha256), self._shelf.size(sha256)
        if levels is not None and size is not None:
            self.canvas.set_levels(levels, size)
        elif self._shelf.refusal(sha256):
            self.canvas.set_message(self._shelf.refusal(sha256))

    def _placed(self, shape: Shape, points: Points) -> None:
        """One place only: what is drawn next stands in place of it."""
        self._mark = PlacedMark(shape, points, 1)
        self._show(0)

    def _changed(self, points: Points) -> None:
        if self._mark is not None:
            self._mark = PlacedMark(self._mark.shape, points, 1)
            self._show(0)

    def _chosen(self, number: int) -> None:
        self._show(number)

    def _show(self, here: int) -> None:
        mark = self._mark
        self.canvas.show_marks([mark] if mark is not None else [], here)
        words = tr("Draw with the mouse, or with the arrows and Enter.")
        self._told.setText(words if mark is None else place_words(mark.shape, mark.points))
        self.done.setEnabled(mark is not None)

    def finish(self) -> None:
        """The place that is drawn is the one."""
        mark, size = self._mark, self.canvas.picture_size()
        if mark is not None:
            facts = {"width": size.width(), "height": size.height(), "sha256": self._sha256}
            self._end(Region(shape=mark.shape, points=mark.points, **facts))  # type: ignore[arg-type]

    def _end(self, region: Region | None) -> None:
        self.close_sheet()
        self.placed.emit(region)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose what is drawn, Ctrl+Enter is done."""
        digit = {Qt.Key.Key_1: "point", Qt.Key.Key_2: "box", Qt.Key.Key_3: "area"}.get(Qt.Key(event.key()))
        if digit is not None:
            self.shapes.choose(digit)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            self.finish()
        else:
            super().keyPressEvent(event)
