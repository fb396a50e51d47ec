"""Marks where the responses of a task differ: each against one of them, the base. Computed outside the GUI thread.

The words are neutral on purpose: a count that is the same for both sides, one hue for all. It must not say which
response is better, longer or right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hdclient.words import tr, trn
from ui.components.errand import Check, Errand
from ui.components.steps import READING_MS, Steps
from ui.pages.panes import ResponsePane
from ui.renderers.difference_marks import DifferenceMarks, Look, Mark, bring_into_sight

if TYPE_CHECKING:
    from hdclient.content.compare import Differences, Part
    from ui.renderers.seen_text import SeenText

NEAR = 80
"""Characters between two changes up to which they are one stop for "next difference"."""


class Marking(Enum):
    """What is marked. The key goes round in this order."""

    OFF = "off"
    MARKED = "marked"
    DIMMED = "dimmed"
    """What is the same is dimmed as well."""


_NEXT = {Marking.OFF: Marking.MARKED, Marking.MARKED: Marking.DIMMED, Marking.DIMMED: Marking.OFF}
_SAID = {
    Marking.OFF: tr("Differences are not marked"),
    Marking.MARKED: tr("Differences are marked, dashed where reworded"),
    Marking.DIMMED: tr("What is the same is dimmed"),
}


def sentence(letter: str, found: Differences | None) -> str:
    """What the header of a pane says: "Compared with A: 212 words differ". The same number on both sides."""
    if found is None:
        return tr("Compared with {letter} …", letter=letter)
    if found.coarse:
        return tr("Compared with {letter}: too long for a comparison word by word", letter=letter)
    if not found.changes():
        return tr("Compared with {letter}: the same", letter=letter)
    if not found.words:
        return tr("Compared with {letter}: only signs and spaces differ", letter=letter)
    return trn(
        "Compared with {letter}: {count:,} word differs",
        "Compared with {letter}: {count:,} words differ",
        found.words,
        letter=letter,
    )


class Comparing(QObject):
    """The marks of all panes of one task."""

    done = Signal()
    """Marks that were asked for are there."""

    def __init__(self, panes: Sequence[ResponsePane], parent: QObject) -> None:
        super().__init__(parent)
        self._panes = {pane.candidate_id: pane for pane in panes}
        names = list(self._panes)
        self._base = names[0] if names else ""
        self._other = names[1] if len(names) > 1 else ""
        self._mode = Marking.OFF
        self._errand = Errand(self)
        self._reading = Steps(self, slice_ms=READING_MS)
        self._found: dict[str, Differences] = {}
        self._seen: dict[str, SeenText] = {}
        self._marked: set[tuple[str, bool]] = set()
        self._here: tuple[str, int] | None = None
        for pane in panes:
            pane.content.loaded.connect(self._changed)
            pane.content.currentChanged.connect(self._changed)

    def can_compare(self) -> bool:
        """Whether there are two responses."""
        return len(self._panes) > 1

    def mode(self) -> Marking:
        """What is marked now."""
        return self._mode

    def base(self) -> str:
        """The candidate that the others are compared with."""
        return self._base

    def partner(self, candidate_id: str) -> ResponsePane | None:
        """The pane that this one is compared with."""
        return self._panes.get(self._other if candidate_id == self._base else self._base)

    def is_under_way(self) -> bool:
        """Whether marks are still to come."""
        return self._reading.is_under_way() or self._errand.is_under_way()

    def _give_up(self) -> None:
        self._reading.stop()
        self._errand.give_up()

    def cycle(self) -> str:
        """Off, marked, dimmed, off. Returns the sentence that says what is on now."""
        self.set_mode(_NEXT[self._mode])
        return _SAID[self._mode]

    def set_mode(self, mode: Marking) -> None:
        """Marks, or takes the marks away."""
        before, self._mode = self._mode, mode
        if mode is Marking.OFF:
            self._give_up()
            self._found, self._seen, self._here = {}, {}, None
            self._show()
        elif before is Marking.OFF:
            self._compare()
        else:
            self._show()

    def set_base(self, candidate_id: str) -> None:
        """Compares the others with this one."""
        if candidate_id in self._panes and candidate_id != self._base:
            if self._other == candidate_id:
                self._other = self._base
            self._base = candidate_id
            self._changed()

    def turn_to(self, candidate_id: str) -> None:
        """The base shows where it differs from the pane that was turned to last."""
        if candidate_id != self._base and candidate_id in self._panes and candidate_id != self._other:
            self._other = candidate_id
            self._show()

    # Comparing

    def _changed(self) -> None:
        """Other text is in sight, or the same in another document."""
        if self._mode is not Marking.OFF:
            self._compare()

    def _compare(self) -> None:
        self._give_up()
        self._found, self._here = {}, None
        panes = self._panes.values()
        if not self.can_compare() or not all(pane.content.reading.is_loaded() for pane in panes):
            self._show()
            return
        self._reading.begin(self._read())
        self._show()

    def _read(self) -> Iterator[None]:
        """What is seen in all panes, which is then compared outside the GUI thread."""
        seen = {}
        for name, pane in self._panes.items():
            seen[name] = yield from pane.content.read()
        self._seen = seen
        sides = {name: seen.side for name, seen in self._seen.items()}
        base = sides.pop(self._base)

        def work(check: Check) -> object:
            from hdclient.content.compare import differences  # start-up

            return {name: differences(base, side, check) for name, side in sides.items()}

        self._errand.run(work, self._keep)

    def _keep(self, found: object) -> None:
        assert isinstance(found, dict)
        self._found = found
        self._show()
        self.done.emit()

    def differences(self, candidate_id: str) -> tuple[Differences | None, bool]:
        """What this pane shows, and whether it is the base, whose text is the first of the two."""
        is_base = candidate_id == self._base
        return self._found.get(self._other if is_base else candidate_id), is_base

    # Showing

    def _show(self) -> None:
        for name, pane in self._panes.items():
            found, is_base = self.differences(name)
            off = self._mode is Marking.OFF
            partner = self.partner(name)
            pane.show_comparison("" if off or partner is None else sentence(partner.letter, found))
            marks = [] if off or found is None else self._marks_of(name, found, is_base)
            raw = pane.content.is_raw()
            self._layer(pane, raw).show_marks(marks)
            self._marked.add((name, raw))
            if (name, not raw) in self._marked:
                self._layer(pane, not raw).show_marks([])

    def _layer(self, pane: ResponsePane, raw: bool) -> DifferenceMarks:
        return pane.content.marks(raw)

    def _marks_of(self, name: str, found: Differences, is_base: bool) -> list[Mark]:
        seen, made = self._seen[name], []
        here = self._stops(self._here[0])[self._here[1]] if self._here else ()
        for part in found.parts:
            start, end = part.a if is_base else part.b
            look = _LOOKS.get(part.kind.value, Look.ONLY)
            if look is not Look.SAME:
                start, end = _trimmed(seen.side.text, start, end)
            if start < end and (look is not Look.SAME or self._mode is Marking.DIMMED):
                look = Look.HERE if part in here else look
                made.append(Mark(seen.place(start), seen.place(end), look))
        return made

    # Going from one to the next

    def _stops(self, name: str) -> list[tuple[Part, ...]]:
        """The changes of a pane; those close to each other in one line or paragraph are one."""
        found, is_base = self.differences(name)
        text = self._seen[name].side.text if name in self._seen else ""
        stops: list[tuple[Part, ...]] = []
        for part in found.changes() if found is not None else ():
            start = (part.a if is_base else part.b)[0]
            if stops:
                end = (stops[-1][-1].a if is_base else stops[-1][-1].b)[1]
                if start - end <= NEAR and "\n" not in text[end:start]:
                    stops[-1] = (*stops[-1], part)
                    continue
            stops.append((part,))
        return stops

    def step(self, candidate_id: str, step: int) -> str:
        """Shows the next difference (1) or the one before (-1) in both panes. Returns the sentence that says which."""
        if self._mode is Marking.OFF:
            self.set_mode(Marking.MARKED)
            return _SAID[self._mode]
        stops = self._stops(candidate_id)
        if not stops:
            return (
                tr("The responses are still being compared")
                if self.is_under_way()
                else tr("There is no difference")
            )
        at = self._here[1] + step if self._here and self._here[0] == candidate_id else 0 if step > 0 else -1
        at %= len(stops)
        self._here = candidate_id, at
        first, is_base = stops[at][0], candidate_id == self._base
        partner = self._other if is_base else self._base
        self._bring(partner, (first.b if is_base else first.a)[0])
        self._bring(candidate_id, (first.a if is_base else first.b)[0])
        self._show()
        return tr("Difference {at:,} of {of:,}", at=at + 1, of=len(stops))

    def _bring(self, name: str, position: int) -> None:
        pane, seen = self._panes.get(name), self._seen.get(name)
        if pane is not None and seen is not None:
            bring_into_sight(pane.content.reader(), seen.place(position))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the white space at its ends; white space alone stays."""
    stripped = text[start:end].strip()
    if not stripped:
        return start, end
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return start, start + len(stripped)


_LOOKS = {"same": Look.SAME, "changed": Look.CHANGED}
