"""What a person asks for: a link, a picture, the history of the task. Each opens something above the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from hdclient.session.desk import Desk
    from ui.pages.open_task import OpenTask
    from ui.pages.task_view import TaskView
    from ui.renderers.pictures import PictureShelf


def ask_link(page: QWidget, address: str, words: str) -> None:
    """Shows where the link really leads; opens it only when that is confirmed."""
    from ui.renderers.links import ask_to_open  # start-up

    ask_to_open(page.window(), address, words=words)


def show_picture(view: TaskView, shelf: PictureShelf, sha256: str, alt: str) -> None:
    """The picture large, with its counterparts of the other responses."""
    from ui.pages.picture_sets import counterparts  # start-up
    from ui.renderers.picture_viewer import PictureViewer

    PictureViewer(view.window(), shelf, *counterparts(view.stage.panes, sha256, alt))


def show_three_ways(task: OpenTask, desk: Desk) -> None:
    """What was sent, what the reviewer suggests, what stands there now."""
    from ui.pages.three_way import ThreeWaySheet  # start-up

    task.save_text()
    ThreeWaySheet(task.view.window(), task, desk.rework_of(task.session))


def show_versions(task: OpenTask, desk: Desk) -> None:
    """The history of the open task, over the window."""
    from ui.pages.versions_sheet import VersionsSheet  # start-up

    task.save_text()
    VersionsSheet(task.view.window(), task, desk.records.versions(task.session))
