"""The strip along the lower edge that shows where a link really leads."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QUrl
from PySide6.QtGui import QTextBlock
from PySide6.QtWidgets import QWidget

from hdclient.words import tr
from ui import theme
from ui.components.labels import Label
from ui.renderers.document import PICTURE_SCHEME, WHOLE_SCHEME

_LONGEST = 300


def written(url: QUrl) -> str:
    """An address with nothing left to mistake: letters that only look like others are spelled out."""
    return url.toString(QUrl.ComponentFormattingOption.FullyEncoded)


def words_of(block: QTextBlock, url: QUrl) -> str:
    """What the links of a paragraph that lead to this address are called."""
    words, parts, apart = "", block.begin(), False
    while not parts.atEnd():
        if QUrl(parts.fragment().charFormat().anchorHref()) == url:
            words += (" " if apart and words else "") + parts.fragment().text()
            apart = False
        else:
            apart = True
        parts += 1
    return words


def described(address: str) -> str:
    """The address in one line; after it, how its site reads, and the first thing about it that could deceive."""
    from hdclient.content.addresses import read_address  # start-up

    reading = read_address(address[:_LONGEST])
    parts = [address[:_LONGEST]]
    if reading.reads:
        parts.append(tr("reads “{reads}”", reads=reading.reads))
    parts += reading.warnings[:1]
    return "  ·  ".join(parts)


class LinkTarget(Label):
    """Seen while the mouse or the focus is on a link."""

    def __init__(self, over: QWidget) -> None:
        super().__init__("", "caption", "text2", parent=over)
        self._over = over
        over.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Goes when the mouse leaves the view: Qt tells that of a link only when the mouse moves on inside."""
        if event.type() == QEvent.Type.Leave:
            self.hide()
        return False

    def show_target(self, url: QUrl) -> None:
        """Shows an address; hides for an empty one, and for a picture, which is no link to anywhere."""
        address = "" if url.scheme() in (PICTURE_SCHEME, WHOLE_SCHEME) else written(url)
        self.setVisible(bool(address))
        if address:
            tokens = theme.current()
            self.setStyleSheet(
                f"background: {tokens.raised}; border: 1px solid {tokens.border_strong}; padding: 2px 6px;"
            )
            self.setText(described(address))
            self.setMaximumWidth(self._over.width() - 24)
            self.adjustSize()
            self.move(4, self._over.height() - self.height() - 4)
            self.raise_()
