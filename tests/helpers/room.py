"""The real window over a desk: what a person in front of it does with their hands, and reads in it."""

from __future__ import annotations

from collections.abc import Callable

from hdclient.content.contents import Contents
from hdclient.events import EventHub
from hdclient.session.desk import Desk
from tests.helpers.qt import press, settle, type_text
from ui.bridge import EventBridge
from ui.shell.services import ConnectionFacts, Services
from ui.shell.window import MainWindow


class Room:
    """`press` and `type` are the hands of the person. The desk and its store belong to whoever made them."""

    def __init__(
        self,
        desk: Callable[[], Desk],
        hub: EventHub,
        look: str = "light",
        contents: Contents | None = None,
        *,
        connection: Callable[[], ConnectionFacts] = ConnectionFacts,
        sync_now: Callable[[], None] = lambda: None,
    ) -> None:
        """Without `contents` they are prepared when they are asked for, in this process."""
        self.page_contents = contents
        self.bridge = EventBridge(hub)
        self.window = MainWindow(
            Services(
                desk=desk,
                contents=lambda: self.page_contents,
                connection=connection,
                sync_now=sync_now,
                sign_in=lambda _server, _token, _report: None,
                start_practice=lambda _report: None,
                default_theme=look,
            ),
            self.bridge,
        )
        self.window.start()

    def press(self, *keys: str) -> None:
        """Presses keys where the focus is."""
        press(self.window, *keys)
        settle(3)

    def type(self, text: str) -> None:
        """Types where the focus is."""
        type_text(self.window, text)
        settle(2)

    def notices(self) -> list[str]:
        """The sentences that the window shows now."""
        return [self.window.frame.top.flash.text(), *self.window.frame.notices.texts()]

    def close(self) -> None:
        """Takes the window down."""
        self.window.close()
        self.bridge.close()
        self.window.deleteLater()
        settle()
