"""Gives a task that has covers somebody who looks after them. Few tasks are sensitive, so it is imported then."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hdclient.session.desk import Desk
    from ui.pages.open_task import OpenTask
    from ui.pages.task_care import TaskCare
    from ui.renderers.pictures import PictureShelf


def care_of(task: OpenTask, desk: Desk, shelf: PictureShelf) -> TaskCare | None:
    """For a task that was just opened; None where nothing is covered."""
    if task.view.covering is None:
        return None
    from ui.pages.task_care import TaskCare  # start-up

    return TaskCare(task, task.view.covering, desk, shelf)


def cover_again(task: OpenTask) -> None:
    """The task is left: what was uncovered is taken out of its widgets."""
    if task.view.covering is not None:
        task.view.covering.cover()
