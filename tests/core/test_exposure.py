"""Limits of exposure: counted by tasks, told by no wall clock, kept over restarts, and never ended too early."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hdclient.model.campaign import Campaign, CampaignPolicy
from hdclient.model.sensitivity import ExposureLimit, Sensitivity
from hdclient.model.task import Task
from hdclient.session.exposure import ExposureDesk, Meter
from hdclient.store import Store
from hdclient.store.exposures import KEPT_MS
from tests.helpers.clock import FakeClock
from tests.helpers.stores import KEY, make_task

MINUTE, HOUR, DAY = 60_000, 3_600_000, 24 * 3_600_000
NOON_MS = 1_795_000_000_000


def hurtful(name: str, *categories: str) -> Task:
    warnings = tuple(Sensitivity(category=one) for one in categories or ("violence",))
    return make_task(name).changed(sensitive=warnings)


def campaign(*limits: ExposureLimit, name: str = "c1") -> Campaign:
    return Campaign(id=name, title="Safety", policy=CampaignPolicy(exposure=limits))


class Life:
    """A store that is opened again and again on one computer."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.path = FakeClock(), folder / "store.db"
        self.store = Store.create(self.path, KEY, clock=self.clock)

    @property
    def desk(self) -> ExposureDesk:
        return ExposureDesk(self.store)

    def restart(self, off_ms: int = 0, *, reboot: bool = False) -> None:
        self.store.close()
        self.clock.reboot(off_ms) if reboot else self.clock.advance(off_ms)
        self.store = Store.open(self.path, KEY, clock=self.clock)


@pytest.fixture
def life(tmp_path: Path) -> Life:
    made = Life(tmp_path)
    yield made  # type: ignore[misc]
    made.store.close()


def test_a_task_counts_once_and_what_is_begun_stays_open(life: Life) -> None:
    policy = campaign(ExposureLimit(per_day=2))
    for name in ("t1", "t1", "t2", "t1"):
        assert life.desk.look(policy, hurtful(name)) is None
    reached = life.desk.look(policy, hurtful("t3"))
    assert reached is not None
    assert (reached.seen, reached.most, reached.own, reached.whole_day) == (2, 2, False, True)
    assert life.desk.look(policy, hurtful("t2")) is None
    assert life.desk.forbids(policy, make_task("harmless")) is None


def test_a_limit_of_one_category_leaves_the_others_and_other_campaigns_open(life: Life) -> None:
    policy = campaign(ExposureLimit(category="violence", per_day=1), ExposureLimit(per_day=3))
    assert life.desk.look(policy, hurtful("t1")) is None
    assert life.desk.forbids(policy, hurtful("t2", "grief", "violence")) is not None
    assert life.desk.look(policy, hurtful("t3", "grief")) is None
    assert life.desk.forbids(campaign(ExposureLimit(per_day=1), name="c2"), hurtful("t4")) is None


def test_the_persons_own_limit_is_over_all_campaigns_and_only_lowers(life: Life) -> None:
    life.store.settings.set("care.per_day", 2)
    life.desk.look(campaign(name="c1"), hurtful("t1"))
    life.desk.look(campaign(name="c2"), hurtful("t2"))
    reached = life.desk.forbids(campaign(name="c3"), hurtful("t3"))
    assert reached is not None and reached.own
    life.store.settings.set("care.per_day", 50)
    tight = campaign(ExposureLimit(per_day=1), name="c1")
    found = life.desk.forbids(tight, hurtful("t4"))
    assert found is not None and not found.own, "a campaign's limit cannot be raised"


@pytest.mark.parametrize("rubbish", [None, "many", -3, True, 2.5, [1]])
def test_a_setting_of_the_wrong_kind_is_no_limit(life: Life, rubbish: object) -> None:
    life.store.settings.set("care.per_day", rubbish)  # type: ignore[arg-type]
    assert life.desk.meters(campaign(), hurtful("t1")) == ()


def test_a_sitting_ends_with_half_an_hour_without(life: Life) -> None:
    policy = campaign(ExposureLimit(per_sitting=2))
    life.desk.look(policy, hurtful("t1"))
    life.clock.advance(29 * MINUTE)
    life.desk.look(policy, hurtful("t2"))
    reached = life.desk.forbids(policy, hurtful("t3"))
    assert reached is not None and reached.wait_ms == 30 * MINUTE
    life.clock.advance(29 * MINUTE)
    found = life.desk.forbids(policy, hurtful("t3"))
    assert found is not None and found.wait_ms == MINUTE
    life.clock.advance(MINUTE)
    assert life.desk.look(policy, hurtful("t3")) is None


