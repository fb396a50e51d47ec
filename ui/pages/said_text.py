"""What a reviewer wrote, as it was meant: Markdown through the same engine and view as all content, as high as it is.

Words without any marks are a label, which costs nothing.
"""

from __future__ import annotations

import re

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from hdclient.model.content import ContentBlock
from ui.components.labels import Label
from ui.renderers.content_view import ContentSources, ContentView

_MARKS = re.compile(r"[*_`#>|~$\\\[\]<&]|^\s*(?:[-+]|\d+[.)])\s|\n\s*\n|https?:", re.MULTILINE)
_HIGHEST = 20_000


def said_text(text: str, name: str, sources: ContentSources) -> QWidget:
    """A widget that shows the text. `name` is for assistive technology."""
    return SaidText(text, name, sources) if _MARKS.search(text) else Label(text, wrap=True)


class SaidText(ContentView):
    """Formatted words without room around them; the widget that it is in scrolls."""

    def __init__(self, text: str, name: str, sources: ContentSources) -> None:
        super().__init__(name, sources, padding=0, centred=False)
        self.reading.height_changed.connect(self._fit)
        self.loaded.connect(self._fit)
        self.set_blocks((ContentBlock(kind="markdown", text=text),))
        self.show_now()

    def _fit(self) -> None:
        height = min(_HIGHEST, self.reading.content_height() + 2)
        if self.minimumHeight() != height or self.maximumHeight() != height:
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
