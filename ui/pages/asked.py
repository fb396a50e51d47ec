"""What a person asks for in content: a link, a picture. Both open something above the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
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
