"""Which page is shown.

Pages are made when they are first wanted; what they say is passed on, what they do is theirs.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from hdclient.errors import HdError
from ui.pages.page import Heading, Notice, Page, TaskPage

Make = Callable[[], Page]
TRAIL_MOST = 8
"""So many pages are remembered for going back."""


class Navigator(QObject):
    """Pages by name.

    Leaving a page saves what is open in it; a page that cannot be opened leaves the old one shown.
    """

    shown = Signal(str)
    """The name of the page that is shown now."""
    heading_changed = Signal(object)
    timer_changed = Signal(str)
    notice_requested = Signal(object)
    action_requested = Signal(str)
    window_opened = Signal(object)
    """A page has made a window of its own (QWidget)."""
    task_left = Signal()
    """The workspace is no longer shown."""

    def __init__(self, stack: QStackedWidget, make: dict[str, Make]) -> None:
        super().__init__(stack)
        self._stack, self._make = stack, make
        self._pages: dict[str, Page] = {}
        self._current = ""
        self._trail: list[str] = []
        self._headings: dict[Page, Heading] = {}
        self._timers: dict[Page, str] = {}

    def name(self) -> str:
        """The name of the page that is shown; empty before the first."""
        return self._current

    def page(self) -> Page | None:
        """The page that is shown."""
        return self._pages.get(self._current)

    def has(self, name: str) -> bool:
        """Whether this page has been made."""
        return name in self._pages

    def pages(self) -> tuple[Page, ...]:
        """All pages that have been made."""
        return tuple(self._pages.values())

    def show(self, name: str) -> Page:
        """Shows a page, and makes it first if need be."""
        page = self._pages.get(name) or self._add(name)
        if name != self._current:
            self._leave()
            self._trail = [*self._trail[-TRAIL_MOST:], self._current]
            self._current = name
            self._stack.setCurrentWidget(page)
        page.entered()
        self.heading_changed.emit(self._headings.get(page, Heading()))
        self.timer_changed.emit(self._timers.get(page, ""))
        self.shown.emit(name)
        return page

    def back(self) -> None:
        """Shows the page that was shown before, as it was left, and so on; the queue when none of them is left."""
        trail = [name for name in self._trail if name in self._pages and name != self._current]
        self.show(trail.pop() if trail else "queue")
        self._trail = trail

    def open_task(self, task_id: str) -> bool:
        """Opens a task in the workspace. False: it cannot be opened, and a notice says why."""
        return self._work(lambda page: page.open(task_id))

    def look_at(self, submission_id: str, revision: int) -> bool:
        """Shows what was submitted in the workspace, to be read only. False: see `open_task`."""
        return self._work(lambda page: page.look(submission_id, revision))

    def _work(self, show: Callable[[TaskPage], None]) -> bool:
        page = self._pages.get("workspace") or self._add("workspace")
        assert isinstance(page, TaskPage)
        try:
            show(page)
        except HdError as error:
            if self._current == "":
                self.show("queue")
            self.notice_requested.emit(Notice(str(error), "warn", until="page"))
            return False
        self.show("workspace")
        return True

    def drop_all(self) -> None:
        """Forgets every page that has been made."""
        self.drop(*self._pages)

    def drop(self, *names: str) -> None:
        """Forgets pages: their desk is gone."""
        for name in names:
            page = self._pages.pop(name, None)
            if page is not None:
                if name == self._current:
                    page.left()
                    self._current = ""
                self._headings.pop(page, None)
                self._timers.pop(page, None)
                self._stack.removeWidget(page)
                page.deleteLater()

    def leave_all(self) -> None:
        """Before the window closes: saves what is open."""
        self._leave()

    def _leave(self) -> None:
        before = self._pages.get(self._current)
        if before is not None:
            before.left()
            if self._current == "workspace":
                self.task_left.emit()

    def _add(self, name: str) -> Page:
        page = self._make[name]()
        self._pages[name] = page
        self._stack.addWidget(page)
        page.title_changed.connect(lambda title: self._say_heading(page, Heading(title=title)))
        page.heading_changed.connect(lambda heading: self._say_heading(page, heading))
        page.timer_changed.connect(lambda text: self._say_timer(page, text))
        page.notice_requested.connect(self.notice_requested)
        page.announce.connect(lambda text: self.notice_requested.emit(Notice(text)))
        page.action_requested.connect(self.action_requested)
        page.back_requested.connect(self.back)
        page.open_requested.connect(self.open_task)
        page.look_requested.connect(self.look_at)
        page.window_opened.connect(self.window_opened)
        page.queue_requested.connect(lambda: self.show("queue"))
        return page

    def _say_heading(self, page: Page, heading: Heading) -> None:
        """Only the page that is shown has the top bar; what another says is kept until it is shown."""
        self._headings[page] = heading
        if page is self.page():
            self.heading_changed.emit(heading)

    def _say_timer(self, page: Page, text: str) -> None:
        self._timers[page] = text
        if page is self.page():
            self.timer_changed.emit(text)
