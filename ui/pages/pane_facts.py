"""What is to be known of a text and cannot be seen in it: hidden characters. Neutral words, beside its title."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hdclient.content.hidden import tally
from ui import theme
from ui.components.buttons import ChipButton
from ui.renderers.content_view import ContentView

_KINDS_NAMED = 8


def count_of(content: ContentView) -> str:
    """ "3 hidden characters"; empty when there are none."""
    found, whole = content.hidden()
    if not found and whole:
        return ""
    noun = "hidden character" if len(found) == 1 and whole else "hidden characters"
    return f"{len(found):,} {noun}" if whole else f"{len(found):,} or more {noun}"


def told_hidden(contents: Sequence[ContentView]) -> str:
    """What was found and is shown now, in one sentence."""
    if not any(content.reveals() for content in contents):
        return "Hidden characters are hidden again"
    counts = [f"{count_of(one)} in {one.accessibleName()}" for one in contents if count_of(one)]
    return "; ".join(counts) if counts else "There are no hidden characters in this task"


class PaneFacts(QWidget):
    """Chips that are there only when they have something to say."""

    hidden_asked = Signal(bool)
    """The chip was pressed: hidden characters are to be shown, or not."""

    def __init__(self, content: ContentView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._short = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        self.hidden: ChipButton | None = None
        if count_of(content):
            self.hidden = ChipButton(count_of(content))
            self.hidden.setToolTip(_kinds(content))
            self.hidden.clicked.connect(lambda: self.hidden_asked.emit(not content.reveals()))
            row.addWidget(self.hidden)
            content.reveals_changed.connect(self._tell)
            self._tell()
        self.setVisible(self.says_something())

    def says_something(self) -> bool:
        """Whether there is a chip."""
        return self.hidden is not None

    def set_short(self, short: bool) -> None:
        """Fewer words, for a narrow pane."""
        if short != self._short and self.hidden is not None:
            self._short = short
            self._tell()

    def _tell(self) -> None:
        if self.hidden is None:
            return
        whole = count_of(self._content)
        words = whole.replace(" characters", "").replace(" character", "") if self._short else whole
        self.hidden.set_state(words, "accent" if self._content.reveals() else "plain")
        verb = "Hide" if self._content.reveals() else "Show"
        self.hidden.setAccessibleName(f"{verb} {whole} in {self._content.accessibleName()}")


def _kinds(content: ContentView) -> str:
    """What they are, the most frequent first, for a tool tip."""
    kinds = tally(content.hidden()[0])
    lines = [f"{count:,} × {name} ({label})" for label, name, count in kinds[:_KINDS_NAMED]]
    if len(kinds) > _KINDS_NAMED:
        lines.append(f"and {len(kinds) - _KINDS_NAMED} other kinds")
    return "\n".join(lines)
