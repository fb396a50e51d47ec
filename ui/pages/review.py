"""The reviews: what waits to be judged, and the one that is open. Offered to those who review.

The list and the open review are one page with two sets of keys; a blind review has those of the workspace until the
reviewer has judged. Must not know how anything is sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QWidget
from shiboken6 import isValid

from hdclient.errors import HdError
from hdclient.events import ReviewsChanged
from hdclient.model.review_item import ItemKind
from hdclient.model.said import SaidKind
from hdclient.words import tr
from ui.pages.left_behind import deal_with_left
from ui.pages.page import Heading, Notice, Page
from ui.pages.page_content import KeyboardFollower, Supply, listen
from ui.pages.review_facts import AUTHOR_GONE
from ui.pages.review_item import OpenReview
from ui.pages.review_keys import Handlers, blind_handlers, review_handlers, suggesting_handlers
from ui.pages.review_list import ReviewList
from ui.pages.review_words import KINDS, SENT_LATE
from ui.pages.rule_names import RuleNames

if TYPE_CHECKING:
    from hdclient.session.desk import Desk

JUDGED_HERE = (ItemKind.REVIEW, ItemKind.APPEAL)


class ReviewPage(Page):
    """`open_item` shows a review; Esc leads back to the list."""

    @property
    def scope(self) -> str:
        """The list, a review, or answering a question: those keys are the workspace's."""
        if self._review is None:
            return "reviews"
        return "workspace" if self._review.blind or self._review.writing.asks() else "review"

    def __init__(self, desk: Desk, supply: Supply | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._reviews = desk.reviewing
        self._sources = (supply or Supply()).sources(desk, self)
        self._names = RuleNames(desk.guidelines, self._sources.trees, self)
        self._review: OpenReview | None = None
        self._last_sent = ""
        self._news = False
        """Something has happened elsewhere, since what is open was begun."""
        self.list = ReviewList()
        self.list.open_asked.connect(self.open_item)
        self.list.step_asked.connect(self._deal_with)
        self.list.left_asked.connect(self._deal_with_left)
        self.list.fetch_asked.connect(lambda: self.action_requested.emit("sync.now"))
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.list)

    def review(self) -> OpenReview | None:
        """The open review; None while the list is shown."""
        return self._review

    # Opening and leaving

    def open_item(self, item_id: str) -> bool:
        """Opens a review. False: it cannot be opened, and a notice says why."""
        self.moved_on.emit()
        try:
            session = self._reviews.open(item_id)
        except HdError as error:
            self.notice_requested.emit(Notice(str(error), "warn", until="page"))
            return False
        before, self._review = self._review, None
        if before is not None:
            before.close_session()
            self.hold(before)
        self.opening.emit(
            self._opened(OpenReview(self._reviews, session, self._sources, self._names, self), before)
        )
        return True

    def _opened(self, review: OpenReview, before: OpenReview | None) -> Iterator[None]:
        """Built in steps; then it takes the place of the one before. Given up, it leaves the list."""
        self._news = False
        review.resize(self.size())
        self._names.look_at(review.session.campaign.id)
        try:
            yield from review.build()
            self._put(review)
        finally:
            for gone in (before, None if self._review is review else review):
                if gone is not None and isValid(gone):
                    self._discard(gone)
            if self._review is None and isValid(self):
                self._stack.setCurrentWidget(self.list)
        if self._news:
            self._hear(review)

    def _put(self, review: OpenReview) -> None:
        self._review, session = review, review.session
        review.said.connect(self.notice_requested)
        review.ended.connect(self._go_on)
        review.judged.connect(self._after_judging)
        review.next_asked.connect(self._go_to_next)
        view = review.view
        listen(self, view, self._sources.shelf)
        KeyboardFollower(view)
        if text := self._reviews.guideline(session.campaign.id):
            review.writing.editor.rule.fill(text, self._sources.trees)
        self._stack.addWidget(review)
        self._stack.setCurrentWidget(review)
        if self.isVisible():
            view.focus_home()
        self._tell_heading()

    def show_list(self) -> None:
        """Saves the open review and shows what waits."""
        before = self._review.session.item.id if self._review is not None else ""
        if before:
            self.moved_on.emit()
        self._let_go()
        self._read()
        self._stack.setCurrentWidget(self.list)
        row = self.list.rows.get(f"item {before}")
        if row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_home()
        self._tell_heading()

    def _let_go(self) -> None:
        if self._review is not None:
            review, self._review = self._review, None
            self._discard(review)

    def _discard(self, review: OpenReview) -> None:
        review.close_session()
        self._stack.removeWidget(review)
        review.hide()
        review.deleteLater()

    def _go_on(self, word: str, said_id: str) -> None:
        """After a decision: the next review at once, or the list."""
        assert self._review is not None
        self._last_sent = said_id
        following = self._reviews.next_item(self._review.session.item.id, kinds=JUDGED_HERE)
        if not (following and self.open_item(following)):
            self.show_list()
        tone = "info" if word == SENT_LATE else "ok"
        self.notice_requested.emit(Notice(word, tone, "review.undo", tr("Undo")))

    def _after_judging(self) -> None:
        self.notice_requested.emit(Notice(tr("Your judgement is kept"), "ok"))
        self._tell_heading()

    def _go_to_next(self) -> None:
        """What was judged comes back into the list when it has arrived."""
        assert self._review is not None
        following = self._reviews.next_item(self._review.session.item.id, kinds=JUDGED_HERE)
        if not (following and self.open_item(following)):
            self.show_list()

    def _undo_sent(self) -> None:
        """The decision that was sent last is a draft again, as long as it has not left this computer."""
        try:
            item_id = self._reviews.undo(self._last_sent)
        except HdError as error:
            self.notice_requested.emit(Notice(str(error)))
            return
        finally:
            self._last_sent = ""
        if item_id:
            self.open_item(item_id)
            self.notice_requested.emit(Notice(tr("The decision is a draft again")))

    def _deal_with(self, said_id: str, step: str) -> None:
        """What was refused is gone on with, in the way that was chosen."""
        try:
            if step == "send_comments":
                self._reviews.send_comments(said_id)
                self.notice_requested.emit(Notice(tr("The comments are on their way"), "ok"))
            elif step == "put_away":
                self._reviews.put_away(said_id)
            else:  # "carry_over", "open"
                self.open_item(self._reviews.carry_over(said_id))
        except HdError as error:
            self.notice_requested.emit(Notice(str(error), "err"))
        self._read()

    def _deal_with_left(self, item_id: str, step: str) -> None:
        self.notice_requested.emit(deal_with_left(self._reviews, item_id, step))
        self._read()

    # What the shell asks

    def handlers(self) -> Handlers:
        """Action id → what to do now."""
        undo: Handlers = {"review.undo": self._undo_sent} if self._last_sent else {}
        review = self._review
        if review is None:
            return {
                **undo,
                "reviews.open": self.list.press,
                "reviews.next": lambda: self.list.step(1),
                "reviews.previous": lambda: self.list.step(-1),
            }
        if review.blind:
            return blind_handlers(review) | {"leave": self.show_list}
        if review.writing.asks():
            return suggesting_handlers(review)
        own: Handlers = {"review.leave": self._leave, "review.newer": self._take_newer}
        return {**undo, **review_handlers(review), **own}

    def _leave(self) -> None:
        """Out of what is being written first, then back to the list."""
        if self._review is not None and self._review.writing.is_open():
            self._review.writing.finish()
        else:
            self.show_list()

    def regions(self) -> tuple[QWidget, ...]:
        """What F6 walks."""
        if self._review is not None:
            return self._review.regions()
        return tuple(list(self.list.rows.values())[:1])

    def focus_home(self) -> None:
        """Where work goes on."""
        if self._review is not None:
            self._review.go_home()
        elif not self.list.focused():
            row = next(iter(self.list.rows.values()), None)
            (row or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def entered(self) -> None:
        self.timer_changed.emit("")
        if self._review is None:
            self._read()
            self._stack.setCurrentWidget(self.list)
        self._tell_heading()
        self.focus_home()

    def left(self) -> None:
        """Everything is saved; what is covered is covered again."""
        review = self._review
        if review is not None:
            review.writing.finish()
            review.save()

    def refresh(self, event: object) -> None:
        """The list is read anew. An open review never changes under the cursor, unless the person waits for it."""
        if not isinstance(event, ReviewsChanged):
            return
        self._read()
        self._news = True
        review = self._review
        if review is not None and (not event.item_ids or review.session.item.id in event.item_ids):
            self._hear(review)

    def _hear(self, review: OpenReview) -> None:
        """There are news of the open one."""
        if review.blind and review.session.judgement_sent:
            self._show_submission(review)
        else:
            self._tell_news(review)

    def _show_submission(self, review: OpenReview) -> None:
        """The own judgement has arrived: what was answered comes into sight."""
        try:
            known = self._reviews.open(review.session.item.id)
        except HdError:
            return
        if not known.item.must_judge_first:
            self.open_item(review.session.item.id)
            self.notice_requested.emit(
                Notice(tr("This is what was answered; your judgement stands beside it"))
            )

    def _tell_news(self, review: OpenReview) -> None:
        """What has happened to the open review elsewhere, and what can be done."""
        item_id = review.session.item.id
        try:
            known = self._reviews.open(item_id)
        except HdError:
            return
        if known.state == "gone" and not review.session.read_only:
            words = tr("This review is no longer yours. What you wrote is kept in the list of reviews.")
            self.notice_requested.emit(Notice(words, "warn", until="page"))
        elif review.blind:
            return  # nothing of the submission was seen yet: after the judgement the newest comes into sight
        elif known.item.revision != review.session.item.revision and not review.session.read_only:
            words = tr("The trainer has sent a newer revision. Your comments are kept and looked for in it.")
            self.notice_requested.emit(
                Notice(words, "warn", "review.newer", tr("Review the newer one"), until="page")
            )
        elif known.item.author_gone and not review.session.item.author_gone:
            self.notice_requested.emit(Notice(AUTHOR_GONE, "warn", until="page"))

    def _take_newer(self) -> None:
        if self._review is not None:
            self.open_item(self._review.session.item.id)

    # Showing

    def _read(self) -> None:
        rows = self._reviews.queue(kinds=JUDGED_HERE)
        refused = [one for one in self._reviews.attention() if one.said.kind is not SaidKind.ADJUDICATION]
        left = [one for one in self._reviews.left_behind() if one.kind in JUDGED_HERE]
        self.list.show_rows(rows, refused, left)

    def _tell_heading(self) -> None:
        review = self._review
        if review is None:
            self.heading_changed.emit(Heading(title=tr("Reviews")))
            return
        session = review.session
        work = session.item.work
        self.heading_changed.emit(
            Heading(
                title=session.campaign.title,
                place=KINDS[session.item.kind],
                kind=tr("Judge first") if review.blind else "",
                campaign_id=session.campaign.id,
                guideline=work.guideline_version if work is not None else 0,
            )
        )
