"""Where responses are read: side by side (1 to 4), or one at a time (3 to 9). Both are made from one list.

That list is the shown order; scales and keys are made from the same list. Must not know questions or sessions.
Everything is made where it belongs at once: Qt looks through all of what is put somewhere else later.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from hdclient.model.task import Candidate
from ui import theme
from ui.components.buttons import Button
from ui.pages.comparing import Comparing
from ui.pages.panes import ResponsePane
from ui.pages.together import Together
from ui.renderers.content_view import ContentSources

THREE_COLUMNS = 1220
"""Pixels of the stage from which on three responses stand side by side: a window of about 1360."""
HANDLE = 12


class Stage(QWidget):
    """What both kinds share: panes in reading order, of which one is current."""

    turned = Signal(str)
    """Another candidate is current now."""

    def __init__(
        self,
        candidates: Sequence[Candidate],
        letters: Sequence[str],
        sources: ContentSources,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._wanted = list(zip(candidates, letters, strict=True))
        self._sources = sources
        self.panes: list[ResponsePane] = []
        self._current = 0

    def build(self) -> Iterator[None]:
        """Makes the panes, in steps: a new stage has none."""
        for number, (candidate, letter) in enumerate(self._wanted):
            pane = ResponsePane(candidate.id, letter, self._home(number))
            yield
            pane.fill(candidate.content, self._sources)
            self.panes.append(pane)
            yield
        self.comparing = Comparing(self.panes, self)
        self._put_together()

    def _home(self, number: int) -> QWidget:
        """What the pane of this number is in."""
        raise NotImplementedError

    def _put_together(self) -> None:
        """All panes are there."""
        raise NotImplementedError

    def pane_of(self, candidate_id: str) -> ResponsePane | None:
        """The pane of this candidate."""
        return next((pane for pane in self.panes if pane.candidate_id == candidate_id), None)

    def current(self) -> ResponsePane | None:
        """The pane that keys act on."""
        return self.panes[self._current] if self.panes else None

    def turn_to(self, candidate_id: str, *, focus: bool = False) -> None:
        """Makes this candidate current; with `focus`, the keyboard goes there too."""
        for number, pane in enumerate(self.panes):
            if pane.candidate_id == candidate_id:
                changed = number != self._current
                self._current = number
                self._show_current()
                self.comparing.turn_to(candidate_id)
                if focus:
                    pane.content.setFocus(Qt.FocusReason.ShortcutFocusReason)
                if changed:
                    self.turned.emit(candidate_id)

    def _show_current(self) -> None:
        """The current pane is in sight."""

    def mark_focused(self, focused: QWidget | None) -> None:
        """Shows which pane has the keyboard; a pane that gets it becomes current."""
        for pane in self.panes:
            inside = focused is not None and pane.isAncestorOf(focused)
            pane.set_focused(inside)
            if inside:
                self.turn_to(pane.candidate_id)

    def set_preferred(self, candidate_id: str) -> None:
        """Marks the response that the answer calls better; "" marks none."""
        for pane in self.panes:
            pane.set_preferred(bool(candidate_id) and pane.candidate_id == candidate_id)


class PaneGrid(Stage):
    """1 to 4 panes side by side, with handles between them; or one of them alone."""

    def __init__(
        self,
        candidates: Sequence[Candidate],
        letters: Sequence[str],
        sources: ContentSources,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(candidates, letters, sources, parent)
        self._solo = False
        self._root = QSplitter(Qt.Orientation.Vertical, self)
        self._root.setHandleWidth(HANDLE)
        self._root.setChildrenCollapsible(False)
        self._shape = self._wanted_shape()
        self._rows = [self._new_row() for _ in self._shape]
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._root)

    def _new_row(self) -> QSplitter:
        row = QSplitter(Qt.Orientation.Horizontal, self._root)
        row.setHandleWidth(HANDLE)
        row.setChildrenCollapsible(False)
        return row

    def _home(self, number: int) -> QWidget:
        at = 0
        while number >= sum(self._shape[: at + 1]):
            at += 1
        return self._rows[at]

    def _put_together(self) -> None:
        self._together = Together(self.panes, self)
        self._share_evenly()

    def _share_evenly(self) -> None:
        """All panes of a row are as wide, all rows as high."""
        for row, count in zip(self._rows, self._shape, strict=True):
            row.setSizes([10_000] * count)
        # Also makes them shown by our own word: Qt would lay out and paint all of them anew at the first such word.
        self._show_current()
        self._root.setSizes([10_000] * len(self._shape))

    def _wanted_shape(self) -> tuple[int, ...]:
        """Panes per row."""
        count = len(self._wanted)
        if count == 3:
            return (3,) if self.width() >= theme.px(THREE_COLUMNS) else (2, 1)
        return (2, 2) if count == 4 else (count,)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three panes stand in one row if there is room."""
        super().resizeEvent(event)
        if self._wanted_shape() != self._shape and len(self.panes) == len(self._wanted):
            self._shape, old = self._wanted_shape(), self._rows
            self._rows = [self._new_row() for _ in self._shape]
            for number, pane in enumerate(self.panes):
                home = self._home(number)
                assert isinstance(home, QSplitter)
                home.addWidget(pane)
            for row in old:
                row.setParent(None)
                row.deleteLater()
            self._share_evenly()

    # One alone

    def is_solo(self) -> bool:
        """Whether only the current pane is shown."""
        return self._solo

    def set_solo(self, solo: bool) -> None:
        """Shows the current pane alone, or all."""
        if solo != self._solo and len(self.panes) > 1:
            self._solo = solo
            self._show_current()

    def flip(self) -> None:
        """While one is shown alone: the next one, in the same place at the same height."""
        if self._solo:
            before = self.panes[self._current].content
            focused = before.reader().hasFocus()
            after = self.panes[(self._current + 1) % len(self.panes)]
            after.content.set_fraction(before.fraction())
            self.turn_to(after.candidate_id, focus=focused)

    def _show_current(self) -> None:
        at = 0
        for row_number, count in enumerate(self._shape):
            members = self.panes[at : at + count]
            for number, pane in enumerate(members, at):
                pane.setVisible(not self._solo or number == self._current)
            row = self._root.widget(row_number)
            if row is not None:
                row.setVisible(any(not pane.isHidden() for pane in members))
            at += count

    # Scrolling together

    def scrolls_together(self) -> bool:
        """Whether scrolling one pane scrolls all."""
        return self._together.is_on()

    def set_together(self, together: bool) -> None:
        """Lets all panes follow the one that is scrolled."""
        self._together.set_on(together, self.current())


