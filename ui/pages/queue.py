"""The queue: what to go on with, the campaigns, what needs attention, what reviewers said.

It reads one projection and shows it anew when that has changed; it never moves under the cursor for less. Many rows are
built in several turns: until all are made, the old ones are seen, or the first ones alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from hdclient.events import CampaignsChanged
from hdclient.model.submission import SubmissionState
from hdclient.session.views import AttentionView, QueueView
from hdclient.words import tr
from ui import theme
from ui.components.scrolling import lay_out_now, scroll_area
from ui.components.steps import Steps, lay_out
from ui.pages.page import Heading, Page, tried
from ui.pages.queue_columns import Acts, QueueColumns
from ui.pages.queue_rows import FeedbackItem, side_width

if TYPE_CHECKING:
    from hdclient.session.desk import Desk
    from ui.pages.rule_names import RuleNames
    from ui.renderers.trees import Trees

MakeTrees: TypeAlias = "Callable[[QObject], Trees]"
ONE_COLUMN_BELOW = 860
MOST_WIDE = 1180
AT_ONCE = 8
"""So many rows are built in a turn, and shown at once the first time."""
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
        self._inner = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._inner)
        self._shown: QueueColumns | None = None
        self._steps = Steps(self)
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
        if not self._rows():
            return {}
        return {
            "queue.open": self._open,
            "queue.next": lambda: self._step(1),
            "queue.previous": lambda: self._step(-1),
            "came_back": self._came_back,
        }

    def regions(self) -> tuple[QWidget, ...]:
        return tuple(list(self._rows().values())[:1])

    def focus_home(self) -> None:
        row = self._focused()
        if row:
            return
        first = next(iter(self._rows().values()), None)
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
        self._read()
        if isinstance(event, CampaignsChanged):
            self._rules_named()

    # Showing

    def _read(self) -> None:
        view = self._desk.queue()
        if view == self._view:
            return
        self._view = view
        self._steps.begin(self._build(view))

    def _build(self, view: QueueView) -> Iterator[None]:
        rows = len(view.attention) + len(view.campaigns) + len(view.feedback)
        if self._shown is None and rows > AT_ONCE:
            begun = self._columns_of_now()
            deque(islice(begun.fill(view, self._preview, self._desk.person), AT_ONCE), 0)
            self._put(begun)
            yield
        made = self._columns_of_now()
        try:
            for number, _ in enumerate(made.fill(view, self._preview, self._desk.person), 1):
                if number % AT_ONCE == 0:
                    self._lay_out(made)
                    yield
            self._put(made)
        finally:
            if self._shown is not made:
                made.remove()

    def _columns_of_now(self) -> QueueColumns:
        acts = Acts(
            open_task=self.open_requested.emit,
            explain=self._explain,
            attend=self._attend,
            read=self._read_feedback,
            rework=self._rework,
            mark_read=self._mark_read,
            rule_title=self._rule_title,
            do=self.action_requested.emit,
        )
        return QueueColumns(self._inner, acts)

    def _put(self, made: QueueColumns) -> None:
        """In the place of what is shown: who works there finds the row and the place again."""
        chosen, at, before = self._focused(), self._area.verticalScrollBar().value(), self._shown
        focus = self.window().focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self._shown = made
        if before is not None:
            self._columns.removeWidget(before.main)
            self._columns.removeWidget(before.side)
            before.remove()
        self._columns.addWidget(made.main, 1, Qt.AlignmentFlag.AlignTop)
        self._columns.addWidget(made.side, 0, Qt.AlignmentFlag.AlignTop)
        self._arrange()
        # Else the layout would show them a little later, and count them as nothing until then.
        made.main.show()
        made.side.show()
        if before is None:
            return
        if chosen in made.rows:
            made.rows[chosen].setFocus(Qt.FocusReason.OtherFocusReason)
        elif had_focus:  # what had it is gone, and Qt would send it out of the page
            self.focus_home()
        lay_out_now(self._area)
        self._area.verticalScrollBar().setValue(at)
        if self._minute.isActive():
            self._tell_expected()

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
        if self._shown is not None:
            side = self._shown.side
            side.setMinimumWidth(0 if narrow else side_width(self.width()))
            side.setMaximumWidth(16777215 if narrow else side_width(self.width()))

    def _lay_out(self, made: QueueColumns) -> None:
        """As wide as what it takes the place of: little is left to do when it is seen."""
        if self._shown is not None:
            for new, old in ((made.main, self._shown.main), (made.side, self._shown.side)):
                new.resize(old.width(), max(0, new.heightForWidth(old.width())))
                lay_out(new)

    # Doing

    def _focused(self) -> str:
        """The row that the keyboard goes to; while another window is at the front, the one it will come back to."""
        focus = self.window().focusWidget()
        return next((key for key, row in self._rows().items() if row is focus), "")

    def _rows(self) -> dict[str, QPushButton]:
        return self._shown.rows if self._shown is not None else {}

    def _open(self) -> None:
        rows = self._rows()
        rows[self._focused() or next(iter(rows))].click()

    def _step(self, by: int) -> None:
        self._steps.finish()  # the next row may not be there yet
        rows = self._rows()
        keys = list(rows)
        chosen = self._focused()
        at = max(0, min(len(keys) - 1, keys.index(chosen) + by)) if chosen else 0
        row = rows[keys[at]]
        row.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._tell_expected()
        self._area.ensureWidgetVisible(row, 0, 24)

    def _tell_expected(self) -> None:
        """Which task Enter would open now."""
        if self._shown is not None:
            key = self._focused() or next(iter(self._shown.rows), "")
            self.expected.emit(self._shown.leads.get(key, ""))

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
