"""Scrolls panes together: what speaks of the same stands side by side, and in between it is interpolated.

Both ends always meet. Each pane has a reading line: a third below its top, but at its very top and bottom while the
beginning and the end are in sight. Reading lines are kept together, so that no pane jumps and none is stuck at its end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QPlainTextEdit

from ui.components.errand import Check, Errand
from ui.pages.panes import ResponsePane

Pair = tuple[float, float]
MOST_CHARACTERS = 150_000
"""Longer documents follow by their fraction: laying out all of them at once would hold up the scrolling."""

PREPARE_MS = 200
MOST_MATCHED = 4
"""Of more responses, each with each other would be too much; one is flipped to at the same part of its height."""


def interpolated(pairs: Sequence[Pair], value: float) -> float:
    """Where `value` lies on the other side of these ascending pairs."""
    at = min(max(1, bisect_right(pairs, (value, float("inf")))), len(pairs) - 1)
    (x1, y1), (x2, y2) = pairs[at - 1], pairs[at]
    return y1 + (y2 - y1) * (value - x1) / (x2 - x1) if x2 > x1 else y1


class Together(QObject):
    """Off until `set_on`. The pane that is scrolled leads; the others follow."""

    def __init__(self, panes: Sequence[ResponsePane], parent: QObject) -> None:
        super().__init__(parent)
        self._panes = panes
        self._on = self._moving = self._prepared = False
        self._put: dict[str, int] = {}
        self._errand = Errand(self)
        self._known: object = None
        self._matched: dict[tuple[str, str], tuple[tuple[int, int], ...]] = {}
        self._pixels: dict[tuple[str, str], tuple[tuple[int, ...], list[Pair]]] = {}
        for pane in panes:
            pane.content.scrolled.connect(lambda at=pane: self._scrolled(at))
            pane.content.loaded.connect(self._match)
            pane.content.currentChanged.connect(self._match)

    def is_on(self) -> bool:
        """Whether scrolling one pane scrolls all."""
        return self._on

    def set_on(self, on: bool, leader: ResponsePane | None) -> None:
        """Lets all panes follow the one that is scrolled; at once, the one that leads now."""
        self._on = on
        if on:
            self._match()
            if leader is not None:
                self.follow(leader)

    def prepare(self) -> None:
        """Finds what belongs together although the panes scroll on their own: for flipping from one to the other."""
        if not self._prepared and len(self._panes) <= MOST_MATCHED:
            self._prepared = True
            QTimer.singleShot(PREPARE_MS, self, self._match)  # a first paint has no use for it

    def fraction(self, leader: ResponsePane, pane: ResponsePane) -> float:
        """How far down `pane` belongs while `leader` is where it is."""
        pairs = self._pairs(leader, pane)
        fraction = leader.content.fraction()
        if fraction in (0.0, 1.0) or len(pairs) < 3:
            return fraction
        line = interpolated(_reading_line(leader, pairs[-1][0]), fraction)
        back = [(y, x) for x, y in _reading_line(pane, pairs[-1][1])]
        return max(0.0, min(1.0, interpolated(back, interpolated(pairs, line))))

    def follow(self, leader: ResponsePane) -> None:
        """Scrolls the others to where the leader is."""
        if not self._on or self._moving:
            return
        self._moving = True
        for pane in self._panes:
            if pane is not leader:
                pane.content.set_fraction(self.fraction(leader, pane))
                self._put[pane.candidate_id] = pane.content.reader().verticalScrollBar().value()
        self._moving = False

    def _scrolled(self, pane: ResponsePane) -> None:
        """A pane that only comes to rest where it was put leads nobody."""
        value = pane.content.reader().verticalScrollBar().value()
        if self._put.pop(pane.candidate_id, None) != value:
            self.follow(pane)

    # What belongs together

    def _match(self) -> None:
        """Finds, outside the GUI thread, which passages belong together. Until then, fractions count."""
        documents = tuple(pane.content.reader().document() for pane in self._panes)
        if not (self._on or self._prepared) or documents == self._known:
            return
        self._known = documents
        self._matched, self._pixels = {}, {}
        if any(document.characterCount() > MOST_CHARACTERS for document in documents):
            return
        from hdclient.content.matching import matched  # start-up

        passages = {pane.candidate_id: pane.content.seen().passages for pane in self._panes}

        def work(check: Check) -> object:
            names = list(passages)
            found = {}
            for number, one in enumerate(names):
                for other in names[number + 1 :]:
                    pairs = matched(passages[one], passages[other], check)
                    found[one, other] = pairs
                    found[other, one] = tuple((y, x) for x, y in pairs)
            return found

        self._errand.run(work, self._keep)

    def _keep(self, found: object) -> None:
        assert isinstance(found, dict)
        self._matched = found

    def _pairs(self, leader: ResponsePane, pane: ResponsePane) -> list[Pair]:
        """Pixels of the leader's content and of the pane's that belong together, from top to bottom of both."""
        key = leader.candidate_id, pane.candidate_id
        matched = self._matched.get(key, ())
        if not matched:
            return []
        sizes = (*_size(leader), *_size(pane))
        known = self._pixels.get(key)
        if known is not None and known[0] == sizes:
            return known[1]
        for one in (leader, pane):
            _lay_out(one)
        sizes = (*_size(leader), *_size(pane))
        tops = [(_top(leader, x), _top(pane, y)) for x, y in matched]
        heights = (
            float(leader.content.reader().content_height()),
            float(pane.content.reader().content_height()),
        )
        pairs: list[Pair] = [(0.0, 0.0)]
        for x, y in [*tops, heights]:
            if x > pairs[-1][0] and y > pairs[-1][1]:
                pairs.append((x, y))
        if pairs[-1] != heights:
            pairs[-1] = heights
        self._pixels[key] = (sizes, pairs)
        return pairs


def _reading_line(pane: ResponsePane, height: float) -> list[Pair]:
    """Fraction of scrolling → pixels from the top of the content to the reading line."""
    seen = float(pane.content.reader().viewport().height())
    most = height - seen
    if most <= 0:
        return [(0.0, 0.0), (1.0, height)]
    part = min(seen, most / 2)
    knots = [(0.0, 0.0), (part, part + seen / 3), (most - part, most - part + seen / 3), (most, height)]
    return [(value / most, line) for value, line in knots]


def _lay_out(pane: ResponsePane) -> None:
    """Gives every line its height: a QPlainTextEdit does so only when a line is first seen."""
    reader = pane.content.reader()
    if isinstance(reader, QPlainTextEdit):
        block = reader.document().begin()
        while block.isValid():
            reader.document().documentLayout().blockBoundingRect(block)
            block = block.next()


def _size(pane: ResponsePane) -> tuple[int, int]:
    reader = pane.content.reader()
    return reader.viewport().width(), reader.verticalScrollBar().maximum()


def _top(pane: ResponsePane, place: int) -> float:
    """How far down a place of the document is, in pixels of the content."""
    reader = pane.content.reader()
    block = reader.document().findBlock(place)
    top = reader.document().documentLayout().blockBoundingRect(block).top()
    if isinstance(reader, QPlainTextEdit):
        return float(block.firstLineNumber() * reader.fontMetrics().lineSpacing())
    return float(top)
