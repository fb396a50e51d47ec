"""How content is shown: one renderer per content kind, and one player that writes block trees into documents."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from hdclient.content.tree import Block
from hdclient.registry import Registry
from ui.renderers.kind import Renderer
from ui.renderers.pictures import PictureShelf
from ui.renderers.reading_view import ReadingView

RENDERERS: Registry[Renderer] = Registry(
    __name__,
    text="text:TEXT",
    markdown="markdown:MARKDOWN",
    code="code:CODE",
    image="image:IMAGE",
    chat="chat:CHAT",
    diff="diff:DIFF",
    json="json:JSON",
    table="rows:TABLE",
    math="math:MATH",
)


def render_blocks(
    blocks: Sequence[Block], *, name: str, shelf: PictureShelf | None = None, parent: QWidget | None = None
) -> ReadingView:
    """A view of a block tree that is no task content: a guideline. `name` is for assistive technology.

    Connect `link_asked` (see ui/renderers/links.py) and `picture_asked`; `go_to_anchor` scrolls to a rule.
    """
    view = ReadingView(name, shelf=shelf, parent=parent)
    view.show_content(lambda player: player.steps(blocks))
    return view


__all__ = ["RENDERERS", "PictureShelf", "ReadingView", "Renderer", "render_blocks"]
