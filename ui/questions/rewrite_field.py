"""The field of a rewrite: takes the room there is, and asks, counts or refuses what is pasted from elsewhere.

What was copied from the field itself, or stands in the task, is not from elsewhere. Nothing of what was pasted is kept
but how many characters it had.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QSizePolicy

from hdclient.questions.rewrite import Paste, Pasted
from hdclient.words import tr, trn
from ui import theme
from ui.questions.text import MOST_PASTED, GrowingField

_LEAST_HEIGHT = 150


class RewriteField(GrowingField):
    """`knows` says whether a text stands in the task. `told` has a sentence for the person."""

    told = Signal(str)
    pasted = Signal()
    """Something from elsewhere is about to be put in: `counted` has it already."""

    def __init__(self, name: str, paste: Paste, knows: Callable[[str], bool]) -> None:
        super().__init__(name, 4, 4)
        self._paste: Paste = paste
        self._knows = knows
        self._own = ""
        self._asked = ""
        self.counted: Pasted | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def fit(self) -> None:
        """All the height that there is; what is longer is scrolled."""
        self.setMinimumHeight(theme.px(_LEAST_HEIGHT))

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied or cut here may be put in again uncounted."""
        data = super().createMimeDataFromSelection()
        self._own = data.text()
        return data

    def insertFromMimeData(self, source: QMimeData) -> None:
        """As the template's policy says."""
        text = source.text()
        if self._paste == "allow" or not text or len(text) > MOST_PASTED or self._is_from_here(text):
            super().insertFromMimeData(source)
            return
        if self._paste == "refuse":
            self.told.emit(tr("Not pasted: this text is to be written by hand."))
            return
        if self._paste == "ask" and self._asked != text:
            self._asked = text
            words = trn(
                "Paste {count:,} character from elsewhere? Paste again to do it; it is counted, never kept.",
                "Paste {count:,} characters from elsewhere? Paste again to do it; they are counted, never kept.",
                len(text),
            )
            self.told.emit(words)
            return
        self._asked = ""
        before = self.counted or Pasted(times=0, characters=0)
        self.counted = Pasted(times=before.times + 1, characters=before.characters + len(text))
        self.pasted.emit()
        super().insertFromMimeData(source)

    def _is_from_here(self, text: str) -> bool:
        return text == self._own or text in self.toPlainText() or self._knows(text)
