"""Pictures, large: one, or one of each response side by side, which zoom and move together until told otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hdclient.words import tr
from ui import theme
from ui.components.badges import SlotBadge
from ui.components.buttons import Button, IconButton
from ui.components.labels import ElidedLabel
from ui.components.picture_canvas import STEP, PictureCanvas
from ui.components.sheet import Sheet
from ui.renderers.pictures import PictureShelf


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """One picture of the viewer. `letter` is that of its response, empty for a picture that stands alone."""

    sha256: str
    alt: str
    letter: str = ""

    @property
    def name(self) -> str:
        """For assistive technology."""
        whose = tr("Picture of Response {letter}", letter=self.letter) if self.letter else tr("Picture")
        return f"{whose}: {self.alt}" if self.alt else whose


class PictureViewer(Sheet):
    """Over the whole window, until Esc. Keys: + − 0 1, arrows, Y, O."""

    def __init__(
        self, over: QWidget, shelf: PictureShelf, pictures: Sequence[ShownPicture], first: int = 0
    ) -> None:
        super().__init__(over, tr("Pictures") if len(pictures) > 1 else tr("Picture"), QSize(10_000, 10_000))
        self._shelf = shelf
        self._together = True
        self.views = [_View(shelf, picture) for picture in pictures]
        self.canvas = self.views[first].canvas
        self.body.addLayout(self._tools())
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        for view in self.views:
            row.addWidget(view, 1)
            view.canvas.moved.connect(lambda leader=view: self._lead(leader))
        self.body.addLayout(row, 1)
        shelf.ready.connect(self._ready)
        self.closed.connect(shelf.let_go)
        self.closed.connect(self.deleteLater)
        for view in self.views:
            view.look()
        self.open_sheet(self.canvas)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        self.together: Button | None = None
        if len(self.views) > 1:
            self.together = Button(tr("Zoom and move together"), key="Y", checkable=True, small=True)
            self.together.setChecked(True)
            self.together.toggled.connect(self.set_together)
            row.addWidget(self.together)
        for icon, name, key, run in (
            ("plus", tr("Larger"), "+", lambda: self._at_hand().zoom_by(STEP)),
            ("minus", tr("Smaller"), "-", lambda: self._at_hand().zoom_by(1 / STEP)),
        ):
            button = IconButton(icon, name, key=key)
            button.clicked.connect(run)
            row.addWidget(button)
        for text, key, act in (
            (tr("Fit"), "0", lambda: self._at_hand().fit()),
            ("1:1", "1", lambda: self._at_hand().show_actual()),
        ):
            made = Button(text, key=key, small=True)
            made.clicked.connect(act)
            row.addWidget(made)
        return row

    def _at_hand(self) -> PictureCanvas:
        """The canvas that has the keyboard, else the first one asked for."""
        return next((view.canvas for view in self.views if view.canvas.hasFocus()), self.canvas)

    def is_together(self) -> bool:
        """Whether all pictures follow the one that is zoomed or moved."""
        return self._together

    def set_together(self, together: bool) -> None:
        """Lets them follow, or each be looked at on its own."""
        self._together = together
        if self.together is not None:
            self.together.setChecked(together)
        if together:
            self._lead(next(view for view in self.views if view.canvas is self._at_hand()))

    def _lead(self, leader: _View) -> None:
        outlook = leader.canvas.outlook()
        for view in self.views:
            if view is not leader and self._together and outlook is not None:
                view.canvas.follow(outlook)
            view.tell()

    def _ready(self, sha256: str) -> None:
        for view in self.views:
            if view.picture.sha256 == sha256 and view.look():
                self._join(view)

    def _join(self, late: _View) -> None:
        """A picture that has just come is looked at as those that were here before it."""
        others = (view.canvas.outlook() for view in self.views if view is not late)
        outlook = next((one for one in others if one is not None), None)
        if self._together and outlook is not None:
            late.canvas.follow(outlook)
            late.tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Y and len(self.views) > 1:
            self.set_together(not self._together)
        elif event.key() == Qt.Key.Key_O:
            view = next(view for view in self.views if view.canvas is self._at_hand())
            if not view.outside.isHidden():
                view.outside.click()
        else:
            super().keyPressEvent(event)


class _View(QWidget):
    """One canvas with its title above and what is measured below."""

    def __init__(self, shelf: PictureShelf, picture: ShownPicture) -> None:
        super().__init__()
        self._shelf, self.picture = shelf, picture
        self._point: QPoint | None = None
        self.canvas = PictureCanvas(picture.name)
        self.canvas.pointed.connect(self._show_point)
        self._facts = ElidedLabel("", "caption", "text2")
        title = QHBoxLayout()
        title.setSpacing(theme.px(8))
        if picture.letter:
            title.addWidget(SlotBadge(picture.letter))
        title.addWidget(ElidedLabel(picture.alt or tr("This picture has no description."), tone="text2"), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addLayout(title)
        column.addWidget(self.canvas, 1)
        column.addWidget(self._facts)
        self.outside = Button(tr("Save and open outside"), key="O", small=True)
        self.outside.clicked.connect(self._save_outside)
        self.outside.hide()
        column.addWidget(self.outside, 0, Qt.AlignmentFlag.AlignHCenter)

    def look(self) -> bool:
        """Puts the pixels in as soon as they are here, once: other sizes come too, and must not undo the zoom.

        True: they have come with this call.
        """
        if self.canvas.has_image():
            return False
        levels, size = self._shelf.full(self.picture.sha256), self._shelf.size(self.picture.sha256)
        if levels is not None and size is not None:
            self.canvas.set_levels(levels, size)
        elif self._shelf.refusal(self.picture.sha256):
            self.canvas.set_message(self._shelf.refusal(self.picture.sha256))
            self.outside.setVisible(self._shelf.may_leave(self.picture.sha256))
        self.tell()
        return self.canvas.has_image()

    def _save_outside(self) -> None:
        from ui.renderers.outside import SaveOutside  # rare

        SaveOutside(self.window(), self._shelf, self.picture.sha256)

    def _show_point(self, point: QPoint | None) -> None:
        self._point = point
        self.tell()

    def facts(self) -> str:
        """What is measured, as shown."""
        return self._facts.text()

    def tell(self) -> None:
        """Size, zoom and the pixel under the mouse."""
        size = self._shelf.size(self.picture.sha256)
        if size is None or not self.canvas.has_image():
            self._facts.setText("")
            return
        facts = [
            tr("{width:,} × {height:,} pixels", width=size.width(), height=size.height()),
            f"{self.canvas.zoom():.0%}",
        ]
        if self._point is not None:
            facts.append(tr("at {x:,}, {y:,}", x=self._point.x(), y=self._point.y()))
        note = self._shelf.note(self.picture.sha256)
        self._facts.setText("  ·  ".join([*facts, note] if note else facts))
