"""Keeps the trainer's computer stocked: campaigns, guidelines, leases, task bodies, files.

Every piece is one short exchange and one short transaction, so that a cut loses at most the piece in hand. What the
platform no longer lists loses its lease here, never a word that a person wrote. Must not touch submissions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hdclient.errors import BackendError, Forbidden, NotOurPlatform, NotUnderstood, Refused
from hdclient.events import CampaignsChanged, TasksChanged
from hdclient.model.base import canonical
from hdclient.model.campaign import Campaign
from hdclient.model.task import Task
from hdclient.store.facts import CAMPAIGNS_LISTED
from hdclient.store.faults import cache_is_full, no_room_to_fetch
from hdclient.sync import retry
from hdclient.sync.context import SyncContext
from hdclient.sync.pull import BRAKED
from hdclient.templates.blocking import blocked_reason
from hdclient.words import tr

REFRESH_MS = 300_000
"""How often campaigns and leases are asked for without a reason."""
BODIES = 10
"""Bodies per exchange: big enough to be quick, small enough for one short transaction."""
MOST_LEASES = 500
"""What the platform takes as a wish at most (wire.work.LeaseRequest)."""
LOW = 0.75
"""More leases are asked for when fewer than this part of what is kept for offline use is left."""
TRY_AGAIN_MS = 600_000
"""How long a body or file that the platform could not give is left alone."""
BAD_COPIES = 3
"""After so many damaged copies of a file, or answers without a body, tasks are shown as not ready, with the reason."""
NO_BODY = tr(
    "The platform does not give it in a form that this hdclient can read."
    " It is asked for again. Ask for an update of hdclient, or tell your programme manager."
)


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What one fetch brought in."""

    leases: int = 0
    bodies: int = 0
    files: int = 0
    braked: bool = False
    """A list of leases lacks so many that it waits for a second, identical answer."""
    strange: tuple[str, ...] = ()
    """What of the platform's lists needs a newer program, as sentences."""

    @property
    def notice(self) -> str:
        """What the person should know of it; empty when there is nothing."""
        return " ".join([*([BRAKED] if self.braked else []), *self.strange])


