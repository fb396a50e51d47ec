"""The pictures of a task for those who draw upon them: which there are, and their pixels, once they may be seen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from hdclient.content.anchors import Sureness
from hdclient.model.anchor import Region
from hdclient.words import tr
from ui.components.picture_canvas import PictureCanvas
from ui.questions.content_desk import ShownPart
from ui.renderers.anchored import Anchored
from ui.renderers.pictures import PictureShelf


class TaskPictures(QObject):
    """Of one task's view. What is covered there is covered here, and comes when it is uncovered."""

    def __init__(self, parts: Mapping[str, Anchored], shelf: PictureShelf | None, parent: QObject) -> None:
        super().__init__(parent)
        self._parts, self._shelf = parts, shelf
        self._canvases: dict[PictureCanvas, ShownPart] = {}
        if shelf is not None:
            shelf.ready.connect(self._ready)
        for part in parts.values():
            part.shown.connect(self._show_all)
            part.content.currentChanged.connect(self._show_all)

    def pictures(self) -> tuple[ShownPart, ...]:
        """Every picture that is a block of its own, by what its part is called: not by what may not be read yet."""
        return tuple(
            ShownPart(part, number, block.asset.sha256, _name(text))
            for part, text in self._parts.items()
            for number, block in enumerate(text.content.given())
            if block.kind == "image" and block.asset is not None
        )

    def find(self, part: Anchored, number: int, at: Region) -> Sureness:
        """Whether the picture that a place is on is there."""
        blocks = part.content.given()
        asset = blocks[number].asset if number < len(blocks) else None
        return Sureness.EXACT if asset is not None and asset.sha256 == at.sha256 else Sureness.LOST

    def show(self, canvas: PictureCanvas, picture: ShownPart) -> None:
        """Puts it into the canvas, now or as soon as it can be."""
        self._canvases[canvas] = picture
        self._put(canvas, picture)

    def _put(self, canvas: PictureCanvas, picture: ShownPart) -> None:
        if self._shelf is None:
            return
        if self._parts[picture.part].content.is_covered():
            canvas.clear()
            canvas.set_message(tr("The picture is covered, here as there."))
            return
        levels, size = self._shelf.full(picture.sha256), self._shelf.size(picture.sha256)
        if levels is not None and size is not None:
            canvas.set_levels(levels, size)
        elif self._shelf.refusal(picture.sha256):
            canvas.set_message(self._shelf.refusal(picture.sha256))

    def _ready(self, sha256: str) -> None:
        """Pixels have come; those of another size, for the pane, leave the canvas as it is."""
        for canvas, picture in self._canvases.items():
            if picture.sha256 == sha256 and (not canvas.has_image() or not self._is_same(canvas, sha256)):
                self._put(canvas, picture)

    def _is_same(self, canvas: PictureCanvas, sha256: str) -> bool:
        return self._shelf is not None and canvas.shows(self._shelf.full(sha256) or ())

    def _show_all(self) -> None:
        for canvas, picture in self._canvases.items():
            if self._parts[picture.part].content.is_covered() is canvas.has_image():
                self._put(canvas, picture)


def _name(text: Anchored) -> str:
    if text.part == "prompt":
        return tr("Picture of the prompt")
    return tr("Picture: {name}", name=text.content.accessibleName())
