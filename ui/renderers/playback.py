"""Plays content into a document in slices, so that no turn of the event loop takes long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from ui.components.steps import note
from ui.renderers.document import PlayedDocument
from ui.renderers.player import Player

SLICE_MS = 1.0
"""For about this long content is played before it is laid out, which takes about as long again."""
SLICE_COST = 4_000
"""And no more than what costs as much as so many plain characters: some are written quickly and laid out slowly."""

Play = Callable[[Player], Iterator[None]]
"""Writes content with a player; yields where it may be interrupted."""


class Playback(QObject):
    """One document at a time: `start`, `run` a first slice, then `go_on` by itself until `finished`."""

    finished = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._document: PlayedDocument | None = None
        self._player: Player | None = None
        self._steps: Iterator[None] | None = None
        self._begun = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._next)

    def is_whole(self) -> bool:
        """Whether all of the content is in the document."""
        return self._steps is None

    def start(self, document: PlayedDocument, play: Play) -> None:
        """Begins with another document; what was under way is given up.

        A view shows the document already, if it has one: then each slice is laid out with it, and nothing is left to be
        laid out at the end, when it would be all at once.
        """
        self.stop()
        self._begun = perf_counter()
        self._document = document
        self._player = Player(document)
        self._steps = play(self._player)

    def stop(self) -> None:
        """Gives up."""
        self._timer.stop()
        self._document = self._player = self._steps = None

    def run(self, budget_ms: float = SLICE_MS) -> bool:
        """Plays slices for about this long, laying out included. Returns whether all of it is there."""
        if self._player is None or self._steps is None or self._document is None:
            return True
        until = perf_counter() + budget_ms / 1000
        whole = False
        while not whole:
            whole = self._play()
            self._document.size()
            if perf_counter() > until:
                break
        if whole:
            self.stop()
        return whole

    def fill(self, budget_ms: float) -> None:
        """Goes on playing until so long after `start`; nothing when that has passed."""
        left = self._begun + budget_ms / 1000 - perf_counter()
        if left > 0:
            self.run(left * 1000)

    def _play(self) -> bool:
        """One slice. What it costs to lay out is only known afterwards: hence it is small."""
        document = self._document
        assert self._player is not None and self._steps is not None and document is not None
        until = perf_counter() + SLICE_MS / 1000
        most = document.cost + SLICE_COST
        self._player.begin()
        for _ in self._steps:
            if perf_counter() > until or document.cost >= most:
                self._player.end()
                return False
        self._player.finish()
        self._player.end()
        return True

    def go_on(self) -> None:
        """Plays the rest between other events; `finished` tells the end."""
        if self.is_whole():
            self.finished.emit()
        else:
            note(self)
            self._timer.start()

    def is_under_way(self) -> bool:
        """Whether the rest is being played."""
        return self._timer.isActive()

    def _next(self) -> None:
        if self.run():
            self.finished.emit()
