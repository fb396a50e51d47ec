"""What pages that show tasks have in common: where their content comes from, and what is asked for in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QMetaObject, QObject
from PySide6.QtWidgets import QApplication, QWidget

from ui.pages.asked import ask_link, show_picture
from ui.pages.page import Notice, Page
from ui.renderers.content_view import ContentSources
from ui.renderers.pictures import PictureShelf
from ui.renderers.trees import OnMain, Trees, at_once

if TYPE_CHECKING:
    from hdclient.content.contents import Contents
    from hdclient.session.desk import Desk
    from ui.pages.task_view import TaskView


class Supply(Struct, frozen=True):
    """What a window gives to a page that shows tasks."""

    contents: Contents | None = None
    """Prepared content; None: it is prepared here and now."""
    on_main: OnMain = at_once
    """See ui/bridge.py."""
    may_open_outside: bool = False
    """Whether a picture that cannot be shown may be saved for another program."""

    def sources(self, desk: Desk, page: Page) -> ContentSources:
        """Trees and pictures of what the desk has; they end with the page."""
        shelf = PictureShelf(desk.blob, desk.blob_head, page, may_open_outside=self.may_open_outside)
        return ContentSources(Trees(self.contents, self.on_main, page), shelf)


def listen(page: Page, view: TaskView, shelf: PictureShelf) -> list[QMetaObject.Connection]:
    """What is asked for in a task is opened over the page's window; what the view says, the page says."""
    return [
        view.link_asked.connect(lambda address, words: ask_link(page, address, words)),
        view.inside_asked.connect(page.inside_requested),
        view.picture_asked.connect(lambda sha256, alt: show_picture(view, shelf, sha256, alt)),
        view.told.connect(lambda text: page.notice_requested.emit(Notice(text))),
    ]


class KeyboardFollower(QObject):
    """Whatever leads the keyboard into a response, that one is at hand. The workspace has covers to look at as well."""

    def __init__(self, view: TaskView) -> None:
        super().__init__(view)
        self._view = view
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)

    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        self._view.stage.mark_focused(now)
