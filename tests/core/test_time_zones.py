"""A person who travels, and a summer that ends: zones change what is shown, and nothing that is kept or decided."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hdclient.events import EventHub
from hdclient.session.desk import Desk
from tests.helpers.clock import FakeClock
from tests.helpers.stores import BETTER, make_lease, make_store, make_task

HOUR = 3_600_000
# Berlin and New York turn back in these hours; Kiritimati is a day ahead of Honolulu; Saint John's is half an hour off.
JOURNEYS = (
    ("Europe/Berlin", "Europe/Berlin", "Europe/Berlin"),
    ("America/New_York", "America/New_York", "America/New_York"),
    ("Pacific/Kiritimati", "Pacific/Honolulu", "America/St_Johns"),
    ("Pacific/Honolulu", "Pacific/Kiritimati", "Asia/Kathmandu"),
)
ENDS_OF_SUMMER = (
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
    datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
)


@pytest.fixture
def at_home() -> Iterator[None]:
    before = os.environ.get("TZ")
    yield
    _travel(before)


def _travel(zone: str | None) -> None:
    if zone is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = zone
    if not hasattr(time, "tzset"):
        pytest.skip("this system does not change its time zone for one program")
    time.tzset()


def kept(folder: Path, begun: datetime, zones: tuple[str, str, str]) -> dict[str, object]:
    """All that is kept of a task that was opened, answered and sealed an hour apart, each in a zone of its own."""
    folder.mkdir()
    clock = FakeClock()
    clock.wall = begun
    _travel(zones[0])
    store = make_store(folder, clock=clock)
    tasks = [make_task(f"t{n}") for n in (1, 2)]
    store.tasks.put_leases("c1", [make_lease(task, ttl_s=2 * 3600) for task in tasks], clock.now())
    for task in tasks:
        store.tasks.put_task(task)
    desk = Desk(store, EventHub(), clock)
    session = desk.open("t1")
    clock.advance(HOUR // 2)
    _travel(zones[1])
    session.set_answer("better", BETTER)
    clock.advance(HOUR)
    _travel(zones[2])
    session.submit()
    clock.advance(HOUR)
    found: dict[str, object] = {
        name: store._db.query(f"SELECT * FROM {name}")
        for name in ("submission", "words", "outbox", "event_log", "assignment", "draft_version")
    }
    found["left"] = [store.terms.of(f"t{n}").left_ms for n in (1, 2)]
    found["ready"], found["due"] = store.tasks.ready_ids(), store.outbox.next_due_ms()
    desk.close()
    store.close()
    return found


@pytest.mark.parametrize("begun", ENDS_OF_SUMMER, ids=lambda begun: f"{begun:%Y-%m-%d}")
def test_zones_and_the_end_of_summer_change_nothing_that_is_kept_or_decided(
    tmp_path: Path, begun: datetime, at_home: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hdclient.store.drafts.new_id", lambda: "the same in every zone")
    expected = kept(tmp_path / "utc", begun, ("UTC", "UTC", "UTC"))
    for number, zones in enumerate(JOURNEYS):
        assert kept(tmp_path / str(number), begun, zones) == expected, zones
