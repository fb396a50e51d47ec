"""Code of two responses, or the two sides of a patch, line beside line, over the whole window until Esc or L."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hdclient.content.tree import Code, Diff
from hdclient.content.two_columns import Sides, code_parts, sides_of_code, sides_of_patch
from hdclient.words import tr, trn
from ui import keymap
from ui.components.badges import SlotBadge
from ui.components.buttons import IconButton
from ui.components.errand import Check, Errand
from ui.components.labels import Label
from ui.components.sheet import Sheet
from ui.key_names import names_of
from ui.pages.find_in_sheet import FindInSheet
from ui.pages.searched import InLines
from ui.renderers.aligned_rows import AlignedRows, aligned_rows
from ui.renderers.aligned_view import AlignedView

if TYPE_CHECKING:
    from ui.pages.panes import ResponsePane

# What counts here besides the keys that these actions have in a task.
_NEXT, _PREVIOUS = "N", "P"


class AlignedSheet(Sheet):
    """`make` gives the sides; it runs outside the GUI thread."""

    def __init__(
        self,
        over: QWidget,
        title: str,
        names: tuple[str, str],
        letters: tuple[str, str],
        make: Callable[[Check], Sides],
    ) -> None:
        super().__init__(over, title, QSize(10_000, 10_000))
        self.view = AlignedView(names)
        self.count = Label(tr("Comparing …"), tone="text2", wrap=True)
        self.head.insertWidget(1, self.count)
        for place, icon, name, key, step in (
            (2, "up", tr("Previous difference"), _PREVIOUS, -1),
            (3, "down", tr("Next difference"), _NEXT, 1),
        ):
            button = IconButton(icon, name, key=key)
            button.clicked.connect(lambda _=False, by=step: self.view.step(by))
            self.head.insertWidget(place, button)
        titles = QHBoxLayout()
        for name, letter in zip(names, letters, strict=True):
            half = QHBoxLayout()
            if letter:
                half.addWidget(SlotBadge(letter))
            half.addWidget(Label(name, "ui", strong=True))
            half.addStretch(1)
            titles.addLayout(half, 1)
        self.body.addLayout(titles)
        self.body.addWidget(self.view, 1)
        self.find = self._make_find(names)
        self.view.stepped.connect(
            lambda at, of: self.count.setText(tr("Difference {at:,} of {of:,}", at=at, of=of))
        )
        self.closed.connect(self.view.give_up)
        self.closed.connect(self.deleteLater)
        self.errand = Errand(self)
        self.errand.run(lambda check: aligned_rows(make(check), check), self._show)
        self.open_sheet(self.view.columns[0])

    def _make_find(self, names: tuple[str, str]) -> FindInSheet:
        find = FindInSheet(
            self, [InLines(one, name) for one, name in zip(self.view.columns, names, strict=True)]
        )
        for column in self.view.columns:
            column.loaded.connect(find.again)
        return find

    def _show(self, rows: object) -> None:
        assert isinstance(rows, AlignedRows)
        self.view.show_rows(rows)
        count = len(rows.changes)
        words = trn("{count:,} difference", "{count:,} differences", count)
        self.count.setText(words if count else tr("No difference"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        names, keys = names_of(event), keymap.current().keys
        if self.find.take(event):
            pass
        elif any(name in (_NEXT, *keys("compare.next")) for name in names):
            self.view.step(1)
        elif any(name in (_PREVIOUS, *keys("compare.previous")) for name in names):
            self.view.step(-1)
        elif any(name in ("Esc", *keys("compare.aligned")) for name in names):
            self.close_sheet()
        event.accept()


def open_aligned(over: QWidget, pane: ResponsePane, partner: ResponsePane | None) -> AlignedSheet | str:
    """The sheet for the patch of this response, or for its code beside its partner's; or why there is none."""
    parts = list(code_parts(pane.content.tree()))
    name = tr("Response {letter}", letter=pane.letter) if pane.letter else tr("The response")
    patch = [part for part in parts if isinstance(part, Diff)]
    if patch:
        return AlignedSheet(
            over,
            tr("The patch of Response {letter}", letter=pane.letter) if pane.letter else tr("The patch"),
            (tr("Before"), tr("After")),
            ("", ""),
            lambda check: sides_of_patch(patch, check),
        )
    code = _code(parts)
    if not code:
        return tr("{name} has no code and no patch", name=name)
    if partner is None:
        return tr("There is no other response to put beside it")
    other = _code(list(code_parts(partner.content.tree())))
    if not other:
        return tr("Response {letter} has no code to put beside it", letter=partner.letter)
    first, second = (pane, partner) if pane.letter < partner.letter else (partner, pane)
    left, right = (code, other) if first is pane else (other, code)
    return AlignedSheet(
        over,
        tr("Code, line beside line"),
        (tr("Response {letter}", letter=first.letter), tr("Response {letter}", letter=second.letter)),
        (first.letter, second.letter),
        lambda check: sides_of_code(left, right, check),
    )


def _code(parts: Sequence[Code | Diff]) -> list[Code]:
    return [part for part in parts if isinstance(part, Code)]
