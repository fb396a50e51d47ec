"""Marks on the text of a view: grounds and underlines laid over it, which change neither the document nor its layout.

Only marks near what is in sight exist: thousands of them would make every paint slow. One object serves one view.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from enum import Enum

from msgspec import Struct
from PySide6.QtCore import QPoint
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from ui import theme
from ui.renderers.reading_view import ReadingView

_AROUND = 6_000
"""Characters above and below what is in sight whose marks are made too."""
_MOST_IN_SIGHT = 20_000
"""More characters are never in sight: a view that is not laid out yet takes all of its content for seen."""


class Look(Enum):
    """How a stretch of text is marked. Shape tells what colour tells: one-sided is a line, changed a dashed line."""

    ONLY = "only"
    CHANGED = "changed"
    SAME = "same"
    """Dimmed."""
    HERE = "here"
    """The difference at hand."""
    FOUND = "found"
    """What was looked for."""
    FOUND_HERE = "found here"
    """The occurrence at hand: underlined too."""


class Tint(Struct, frozen=True, gc=False):
    """How a stretch is marked that a person has marked: kinds differ in hue and in line. `number` from 0."""

    number: int
    here: bool = False
    """The one at hand."""
    crowded: bool = False
    """It lies upon another one."""


DIFFERENCES, SPANS, COMMENTS, FINDINGS = "differences", "spans", "comments", "findings"
"""Layers of marks, the lowest first: what was found is painted over what differs, and over what people marked."""


class Mark(Struct, frozen=True, gc=False):
    """Marks the places [start, end) of a document."""

    start: int
    end: int
    look: Look | Tint


class DifferenceMarks:
    """The marks of one view, in layers. Every other use of the view's extra selections would be lost."""

    def __init__(self, view: QTextEdit | QPlainTextEdit) -> None:
        self._view = view
        self._layers: dict[str, tuple[Mark, ...]] = dict.fromkeys(
            (DIFFERENCES, SPANS, COMMENTS, FINDINGS), ()
        )
        self._window = (0, 0)
        view.verticalScrollBar().valueChanged.connect(self._follow)
        view.verticalScrollBar().rangeChanged.connect(self._follow)

    def show_marks(self, marks: Sequence[Mark], layer: str = DIFFERENCES) -> None:
        """Shows these marks in a layer, and no others there. They are in order, and none lies upon another."""
        if not marks and not self._layers[layer]:
            return
        self._layers[layer] = tuple(_joined(marks))
        self._window = (0, 0)
        self._follow()

    def marks(self, layer: str = DIFFERENCES) -> tuple[Mark, ...]:
        """All marks of a layer, in sight or not."""
        return self._layers[layer]

    def _follow(self) -> None:
        if not any(self._layers.values()):
            if self._window != (0, 0) or self._view.extraSelections():
                self._view.setExtraSelections([])
            self._window = (0, 0)
            return
        first, last = self._in_sight()
        if self._window[0] <= first and last <= self._window[1]:
            return
        low, high = max(0, first - _AROUND), last + _AROUND
        self._window = (0 if low == 0 else low, high)
        made = []
        forms: dict[Look | Tint, QTextCharFormat] = {}
        for marks in self._layers.values():
            at = bisect_left(marks, low, key=lambda mark: mark.end)
            while at < len(marks) and marks[at].start < high:
                look = marks[at].look
                if look not in forms:
                    forms[look] = _format(look)
                made += self._selections(marks[at], forms[look], low, high)
                at += 1
        self._view.setExtraSelections(made)

    def _in_sight(self) -> tuple[int, int]:
        """Places of the first and the last character that can be seen."""
        port = self._view.viewport()
        corners = (
            QPoint(0, 0),
            QPoint(port.width(), 0),
            QPoint(0, port.height()),
            QPoint(port.width(), port.height()),
        )
        places = [self._view.cursorForPosition(corner).position() for corner in corners]
        return min(places), min(max(places), min(places) + _MOST_IN_SIGHT)

    def _selections(
        self, mark: Mark, form: QTextCharFormat, low: int, high: int
    ) -> list[QTextEdit.ExtraSelection]:
        """What is near of a mark, one selection for each paragraph it touches.

        A selection that leaves a paragraph is another thing to Qt: in a table it is the rectangle between its ends, and
        it takes the numbers and bullets of further items, which are then painted without a colour, that is not at all.
        """
        document = self._view.document()
        start, end = max(mark.start, low), min(mark.end, high, max(0, document.characterCount() - 1))
        block = document.findBlock(start)
        made = []
        while block.isValid() and block.position() < end:
            first, after = max(start, block.position()), block.position() + block.length()
            cursor = QTextCursor(document)
            cursor.setPosition(first)
            cursor.setPosition(
                min(end, max(after - 1, block.position() + 1)), QTextCursor.MoveMode.KeepAnchor
            )
            if cursor.hasSelection() and not cursor.hasComplexSelection():
                one = QTextEdit.ExtraSelection()
                one.cursor, one.format = cursor, form  # type: ignore[misc]
                made.append(one)
            block = block.next()
        return made


