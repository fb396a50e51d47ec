"""The program with its window at a platform in this process, for tests of accounts: people come, go and lock it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from shiboken6 import isValid

from hdclient.app import App, Link
from hdclient.backends.base import Backend
from hdclient.backends.origin import EMBEDDED
from hdclient.backends.platform import PlatformBackend, in_process
from hdclient.config import Config
from hdclient.store.keys import SessionKeys
from tests.helpers.platforms import RealOwner
from tests.helpers.qt import WIDE, settle, show
from ui import main as screens
from ui.bridge import EventBridge
from ui.pages.accounts import AccountsPage
from ui.shell.window import MainWindow

PROMPT = "Why is the sky blue?"


class Seat:
    """The program with its window, and people of one platform."""

    def __init__(self, folder: Path, owner: RealOwner) -> None:
        self.folder, self.owner, self.origin = folder, owner, EMBEDDED
        self.keys = SessionKeys()
        self.app = App(Config(data_dir=folder, poll_s=1), keys=self.keys, link=self.link)
        self.bridge = EventBridge(self.app.hub)
        self.window: MainWindow | None = None

    def link(self, origin: str) -> Link:
        """The way to the platform in this process."""

        def connect(token: Callable[[], str], server_uuid: str, device_id: str) -> Backend:
            return PlatformBackend(
                origin,
                token,
                transport=in_process(self.owner.app),
                server_uuid=server_uuid,
                device_id=device_id,
            )

        return Link(origin, connect, 1_000)

    def person(self) -> str:
        person = self.owner.person()
        self.owner.add_tasks(self.owner.add_campaign(members=[person]), 3)
        return person

    def sign_in(self, person: str) -> None:
        ended = threading.Event()
        self.app.sign_in(self.origin, self.owner.token(person), lambda _failure: ended.set())
        assert ended.wait(60) and self.app.desk is not None
        desk = self.app.desk
        self.until(lambda: any(view.ready == 3 for view in desk.queue().campaigns))

    def opens(self) -> MainWindow:
        """The window, at a task with its content shown, if there is a desk."""
        self.window = screens.make_window(self.app, self.bridge)
        show(self.window, WIDE)
        if self.app.desk is not None:
            self.task()
        return self.window

    def task(self) -> None:
        assert self.window is not None and self.app.desk is not None
        campaign = self.app.desk.queue().campaigns[0].campaign.id
        assert self.window.navigator.open_task(self.app.desk.next_task(campaign))
        self.until(lambda: PROMPT in said())

    def until(self, ready: Callable[[], bool], seconds: float = 30) -> None:
        for _ in range(round(seconds / 0.02)):
            # What the event loop of the program does by itself between two events: pages that were left go.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            settle()
            if ready():
                return
            threading.Event().wait(0.02)
        raise AssertionError("it did not happen in time")

    def page(self, name: str) -> QWidget:
        assert self.window is not None
        window = self.window
        self.until(lambda: window.navigator.name() == name)
        page = window.navigator.page()
        assert page is not None
        return page

    def accounts(self) -> AccountsPage:
        page = self.page("accounts")
        assert isinstance(page, AccountsPage)
        self.until(lambda: bool(page.rows) or "no account" in page.notice.text())
        return page

    def close(self) -> None:
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
        settle(3)
        self.bridge.close()
        self.app.stop()


def said() -> str:
    """Every text of every widget there is, hidden ones and what is read out included."""
    # What the event loop of the program does by itself between two events.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    found: list[str] = []
    for widget in QApplication.allWidgets():
        if not isValid(widget):
            continue
        found += [
            widget.accessibleName(),
            widget.accessibleDescription(),
            widget.toolTip(),
            widget.windowTitle(),
        ]
        if isinstance(widget, QLabel | QLineEdit):
            found.append(widget.text())
        found += [document.toPlainText() for document in widget.findChildren(QTextDocument)]
        document = getattr(widget, "document", None)
        if callable(document) and isinstance(made := document(), QTextDocument):
            found.append(made.toPlainText())
    return "\n".join(found)
