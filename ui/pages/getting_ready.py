"""Views of tasks that a person has asked for: made in steps, while what was seen before is still seen.

It opens nothing. What cannot be shown says so when it is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hdclient.errors import HdError
from hdclient.model.task import Assignment
from ui.pages.following import Following
from ui.pages.page import Page
from ui.pages.task_ahead import TaskAhead

if TYPE_CHECKING:
    from hdclient.session.desk import Desk
    from ui.pages.task_view import TaskView


class GettingReady:
    """`seen` is the view of the task that is on the screen meanwhile; None: another page is."""

    def __init__(self, page: Page, desk: Desk, following: Following, ahead: TaskAhead) -> None:
        self._page, self._desk, self._following, self._ahead = page, desk, following, ahead

    def expect(self, task_id: str) -> None:
        """This one may be opened in a moment; no task is looked at."""
        if self._following.expect(task_id):
            self._ahead.begin()

    def next(self, seen: TaskView) -> Iterator[None]:
        """Somebody was quicker than what is built ahead: the rest of it."""
        with self._held(seen):
            yield from self._ahead.hurry()

    def task(self, task_id: str, seen: TaskView | None) -> Iterator[None]:
        """Any other task."""
        if seen is not None:
            yield from self._make(lambda: self._desk.peek(task_id), seen)
        else:
            self.expect(task_id)
            yield from self._ahead.hurry()

    def look(self, submission_id: str, revision: int, seen: TaskView | None) -> Iterator[None]:
        """The task of a submission, as it was then."""
        yield from self._make(lambda: self._desk.records.look(submission_id, revision).assignment, seen)

    def _make(self, find: Callable[[], Assignment | None], seen: TaskView | None) -> Iterator[None]:
        try:
            assignment = find()
        except HdError:
            return
        if assignment is not None and not self._ahead.has(assignment):
            with self._held(seen):
                yield from self._ahead.make_soon(assignment)

    @contextmanager
    def _held(self, seen: TaskView | None) -> Iterator[None]:
        """What is done to it no longer counts."""
        if seen is None:
            yield
            return
        self._page.hold(seen)
        try:
            yield
        finally:
            self._page.release(seen)
