"""The page on which differing answers are settled: one after the other, and the list with why each is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from hdclient.errors import HdError
from hdclient.events import ReviewsChanged
from hdclient.model.review_item import ItemKind, Outcome
from hdclient.model.said import SaidKind
from hdclient.words import tr, trn
from ui.pages.left_behind import deal_with_left
from ui.pages.open_adjudication import OpenAdjudication
from ui.pages.page import Heading, Notice, Page, tried
from ui.pages.page_content import KeyboardFollower, Supply, listen
from ui.pages.review_list import ReviewList
from ui.pages.review_words import SENT_LATE

if TYPE_CHECKING:
    from hdclient.session.desk import Desk

KINDS = (ItemKind.ADJUDICATION,)
Handlers = dict[str, Callable[[], None]]


class AdjudicationPage(Page):
    """Opens what waits first; Esc leads to the list, and from there to the page before."""

    @property
    def scope(self) -> str:
        """The list, or one of them."""
        return "adjudications" if self.item is None else "adjudicate"

    def __init__(self, desk: Desk, supply: Supply | None = None) -> None:
        super().__init__()
        self._reviews = desk.reviewing
        self._sources = (supply or Supply()).sources(desk, self)
        self.item: OpenAdjudication | None = None
        self._builds = False
        self._last_sent = ""
        self._from_elsewhere = False
        """It was asked for by its task: Esc leads back to where that was."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.list = ReviewList(
            heading=tr("To settle"),
            nothing=(
                tr("Nothing to settle"),
                tr("When answers to a task differ much, the platform gives it to you here."),
            ),
        )
        self.list.open_asked.connect(self.open_item)
        self.list.step_asked.connect(self._deal_with)
        self.list.left_asked.connect(self._deal_with_left)
        self.list.fetch_asked.connect(lambda: self.action_requested.emit("sync.now"))
        self._column.addWidget(self.list)

    # Opening and leaving

    def open_item(self, item_id: str) -> bool:
        """Opens an item. False: it cannot be opened, and a notice says why."""
        self.moved_on.emit()
        try:
            session = self._reviews.open_adjudication(item_id)
        except HdError as error:
            self.notice_requested.emit(Notice(str(error), "warn", until="page"))
            return False
        self._from_elsewhere = False
        before, self.item = self.item, None
        if before is not None:
            before.close_session()
            self.hold(before)
        self.opening.emit(self._opened(OpenAdjudication(session, self._sources, self), before))
        return True

    def _opened(self, item: OpenAdjudication, before: OpenAdjudication | None) -> Iterator[None]:
        """Built in steps; then it takes the place of the one before. Given up, it leaves the list."""
        item.resize(self.size())
        self._builds = True
        try:
            yield from item.build()
            self._put(item)
        finally:
            self._builds = False
            for gone in (before, None if self.item is item else item):
                if gone is not None and isValid(gone):
                    self._discard(gone)
            if isValid(self):
                self.list.setVisible(self.item is None)
        if self.isVisible():
            item.view.focus_home()
        self._tell_heading()

    def _put(self, item: OpenAdjudication) -> None:
        self.item = item
        item.said.connect(self.notice_requested)
        item.ended.connect(self._go_on)
        listen(self, item.view, self._sources.shelf)
        KeyboardFollower(item.view)
        if text := self._reviews.guideline(item.session.campaign.id):
            item.outcome.rule.fill(text, self._sources.trees)
        self._column.addWidget(item)
        item.show()

    def open_task(self, task_id: str) -> bool:
        """Opens the item of a task. False: it is not among what this person holds."""
        for row in self._reviews.queue(kinds=KINDS):
            try:
                session = self._reviews.open_adjudication(row.item_id)
            except HdError:
                continue
            found = session.task.id == task_id
            session.close()
            if found:
                self._from_elsewhere = self.open_item(row.item_id)
                return self._from_elsewhere
        return False

    def _let_go(self) -> None:
        if self.item is not None:
            item, self.item = self.item, None
            self._discard(item)

    def _discard(self, item: OpenAdjudication) -> None:
        item.close_session()
        self._column.removeWidget(item)
        item.hide()
        item.deleteLater()

    def _go_on(self, said_id: str) -> None:
        self._last_sent = said_id
        assert self.item is not None
        late = self.item.session.late
        following = self._reviews.next_item(self.item.session.item.id, kinds=KINDS)
        if not (following and self.open_item(following)):
            self.show_list()
        word, tone = (SENT_LATE, "info") if late else (tr("Settled"), "ok")
        self.notice_requested.emit(Notice(word, tone, "adjudicate.undo_sent", tr("Undo")))

    def show_list(self) -> None:
        """Saves what is open, and shows all that waits: why it is there, and how much people differ."""
        before = self.item.session.item.id if self.item is not None else ""
        if before:
            self.moved_on.emit()
        self._let_go()
        self._read()
        self.list.show()
        row = self.list.rows.get(f"item {before}")
        if row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_home()
        self._tell_heading()

    def _read(self) -> None:
        refused = [one for one in self._reviews.attention() if one.said.kind is SaidKind.ADJUDICATION]
        left = [one for one in self._reviews.left_behind() if one.kind is ItemKind.ADJUDICATION]
        self.list.show_rows(self._reviews.queue(kinds=KINDS), refused, left)

    def _leave(self) -> None:
        if self._from_elsewhere:
            self.back_requested.emit()
        else:
            self.show_list()

    def _deal_with(self, said_id: str, step: str) -> None:
        """What the platform did not take is opened again, or put away."""
        if step == "put_away":
            tried(lambda: self._reviews.put_away(said_id), self.notice_requested.emit)
        else:
            tried(lambda: self.open_item(self._reviews.carry_over(said_id)), self.notice_requested.emit)
        self._read()

    def _deal_with_left(self, item_id: str, step: str) -> None:
        self.notice_requested.emit(deal_with_left(self._reviews, item_id, step))
        self._read()

    def _undo_sent(self) -> None:
        try:
            item_id = self._reviews.undo(self._last_sent)
        except HdError as error:
            self.notice_requested.emit(Notice(str(error)))
            return
        finally:
            self._last_sent = ""
        if item_id and self.open_item(item_id):
            self.notice_requested.emit(Notice(tr("It is a draft again")))

    def _next(self) -> None:
        here = self.item.session.item.id if self.item is not None else ""
        following = self._reviews.next_item(here, kinds=KINDS)
        if following and following != here:
            self.open_item(following)
        else:
            self.notice_requested.emit(Notice(tr("Nothing else waits to be settled")))

    # What the shell asks

    def handlers(self) -> Handlers:
        found: Handlers = {"adjudicate.undo_sent": self._undo_sent} if self._last_sent else {}
        item = self.item
        if item is None:
            return {
                **found,
                "reviews.open": self.list.press,
                "reviews.next": lambda: self.list.step(1),
                "reviews.previous": lambda: self.list.step(-1),
                "adjudications.leave": self.back_requested.emit,
            }
        found |= {"back": self._leave, "adjudicate.next": self._next}
        return {
            **found,
            **{f"adjudicate.take.{n}": partial(item.take_number, n) for n in range(1, 10)},
            "adjudicate.take_all": item.take_all,
            "adjudicate.question.next": partial(item.step, 1),
            "adjudicate.question.previous": partial(item.step, -1),
            "adjudicate.final": partial(item.find, Outcome.FINAL),
            "adjudicate.both": partial(item.find, Outcome.BOTH_DEFENSIBLE),
            "adjudicate.bad": partial(item.find, Outcome.BAD_ITEM),
            "adjudicate.gap": partial(item.find, Outcome.GUIDELINE_GAP),
            "adjudicate.reason": lambda: item.outcome.reason.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "adjudicate.undo": item.undo,
            "adjudicate.redo": item.redo,
            "adjudicate.send": item.send,
        }

    def regions(self) -> tuple[QWidget, ...]:
        if self.item is not None:
            return self.item.regions()
        return tuple(list(self.list.rows.values())[:1])

    def focus_home(self) -> None:
        if self.item is not None:
            self.item.view.focus_home()
        elif not self.list.focused():
            row = next(iter(self.list.rows.values()), None)
            (row or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def entered(self) -> None:
        self.timer_changed.emit("")
        self._read()
        self._open_first()
        self._tell_heading()
        self.focus_home()

    def left(self) -> None:
        if self.item is not None:
            self.item.session.flush()

    def refresh(self, event: object) -> None:
        """What is open never changes under the cursor; the list is read anew."""
        if not isinstance(event, ReviewsChanged):
            return
        self._read()
        self._tell_heading()
        item = self.item
        if item is not None and (not event.item_ids or item.session.item.id in event.item_ids):
            self._tell_news(item)

    def _tell_news(self, item: OpenAdjudication) -> None:
        """The open one may have gone to somebody else."""
        try:
            known = self._reviews.open_adjudication(item.session.item.id)
        except HdError:
            return
        if known.state == "gone" and not item.session.read_only:
            words = tr("This item is no longer yours. Your words are kept here.")
            self.notice_requested.emit(Notice(words, "warn", until="page"))

    def _open_first(self) -> None:
        if self.item is None and not self._builds:
            first = self._reviews.next_item(kinds=KINDS)
            if first:
                self.open_item(first)

    def _tell_heading(self) -> None:
        waiting = len(self._reviews.queue(kinds=KINDS))
        if self.item is None:
            self.heading_changed.emit(Heading(title=tr("To settle")))
            return
        session = self.item.session
        version = session.campaign.guideline_version
        self.heading_changed.emit(
            Heading(
                title=session.campaign.title,
                place=trn("{count} to settle", "{count} to settle", waiting),
                kind=tr("Settle what people differ on"),
                campaign_id=session.campaign.id if version else "",
                guideline=version,
            )
        )
