"""One person at their computer: the real main window on their own store, and the keys that they press.

Everything is done by key events. What is on the screen is read to know where one is, as a person reads it; nothing is
changed but by keys. F5 is the only way to the platform, and goes there in a thread of its own, as in the program.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QWidget

from hdclient.session.desk import Desk
from tests.helpers.qt import WIDE, settle, show
from tests.helpers.review_office import Desktop
from tests.helpers.room import Room
from ui import overrides
from ui.components.sheet import sheet_over
from ui.components.steps import is_building
from ui.pages.page import Page
from ui.shell.services import ConnectionFacts

PATIENCE_S = 60.0
"""For anything that a machine with much else to do is waited for."""
P = TypeVar("P", bound=Page)


class Stuck(AssertionError):
    """The window did not come to show what was waited for."""


class OfficeRoom(Room):
    """A person's window while it is open: `with OfficeRoom(desktop) as room`."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop, self.name = desktop, desktop.name
        self.desk: Desk = desktop.desk
        self._round: threading.Thread | None = None
        super().__init__(
            lambda: self.desk, desktop.hub, connection=self._connection, sync_now=self._begin_round
        )

    def __enter__(self) -> OfficeRoom:
        show(self.window, WIDE)
        return self

    def __exit__(self, *_: object) -> None:
        if self._round is not None:
            self._round.join()
        self.close()
        self.desk.close()
        overrides.hold()
        gc.collect(
            1
        )  # here: nothing looks for cycles by itself while there are widgets, see ui/shell/garbage.py

    # The network

    def _connection(self) -> ConnectionFacts:
        view = self.desktop.engine.connection.view
        return ConnectionFacts(view.state.value, view.trouble or view.error or view.notice)

    def _begin_round(self) -> None:
        before = self._round

        def go() -> None:
            if before is not None:
                before.join()  # one at a time, as in the program
            self.desktop.sync()

        self._round = threading.Thread(target=go, name=f"sync of {self.name}")
        self._round.start()

    def sync(self) -> None:
        """F5, until there is an answer, or none, and the window has heard of it."""
        before = self._round
        self.press("F5")
        assert self._round is not None and self._round is not before, "F5 asks for the platform"
        self.wait("the platform", lambda: self._round is not None and not self._round.is_alive())
        self.wait("the news", lambda: not self.window._news)

    @contextmanager
    def offline(self) -> Iterator[None]:
        """No network while this lasts, and the window says so."""
        self.desktop.line.cut = True
        self.sync()
        assert self._connection().state == "offline"
        if not self.desk.sync().attention:  # which the chip says first of all
            self.wait("the chip to say so", lambda: "Offline" in self.window.frame.top.chip.text())
        try:
            yield
        finally:
            self.desktop.line.cut = False
        self.sync()
        assert self._connection().state == "online"

    # Hands and eyes

    def wait(self, what: str, come: Callable[[], bool]) -> None:
        """Until it is so, with the event loop running; raises Stuck."""
        end = time.monotonic() + PATIENCE_S
        while not come():
            if time.monotonic() > end:
                raise self.stuck(f"waited for {what}")
            settle(1)
            threading.Event().wait(0.002)
        settle(1)

    def stuck(self, what: str) -> Stuck:
        """What happened, and what the window shows."""
        focus = QApplication.focusWidget()
        here = f"{type(focus).__name__} “{focus.accessibleName()}”" if focus is not None else "nothing"
        return Stuck(
            f"{self.name} {what}, on {self.window.navigator.name()} with {here}; it says {self.notices()}"
        )

    def page(self, kind: type[P]) -> P:
        """The page that is shown."""
        page = self.window.navigator.page()
        if not isinstance(page, kind):
            raise self.stuck(f"is not on a {kind.__name__}")
        return page

    def sheet(self) -> QWidget | None:
        """What lies over the page."""
        return sheet_over(self.window)

    def focused(self) -> str:
        """How what has the keyboard is called."""
        focus = QApplication.focusWidget()
        return focus.accessibleName() if focus is not None else ""

    def walk(self, what: str, key: str, arrived: Callable[[], bool], most: int = 60) -> None:
        """Presses a key until one is there."""
        self.wait("the whole page", lambda: not is_building())
        for _ in range(most):
            if arrived():
                return
            self.press(key)
        raise self.stuck(f"never came to {what} by {key}")

    def select_word(self, number: int) -> None:
        """In a text with a caret: this word, from 0, and what stands behind it up to the next."""
        self.press("Ctrl+Home", *["Ctrl+Right"] * number, "Ctrl+Shift+Right")
