"""Notices: what passes goes into the top bar for some seconds, what matters stays above the page until it
is closed.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.commands import BY_ID
from ui.components.announce import announce
from ui.components.notice_bar import NoticeBar
from ui.pages.page import Notice
from ui.shell.services import ConnectionFacts
from ui.shell.topbar import TopBar

MOST = 2
"""More than two bars at once are a list, and nobody reads lists of warnings."""


class Notices(QWidget):
    """The strip between top bar and page; empty most of the time."""

    action_requested = Signal(str)

    def __init__(self, top: TopBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._top = top
        self._bars: list[NoticeBar] = []
        self._passing: list[NoticeBar] = []
        self._page = ""
        self._standing = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 12, 20, 0)
        self._column.setSpacing(8)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Shows it where its tone belongs, and has it read out."""
        announce(self._top, notice.text)
        if notice.tone in ("info", "ok"):
            self._top.show_flash(notice)
            return
        if any(bar.text() == notice.text for bar in self._bars):
            return
        while len(self._bars) >= MOST:
            self._close(self._bars[0])
        key = f"@{notice.action}" if notice.action else ""
        words = notice.action_text or (BY_ID[notice.action].title if notice.action else "")
        bar = NoticeBar(notice.text, notice.tone, action=words, key=key, closable=True)
        bar.closed.connect(lambda: self._close(bar))
        bar.action_pressed.connect(lambda: self._act(bar, notice.action))
        self._bars.append(bar)
        if notice.until == "page":
            self._passing.append(bar)
        self._column.addWidget(bar)
        self.show()

    def show_link(self, link: ConnectionFacts) -> None:
        """What should be known of the platform although the link is well: shown once, until it is no longer so."""
        if link.state != "online" or link.words == self._standing:
            return
        for bar in tuple(self._bars):
            if bar.text() == self._standing:
                self._close(bar)
        self._standing = link.words
        if link.words:
            self.show_notice(Notice(link.words, "warn"))

    def texts(self) -> tuple[str, ...]:
        """The sentences that are waiting to be closed."""
        return tuple(bar.text() for bar in self._bars)

    def move_on(self, page: str) -> None:
        """This page is shown now: on another one, what was said of the last thing that was asked for goes."""
        for bar in tuple(self._passing) if page != self._page else ():
            self._close(bar)
        self._page = page

    def clear(self) -> None:
        """Closes all."""
        for bar in tuple(self._bars):
            self._close(bar)

    def _act(self, bar: NoticeBar, action: str) -> None:
        self._close(bar)
        self.action_requested.emit(action)

    def _close(self, bar: NoticeBar) -> None:
        if bar in self._bars:
            self._bars.remove(bar)
            self._passing = [one for one in self._passing if one is not bar]
            self._column.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self.setVisible(bool(self._bars))
