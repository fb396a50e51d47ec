"""Rework, three ways: what was sent, what the reviewer would have, what stands there now; and what is left to do.

Changes are taken one by one into the open draft, where one undo takes each back; comments are ticked off.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from hdclient.errors import HdError
from hdclient.model.review import MarkState
from hdclient.session.rework import Rework, Suggested, ThreeWays
from hdclient.words import tr, trn
from ui import theme
from ui.components.announce import announce
from ui.components.badges import Chip
from ui.components.buttons import Button
from ui.components.card import Card
from ui.components.labels import Label
from ui.components.sheet import Sheet
from ui.components.tracked_text import TrackedText
from ui.pages.margin_card import SEVERITIES
from ui.pages.review_words import MARKS

if TYPE_CHECKING:
    from ui.pages.open_task import OpenTask

NARROW = 900
MEANWHILE = tr("You have changed these words since: change them by hand.")


class ThreeWaySheet(Sheet):
    """Over the workspace, of the open task. What is taken is in the task's own fields at once."""

    def __init__(self, over: QWidget, task: OpenTask, rework: Rework) -> None:
        super().__init__(over, tr("Mine, the reviewer’s, now"), QSize(1100, 760), hugs=True)
        self._task, self.rework = task, rework
        self.left = Label("", tone="text2", wrap=True)
        self.body.addWidget(self.left)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(12))
        self.body.addLayout(self._column)
        self.area = self.scrolled(tr("What changed, question by question"))
        self.area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.closed.connect(self.deleteLater)
        self.buttons: dict[str, Button] = {}
        self._fill()
        self.open_sheet(next(iter(self.buttons.values()), self.area))

    # What is shown

    def _fill(self) -> None:
        before, here = list(self.buttons), self.window().focusWidget()
        at = next((n for n, name in enumerate(before) if self.buttons[name] is here), None)
        self.buttons = {}
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        suggestions = self.rework.suggestions()
        for way in self.rework.ways():
            own = [one for one in suggestions if one.question == way.question]
            if way.differs() or own:
                self._column.addWidget(self._question(way, own))
        comments = self.rework.comments()
        if comments:
            self._column.addWidget(self._comments())
        open_ones = sum(one.state is MarkState.OPEN for one in suggestions) + sum(not d for _, d in comments)
        self.left.setText(
            trn("{count} thing is still open.", "{count} things are still open.", open_ones)
            if open_ones
            else tr("Nothing is open any more: everything was taken over, declined or marked as done.")
        )
        if at is not None:  # what was pressed may be gone: on to what comes next
            name = next((one for one in [*before[at:], *before] if one in self.buttons), "")
            self.buttons.get(name, self.area).setFocus(Qt.FocusReason.OtherFocusReason)

    def _question(self, way: ThreeWays, own: list[Suggested]) -> Card:
        card = Card(padding=14, spacing=10, ground="window")
        card.body.addWidget(Label(way.title, strong=True, wrap=True))
        grid = QGridLayout()
        grid.setSpacing(theme.px(10))
        columns = [
            (tr("Mine, revision {revision}", revision=self.rework.revision), way.mine, way.mine),
            (tr("The reviewer’s"), way.theirs or way.mine, way.mine),
            (tr("Now"), way.stands, way.mine),
        ]
        narrow = self._over_width() < theme.px(NARROW)
        for number, (title, words, before) in enumerate(columns):
            if number == 1 and not way.theirs:
                title = tr("The reviewer’s: nothing else")
            place = (2 * number, 0) if narrow else (0, number)
            grid.addWidget(Label(title, "caption", "text3", strong=True, wrap=True), *place)
            text = TrackedText(f"{way.title}, {title}", before, words)
            grid.addWidget(text, place[0] + 1, place[1])
            if not narrow:
                grid.setColumnStretch(number, 1)
        card.body.addLayout(grid)
        for one in own:
            card.body.addWidget(self._suggested(one))
        return card

    def _over_width(self) -> int:
        parent = self.parentWidget()
        return parent.width() if parent is not None else theme.px(NARROW)

    def _suggested(self, one: Suggested) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        words = _change_words(one)
        row.addWidget(Label(words, wrap=True), 1)
        if one.state is not MarkState.OPEN:
            row.addWidget(Chip(MARKS[one.state], "ok" if one.state is MarkState.TAKEN else "plain"))
        key = f"{one.target}:{one.hunk}"
        if one.can_take:
            self._add(row, f"take {key}", tr("Take over"), words, lambda: self._take(one))
        elif one.state is MarkState.OPEN:
            row.addWidget(Label(MEANWHILE, "caption", "err", wrap=True), 1)
        if one.state is MarkState.OPEN:
            self._add(
                row,
                f"decline {key}",
                tr("Decline"),
                words,
                lambda: self._do(lambda: self.rework.decline(one)),
            )
        return made

    def _comments(self) -> Card:
        card = Card(padding=14, spacing=8, ground="window")
        card.body.addWidget(Label(tr("Comments"), strong=True))
        for comment, done in self.rework.comments():
            made = QWidget()
            row = QHBoxLayout(made)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.px(8))
            row.addWidget(Chip(*SEVERITIES[comment.severity]))
            row.addWidget(Label(comment.text, wrap=True, tone="text3" if done else "text"), 1)
            if done:
                row.addWidget(Chip(tr("Done"), "ok", "done"))
            label = tr("Open again") if done else tr("Done")
            act = partial(self.rework.mark_done, comment.id, not done)
            self._add(row, f"done {comment.id}", label, comment.text, partial(self._do, act))
            card.body.addWidget(made)
        return card

    def _add(self, row: QHBoxLayout, key: str, label: str, about: str, act: Callable[[], None]) -> None:
        button = Button(label, small=True)
        button.setAccessibleName(tr("{label}: {about}", label=label, about=about))
        button.clicked.connect(lambda _checked=False: act())
        row.addWidget(button)
        self.buttons[key] = button

    # Doing

    def _take(self, one: Suggested) -> None:
        def take() -> None:
            if self.rework.take(one):
                self._task.show_all(one.question)
            else:
                announce(self, MEANWHILE)

        self._do(take)

    def _do(self, act: Callable[[], object]) -> None:
        try:
            act()
        except HdError as error:
            self.left.setText(str(error))
            announce(self, str(error))
            return
        self._fill()
        announce(self, self.left.text())


def _change_words(one: Suggested) -> str:
    before, after = one.before.strip(), one.after.strip()
    if not before:
        return tr("“{after}” is put in", after=after)
    if not after:
        return tr("“{before}” is taken out", before=before)
    return tr("“{before}” becomes “{after}”", before=before, after=after)
