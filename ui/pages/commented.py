"""A task with comments beside it: the view of the task, the margin, and the lines between them, kept in step.

Reviewers write in it, trainers read it. What a comment is, and where it is kept, is the business of whoever uses it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from hdclient.content.anchors import Sureness
from hdclient.model.anchor import Anchor
from hdclient.model.review import Severity
from ui import theme
from ui.components.reading_order import put_in_order
from ui.components.scrolling import fitted_area
from ui.pages.margin import IN_A_STEP, Actions, Margin, point_beside
from ui.pages.margin_card import Note
from ui.pages.margin_lines import Gutter, Line, Thread
from ui.pages.margin_places import FAR, TaskPlaces
from ui.pages.task_view import TaskView
from ui.renderers.anchored import Stroke
from ui.renderers.difference_marks import Tint

TINTS = {Severity.NIT: 0, Severity.ISSUE: 1, Severity.BLOCKING: 4}
"""The kind of mark of each severity: they differ in hue and in line."""
_NARROW, _WIDTH, _WIDE = 240, 300, 360
_WIDE_FROM = 1500
_LEAST = 300
"""Pixels at scale 1 that a task has beside its comments; with fewer, they go below it."""
_BESIDE = 120
"""As narrow as comments can be beside a decision, below the task."""
_CARDS = 150
"""As many are left to the comments above a decision."""
_ANY = 16_777_215
"""Qt's own word for no limit (QWIDGETSIZE_MAX)."""