class Fetch:
    """Keeps in memory only what may be forgotten: when to ask again. `attended`: somebody is at the computer."""

    def __init__(self, context: SyncContext, attended: Callable[[], bool] = lambda: True) -> None:
        self._context = context
        self._attended = attended
        self._campaigns_at = 0
        self._leases_at: dict[str, int] = {}
        self._exhausted: set[str] = set()  # campaigns that had no more to give when they were asked last
        self._not_before: dict[str, int] = {}  # task or lease id, file hash or guideline → when to ask again
        self._bad_copies: dict[str, int] = {}
        self._bodies_per_call = BODIES
        self._retry_bad_at = 0
        self._unconfirmed: dict[str, frozenset[str]] = {}
        self._strange: dict[str, str] = {}  # campaign id, or "" for their list → what the person should know
        self._misses: dict[str, int] = {}  # task id → how often its body was asked for in vain

    def campaigns_moved(self) -> None:
        """The feed said so: ask for campaigns, guidelines and leases at the next run."""
        self._campaigns_at = 0
        self._leases_at.clear()

    def leases_moved(self) -> None:
        """Leases were used up, withdrawn or changed: ask for more at the next run."""
        self._leases_at.clear()

    def leases_used(self) -> None:
        """Submissions were settled: campaigns that run low are topped up next, if they had more to give."""
        tasks = self._context.store.tasks
        for campaign in tasks.campaigns():
            low = tasks.stock(campaign.id)[0] < LOW * campaign.policy.prefetch_tasks
            if low and campaign.id not in self._exhausted:
                self._leases_at.pop(campaign.id, None)

    def hurry(self) -> None:
        """The person asks for it: forget every waiting time."""
        self.campaigns_moved()
        self._not_before.clear()
        self._bad_copies.clear()
        self._context.store.blobs.retry_bad()

    def run(self) -> FetchReport:
        """Everything that is due, in the order in which a person can first use it.

        Raises BackendError, and StoreFull before anything is fetched into the last space of the disk or over the limit.
        """
        leases, braked = 0, False
        self._campaigns()
        campaigns = self._context.store.tasks.campaigns()
        self._renew()
        if not self._context.store.has_room():
            raise no_room_to_fetch()
        if self._context.store.retention.is_over():
            raise cache_is_full()
        for campaign in campaigns:
            if self._due(self._leases_at.get(campaign.id, 0)):
                changed, waits = self._leases(campaign)
                leases, braked = leases + changed, braked or waits
        bodies = self._bodies()
        files = self._files()
        for campaign in campaigns:
            self._guideline(campaign.id, campaign.guideline_version)
            # To say what has changed since, on a computer that did not have it yet.
            self._guideline(campaign.id, campaign.guideline_read)
        return FetchReport(leases, bodies, files, braked, tuple(dict.fromkeys(self._strange.values())))

    def _due(self, at_ms: int) -> bool:
        """Whether a moment of the monotonic clock has come. 0: never asked, so it has."""
        return at_ms == 0 or self._context.clock.monotonic_ms() >= at_ms

    def _in(self, wait_ms: int) -> int:
        return self._context.clock.monotonic_ms() + wait_ms

    # -- campaigns and guidelines --

    def _campaigns(self) -> None:
        if not self._due(self._campaigns_at):
            return
        tasks = self._context.store.tasks
        before = tasks.campaigns()
        try:
            now = self._context.backend.campaigns()
            self._strange.pop("", None)
        except NotUnderstood as error:
            # Those that are not understood are as if they were not listed: their work here stays in sight.
            now = tuple(one for one in error.understood if isinstance(one, Campaign))
            self._strange[""] = str(error)
        self._campaigns_at = self._in(REFRESH_MS)
        meta = self._context.store.meta
        first = not meta.get(CAMPAIGNS_LISTED)
        if before == now and not first:
            return
        with self._context.store.transaction():
            tasks.put_campaigns(now)
            if first:
                meta.set(CAMPAIGNS_LISTED, "1")
        self._context.crash("fetch.campaigns")
        both = (*before, *now)
        changed = {campaign.id for campaign in both if campaign not in before or campaign not in now}
        self._context.hub.publish(CampaignsChanged(tuple(sorted(changed))))

    def _guideline(self, campaign_id: str, version: int) -> None:
        key = f"guideline:{campaign_id}:{version}"
        tasks = self._context.store.tasks
        if version < 1 or not self._due(self._not_before.get(key, 0)):
            return
        if tasks.guideline(campaign_id, version) is not None:
            return
        try:
            guideline = self._context.backend.guideline(campaign_id, version)
        except (Refused, Forbidden):
            self._not_before[key] = self._in(TRY_AGAIN_MS)
            return
        tasks.put_guideline(guideline)
        self._context.hub.publish(CampaignsChanged((campaign_id,)))

    # -- leases --

    def _leases(self, campaign: Campaign) -> tuple[int, bool]:
        """Tops the campaign's leases up. Returns how many tasks changed, and whether the brake is on."""
        context = self._context
        # What only waits to be undone is done: it must not stand in the way of the next.
        want = campaign.policy.prefetch_tasks + context.store.tasks.stock(campaign.id)[1]
        try:
            reply = context.backend.lease(campaign.id, min(want, MOST_LEASES))
        except (Refused, Forbidden) as error:
            # Of this campaign only: the person may have left it. What is here stays.
            self._leases_at[campaign.id] = self._in(REFRESH_MS)
            if isinstance(error, NotUnderstood):
                self._strange[campaign.id] = str(error)
            return 0, False
        self._strange.pop(campaign.id, None)
        if self._must_wait(campaign.id, frozenset(lease.task_id for lease in reply.items)):
            return 0, True
        self._leases_at[campaign.id] = self._in(REFRESH_MS)
        if len(reply.items) < min(want, MOST_LEASES):
            self._exhausted.add(campaign.id)
        else:
            self._exhausted.discard(campaign.id)
        life_ms = campaign.policy.lease_hours * 3_600_000
        changed = context.store.tasks.put_leases(campaign.id, reply.items, context.clock.now(), life_ms)
        context.crash("fetch.leases")
        if changed:
            context.hub.publish(TasksChanged(changed))
        return len(changed), False

    def _must_wait(self, campaign_id: str, listed: frozenset[str]) -> bool:
        """The removal brake: a list that drops many leases counts only when the platform says so twice."""
        cached = self._context.store.tasks.leased_ids(campaign_id)
        removed = sum(1 for task_id in cached if task_id not in listed)
        unconfirmed = self._unconfirmed.pop(campaign_id, None)
        if not retry.brakes(removed, len(cached)) or unconfirmed == listed:
            return False
        self._unconfirmed[campaign_id] = listed
        return True

    def _renew(self) -> None:
        """Renews leases with less than half of their life left, as long as somebody is here, and those for which
        the person asks for more time. The next list then says until when.
        """
        store = self._context.store
        wished = store.terms.wished()
        tired = store.terms.tired() if self._attended() else ()
        lease_ids = self._wanted(list(dict.fromkeys([*wished, *tired])))
        if not lease_ids:
            return
        gone, changed = [], []
        for lease_id in lease_ids:  # one that gets no answer is not asked for at every round
            self._not_before[lease_id] = self._in(TRY_AGAIN_MS)
        for result in self._context.backend.renew(lease_ids):
            self._not_before.pop(result.lease_id, None)
            if result.status == "renewed":
                changed.append(store.terms.renewed(result.lease_id, result.ttl_s, result.latest_s))
            else:
                gone.append(result.lease_id)
        changed += store.terms.gone(gone)
        self.leases_moved()
        self._context.hub.publish(TasksChanged(tuple(task_id for task_id in changed if task_id)))

    # -- bodies --

    def _bodies(self) -> int:
        """Brings in the bodies of leased tasks, a few at a time."""
        brought = 0
        while wanted := self._wanted(self._context.store.tasks.without_body())[: self._bodies_per_call]:
            try:
                tasks = self._context.backend.tasks(wanted)
            except BackendError as error:
                self._bodies_failed(wanted, error)
                raise
            self._bodies_per_call = retry.larger(self._bodies_per_call, BODIES)
            self._keep_bodies(tasks)
            still_missing = set(self._context.store.tasks.without_body())
            for task_id in still_missing.intersection(wanted):
                self._missed(task_id)
            brought += len(tasks)
            self._context.hub.publish(TasksChanged(tuple(wanted)))
        return brought

    def _missed(self, task_id: str) -> None:
        """The platform's answer lacks this body, or has it in a form that cannot be read. Asked for again later."""
        self._not_before[task_id] = self._in(TRY_AGAIN_MS)
        self._misses[task_id] = self._misses.get(task_id, 0) + 1
        if self._misses[task_id] == BAD_COPIES:
            self._context.store.tasks.block(task_id, NO_BODY)

    def _bodies_failed(self, wanted: Sequence[str], error: BackendError) -> None:
        """One body that cannot be given must not keep the others away."""
        if not retry.rule(error).shrinks:
            return
        self._bodies_per_call = retry.smaller(len(wanted))
        if len(wanted) == 1:
            self._not_before[wanted[0]] = self._in(TRY_AGAIN_MS)

    def _keep_bodies(self, tasks: Sequence[Task]) -> None:
        store = self._context.store
        with store.transaction(synced=False):
            for task in tasks:
                try:
                    store.tasks.put_task(task, blocked_reason=blocked_reason(task))
                except ValueError:
                    # Text that cannot be stored. The task stays away, and what came is kept aside.
                    raw = canonical(task.plain())
                    store.stream.quarantine("tasks", None, raw, "cannot be stored")
            self._context.crash("fetch.bodies")

    def _wanted(self, keys: Sequence[str]) -> list[str]:
        return [key for key in keys if self._due(self._not_before.get(key, 0))]

    # -- files --

    def _files(self) -> int:
        """Brings in the files that leased tasks show, one at a time, each proved by its hash."""
        blobs = self._context.store.blobs
        if self._due(self._retry_bad_at):
            self._retry_bad_at = self._in(TRY_AGAIN_MS)
            blobs.retry_bad()
        brought = 0
        for sha256 in self._wanted([sha256 for sha256, _, _ in blobs.missing()]):
            data = self._file(sha256)
            if data is not None:
                blobs.put(sha256, data)
                brought += 1
        if brought:
            self._context.hub.publish(TasksChanged())
        return brought

    def _file(self, sha256: str) -> bytes | None:
        """The bytes, or None when this file must wait and others may go on."""
        try:
            return self._context.backend.asset(sha256)
        except (Refused, Forbidden):
            self._context.store.blobs.mark_bad(sha256)
            return None
        except NotOurPlatform:
            # A portal answers everything alike; a platform with a damaged file answers the rest well.
            self._context.backend.meta()
            self._bad_copies[sha256] = self._bad_copies.get(sha256, 0) + 1
            self._wait_for(sha256)
            if self._bad_copies[sha256] >= BAD_COPIES:
                self._context.store.blobs.mark_bad(sha256)
            return None
        except BackendError:
            self._bad_copies[sha256] = self._bad_copies.get(sha256, 0) + 1
            self._wait_for(sha256)
            raise

    def _wait_for(self, sha256: str) -> None:
        wait = retry.backoff_ms(self._bad_copies[sha256], self._context.rng)
        self._not_before[sha256] = self._in(wait)