class ReaderStage(Stage):
    """One response at a time, with a letter for each above it: for rankings."""

    def __init__(
        self,
        candidates: Sequence[Candidate],
        letters: Sequence[str],
        sources: ContentSources,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(candidates, letters, sources, parent)
        self._stack = QStackedWidget(self)
        self._tabs: list[Button] = []

    def _home(self, number: int) -> QWidget:  # noqa: ARG002
        return self._stack

    def _put_together(self) -> None:
        strip = QHBoxLayout()
        strip.setSpacing(theme.px(6))
        for pane in self.panes:
            self._stack.addWidget(pane)
            tab = Button(pane.letter, small=True, checkable=True, parent=self)
            tab.setAccessibleName(f"Read Response {pane.letter}")
            tab.clicked.connect(lambda _=False, at=pane.candidate_id: self.turn_to(at))
            strip.addWidget(tab)
            self._tabs.append(tab)
        strip.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addLayout(strip)
        column.addWidget(self._stack, 1)
        self._show_current()

    def _show_current(self) -> None:
        focused = self._stack.currentWidget()
        inside = (
            focused is not None and focused.focusWidget() is not None and focused.focusWidget().hasFocus()
        )
        self._stack.setCurrentIndex(self._current)
        for number, tab in enumerate(self._tabs):
            tab.setChecked(number == self._current)
        pane = self.current()
        if inside and pane is not None:
            pane.content.setFocus(Qt.FocusReason.OtherFocusReason)
