"""How content is shown: one renderer per content kind, and one player that writes block trees into documents."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from hdclient.content.tree import Block
from ui.renderers.chat import CHAT
from ui.renderers.code import CODE
from ui.renderers.diff import DIFF
from ui.renderers.image import IMAGE
from ui.renderers.json import JSON
from ui.renderers.kind import Renderer
from ui.renderers.markdown import MARKDOWN
from ui.renderers.math import MATH
from ui.renderers.pictures import PictureShelf
from ui.renderers.reading_view import ReadingView
from ui.renderers.rows import TABLE
from ui.renderers.text import TEXT

RENDERERS: dict[str, Renderer] = {
    renderer.name: renderer for renderer in (TEXT, MARKDOWN, CODE, IMAGE, CHAT, DIFF, JSON, TABLE, MATH)
}


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
