"""The margin: comments as cards beside what they speak about. It knows heights and places, never what a comment is.

`show_notes` gives all cards in reading order, `set_wanted` where each wants to stand. Only cards in sight are widgets.
What has no place beside the text (general comments, lost places) is pinned to the top.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from hdclient.words import tr, trn
from ui import theme
from ui.components.buttons import Button
from ui.components.empty import EmptyState
from ui.pages.margin_card import Face, MarginCard, Note, rows_of_buttons, spoken_name
from ui.pages.margin_stack import lifted, stack

WIDTH = 300
_GAP = 8
_MOST_PINNED = 3
_ACTIONS = 40
"""Pixels that the buttons of the chosen card add to it."""

Actions = Callable[[Note, QWidget], Sequence[Button]]
"""Makes the buttons of the chosen card."""


IN_A_STEP = 40
"""Cards that are broken into lines in one step."""


class Margin(QWidget):
    """Cards of one page. J and K walk them (`step`); the chosen one stands exactly beside its words."""

    accessible_role = "List"
    chosen = Signal(str)
    """Another card (id) is chosen; empty: none."""
    opened = Signal(str)
    """The chosen card (id) was pressed once more: it is to be changed, or answered."""
    placed = Signal()
    """Cards stand elsewhere: lines to them have to be drawn anew."""

    def __init__(self, empty: tuple[str, str], actions: Actions, parent: QWidget | None = None) -> None:
        """`empty`: what is said where there is no card."""
        super().__init__(parent)
        self.setAccessibleName(tr("Comments"))
        self._make_actions = actions
        self._notes: tuple[Note, ...] = ()
        self._numbers: dict[str, int] = {}
        self._wanted: list[int] = []
        self._faces: dict[tuple[str, bool], Face] = {}
        self._current = ""
        self._acting = ""
        self._buttons: tuple[Button, ...] = ()
        self._shift = self._lift = self._sight = 0
        self._cards: dict[str, MarginCard] = {}
        self._spare: list[MarginCard] = []
        self._tops: dict[str, int] = {}
        self._below_pinned = 0
        self._more = 0
        self._empty = EmptyState("comment", *empty, parent=self)
        self._timer = QTimer(self, interval=0, singleShot=True)
        self._timer.timeout.connect(self._lay)

    # What is shown

    def show_notes(self, notes: Sequence[Note]) -> None:
        """All notes in reading order. One that is chosen stays so."""
        self._take(notes)
        self._lay()

    def showing(self, notes: Sequence[Note]) -> Iterator[None]:
        """The same in steps."""
        self._take(notes)
        for number, note in enumerate(self._notes, 1):
            self._face(note)
            if number % IN_A_STEP == 0:
                yield
        self._lay()

    def _take(self, notes: Sequence[Note]) -> None:
        before = {note.id: note for note in self._notes}
        self._notes = tuple(notes)
        self._numbers = {note.id: number for number, note in enumerate(self._notes)}
        changed = {note.id for note in self._notes if before.get(note.id) != note}
        self._faces = {
            key: face
            for key, face in self._faces.items()
            if key[0] in self._numbers and key[0] not in changed
        }
        if len(self._wanted) != len(self._notes):
            self._wanted = [0] * len(self._notes)
        if self._current not in self._numbers:
            self._current = ""
        self._acting = ""

    def notes(self) -> tuple[Note, ...]:
        """All notes in reading order."""
        return self._notes

    def set_wanted(self, tops: Sequence[int], sight: int) -> None:
        """Where each card wants to stand, in pixels from the margin’s upper edge. What is spoken about above `sight`
        can be seen, even where the margin itself ends before: those cards stand at its lower edge.
        """
        if (list(tops), sight) != (self._wanted, self._sight) and len(tops) == len(self._notes):
            self._wanted, self._sight = list(tops), sight
            self._shift = self._lift = 0
            self._lay()

    # Which one is chosen

    def current(self) -> Note | None:
        """The chosen note."""
        return self._notes[self._numbers[self._current]] if self._current in self._numbers else None

    def choose(self, note_id: str, *, focus: bool = False) -> None:
        """Chooses a card, which then stands beside its words; "" none. With `focus`, the keyboard goes there."""
        if note_id != self._current and (not note_id or note_id in self._numbers):
            self._current, self._shift, self._lift = note_id, 0, 0
            self._lay()
            self.chosen.emit(note_id)
        if focus and note_id in self._cards:
            self._cards[note_id].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def step(self, by: int) -> None:
        """The next card, or the one before; stops at the ends."""
        if self._notes:
            at = self._numbers.get(self._current, -1 if by > 0 else len(self._notes))
            self.choose(self._notes[max(0, min(len(self._notes) - 1, at + by))].id, focus=True)

    def card(self, note_id: str) -> MarginCard | None:
        """The widget of a card in sight."""
        return self._cards.get(note_id)

    def cards(self) -> dict[str, QRect]:
        """Where the cards in sight stand that have a place beside the text."""
        return {
            name: card.geometry() for name, card in self._cards.items() if not self._note(name).is_pinned()
        }

    def actions_changed(self) -> None:
        """Other things can be done with the chosen card."""
        self._acting = ""
        self._lay()

    def _note(self, note_id: str) -> Note:
        return self._notes[self._numbers[note_id]]

    # Placing

    def _face(self, note: Note) -> Face:
        key = note.id, note.id == self._current
        if key not in self._faces:
            self._faces[key] = Face(note, self.width(), key[1])
        return self._faces[key]

    def _height(self, note: Note) -> int:
        acts = note.id == self._current and self._can_act(note)
        rows = rows_of_buttons(self._buttons, self.width()) if acts else 0
        return self._face(note).height + rows * theme.high(_ACTIONS)

    def _can_act(self, note: Note) -> bool:
        if self._acting == note.id:
            return bool(self._buttons)
        for button in self._buttons:
            if button.parent() is self:  # no card has taken them
                button.deleteLater()
        self._buttons = tuple(self._make_actions(note, self))
        for button in self._buttons:
            button.hide()
        self._acting = note.id
        return bool(self._buttons)

    def _lay(self) -> None:
        """Works out where every card stands, and shows those in sight."""
        self._empty.setVisible(not self._notes)
        if self.width() < theme.px(80):
            return
        gap = theme.px(_GAP)
        pinned, free = self._pinned(), [note for note in self._notes if not note.is_pinned()]
        tops: dict[str, int] = {}
        at = 0
        for note in pinned:
            tops[note.id] = at
            at += self._height(note) + gap
        if self._more:
            at += theme.px(22)
        self._below_pinned = at
        free.sort(key=lambda note: self._wanted[self._numbers[note.id]])
        wanted = [max(self._wanted[self._numbers[note.id]], -10_000_000) for note in free]
        exact = next((n for n, note in enumerate(free) if note.id == self._current), -1)
        if exact >= 0:
            wanted[exact] = max(at, min(wanted[exact], self.height() - self._height(free[exact])))
        heights = [self._height(note) for note in free]
        found = stack(wanted, heights, gap, exact)
        if exact < 0 and at:
            found = _below(found, at, heights, gap)
        last = bisect_left([self._wanted[self._numbers[note.id]] for note in free], self._sight) - 1
        first = max(exact + 1, bisect_left(found, at))
        least = found[exact] + heights[exact] + gap if exact >= 0 else at
        found = lifted(found, heights, gap, first, last, self.height(), least)
        tops |= {note.id: top + self._shift for note, top in zip(free, found, strict=True)}
        self._tops = {name: top - self._lift for name, top in tops.items()}
        self._show_cards([note for note in (*pinned, *free) if self._is_in_sight(note)])
        self.update()
        self.placed.emit()

    def _pinned(self) -> list[Note]:
        """Of those that have no place, the first ones, or those around the chosen one."""
        all_of_them = [note for note in self._notes if note.is_pinned()]
        at = next((n for n, note in enumerate(all_of_them) if note.id == self._current), 0)
        first = max(0, min(at - 1, len(all_of_them) - _MOST_PINNED))
        shown = all_of_them[first : first + _MOST_PINNED]
        self._more = len(all_of_them) - len(shown)
        return shown

    def _is_in_sight(self, note: Note) -> bool:
        top = self._tops[note.id]
        least = 0 if note.is_pinned() else self._below_pinned
        return top < self.height() and top + self._height(note) > least

    def _show_cards(self, notes: Sequence[Note]) -> None:
        wanted = {note.id for note in notes}
        for name in [name for name in self._cards if name not in wanted]:
            card = self._cards.pop(name)
            card.hide()
            card.show_actions(())
            self._spare.append(card)
        stop = self._current if self._current in wanted else notes[0].id if notes else ""
        for note in notes:
            fresh = note.id not in self._cards
            card = self._cards.get(note.id) or (self._spare.pop() if self._spare else self._make())
            self._cards[note.id] = card
            name = spoken_name(note, self._numbers[note.id] + 1, len(self._notes))
            card.show_note(self._face(note), name, stop=note.id == stop)
            card.show_actions(self._buttons if note.id == self._current and self._can_act(note) else ())
            card.setGeometry(0, self._tops[note.id], self.width(), self._height(note))
            if fresh:
                card.show()
        for note in notes:
            if note.is_pinned() or note.id == self._current:
                self._cards[note.id].raise_()

    def _make(self) -> MarginCard:
        card = MarginCard(self)
        card.pressed.connect(self._pressed)
        card.reached.connect(self._bring)
        return card

    def _bring(self, place: QRect) -> None:
        """Into sight: a card can be higher than the margin, and its buttons stand at its lower edge."""
        below = place.bottom() + theme.px(_GAP) - self.height()
        if below > 0 or place.top() < 0:
            self._lift += below if below > 0 else place.top()
            self._lay()

    def _pressed(self, note_id: str) -> None:
        if note_id == self._current:
            self.opened.emit(note_id)
        else:
            self.choose(note_id, focus=True)

    # Events

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), theme.px(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), theme.px(80))

    def theme_changed(self) -> None:
        """Fonts and sizes of now: everything is measured anew."""
        self._faces.clear()
        self._acting = ""
        self._timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._faces.clear()
        self._empty.setGeometry(self.rect())
        self._lay()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Cards that were pushed out of sight come back by the wheel."""
        free = [note for note in self._notes if not note.is_pinned()]
        if not free or not event.angleDelta().y():
            event.ignore()
            return
        step = round(event.angleDelta().y() / 120 * theme.px(60))
        tops = [self._tops[note.id] for note in free]
        lowest = max(top + self._height(note) for top, note in zip(tops, free, strict=True))
        up = min(0, self.height() - lowest - theme.px(_GAP))
        down = max(0, self._below_pinned - min(tops))
        self._shift += max(up, min(down, step))
        self._lay()
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._more:
            return
        painter = QPainter(self)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text3"))
        words = trn("{count} more without a place", "{count} more without a place", self._more)
        line = QRect(0, self._below_pinned - theme.px(26), self.width(), theme.px(20))
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()


def _below(tops: list[int], least: int, heights: Sequence[int], gap: int) -> list[int]:
    """The same, with what stands at the upper edge below what is pinned there; what is above the edge stays."""
    first = bisect_left(tops, 0)
    made = list(tops)
    at = least
    for number in range(first, len(made)):
        if made[number] >= at:
            break
        made[number] = at
        at += heights[number] + gap
    return made


def point_beside(card: QRect, *, leftwards: bool) -> QPoint:
    """Where a line to a card ends: at its first line, on the side of the text."""
    y = card.top() + theme.px(22)
    return QPoint(card.right() if leftwards else card.left(), y)