def test_the_wall_clock_changes_nothing(life: Life) -> None:
    policy = campaign(ExposureLimit(per_day=1))
    life.desk.look(policy, hurtful("t1"))
    life.clock.jump_wall(days=900)
    assert life.desk.forbids(policy, hurtful("t2")) is not None
    life.restart()
    life.clock.jump_wall(days=-3)
    assert life.desk.forbids(policy, hurtful("t2")) is not None
    life.clock.advance(DAY)
    assert life.desk.forbids(policy, hurtful("t2")) is None


def test_a_night_with_the_program_closed_counts_and_so_does_one_with_the_computer_off(life: Life) -> None:
    policy = campaign(ExposureLimit(per_day=1))
    life.store.exposures.heard(NOON_MS)
    life.desk.look(policy, hurtful("t1"))
    life.restart(DAY)
    assert life.desk.forbids(policy, hurtful("t2")) is None, "the monotonic clock went on"
    life.store.exposures.heard(NOON_MS + DAY)
    life.desk.look(policy, hurtful("t2"))
    life.restart(DAY, reboot=True)
    assert life.desk.forbids(policy, hurtful("t3")) is not None, "nobody can tell how long it was off"
    life.store.exposures.heard(NOON_MS + 2 * DAY)
    assert life.desk.forbids(policy, hurtful("t3")) is None, "the platform can"


def test_what_was_seen_offline_is_placed_when_the_platform_is_heard(life: Life) -> None:
    policy = campaign(ExposureLimit(per_day=1))
    life.desk.look(policy, hurtful("t1"))
    life.clock.advance(HOUR)
    life.store.exposures.heard(NOON_MS)
    life.restart(5 * DAY, reboot=True)
    life.store.exposures.heard(NOON_MS + 22 * HOUR)
    assert life.desk.forbids(policy, hurtful("t2")) is not None
    life.store.exposures.heard(NOON_MS + 23 * HOUR)
    assert life.desk.forbids(policy, hurtful("t2")) is None


def test_it_is_forgotten_after_some_days_of_use(life: Life) -> None:
    life.desk.look(campaign(), hurtful("t1"))
    life.clock.advance(KEPT_MS + HOUR)
    life.desk.look(campaign(), hurtful("t2"))
    ((kept,),) = life.store._db.query("SELECT count(*) FROM exposure")
    assert kept == 1


def test_a_disk_that_refuses_writes_shows_what_may_be_shown(life: Life) -> None:
    life.store.close()
    life.store = Store.open(life.path, KEY, clock=life.clock, read_only=True)
    assert life.desk.look(campaign(ExposureLimit(per_day=1)), hurtful("t1")) is None
    life.store.exposures.heard(NOON_MS)


steps = st.lists(
    st.tuples(st.sampled_from(["wait", "look", "restart", "reboot", "heard"]), st.integers(0, 14 * HOUR)),
    max_size=14,
)


@settings(deadline=None, max_examples=40)
@given(steps=steps)
def test_a_limit_never_ends_too_early(
    steps: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever happens to the computer: within any true 24 hours no more than the limit was shown."""
    life = Life(tmp_path_factory.mktemp("life"))
    policy, true_ms, seen = campaign(ExposureLimit(per_day=2)), 0, list[int]()
    try:
        for number, (step, milliseconds) in enumerate(steps):
            if step == "look":
                if life.desk.look(policy, hurtful(f"t{number}")) is None:
                    seen.append(true_ms)
                    assert sum(true_ms - one < DAY for one in seen) <= 2
                continue
            true_ms += milliseconds
            if step == "wait":
                life.clock.advance(milliseconds)
            elif step == "heard":
                life.clock.advance(milliseconds)
                life.store.exposures.heard(NOON_MS + true_ms)
            else:
                life.restart(milliseconds, reboot=step == "reboot")
    finally:
        life.store.close()


def test_a_meter_that_is_full_is_reached() -> None:
    meter = Meter(2, 2, True, "", False)
    assert meter.is_reached and not Meter(1, 2, True, "", False).is_reached
