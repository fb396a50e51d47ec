"""Closing the window: nothing that was written goes with it unless the person has been told and closes it again."""

from __future__ import annotations

from collections.abc import Callable

from hdclient.errors import HdError
from hdclient.words import tr
from ui.pages.page import Notice
from ui.shell.navigator import Navigator


class Closing:
    """`may_close` saves what is open."""

    def __init__(self, navigator: Navigator, show: Callable[[Notice], None]) -> None:
        self._navigator, self._show = navigator, show
        self._told = False

    def may_close(self) -> bool:
        """Whether everything is saved, or the person has been told what is not."""
        try:
            self._navigator.leave_all()
        except HdError as error:
            if not self._told:
                self._told = True
                self._navigator.come_back()
                lost = tr("What you wrote last stands only in this window. Closing it again loses that.")
                self._show(Notice(f"{error} {lost}", "err"))
                return False
        return True
