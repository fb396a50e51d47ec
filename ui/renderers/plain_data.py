"""Plain text for the clipboard, in an object that can outlive Python."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QStringListModel

from ui.renderers.shown_text import for_clipboard


def plain_data(text: str) -> QMimeData:
    """The text as what a copy puts on the clipboard, and nothing else.

    WORKAROUND: the clipboard keeps the object until after the interpreter has ended, and a QMimeData that Python made
    then crashes the process at its exit. One that Qt made, as a model does, is plain C++. It can go when PySide
    survives that.
    """
    model = QStringListModel([""])
    data = model.mimeData([model.index(0)])
    data.clear()
    data.setText(for_clipboard(text))
    return data
