"""How much that can hurt a person looks at: counted, shown, and limited by the campaign and by themselves.

A limit counts tasks, not looks: the same task again within a day is no other one. Nothing of it is ever sent.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from hdclient.model.campaign import Campaign
from hdclient.model.sensitivity import ExposureLimit
from hdclient.model.task import Task
from hdclient.store import Store
from hdclient.store.exposures import Exposure

DAY_MS = 24 * 3_600_000
SITTING_ENDS_MS = 30 * 60_000
"""A sitting is over when nothing sensitive was looked at for so long."""
OWN_DAY, OWN_SITTING = "care.per_day", "care.per_sitting"
"""Settings: the person's own limits over all campaigns; 0 for none."""


class Meter(Struct, frozen=True):
    """One limit and how much of it is used up."""

    seen: int
    most: int
    whole_day: bool
    """Counted over 24 hours; else over one sitting."""
    category: str
    """Empty: all that is sensitive."""
    own: bool
    """The person's own limit, over all campaigns."""
    wait_ms: int = 0
    """Until there is room for one more, at most; 0 while there is."""

    @property
    def is_reached(self) -> bool:
        """Whether nothing more is shown under it for now."""
        return self.seen >= self.most


class ExposureDesk:
    """Reads the store at every question: another window of time has no news of its own."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def meters(self, campaign: Campaign, task: Task) -> tuple[Meter, ...]:
        """Every limit that this task falls under, the one with the least room first."""
        looks = self._store.exposures.within(DAY_MS)
        categories = {warning.category for warning in task.warnings()}
        found = []
        for limit in campaign.policy.exposure:
            if limit.category and limit.category not in categories:
                continue
            found += _of_limit(looks, campaign.id, limit)
        found += _meters(looks, self._own(OWN_DAY), self._own(OWN_SITTING), "", own=True)
        return tuple(sorted(found, key=lambda meter: meter.most - meter.seen))

    def campaign_meter(self, campaign: Campaign) -> Meter | None:
        """Of a campaign whose content can hurt: the limit with the least room, whatever its categories."""
        looks = self._store.exposures.within(DAY_MS)
        found = _meters(looks, self._own(OWN_DAY), self._own(OWN_SITTING), "", own=True)
        for limit in campaign.policy.exposure:
            found += _of_limit(looks, campaign.id, limit)
        return min(found, key=lambda meter: meter.most - meter.seen, default=None)

    def forbids(self, campaign: Campaign, task: Task) -> Meter | None:
        """The limit under which this task is not shown now; None when it may be. One begun within a day always is."""
        if not task.warnings() or self._was_seen(task):
            return None
        return next((meter for meter in self.meters(campaign, task) if meter.is_reached), None)

    def look(self, campaign: Campaign, task: Task) -> Meter | None:
        """The person asks to see something of the task. None: it may be shown, and counts from here on."""
        reached = self.forbids(campaign, task)
        if reached is None and not self._store.read_only and not self._was_seen(task):
            self._store.exposures.add(task.id, campaign.id, [warning.category for warning in task.warnings()])
        return reached

    def _was_seen(self, task: Task) -> bool:
        return any(look.task_id == task.id for look in self._store.exposures.within(DAY_MS))

    def _own(self, name: str) -> int:
        value = self._store.settings.get(name, 0)
        return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _of_limit(looks: Iterable[Exposure], campaign_id: str, limit: ExposureLimit) -> list[Meter]:
    counted = (
        look
        for look in looks
        if look.campaign_id == campaign_id and (not limit.category or limit.category in look.categories)
    )
    return _meters(counted, limit.per_day, limit.per_sitting, limit.category, own=False)


def _meters(
    looks: Iterable[Exposure], per_day: int, per_sitting: int, category: str, *, own: bool
) -> list[Meter]:
    day = list(looks)
    sitting = _sitting(day)
    found = []
    if per_day:
        wait = DAY_MS - day[per_day - 1].age_ms if len(day) >= per_day else 0
        found.append(Meter(len(day), per_day, True, category, own, wait))
    if per_sitting:
        wait = SITTING_ENDS_MS - sitting[0].age_ms if len(sitting) >= per_sitting else 0
        found.append(Meter(len(sitting), per_sitting, False, category, own, wait))
    return found


def _sitting(looks: list[Exposure]) -> list[Exposure]:
    """The newest looks, up to the first pause that was long enough."""
    found: list[Exposure] = []
    before_ms = 0
    for look in looks:
        if look.age_ms - before_ms >= SITTING_ENDS_MS:
            break
        found.append(look)
        before_ms = look.age_ms
    return found
