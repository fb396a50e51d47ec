"""Words of a text that a person wrote: selected in its field, found again, marked. Anchors count its code points."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from hdclient.content.anchors import Place, Sureness, find, words_of_source
from hdclient.content.shown import Shown
from hdclient.content.text import TEXT
from hdclient.model.anchor import Anchor, Words
from hdclient.model.content import ContentBlock
from ui.renderers.anchored import Stroke, apart
from ui.renderers.difference_marks import COMMENTS, DifferenceMarks, Mark, show_place
from ui.renderers.speaking import Standing


class AnswerText(QObject):
    """One plain text field; `part` is what anchors call it: "question:ID"."""

    selected = Signal()

    def __init__(self, field: QPlainTextEdit, part: str) -> None:
        super().__init__(field)
        self._field, self.part = field, part
        self._marks = DifferenceMarks(field)
        self._known: tuple[str, Shown] | None = None
        self._strokes: tuple[Stroke, ...] = ()
        field.selectionChanged.connect(self.selected)
        field.textChanged.connect(self._changed)

    def selection(self) -> Anchor | None:
        """The words that are selected, without blanks around them; None when there are none."""
        cursor = self._field.textCursor()
        text = self._field.toPlainText()
        start, end = (_code_points(text, at) for at in (cursor.selectionStart(), cursor.selectionEnd()))
        said = text[start:end]
        start, end = start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())
        if start >= end:
            return None
        return Anchor(part=self.part, at=words_of_source(text, self._shown(), start, end))

    def clear_selection(self) -> None:
        """Nothing is selected any longer."""
        cursor = self._field.textCursor()
        cursor.clearSelection()
        self._field.setTextCursor(cursor)

    def standing(self, at: Words) -> Standing:
        """Where words stand in the text as it is now."""
        place: Place = find(at, self._field.toPlainText(), self._shown())
        if place.sureness is Sureness.LOST or place.source[0] < 0:
            return Standing(Sureness.LOST)
        text = self._field.toPlainText()
        return Standing(place.sureness, *(_units(text[:position]) for position in place.source))

    def go_to(self, at: Words) -> None:
        """Has them in sight."""
        place = self.standing(at)
        if place.is_seen():
            show_place(self._field, place.start, place.end)

    def box(self, at: Words, beside: QWidget) -> QRect | None:
        """The first line of the words, in pixels of a widget; None when they are lost."""
        place = self.standing(at)
        if not place.is_seen():
            return None
        cursor = QTextCursor(self._field.document())
        cursor.setPosition(place.start)
        first = self._field.cursorRect(cursor)
        cursor.setPosition(place.end)
        last = self._field.cursorRect(cursor)
        box = first.united(last) if first.top() == last.top() else first
        corner = beside.mapFromGlobal(self._field.viewport().mapToGlobal(box.topLeft()))
        return QRect(corner, box.size())

    def paint(self, strokes: Sequence[Stroke]) -> None:
        """Marks these words, and no others."""
        if strokes or self._strokes:
            self._strokes = tuple(strokes)
            self._lay()

    def _lay(self) -> None:
        placed = []
        for stroke in self._strokes:
            if isinstance(stroke.anchor.at, Words):
                place = self.standing(stroke.anchor.at)
                if place.is_seen():
                    placed.append(Mark(place.start, place.end, stroke.look))
        self._marks.show_marks(apart(placed), COMMENTS)

    def _changed(self) -> None:
        if self._strokes:
            self._lay()

    def _shown(self) -> Shown:
        text = self._field.toPlainText()
        if self._known is None or self._known[0] != text:
            self._known = text, Shown(TEXT.parse(ContentBlock(kind="text", text=text)))
        return self._known[1]


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _code_points(text: str, position: int) -> int:
    """The offset in a text of a position that counts UTF-16 units."""
    if text.isascii():
        return position
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * position].decode("utf-16-le", "replace"))
