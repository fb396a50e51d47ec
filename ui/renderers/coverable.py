"""A view that shows nothing of its content while that is covered: what stands in its place, and when it goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from hdclient.model.content import ContentBlock

if TYPE_CHECKING:
    from ui.renderers.covering import CoverCard, Covering


class Coverable(QStackedWidget):
    """`_take` gets what may be known of the content: nothing while it is covered."""

    measured = Signal()
    """What can be counted of the content may be another now: it has been prepared, covered or uncovered."""

    def __init__(self, name: str, covering: Covering | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._covering = covering
        self._given: tuple[ContentBlock, ...] = ()
        self._blocks: tuple[ContentBlock, ...] = ()  # what may be known of it
        self._card: CoverCard | None = None
        self._wants_raw = False
        if covering is not None:
            covering.changed.connect(self._covering_changed)

    def set_blocks(self, blocks: Sequence[ContentBlock]) -> None:
        """What will be shown; of what is covered, nothing is known here until it is asked for."""
        self._given = tuple(blocks)
        self._take(self._allowed())
        self._cover()

    def given(self) -> tuple[ContentBlock, ...]:
        """What was given, covered or not: to name it, not to show it."""
        return self._given

    def is_covered(self) -> bool:
        """Whether a cover stands here, and nothing of the content is in any widget."""
        return self._card is not None

    def show_now(self) -> None:
        """Shows what was taken."""
        raise NotImplementedError

    def set_raw(self, raw: bool) -> None:
        """Shows the source, or the rendered content."""
        raise NotImplementedError

    def _take(self, blocks: tuple[ContentBlock, ...]) -> None:
        """Keeps it as `_blocks`, and forgets all that was known of what was there before."""
        raise NotImplementedError

    def _home(self) -> QWidget:
        """What has the keyboard while nothing is covered."""
        raise NotImplementedError

    def _allowed(self) -> tuple[ContentBlock, ...]:
        return self._given if self._covering is None else self._covering.allowed(self._given)

    def _covering_changed(self) -> None:
        covered = self._covering is not None and self._covering.covers(self._given)
        if covered == self.is_covered() and self._allowed() == self._blocks:
            if self._card is not None:
                self._card.refresh()
                self.measured.emit()  # what stands on the cover may need more room
            return
        focused = self.isAncestorOf(self.window().focusWidget() or self)
        self._take(self._allowed())
        self._cover()
        self.show_now()
        if self._card is None and self._wants_raw:
            self.set_raw(True)
        self.measured.emit()
        if focused:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cover(self) -> None:
        """Puts the cover up or away, as it should be."""
        covering = self._covering
        wanted = covering is not None and covering.covers(self._given)
        if wanted and self._card is None and covering is not None:
            from ui.renderers.covering import CoverCard  # start-up: few tasks have one

            self._card = CoverCard(self._name, self._given, covering, self)
            self.addWidget(self._card)
            self.setCurrentWidget(self._card)
            self.setFocusProxy(self._card)
        elif not wanted and self._card is not None:
            self.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
            self._card = None
            self.setCurrentWidget(self._home())
            self.setFocusProxy(self._home())
