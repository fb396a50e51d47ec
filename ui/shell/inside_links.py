"""Where a link that stays inside the program leads: a task, a rule, a submission. One that leads nowhere is told."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hdclient.content.deep_links import read_link
from hdclient.words import tr
from ui.components.buttons import Button
from ui.components.labels import Label
from ui.components.sheet import Sheet
from ui.shell.navigator import Navigator

_LONGEST = 300


def follow(over: QWidget, navigator: Navigator, show_rule: Callable[[str, str], bool], address: str) -> None:
    """Goes there. Nothing outside the program is ever opened. `show_rule` (rule, campaign): False, it is not here."""
    link = read_link(address)
    if link is None:
        explain(over, address)
    elif link.kind == "task":
        navigator.open_soon(link.id)
    elif link.kind == "submission":
        navigator.look_at(link.id, link.revision)
    elif not show_rule(link.id, link.campaign):
        explain(over, address)


def explain(over: QWidget, address: str) -> Sheet:
    """A link to a place inside hdclient that there is not, or not on this computer."""
    sheet = Sheet(over, tr("This link leads nowhere here"), QSize(560, 240))
    target = Label(address[:_LONGEST], mono=True, wrap=True)
    target.setAccessibleName(tr("Address: {address}", address=address[:_LONGEST]))
    sheet.body.addWidget(target)
    words = tr(
        "It is meant for a place inside hdclient: a task, a rule or a submission. This one is written in a way that"
        " hdclient does not know, or what it names is not on this computer."
    )
    sheet.body.addWidget(Label(words, tone="text2", wrap=True))
    sheet.body.addStretch(1)
    stay = Button(tr("Stay here"), key="Esc")
    stay.clicked.connect(sheet.close_sheet)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(stay)
    sheet.body.addLayout(row)
    sheet.closed.connect(sheet.deleteLater)
    sheet.open_sheet(stay)
    return sheet
