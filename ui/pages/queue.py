"""The queue: what to go on with, the campaigns, what needs attention, what reviewers said.

It reads one projection and shows it anew when that has changed; it never moves under the cursor for less.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from hdclient.events import CampaignsChanged
from hdclient.model.submission import SubmissionState
from hdclient.session.views import AttentionView, QueueView
from hdclient.words import tr
from ui import theme
from ui.components.buttons import Button
from ui.components.card import Card, Divider
from ui.components.empty import EmptyState
from ui.components.scrolling import lay_out_now, scroll_area
from ui.pages import queue_words as words
from ui.pages.page import Heading, Page, tried
from ui.pages.queue_rows import (
    AttentionRow,
    CampaignRow,
    ContinueCard,
    FeedbackItem,
    TodayCard,
    section,
    side_width,
)

if TYPE_CHECKING:
    from hdclient.model.person import Person
    from hdclient.session.desk import Desk
    from ui.pages.rule_names import RuleNames
    from ui.renderers.trees import Trees

MakeTrees: TypeAlias = "Callable[[QObject], Trees]"
ONE_COLUMN_BELOW = 860
MOST_WIDE = 1180
MINUTE_MS = 60_000
"""How often the time that is left is looked at. It changes in steps of five minutes and more."""


class QueuePage(Page):
    """J and K walk the rows, Enter opens one, or the first where nothing is chosen."""

    scope = "queue"

    def __init__(self, desk: Desk, make_trees: MakeTrees, preview: str = "") -> None:
        """`make_trees`: where guidelines are prepared, whose rules reviewers name.

        `preview` is what it says in place of what comes next; empty: the work is real.
        """
        super().__init__()
        self._desk, self._preview = desk, preview
        self._make_trees = make_trees
        self._view: QueueView | None = None
        self._rows: dict[str, QPushButton] = {}
        self._leads: dict[str, str] = {}
        self._inner = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._inner)
        self._content: list[QWidget] = []
        self._area = scroll_area(self._inner, tr("Queue"))
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self._read)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)

    # What the shell asks

    def handlers(self) -> dict[str, Callable[[], None]]:
        if not self._rows:
            return {}
        return {
            "queue.open": self._open,
            "queue.next": lambda: self._step(1),
            "queue.previous": lambda: self._step(-1),
            "came_back": self._came_back,
        }

    def regions(self) -> tuple[QWidget, ...]:
        return tuple(list(self._rows.values())[:1])

    def focus_home(self) -> None:
        row = self._focused()
        if row:
            return
        first = next(iter(self._rows.values()), None)
        (first or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def entered(self) -> None:
        self.heading_changed.emit(Heading(title=tr("Queue")))
        self.timer_changed.emit("")
        self._read()
        self.focus_home()
        self._tell_expected()
        self._minute.start()

    def left(self) -> None:
        self._minute.stop()
        self.expected.emit("")

    def refresh(self, event: object) -> None:
        before = self._view
        self._read()
        if isinstance(event, CampaignsChanged):
            self._rules_named()
        if self._view is not before:
            self._tell_expected()

    # Showing

    def _read(self) -> None:
        view = self._desk.queue()
        if view == self._view:
            return
        chosen, at = self._focused(), self._area.verticalScrollBar().value()
        focus = self.window().focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        before, self._view = self._view, view
        self._show(view)
        if before is None:
            return
        if chosen in self._rows:
            self._rows[chosen].setFocus(Qt.FocusReason.OtherFocusReason)
        elif had_focus:  # what had it is gone, and Qt would send it out of the page
            self.focus_home()
        lay_out_now(self._area)
        self._area.verticalScrollBar().setValue(at)

    def _show(self, view: QueueView) -> None:
        for widget in self._content:
            self._columns.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._rows, self._leads = {}, {}
        self._content = [self._main_column(view), self._side_column(view)]
        self._columns.addWidget(self._content[0], 1, Qt.AlignmentFlag.AlignTop)
        self._columns.addWidget(self._content[1], 0, Qt.AlignmentFlag.AlignTop)
        self._arrange()
        if self.isVisible():
            # Else the layout would show them a little later, and count them as nothing until then.
            for widget in self._content:
                widget.show()

    def _main_column(self, view: QueueView) -> QWidget:
        column, layout = _column()
        row, task_id, begun = words.continue_row(view)
        if row is not None:
            card = ContinueCard(row, task_id, begun, self.open_requested.emit)
            self._rows["continue"] = card.button
            self._leads["continue"] = task_id
            layout.addWidget(card)
        else:
            layout.addWidget(self._nothing(view))
        if view.attention:
            layout.addLayout(section(tr("Needs your attention"), len(view.attention)))
            rows = [(f"attention {a.submission_id}", AttentionRow(a, self._attend)) for a in view.attention]
            layout.addWidget(self._list(rows))
        if view.campaigns:
            layout.addLayout(section(tr("Campaigns")))
            campaigns = [
                (f"campaign {c.campaign.id}", CampaignRow(c, self.open_requested.emit, self._explain))
                for c in view.campaigns
            ]
            layout.addWidget(self._list(campaigns))
            self._leads |= {key: row.view.next_task for key, row in campaigns}
        return column

    def _side_column(self, view: QueueView) -> QWidget:
        column, layout = _column()
        today = TodayCard(view)
        today.numbers.clicked.connect(lambda: self.action_requested.emit("go.mirror"))
        layout.addWidget(today)
        new = sum(not row.feedback.read for row in view.feedback)
        layout.addLayout(section(tr("Feedback"), new))
        card = Card(padding=12, spacing=4)
        if not view.feedback:
            card.body.addWidget(
                EmptyState(
                    "comment", tr("None yet"), tr("What reviewers say about your submissions is listed here.")
                )
            )
        for number, row in enumerate(view.feedback):
            if number:
                card.body.addWidget(Divider())
            item = FeedbackItem(row, self._read_feedback, self._rework, self._mark_read, self._rule_title)
            card.body.addWidget(item)
            for button in item.buttons:
                self._rows[f"feedback {row.feedback.submission_id} {button.label()}"] = button
        layout.addWidget(card)
        return column

    def _list(self, rows: list[tuple[str, AttentionRow]] | list[tuple[str, CampaignRow]]) -> Card:
        card = Card(padding=6, spacing=2)
        for key, row in rows:
            card.body.addWidget(row)
            self._rows[key] = row
        return card

    def _nothing(self, view: QueueView) -> Card:
        card = Card(padding=8)
        title, text = words.nothing_words(view, self._preview)
        if self._preview:
            card.body.addWidget(EmptyState("done", title, text))
            return card
        person = self._desk.person
        if person is not None and not person.labels:
            card.body.addWidget(self._elsewhere(person))
            return card
        look = Button(tr("Look now"), key="@sync.now", icon="sync")
        look.clicked.connect(lambda: self.action_requested.emit("sync.now"))
        icon = "done" if title == tr("All done") else "queue"
        card.body.addWidget(EmptyState(icon, title, text, [look]))
        self._rows["look"] = look
        return card

    def _elsewhere(self, person: Person) -> EmptyState:
        """For who is given no tasks: where their work is."""
        name, action = words.OF_REVIEWERS if person.reviews else words.OF_OPERATIONS
        way = Button(name, key=f"@{action}")
        way.clicked.connect(lambda: self.action_requested.emit(action))
        self._rows["elsewhere"] = way
        return EmptyState("queue", *words.ELSEWHERE, [way])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def theme_changed(self) -> None:
        """Sizes and spaces of now."""
        self._arrange()

    def _arrange(self) -> None:
        """Two columns where there is room, one below the other where there is not; never wider than reads
        well.
        """
        narrow = self.width() < theme.px(ONE_COLUMN_BELOW)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(direction)
        spare = max(0, self.width() - theme.px(MOST_WIDE))
        side, edge = theme.gap(24) + spare // 2, theme.gap(24)
        self._columns.setContentsMargins(side, edge, side, edge)
        self._columns.setSpacing(theme.gap(20))
        if len(self._content) == 2:
            side = self._content[1]
            side.setMinimumWidth(0 if narrow else side_width(self.width()))
            side.setMaximumWidth(16777215 if narrow else side_width(self.width()))

    # Doing

    def _focused(self) -> str:
        """The row that the keyboard goes to; while another window is at the front, the one it will come back to."""
        focus = self.window().focusWidget()
        return next((key for key, row in self._rows.items() if row is focus), "")

    def _open(self) -> None:
        key = self._focused() or next(iter(self._rows))
        self._rows[key].click()

    def _step(self, by: int) -> None:
        keys = list(self._rows)
        chosen = self._focused()
        at = max(0, min(len(keys) - 1, keys.index(chosen) + by)) if chosen else 0
        row = self._rows[keys[at]]
        row.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._tell_expected()
        self._area.ensureWidgetVisible(row, 0, 24)

    def _tell_expected(self) -> None:
        """Which task Enter would open now."""
        key = self._focused() or next(iter(self._rows), "")
        self.expected.emit(self._leads.get(key, ""))

    def _attend(self, row: AttentionView) -> None:
        if row.state is SubmissionState.ORPHANED:
            self._try(lambda: self._desk.put_away(row.submission_id))
        elif row.state is SubmissionState.QUEUED:
            self.action_requested.emit("sync.now")
        else:
            self._rework(row.submission_id)

    def _read_feedback(self, submission_id: str) -> None:
        self.feedback_requested.emit(submission_id, "")

    def _explain(self, campaign_id: str) -> None:
        self.explained_requested.emit(campaign_id, "")

    def _came_back(self) -> None:
        from ui.pages.came_back import CameBackSheet  # start-up

        CameBackSheet(self.window(), self._desk.came_back(), self._rules, self.feedback_requested.emit)

    @cached_property
    def _rules(self) -> RuleNames:
        """Made when a reviewer names one."""
        from ui.pages.rule_names import RuleNames  # start-up

        made = RuleNames(self._desk.guidelines, self._make_trees(self), self)
        made.changed.connect(self._rules_named)
        return made

    def _rule_title(self, rule: str, campaign_id: str) -> str:
        return self._rules.title(rule, campaign_id)

    def _rules_named(self) -> None:
        for item in self._inner.findChildren(FeedbackItem):
            item.say()

    def _rework(self, submission_id: str) -> None:
        self._try(lambda: self.open_requested.emit(self._desk.rework(submission_id)))

    def _mark_read(self, submission_id: str) -> None:
        self._try(lambda: self._desk.mark_read(submission_id))

    def _try(self, act: Callable[[], object]) -> None:
        tried(act, self.notice_requested.emit)


def _column() -> tuple[QWidget, QVBoxLayout]:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    return column, layout
