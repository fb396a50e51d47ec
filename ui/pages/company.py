"""What goes along with an open task, and what most tasks do not need: made when it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.pages.advance import AutoAdvance
from ui.pages.open_task import OpenTask

if TYPE_CHECKING:
    from hdclient.session.desk import Desk


def accompany(task: OpenTask, desk: Desk) -> None:
    """Once, after the task was started."""
    AutoAdvance(task, desk)
    if task.session.task.suggestions and task.can_change():
        from ui.pages.suggesting import TaskSuggestions  # start-up

        task.more_handlers.append(TaskSuggestions(task).handlers)
