"""What a question may ask of the content beside it: where a person points, marks upon it, the way to a place.

Pages implement it (ui/pages/content_desk.py): a question widget knows neither panes nor renderers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec import Struct
from PySide6.QtWidgets import QWidget

from hdclient.content.anchors import Sureness
from hdclient.model.anchor import Anchor
from ui.components.picture_canvas import PictureCanvas


class Marked(Struct, frozen=True, gc=False):
    """A place that a question marks. `kind`: number of its hue and line, from 0; `here`: it is the one at hand."""

    anchor: Anchor
    kind: int
    here: bool = False


class ShownPart(Struct, frozen=True):
    """A picture that is a content block: in which part it is, which block of it, and what it is called."""

    part: str
    block: int
    sha256: str
    name: str


class SourceView(Protocol):
    """Shows Markdown that is not part of the content by itself: one step, a text that is being written."""

    def widget(self) -> QWidget:
        """What is to be put somewhere."""
        ...

    def show_source(self, text: str) -> None:
        """Shows this, from its top."""
        ...


class ContentDesk(Protocol):
    """The content of the task that a question belongs to."""

    def selection(self) -> Anchor | None:
        """The words that are selected, where the keyboard is or was last; None when nothing is."""
        ...

    def clear_selection(self) -> None:
        """Nothing is selected any longer."""
        ...

    def mark(self, owner: str, marks: Sequence[Marked]) -> None:
        """Marks these places for a question (its id), and no others of it."""
        ...

    def find(self, anchor: Anchor) -> Sureness:
        """How sure it is where the place stands now."""
        ...

    def go_to(self, anchor: Anchor) -> Sureness:
        """Has the place in sight; LOST: there is nothing like it."""
        ...

    def moved(self, anchor: Anchor, start: int, end: int) -> Anchor | None:
        """A place whose ends stand so many words further on; None when there are no such words."""
        ...

    def source(self, part: str) -> str:
        """What stands in a part as it was written, its blocks parted by empty lines; "" where there is no such part."""
        ...

    def make_view(self, name: str, *, roomy: bool = False) -> SourceView:
        """A view that shows any Markdown as content is shown; `roomy`: as high as there is room, not some lines."""
        ...

    def pictures(self) -> Sequence[ShownPart]:
        """Every picture that is a block of its own, part by part."""
        ...

    def show_picture(self, canvas: PictureCanvas, picture: ShownPart) -> None:
        """Puts a picture into a canvas, as soon as it is here; while it is covered, that is said in its place."""
        ...

    def part_at_hand(self) -> str:
        """The text that has the keyboard, or the response at hand: "prompt", "candidate:ID"."""
        ...

    def when_pointed(self, owner: str, call: Callable[[Anchor], None]) -> None:
        """Calls whenever a person points at a mark of this question in the text."""
        ...
