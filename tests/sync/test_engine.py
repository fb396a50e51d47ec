"""The round as a whole: who is there, whose work it is, when to rest, when to come back."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from hdclient.clock import SystemClock
from hdclient.errors import (
    BackendError,
    NotOurPlatform,
    PlatformFault,
    RateLimited,
    SignInNeeded,
    TooLarge,
    Unreachable,
)
from hdclient.events import ConnectionChanged, Event, EventHub
from hdclient.model.ids import new_id
from hdclient.model.submission import SubmissionState
from hdclient.store.facts import PERSON, PLATFORM_NAME, SERVER_UUID
from hdclient.sync import retry
from hdclient.sync.plan import goes_back
from hdclient.sync.status import Connection, ConnectionState
from tests.sync.trainer import Trainer, always

Make = Callable[..., Trainer]


def test_the_first_platform_is_remembered(make: Make) -> None:
    trainer = make().stocked()
    assert trainer.store.meta.get(SERVER_UUID) == trainer.platform.uuid
    assert trainer.store.meta.get(PLATFORM_NAME) == trainer.platform.name
    assert trainer.person in trainer.store.meta.get(PERSON)


def test_another_platform_gets_nothing_and_gives_nothing(make: Make) -> None:
    trainer = make().stocked()
    (key,) = trainer.submit(1)
    trainer.restart()
    trainer.line.change["meta"] = lambda meta: meta.model_copy(update={"server_uuid": new_id()})
    trainer.line.calls.clear()
    assert isinstance(trainer.engine.run_once().error, NotOurPlatform)
    assert trainer.line.calls == ["meta"], "not even the token may go there"
    assert trainer.engine.connection.state is ConnectionState.NOT_OUR_PLATFORM
    assert trainer.state(key) is SubmissionState.QUEUED
    assert trainer.store.meta.get(SERVER_UUID) == trainer.platform.uuid


def test_another_persons_token_sends_nothing_of_this_person(make: Make) -> None:
    trainer = make().stocked()
    (key,) = trainer.submit(1)
    trainer.restart()
    trainer.line.change["me"] = lambda person: person.changed(id=new_id())
    trainer.line.calls.clear()
    assert isinstance(trainer.engine.run_once().error, SignInNeeded)
    assert trainer.line.calls == ["meta", "me"]
    assert trainer.state(key) is SubmissionState.QUEUED


def test_push_comes_before_pull(make: Make) -> None:
    trainer = make().stocked()
    trainer.submit(1)
    trainer.engine.run_once()
    assert trainer.line.calls.index("submit") < trainer.line.calls.index("changes")


def test_after_a_failure_the_next_round_asks_first_who_is_there(make: Make) -> None:
    trainer = make().stocked()
    trainer.line.fail["changes"] = [Unreachable("The line broke.")]
    trainer.engine.run_once()
    trainer.later(600_000)
    trainer.line.calls.clear()
    trainer.engine.run_once()
    assert trainer.line.calls[:2] == ["meta", "me"]


def test_trouble_with_a_submission_does_not_stop_the_pull(make: Make) -> None:
    trainer = make().stocked()
    trainer.submit(3)
    trainer.line.fail["submit"] = [PlatformFault("It fell over.")]
    report = trainer.engine.run_once()
    assert "changes" in trainer.line.calls and isinstance(report.error, PlatformFault)
    assert trainer.engine.connection.state is ConnectionState.ONLINE


def test_the_link_rests_longer_each_time_and_never_more_than_ten_minutes(make: Make) -> None:
    trainer = make()
    trainer.line.always["meta"] = always(Unreachable("No route."))
    waits = []
    for _ in range(20):
        assert not trainer.engine.run_once().rested
        wait = trainer.engine.wait_ms(0)
        assert trainer.engine.run_once().rested
        waits.append(wait)
        trainer.later(wait)
    assert waits[0] <= 1000 and max(waits) <= 600_000 and max(waits[12:]) > 60_000
    assert trainer.line.calls.count("meta") == 20


def test_wait_until_the_poll_or_until_something_can_be_sent(make: Make) -> None:
    trainer = make().stocked()
    assert trainer.engine.wait_ms(15_000) == 15_000
    (key,) = trainer.submit(1)
    assert trainer.engine.wait_ms(15_000) == 0
    trainer.line.fail["submit"] = [PlatformFault("It fell over.")]
    trainer.line.fail["meta"] = [PlatformFault("It fell over.")]
    trainer.engine.run_once()
    assert trainer.engine.wait_ms(1_000_000) == trainer.waiting(key)[1] > 0


def test_a_held_submission_keeps_nobody_awake(make: Make) -> None:
    trainer = make().stocked()
    (key,) = trainer.submit(1)
    (row,) = trainer.store.outbox.take(trainer.store.outbox.due(1, 1))
    trainer.store.outbox.hold(row, "It waits for a person.")
    assert trainer.state(key) is SubmissionState.QUEUED
    assert trainer.engine.wait_ms(15_000) == 15_000


# -- status --


def test_the_status_tells_of_changes_only(make: Make) -> None:
    trainer = make()
    assert trainer.engine.connection.state is ConnectionState.STARTING
    trainer.engine.run_once()
    trainer.engine.run_once()
    assert len(trainer.told(ConnectionChanged)) == 1
    trainer.line.always["changes"] = always(Unreachable("No route."))
    trainer.engine.run_once()
    trainer.later(60_000)
    trainer.engine.run_once()
    assert len(trainer.told(ConnectionChanged)) == 2, "it must not flicker because the greeting went well"
    view = trainer.engine.connection.view
    assert (view.state, view.error) == (ConnectionState.OFFLINE, "No route.")
    assert view.last_contact == trainer.clock.wall


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (Unreachable("x"), ConnectionState.OFFLINE),
        (PlatformFault("x"), ConnectionState.OFFLINE),
        (RateLimited("x"), ConnectionState.OFFLINE),
        (SignInNeeded("x"), ConnectionState.SIGN_IN_NEEDED),
        (NotOurPlatform("x"), ConnectionState.NOT_OUR_PLATFORM),
    ],
)
def test_each_failure_has_its_word(error: BackendError, state: ConnectionState) -> None:
    hub = EventHub()
    heard: list[Event] = []
    hub.subscribe(heard.append)
    connection = Connection(hub, SystemClock())
    connection.failed(error)
    assert connection.state is state and len(heard) == 1
    connection.stumbled("The disk is full.")
    assert connection.view.trouble == "The disk is full." and len(heard) == 2
    connection.stumbled("The disk is full.")
    assert len(heard) == 2


# -- rules --


def test_back_off_doubles_with_full_jitter_and_is_capped() -> None:
    rng = random.Random(1)
    for failures, bound in ((1, 1_000), (2, 2_000), (5, 16_000), (7, 60_000), (50, 60_000), (5000, 60_000)):
        waits = [retry.backoff_ms(failures, rng) for _ in range(500)]
        assert 0 < min(waits) < bound * 0.2 and bound * 0.9 < max(waits) <= bound


@pytest.mark.parametrize(
    ("asked", "low", "high"),
    [(None, 1, 1_000), (0, 1, 1_000), (5_000, 5_000, 5_000), (10**9, 3_600_000, 3_600_000)],
)
def test_a_wish_is_honoured_up_to_an_hour(asked: int | None, low: int, high: int) -> None:
    error = RateLimited("x", retry_after_ms=asked)
    assert low <= retry.wait_ms(error, 1, random.Random(1)) <= high


def test_every_failure_has_a_rule_and_unknown_ones_the_careful_one() -> None:
    class NewFailure(BackendError):
        pass

    assert retry.rule(NewFailure("x")) == retry.rule(NotOurPlatform("x"))
    kinds = BackendError.__subclasses__()
    assert {kind for kind in kinds if kind is not NewFailure} <= set(retry._RULES)
    assert retry.rule(TooLarge("x")).shrinks and not retry.rule(SignInNeeded("x")).counts


@pytest.mark.parametrize(
    ("removed", "cached", "brakes"),
    [(20, 20, False), (21, 21, True), (21, 70, False), (22, 70, True), (0, 0, False), (150, 500, False)],
)
def test_the_brake_is_at_twenty_and_at_three_tenths(removed: int, cached: int, brakes: bool) -> None:
    assert retry.brakes(removed, cached) is brakes


@pytest.mark.parametrize(
    ("old", "new", "back"),
    [
        ("", "5", False),
        ("5", "5", False),
        ("5", "7", False),
        ("7", "5", True),
        ("99", "100", False),
        ("5", "", True),
        ("", "", False),
        ("opaque-b", "opaque-a", False),
        ("5", "opaque", False),
    ],
)
def test_which_cursors_go_back(old: str, new: str, back: bool) -> None:
    assert goes_back(old, new) is back