def marks_of(
    known: dict[bool, DifferenceMarks], raw: bool, view: QTextEdit | QPlainTextEdit
) -> DifferenceMarks:
    """The marks of a view among those that are known, made when they are first wanted."""
    if raw not in known:
        known[raw] = DifferenceMarks(view)
    return known[raw]


def _joined(marks: Sequence[Mark]) -> list[Mark]:
    """Neighbours of one look become one: Qt does not draw a foreground that touches another one."""
    made: list[Mark] = []
    for mark in marks:
        apart = mark.look in (Look.FOUND, Look.FOUND_HERE) or isinstance(mark.look, Tint)
        if made and (made[-1].end, made[-1].look) == (mark.start, mark.look) and not apart:
            made[-1] = Mark(made[-1].start, mark.end, mark.look)
        else:
            made.append(mark)
    return made


def mark_format(look: Look | Tint) -> QTextCharFormat:
    """The format that a mark lays over text."""
    return QTextCharFormat(_format(look))


_LINES = (
    QTextCharFormat.UnderlineStyle.SingleUnderline,
    QTextCharFormat.UnderlineStyle.DashUnderline,
    QTextCharFormat.UnderlineStyle.DotLine,
    QTextCharFormat.UnderlineStyle.DashDotLine,
    QTextCharFormat.UnderlineStyle.WaveUnderline,
)


def _tinted(tint: Tint) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setBackground(
        theme.color(f"tint{tint.number}.strong" if tint.here or tint.crowded else f"tint{tint.number}")
    )
    made.setUnderlineStyle(_LINES[tint.number % len(_LINES)])
    made.setUnderlineColor(theme.color("text") if tint.here else theme.color(f"slot{tint.number}"))
    return made


def _format(look: Look | Tint) -> QTextCharFormat:
    if isinstance(look, Tint):
        return _tinted(look)
    made = QTextCharFormat()
    if look is Look.SAME:
        made.setForeground(theme.color("dimmed"))
        return made
    if look in (Look.FOUND, Look.FOUND_HERE):
        here = look is Look.FOUND_HERE
        made.setBackground(theme.color("found_here" if here else "found"))
        if here:
            made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            made.setUnderlineColor(theme.color("text"))
        return made
    here = look is Look.HERE
    made.setBackground(theme.color("mark_here" if here else "mark"))
    style = QTextCharFormat.UnderlineStyle
    made.setUnderlineStyle(style.DashUnderline if look is Look.CHANGED else style.SingleUnderline)
    made.setUnderlineColor(theme.color("mark_line"))
    return made


def show_place(view: QTextEdit | QPlainTextEdit, start: int, end: int) -> None:
    """Has a stretch of the document in sight; what is in sight already moves nothing."""
    if isinstance(view, QTextEdit):
        view.document().size()  # lays out all of it: a lazily laid out document has no right height yet
    limit = max(0, view.document().characterCount() - 1)
    cursor = QTextCursor(view.document())
    cursor.setPosition(min(end, limit))
    after = view.cursorRect(cursor)
    cursor.setPosition(min(start, limit))
    box, port = view.cursorRect(cursor), view.viewport().rect()
    if not (port.top() <= box.top() and box.bottom() <= port.bottom()):
        bring_into_sight(view, start)
        box = view.cursorRect(cursor)
    bar = view.horizontalScrollBar()
    if not (box.left() >= 0 and max(box.right(), after.right()) <= port.right()):
        bar.setValue(bar.value() + box.left() - port.width() // 3)


def bring_into_sight(view: QTextEdit | QPlainTextEdit, place: int) -> None:
    """Scrolls so that a place of the document stands in the upper third."""
    if isinstance(view, ReadingView):
        view.go_to((place, view.viewport().height() // 3))
        return
    cursor = QTextCursor(view.document())
    cursor.setPosition(min(place, max(0, view.document().characterCount() - 1)))
    view.setTextCursor(cursor)
    if isinstance(view, QPlainTextEdit):
        view.centerCursor()
