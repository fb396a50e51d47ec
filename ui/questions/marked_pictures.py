"""The pictures of a task that are marked: one in sight at a time, what is drawn on it, and how. It holds no answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from hdclient.model.anchor import Anchor, Region
from hdclient.questions.image_marks import SHAPES
from hdclient.questions.regions import Points
from hdclient.words import tr, trn
from ui import theme
from ui.components.badges import KeyCap
from ui.components.flow import FlowLayout
from ui.components.labels import Label
from ui.components.marked_canvas import MarkedCanvas, PlacedMark
from ui.components.segmented import Segment, SegmentedControl
from ui.questions.base import Lineup
from ui.questions.content_desk import ContentDesk, ShownPart
from ui.questions.mark_words import shape_name

_LEAST_HEIGHT = 220


class MarkedPictures(QWidget):
    """Anchors of what is drawn come by `placed`; what is moved, and what is pointed at, by its number."""

    accessible_role = "Grouping"
    placed = Signal(object)
    """The Anchor of something new."""
    moved = Signal(object)
    """The mark at hand has these points now."""
    pointed = Signal(int)
    """The mark with this number, of those in sight; -1: none."""
    turned = Signal()
    """Another picture is in sight."""

    def __init__(self, lineup: Lineup, shapes: Collection[str]) -> None:
        """`shapes`: all that any kind is drawn as."""
        super().__init__()
        self.setAccessibleName(tr("Pictures"))
        self._lineup = lineup
        self._desk: ContentDesk | None = None
        self.shown: tuple[ShownPart, ...] = ()
        self.current = 0
        self.canvas = MarkedCanvas(tr("Picture to mark"))
        self.canvas.set_message(tr("There is no picture to mark."))
        self.canvas.setMinimumHeight(theme.px(_LEAST_HEIGHT))
        self.canvas.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        segments = [Segment(one, shape_name(one)) for one in SHAPES if one in shapes]
        self.shapes = SegmentedControl(tr("What is drawn"), segments, small=True)
        self.pictures = SegmentedControl(tr("Picture"), [], small=True, wrap=True)
        self._cap = KeyCap("@mark.shape", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        tools = FlowLayout(spacing=6)
        way = Label(tr("Picture"), "caption", "text2", parent=self)
        for part in (self.shapes, self._cap, way, self.pictures, KeyCap("@mark.picture", self)):
            tools.addWidget(part)
        column.addLayout(tools)
        column.addWidget(self.canvas, 1)
        self.pictures.hide()
        if len(segments) < 2:
            self.shapes.hide()
            self._cap.hide()
        self.canvas.placed.connect(self._placed)
        self.canvas.changed.connect(self.moved)
        self.canvas.chosen.connect(self.pointed)
        self.shapes.value_changed.connect(lambda value: self.canvas.set_shape(value, self._hue))
        self.pictures.value_changed.connect(self.turn_to)
        self._hue = 0

    def set_content(self, content: ContentDesk, parts: Collection[str]) -> None:
        """The pictures in these parts of the task."""
        self._desk = content
        self.shown = tuple(one for one in content.pictures() if one.part in parts)
        self.pictures.set_segments([Segment(n, self._name(one)) for n, one in enumerate(self.shown)])
        self.pictures.setVisible(len(self.shown) > 1)
        self._load()

    def _name(self, shown: ShownPart) -> str:
        """Which picture it is, where there are several."""
        kind, _, name = shown.part.partition(":")
        named = self._lineup.letter(name) if kind == "candidate" else name or tr("Prompt")
        same = [one for one in self.shown if one.part == shown.part]
        return named if len(same) < 2 else f"{named} {same.index(shown) + 1}"

    # Which picture

    def part(self) -> str:
        """The part of the task that the picture in sight is in; "" for none."""
        return self.shown[self.current].part if self.shown else ""

    def turn_to(self, number: object) -> None:
        """Has this picture in sight."""
        if isinstance(number, int) and 0 <= number < len(self.shown) and number != self.current:
            self.current = number
            self._load()
            self.turned.emit()

    def follow(self, anchor: Anchor) -> None:
        """Has the picture of this place in sight, and the place in it."""
        if isinstance(anchor.at, Region):
            for number, one in enumerate(self.shown):
                if (one.part, one.block) == (anchor.part, anchor.block):
                    self.turn_to(number)
            self.canvas.bring_into_sight(anchor.at.points[-1])

    def shows(self, anchor: Anchor) -> bool:
        """Whether a place is on the picture in sight."""
        shown = self.shown[self.current] if self.shown else None
        return (
            shown is not None
            and isinstance(anchor.at, Region)
            and (anchor.part, anchor.block) == (shown.part, shown.block)
        )

    def take_keyboard(self) -> None:
        """The keyboard to the picture; there already, to the next one."""
        if self.window().focusWidget() is self.canvas and len(self.shown) > 1:
            self.turn_to((self.current + 1) % len(self.shown))
        self.canvas.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _load(self) -> None:
        self.pictures.set_value(self.current)
        self.canvas.clear()
        if self._desk is not None and self.shown:
            self._desk.show_picture(self.canvas, self.shown[self.current])

    # What is drawn

    def arm(self, allowed: Sequence[str], hue: int, *, read_only: bool) -> None:
        """How the kind at hand is drawn; the shape stays as it is, where that kind takes it."""
        shape = self.shapes.value()
        if shape not in allowed:
            shape = allowed[0] if allowed else None
            self.shapes.set_value(shape)
        self._hue = hue
        self.shapes.set_read_only(read_only)
        self.canvas.set_shape(None if read_only else shape, hue)  # type: ignore[arg-type]

    def next_shape(self, allowed: Sequence[str]) -> None:
        """Point, box, region, and round again."""
        shape = self.shapes.value()
        at = list(allowed).index(str(shape)) + 1 if shape in allowed else 0
        if allowed:
            self.shapes.choose(allowed[at % len(allowed)])

    def show_marks(self, marks: Sequence[PlacedMark], here: int) -> None:
        """What is marked on the picture in sight."""
        self.canvas.show_marks(marks, here)
        shown = self.shown[self.current] if self.shown else None
        name = tr("Picture to mark") if shown is None else shown.name
        self.canvas.setAccessibleName(
            trn("{name}, {count} mark", "{name}, {count} marks", len(marks), name=name)
        )

    def _placed(self, shape: str, points: Points) -> None:
        if not self.shown:
            return
        shown, size = self.shown[self.current], self.canvas.picture_size()
        at = Region(
            shape=shape,  # type: ignore[arg-type]
            points=points,
            width=size.width(),
            height=size.height(),
            sha256=shown.sha256,
        )
        self.placed.emit(Anchor(part=shown.part, block=shown.block, at=at))
