"""Looks, in pauses after the start, whether this computer has a font for each kind of text, and has it said once.

Judging a letter may load a font and take some ten milliseconds: one at a time, and only while the person does nothing.
Optional fonts are asked for their letters, and not loaded for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

from ui.pages import font_words
from ui.pages.page import Notice
from ui.renderers import optional_fonts
from ui.renderers.glyphs import SAMPLES, Sample, missing_in
from ui.shell import memory

if TYPE_CHECKING:
    from ui.pages.preferences import Remembers

LOOK_MS = 200
TOLD = "fonts.told"
"""Setting: the kinds of text of which it was said that something lacks, parted by line ends."""


class FontWatch(QObject):
    """Goes through all samples once, and calls `tell` with those that have letters which no font draws, if any."""

    _asked = Signal(object)

    def __init__(
        self, parent: QObject, is_pause: Callable[[], bool], tell: Callable[[Sequence[Sample]], None]
    ) -> None:
        super().__init__(parent)
        self._is_pause, self._tell = is_pause, tell
        self._missing: dict[str, Sample] = {}
        self._steps = self._judge()
        self._asked.connect(self._finish)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_MS)

    def look(self) -> None:
        """Judges one more letter, if nobody would notice."""
        if not self._is_pause() or next(self._steps, None) is not None:
            return
        self._timer.stop()
        if self._missing:
            letters = tuple(self._missing)
            QThreadPool.globalInstance().start(lambda: _ask(self, letters))

    def is_done(self) -> bool:
        """Whether all letters have been judged."""
        return not self._timer.isActive()

    def _judge(self) -> Iterator[Sample]:
        for sample in SAMPLES:
            for letter in sample.letters:
                if missing_in(sample, letter):
                    self._missing[letter] = sample
                yield sample

    def _finish(self, drawn: set[str]) -> None:
        lacking = {sample.title: sample for letter, sample in self._missing.items() if letter not in drawn}
        if lacking:
            self._tell(list(lacking.values()))


def _ask(watch: FontWatch, letters: Sequence[str]) -> None:
    drawn = optional_fonts.drawn_of(letters)
    try:
        watch._asked.emit(drawn)
    except RuntimeError:  # the window is gone
        return


def tell_once(desk: Remembers | None, show: Callable[[Notice], None], lacking: Sequence[Sample]) -> None:
    """Says it in the window, unless this person has been told of all of these kinds of text before."""
    if desk is None:
        return
    told = set(str(desk.setting(TOLD, "")).split("\n"))
    new = {sample.title for sample in lacking} - told
    if new:
        show(Notice(font_words.notice(lacking), "warn", action="go.settings", unasked=True))
        memory.note(desk, TOLD, "\n".join(sorted(told | new)))
