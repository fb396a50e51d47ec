"""What happens when a person activates a link of the content: they see the whole address, and decide.

Content can never open anything by itself; only http, https and mailto are ever handed to the system.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hdclient.content.addresses import read_address, words_against
from hdclient.content.deep_links import is_inside
from hdclient.words import tr
from ui.components.buttons import Button
from ui.components.labels import Label
from ui.components.notice_bar import NoticeBar
from ui.components.sheet import Sheet

SCHEMES = ("http", "https", "mailto")
_BREAK_AFTER = 60
_LONGEST = 2_000


def may_be_opened(address: str) -> bool:
    """Whether this kind of address is ever opened."""
    return QUrl(address).scheme().lower() in SCHEMES


def ask_to_open(
    over: QWidget,
    address: str,
    open_address: Callable[[QUrl], object] = QDesktopServices.openUrl,
    *,
    words: str = "",
) -> Sheet:
    """Shows the address and asks whether to open it outside hdclient. Returns the sheet, which is open.

    `words`: what the content calls the link.
    """
    allowed = may_be_opened(address)
    title = tr("Open this address outside hdclient?") if allowed else tr("This link is not opened")
    reading = read_address(address[:_LONGEST])
    warnings = [one for one in (words_against(words, address[:_LONGEST]), *reading.warnings) if one]
    sheet = Sheet(over, title, QSize(620, 230 + 44 * len(warnings) + (26 if reading.reads else 0)))
    _say(sheet, address, reading.reads, warnings, allowed=allowed)
    row = QHBoxLayout()
    row.addStretch(1)
    stay = Button(tr("Stay here"), key="Esc", variant="secondary")
    stay.clicked.connect(sheet.close_sheet)
    row.addWidget(stay)
    if allowed:
        go = Button(tr("Open it"), variant="primary")
        go.clicked.connect(lambda: open_address(QUrl(address)))
        go.clicked.connect(sheet.close_sheet)
        row.addWidget(go)
    sheet.body.addLayout(row)
    sheet.closed.connect(sheet.deleteLater)
    sheet.open_sheet(stay)
    return sheet


def _say(sheet: Sheet, address: str, reads: str, warnings: list[str], *, allowed: bool) -> None:
    """The address, and what a person should know of it."""
    shown = "\u200b".join(
        address[at : at + _BREAK_AFTER] for at in range(0, min(len(address), _LONGEST), _BREAK_AFTER)
    )
    target = Label(shown, mono=True, wrap=True)
    target.setAccessibleName(tr("Address: {address}", address=address[:_LONGEST]))
    sheet.body.addWidget(target)
    if reads:
        sheet.body.addWidget(Label(tr("The site reads “{reads}”.", reads=reads), tone="text2", wrap=True))
    for warning in warnings:
        sheet.body.addWidget(NoticeBar(warning, "warn"))
    why = (
        tr("The content of a task names this address. Your browser would open it; the task stays as it is.")
        if allowed
        else tr(
            "It is written like a link to a place inside hdclient. Only guidelines and what reviewers say lead there;"
            " the content of a task leads nowhere by itself."
        )
        if is_inside(address)
        else tr("hdclient opens only web and mail addresses. The address is shown so that you can judge it.")
    )
    sheet.body.addWidget(Label(why, tone="text2", wrap=True))
    sheet.body.addStretch(1)
