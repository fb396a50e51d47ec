"""Which task comes after the open one; or, while none is looked at, which is expected to be opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hdclient.model.task import Assignment

if TYPE_CHECKING:
    from hdclient.session.desk import Desk
    from ui.pages.open_task import OpenTask


class Following:
    """`find` for what builds views ahead. It opens nothing."""

    def __init__(self, desk: Desk, open_task: Callable[[], OpenTask | None]) -> None:
        self._desk, self._open_task = desk, open_task
        self._expected = ""

    def expect(self, task_id: str) -> bool:
        """This task may be opened in a moment; "" ends that. Whether it is another one than before."""
        another, self._expected = task_id != self._expected, task_id
        return another

    def find(self, after: str) -> Assignment | None:
        """What comes after this task, or, with "", what is next; None when that is all."""
        if self._expected:
            return None if after else self._desk.peek(self._expected)
        task = self._open_task()
        if task is None:
            return None
        here = task.session.task
        found = self._desk.next_task(here.campaign_id, after=after or here.id)
        return self._desk.peek(found) if found and found != here.id else None
