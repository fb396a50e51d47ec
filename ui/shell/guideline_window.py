"""The guideline in a window of its own, for a second screen. It comes back where it was."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from hdclient.words import tr
from ui.pages.preferences import Remembers
from ui.pages.screen_places import remembered
from ui.pages.torn_window import TornWindow, screens, when_screens_change
from ui.shell import memory
from ui.shell.keys import KeyRouter
from ui.shell.more_windows import join

OWN, PLACE = "guideline.window", "guideline.place"
_MOST = 16_777_215


def is_wanted(desk: Remembers | None) -> bool:
    """Whether the guideline is to have a window of its own."""
    return desk is not None and desk.setting(OWN, False) is True


class GuidelineWindow(QObject):
    """`take` shows the panel in it, `hide` keeps the panel for later."""

    def __init__(
        self, frame: QWidget, desk: Callable[[], Remembers | None], closed: Callable[[], None]
    ) -> None:
        super().__init__(frame)
        self._desk, self._frame = desk, frame
        self.window = TornWindow("guideline", tr("Guideline"), frame)
        self.window.closing.connect(closed)
        self.window.placed.connect(self._keep_place)
        when_screens_change(self._screens_changed)
        keys = frame.window().findChild(KeyRouter)
        if keys is not None:
            join(self.window, keys)

    def take(self, panel: QWidget) -> None:
        """The panel is seen here."""
        panel.setMinimumWidth(0)
        panel.setMaximumWidth(_MOST)
        if panel.window() is not self.window:
            self.window.take(panel)
        self.window.show_part(panel)
        panel.show()
        if not self.window.isVisible():
            self._place()
            self.window.show()

    def _place(self) -> None:
        desk = self._desk()
        known = desk.setting(PLACE) if desk is not None else None
        self.window.put(self.window.place(known, self._frame))

    def _screens_changed(self) -> None:
        if self.window.isVisible():
            self._place()

    def hide(self) -> None:
        """Nothing of it is seen."""
        self.window.hide()

    def _keep_place(self) -> None:
        desk = self._desk()
        if desk is not None:
            memory.note(desk, PLACE, remembered(desk.setting(PLACE), self.window.geometry(), screens()))
