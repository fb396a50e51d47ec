"""Review work both ways: what people have said goes out, once, by its id; items to judge come in.

Works for reviewers and trainers alike; trainers have no items. What the platform refuses stays here with its reason,
and the item waits again where there is something to do about it. Trouble with one of them stops nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

from hdclient.backends.base import reviewing_of
from hdclient.backends.reviewing import ReviewCalls
from hdclient.errors import BackendError, Forbidden, Refused, TooLarge
from hdclient.events import FeedbackArrived, OutboxChanged, ReviewsChanged
from hdclient.model.base import InvalidValue
from hdclient.model.person import Person, Role
from hdclient.model.review_item import ItemKind
from hdclient.model.said import CARE, Said, SaidKind
from hdclient.store.facts import PERSON, SAID_EPOCH
from hdclient.sync import retry
from hdclient.sync.context import SyncContext

MOST = 50
"""Said in one round."""
REFRESH_MS = 300_000
"""How often items are asked for without a reason."""
TRY_AGAIN_MS = 600_000
TAKES = "review.takes"
"""Setting: which kinds of items this person takes."""
_GONE = frozenset({"already-decided", "not-needed", "not-yours", "not-found"})
"""Refusals after which the item is no longer this person's."""


def kinds_taken(setting: object) -> tuple[ItemKind, ...]:
    """What a person has chosen to take; by default all kinds."""
    names = setting if isinstance(setting, list) else [kind.value for kind in ItemKind]
    return tuple(kind for kind in ItemKind if kind.value in names)


class ReviewSync:
    """Keeps in memory only when to ask again."""

    def __init__(self, context: SyncContext) -> None:
        self._context = context
        self._asked_at: dict[str, int] = {}
        self._not_before: dict[str, int] = {}

    def meet(self, epoch: str) -> None:
        """A platform that was restored from a backup may lack what it took: it is all said again, by the same ids."""
        store = self._context.store
        known = store.meta.get(SAID_EPOCH)
        if known == epoch or store.read_only:
            return
        with store.transaction():
            if known and store.said.again():
                self.moved()
            store.meta.set(SAID_EPOCH, epoch)

    # -- out --

    def push(self) -> int:
        """Sends what is due; stops at the first that finds no answer. Returns how many the platform has now."""
        calls, sent = reviewing_of(self._context.backend), 0
        if calls is None:
            return 0
        for said in self._context.store.said.due(MOST):
            if not self._context.store.said.take(said.id):
                continue
            self._context.crash("said.taken")
            try:
                calls.say(said)
            except ValidationError:
                self._refused(said, "invalid", "")
            except BackendError as error:
                if not _is_final(error):
                    self._back_off(said, error)
                    break
                self._refused(said, error.kind or "refused", error.what)
            else:
                self._context.crash("said.answered")
                self._settled(said)
                sent += 1
            self._tell(said)
        return sent

    def _settled(self, said: Said) -> None:
        store = self._context.store
        with store.transaction():
            store.said.settle(said.id)
            self._ask_again(said)
            if said.kind in (SaidKind.REVIEW, SaidKind.ADJUDICATION) and said.item_id:
                store.review_items.settled(said.item_id, "done")
            elif said.item_id:
                store.review_items.stale(said.item_id)  # a judgement: now the answers can be fetched

    def _refused(self, said: Said, why: str, reason: str) -> None:
        store = self._context.store
        with store.transaction():
            store.said.refuse(said.id, why, reason)
            self._ask_again(said)
            if said.item_id and said.kind in (SaidKind.REVIEW, SaidKind.ADJUDICATION, SaidKind.JUDGEMENT):
                store.review_items.settled(said.item_id, "gone" if why in _GONE else "held")
                store.review_items.stale(said.item_id)
        self.moved()

    def _ask_again(self, said: Said) -> None:
        """What operations decide about known answers shows in what they are told of them."""
        if said.kind in CARE:
            self._context.store.figures.wish_again("known_care")

    def _back_off(self, said: Said, error: BackendError) -> None:
        rng = self._context.rng
        self._context.store.said.back_off(said.id, str(error), lambda tries: retry.wait_ms(error, tries, rng))

    def _tell(self, said: Said) -> None:
        hub = self._context.hub
        if said.item_id:
            hub.publish(ReviewsChanged((said.item_id,)))
        if said.submission_id:
            hub.publish(FeedbackArrived((said.submission_id,)))
        hub.publish(OutboxChanged())

    # -- in --

    def fetch(self) -> int:
        """Brings in items, and the bodies of those that are new or changed. Returns how many. Raises BackendError."""
        calls = reviewing_of(self._context.backend)
        if calls is None or not self._reviews():
            return 0
        kinds = kinds_taken(self._context.store.settings.get(TAKES))
        for campaign in self._context.store.tasks.campaigns():
            if self._due(self._asked_at.get(campaign.id, 0)):
                self._list(calls, campaign.id, campaign.policy.review.prefetch, kinds)
        store = self._context.store
        if not store.has_room() or store.retention.is_over():
            return 0  # what is listed is seen; fetching tasks says why nothing more comes
        return self._bodies(calls)

    def _list(self, calls: ReviewCalls, campaign_id: str, want: int, kinds: Sequence[ItemKind]) -> None:
        context = self._context
        self._asked_at[campaign_id] = self._in(REFRESH_MS)
        if not kinds:
            return
        try:
            reply = calls.take(campaign_id, want, kinds)
        except (Refused, Forbidden):
            return  # of this campaign only: the person may have left it
        changed = context.store.review_items.put_leases(campaign_id, kinds, reply.items, context.clock.now())
        context.crash("reviews.listed")
        if changed:
            context.hub.publish(ReviewsChanged(changed))

    def _bodies(self, calls: ReviewCalls) -> int:
        store, brought = self._context.store, 0
        for item_id in store.review_items.without_body():
            if not self._due(self._not_before.get(item_id, 0)):
                continue
            try:
                item = calls.item(item_id)
            except Refused:
                store.review_items.settled(item_id, "gone")
                self._not_before[item_id] = self._in(TRY_AGAIN_MS)
                continue
            with store.transaction():
                store.tasks.put_task(item.task)  # for the files that it shows
                store.review_items.put_item(item)
            self._context.crash("reviews.fetched")
            self._context.hub.publish(ReviewsChanged((item_id,)))
            brought += 1
        return brought

    def _reviews(self) -> bool:
        """Whether this person is given anything to review."""
        try:
            person = Person.of_json(self._context.store.meta.get(PERSON))
        except InvalidValue:
            return False
        return person.role in (Role.REVIEWER, Role.ADMIN)

    # -- when --

    def moved(self) -> None:
        """The feed said so: ask for items at the next run."""
        self._asked_at.clear()

    def next_ms(self) -> int | None:
        """The store time at which there may be something to send; None when nothing waits."""
        return self._context.store.said.next_due_ms()

    def hurry(self) -> None:
        """The person says "now"."""
        self.moved()
        self._not_before.clear()
        if not self._context.store.read_only:
            self._context.store.said.make_due()

    def _due(self, at_ms: int) -> bool:
        return at_ms == 0 or self._context.clock.monotonic_ms() >= at_ms

    def _in(self, wait_ms: int) -> int:
        return self._context.clock.monotonic_ms() + wait_ms


def _is_final(error: BackendError) -> bool:
    """Whether it is about these very words: a locked device, a portal or a busy platform says nothing of them."""
    if isinstance(error, Forbidden):
        return error.kind in ("own-work", "forbidden")
    return isinstance(error, Refused | TooLarge)
