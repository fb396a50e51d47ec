"""Shows JSON as it is written: coloured, over the whole pane, with line numbers."""

from __future__ import annotations

from ui.renderers.code import CodeRenderer


class JsonRenderer(CodeRenderer):
    """The kind "json"."""

    name = "json"


JSON = JsonRenderer()
