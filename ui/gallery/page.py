"""The gallery as a page and as a window with what can be changed about the look at its top."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui import theme
from ui.components.card import Bar, Card
from ui.components.flow import FlowLayout
from ui.components.labels import Label
from ui.components.scrolling import scroll_area
from ui.components.segmented import Segment, SegmentedControl
from ui.gallery.specimens import Specimen, sections
from ui.renderers.typeface_files import bring
from ui.typefaces import TYPEFACES


def gallery_page() -> QWidget:
    """All sections, one below the other."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(24, 24, 24, 24)
    column.setSpacing(8)
    for title, make in sections():
        column.addWidget(Label(title, "section", strong=True))
        column.addWidget(_section(make()))
        column.addSpacing(12)
    column.addStretch(1)
    return page


def _section(specimens: Sequence[Specimen]) -> Card:
    card = Card()
    flow = FlowLayout(spacing=20)
    for state, widget in specimens:
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if state:
            column.addWidget(Label(state, "caption", "text3"))
        column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        flow.addWidget(cell)
    card.body.addLayout(flow)
    return card


class GalleryWindow(QWidget):
    """The page, below what changes the look."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("hdclient gallery")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        bar = Bar(Qt.Edge.BottomEdge)
        bar.row.setContentsMargins(16, 8, 16, 8)
        self.controls: dict[str, SegmentedControl] = {}
        choices = {
            "choice": [(name, name.replace("_", ", ")) for name in theme.CHOICES],
            "scale": [(scale, f"{scale:.0%}") for scale in (1.0, 1.5, 2.0)],
            "density": [(density, density) for density in theme.DENSITIES],
            "typeface": [(face.id, face.id) for face in TYPEFACES.values()],
        }
        flow = FlowLayout(spacing=16)
        for field, values in choices.items():
            control = SegmentedControl(field, [Segment(*value) for value in values], small=True)
            control.set_value(getattr(theme.look(), field))
            control.value_changed.connect(lambda value, field=field: self._choose(field, value))
            self.controls[field] = control
            flow.addWidget(control)
        holder = QWidget()
        holder.setLayout(flow)
        bar.row.addWidget(holder, 1)
        self._column.addWidget(bar)
        self._column.addWidget(QWidget(), 1)
        self._refresh()

    def _choose(self, field: str, value: object) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            if field == "typeface":
                bring(str(value))
            theme.apply(application, replace(theme.look(), **{field: value}))
            self._refresh()

    def _refresh(self) -> None:
        """Made anew: specimens have sizes of their own, which are those of the look in force."""
        item = self._column.takeAt(1)
        if item is not None and item.widget() is not None:
            item.widget().deleteLater()
        self._column.addWidget(scroll_area(gallery_page(), "Gallery"), 1)