class Commented(QWidget):
    """`show_notes` puts comments beside the view; `below` stands under the margin (a decision, a summary)."""

    chosen = Signal(str)
    """Another comment (id) is at hand; empty: none."""

    def __init__(
        self,
        view: TaskView,
        empty: tuple[str, str],
        actions: Actions,
        below: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.view = view
        self.places = TaskPlaces(view)
        self._notes: tuple[Note, ...] = ()
        self._laid = False
        self.gutter = Gutter(self)
        self.margin = Margin(empty, actions, self)
        self._side = QWidget(self)
        column = self._column = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._side)
        column.addWidget(self.margin, 1)
        self._below = None if below is None else fitted_area(below, below.accessibleName())
        if self._below is not None:
            column.addWidget(self._below)
        row = self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = self._left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(view, 1)
        row.addLayout(left, 1)
        row.addWidget(self.gutter)
        row.addWidget(self._side)
        self._thread = Thread(self)
        put_in_order(view, self._side, self.gutter)
        self.places.moved.connect(self._place)
        self.margin.placed.connect(self._draw)
        self.margin.chosen.connect(self._chosen)
        self._fit()

    def put_below_view(self, widget: QWidget) -> None:
        """Something stands below the task for a while, as wide as it."""
        self._left.addWidget(widget)

    # What is shown

    def show_notes(self, notes: Sequence[Note]) -> None:
        """These comments, in the order in which they are read, each with how sure its place is."""
        for _ in self.showing(notes):
            pass

    def showing(self, notes: Sequence[Note]) -> Iterator[None]:
        """The same in steps, for hundreds of them in a page that is not seen yet."""
        found: list[Note] = []
        for note in notes:
            found.append(replace(note, sureness=self._sureness(note)))
            if len(found) % IN_A_STEP == 0:
                yield
        lost = Sureness.LOST
        found.sort(key=lambda n: (n.sureness is not lost, not n.is_pinned(), self.places.order(n.anchor)))
        self._notes = tuple(found)
        yield from self.margin.showing(self._notes)
        self._paint()
        self._place()

    def notes(self) -> tuple[Note, ...]:
        """What is shown, as it is read."""
        return self._notes

    def choose(self, note_id: str, *, focus: bool = False) -> None:
        """Has a comment at hand; its words come into sight."""
        self.margin.choose(note_id, focus=focus)

    def choose_at_caret(self) -> bool:
        """Has the comment at hand that speaks of what stands at the caret; False: there is none."""
        by_anchor = {note.anchor: note.id for note in self._notes if note.anchor is not None}
        found = self.places.at_point(by_anchor)
        if found is not None:
            self.margin.choose(by_anchor[found], focus=True)
        return found is not None

    def _sureness(self, note: Note) -> Sureness:
        """A place that cannot be looked for yet (its content is being prepared, or is covered) is not called lost."""
        anchor = note.anchor
        if anchor is None:
            return Sureness.EXACT
        text = self.places.texts.get(anchor.part)
        if text is not None and anchor.block < len(text.content.given()) and not self._is_there(anchor):
            return Sureness.EXACT
        return self.places.standing(anchor).sureness

    def _is_there(self, anchor: Anchor) -> bool:
        text = self.places.texts[anchor.part]
        return not text.content.is_covered() and text.content.reading.is_loaded()

    def _chosen(self, note_id: str) -> None:
        note = self.margin.current()
        if note is not None and note.anchor is not None and note.sureness is not Sureness.LOST:
            self.places.go_to(note.anchor)
        self._paint()
        self._place()
        self.chosen.emit(note_id)

    def _paint(self) -> None:
        here = self.margin.current()
        self.places.paint(
            [
                Stroke(note.anchor, Tint(TINTS[note.severity], here=here is not None and note.id == here.id))
                for note in self._notes
                if note.anchor is not None and not note.is_pinned()
            ]
        )

    # Where it stands

    def _place(self) -> None:
        """Cards go where their words are."""
        if not self._notes:
            self._draw()
            return
        renewed = [replace(note, sureness=self._sureness(note)) for note in self._notes]
        if tuple(renewed) != self._notes:  # its content has come, or is another one now
            self._notes = tuple(renewed)
            self.margin.show_notes(self._notes)
            self._paint()
        sight = self.height() - self.margin.mapTo(self, QPoint(0, 0)).y()
        anchors = [note.anchor for note in self._notes]
        tops = [0] * len(anchors) if self.is_narrow() else self.places.tops(anchors, self.margin)
        self.margin.set_wanted(tops, sight)
        self._draw()

    def _draw(self) -> None:
        """Lines from the words in sight to their cards."""
        leftwards = self._side.x() < self.gutter.x()
        current = self.margin.current()
        lines, shift = [], self.margin.mapTo(self, self.margin.rect().topLeft()).y() - self.gutter.y()
        self._thread.lay(0, 0, 0)
        by_id = {note.id: note for note in self._notes}
        for name, card in self.margin.cards().items() if not self.is_narrow() else ():
            anchor = by_id[name].anchor
            box = self.places.box(anchor, self) if anchor is not None else None
            if box is None or box.bottom() >= FAR:
                continue
            chosen = current is not None and current.id == name
            end = point_beside(card, leftwards=leftwards).y()
            lines.append(Line(box.bottom() - self.gutter.y(), end + shift, chosen))
            if chosen and leftwards:
                self._thread.lay(self.gutter.x() + self.gutter.width(), box.left(), box.bottom())
            elif chosen:
                self._thread.lay(box.right(), self.gutter.x(), box.bottom())
        self.gutter.show_lines(lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.places.forget()

    def theme_changed(self) -> None:
        """Sizes of now."""
        self._fit()
        self.places.forget()

    def is_narrow(self) -> bool:
        """Whether there is no room for comments beside the task: they stand below it, with their lines left out."""
        return self._row.direction() == QBoxLayout.Direction.TopToBottom

    def _fit(self) -> None:
        """The margin is narrower in a narrow window, and wider in a wide one."""
        wide = _WIDE if self.width() >= theme.px(_WIDE_FROM) else _WIDTH
        width = max(theme.px(_NARROW), min(theme.px(wide), self.width() * 38 // 100))
        narrow = self.width() - width - self.gutter.sizeHint().width() < theme.px(_LEAST)
        gap, mirrored = theme.gap(12), self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        self._column.setDirection(directions.LeftToRight if narrow else directions.TopToBottom)
        self.gutter.setVisible(not narrow)
        half = self.height() * 45 // 100
        self._side.setFixedSize(self.width(), half) if narrow else self._side.setFixedWidth(width)
        if not narrow:
            self._side.setMinimumHeight(0)
            self._side.setMaximumHeight(_ANY)
        sides = (gap if mirrored or narrow else 0, gap if not mirrored or narrow else 0)
        self._column.setContentsMargins(sides[0], gap, sides[1], gap)
        self._column.setSpacing(theme.gap(8))
        self.margin.setMinimumWidth(theme.px(_BESIDE) if narrow and self._below is not None else 0)
        if self._below is not None:  # below the task, both have half of the width, if that is enough
            self._column.setStretch(1, 1 if narrow else 0)
            inside = self._below.widget()
            self._below.setMinimumWidth(inside.minimumSizeHint().width() if narrow and inside else 0)
            self._below.set_most(half - 2 * gap if narrow else self.height() - theme.px(_CARDS))
