"""What the two pages of known answers share: a campaign, the list of its cases, and the one at hand beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from hdclient.events import CampaignsChanged
from ui import theme
from ui.components.scrolling import scroll_area
from ui.pages import known_words as words
from ui.pages.campaign_choice import CampaignChoice
from ui.pages.grouped_list import GroupedList
from ui.pages.page import Page
from ui.pages.welcome import centred

MOST_WIDE = 1080
ONE_COLUMN_BELOW = 760


class CasePage(Page):
    """Subclasses say which campaigns there are, ask the platform, and read what is here of the chosen one."""

    news: tuple[type, ...] = ()
    """The events after which it is read again."""

    def __init__(self, cases: GroupedList) -> None:
        super().__init__()
        self._campaign = ""
        self.choice = CampaignChoice()
        self.choice.value_changed.connect(self._choose)
        self.list = cases
        self._two = QBoxLayout(QBoxLayout.Direction.LeftToRight)

    def _lay_out(self, name: str, above: Sequence[QWidget], cases: Sequence[QWidget], empty: QWidget) -> None:
        """One of `cases` stands beside the list; `empty` where there is none."""
        self._two.setSpacing(theme.px(16))
        self._two.addWidget(self.list, 0, Qt.AlignmentFlag.AlignTop)
        for widget in cases:
            self._two.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        for widget in (self.choice, *above):
            column.addWidget(widget)
        column.addLayout(self._two)
        column.addWidget(empty)
        column.addStretch(1)
        self._area = scroll_area(centred(inner, MOST_WIDE), name)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)

    # For subclasses

    def _campaigns(self) -> Sequence[tuple[str, str]]:
        raise NotImplementedError

    def _ask(self) -> None:
        raise NotImplementedError

    def _read(self) -> None:
        raise NotImplementedError

    # What the shell asks

    def entered(self) -> None:
        self.timer_changed.emit("")
        self._read_campaigns()
        self._ask()
        self._read()
        self.focus_home()

    def refresh(self, event: object) -> None:
        if isinstance(event, CampaignsChanged):
            self._read_campaigns()
        if isinstance(event, self.news):
            self._read()

    # Showing

    def _read_campaigns(self) -> None:
        self._campaign = self.choice.offer(self._campaigns(), self._campaign)

    def _choose(self, value: object) -> None:
        self._campaign = str(value)
        self._ask()
        self._read()

    def _open_rule(self, rule: str) -> None:
        self.inside_requested.emit(words.rule_address(self._campaign, rule))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def theme_changed(self) -> None:
        """Sizes of now."""
        self._arrange()

    def _arrange(self) -> None:
        """The list beside the case where there is room, above it where there is not."""
        narrow = self.width() < theme.px(ONE_COLUMN_BELOW)
        directions = QBoxLayout.Direction
        self._two.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        self.list.fit(narrow=narrow)
