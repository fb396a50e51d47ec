"""How long leases last: renewed while somebody is here, longer on request, never by the wall clock."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hdclient.errors import Unreachable
from hdclient.model.campaign import CampaignPolicy
from hdclient.model.submission import SubmissionState
from tests.sync.trainer import Trainer

Make = Callable[..., Trainer]
HOUR = 3_600_000


def ready(trainer: Trainer) -> int:
    return len(trainer.store.tasks.ready_ids())


def test_leases_are_renewed_when_less_than_half_is_left(make: Make) -> None:
    trainer = make(policy=CampaignPolicy(lease_hours=2)).stocked()
    trainer.later(HOUR - 60_000)
    trainer.engine.run_once()
    assert "renew" not in trainer.line.calls
    trainer.later(120_000)
    trainer.engine.run_once()
    assert trainer.line.calls.count("renew") == 1
    assignment = trainer.store.tasks.assignment(trainer.tasks[0])
    assert assignment is not None and assignment.saved_until.startswith("2026-11-21T12:01")
    trainer.later(60_000)
    trainer.engine.run_once()
    assert trainer.line.calls.count("renew") == 1


def test_a_renewal_that_gives_little_is_not_asked_for_at_every_round(make: Make) -> None:
    trainer = make(policy=CampaignPolicy(lease_hours=10)).stocked()
    trainer.platform.campaigns[trainer.campaign] = trainer.platform.campaigns[trainer.campaign].changed(
        policy=CampaignPolicy(lease_hours=1)
    )
    trainer.later(6 * HOUR)
    for _ in range(5):
        trainer.engine.run_once()
        trainer.later(60_000)
    assert trainer.line.calls.count("renew") == 1


def test_an_unattended_computer_holds_nothing_for_ever(make: Make) -> None:
    trainer = make(policy=CampaignPolicy(lease_hours=2))
    trainer.attended = False
    trainer.stocked()
    trainer.later(HOUR + 60_000)
    trainer.engine.run_once()
    assert "renew" not in trainer.line.calls
    trainer.attended = True
    trainer.engine.run_once()
    assert trainer.line.calls.count("renew") == 1


def test_at_the_campaigns_maximum_nothing_more_is_asked_for(make: Make) -> None:
    trainer = make(policy=CampaignPolicy(lease_hours=2, lease_max_hours=3)).stocked()
    for _ in range(30):
        trainer.later(4 * 60_000)
        trainer.engine.run_once()
    assert trainer.line.calls.count("renew") == 1
    left = trainer.store.terms.of(trainer.tasks[0])
    assert left.left_ms == left.most_ms == HOUR and not left.may_ask


def test_a_wish_for_more_time_waits_for_the_platform_and_its_answer_is_said(make: Make) -> None:
    trainer = make(policy=CampaignPolicy(lease_hours=2, lease_max_hours=3)).stocked()
    task_id, terms = trainer.tasks[0], trainer.store.terms
    trainer.later(HOUR // 2)
    assert terms.ask(task_id) and terms.of(task_id).wish == "asked"
    trainer.line.fail["renew"] = [Unreachable("Gone.")]
    trainer.engine.run_once()
    assert terms.of(task_id).wish == "asked", "it waits"
    trainer.restart()
    terms = trainer.store.terms
    trainer.engine.run_once()
    assert (terms.of(task_id).left_ms, terms.of(task_id).wish) == (2 * HOUR, "")
    assert terms.of(trainer.tasks[1]).left_ms == 3 * HOUR // 2, "nobody asked for that one"
    trainer.later(HOUR // 2)
    assert terms.ask(task_id)
    trainer.engine.run_once()
    assert terms.of(task_id).left_ms == 2 * HOUR
    assert terms.ask(task_id)
    trainer.engine.run_once()
    assert terms.of(task_id).wish == "refused", "that was the maximum"
    trainer.store.tasks.withdraw(task_id, "")
    assert not terms.ask(task_id)


def test_how_long_leases_last_is_known_after_a_restart_without_a_network(make: Make) -> None:
    trainer = make(policy=CampaignPolicy(lease_hours=2)).stocked()
    trainer.later(HOUR)
    trainer.clock.jump_wall(days=-900)
    trainer.restart()
    assert trainer.store.terms.of(trainer.tasks[0]).left_ms == HOUR
    trainer.later(3 * HOUR)
    assert trainer.store.terms.of(trainer.tasks[0]).left_ms == -2 * HOUR, "it is over, and still here"
    assert ready(trainer) == 5


def test_after_the_computers_own_restart_it_is_unknown_until_the_platform_says_it(make: Make) -> None:
    trainer = make(policy=CampaignPolicy(lease_hours=2)).stocked()
    trainer.owner.clock.advance(HOUR // 2)
    trainer.store.close()
    trainer.clock.reboot(HOUR // 2)
    trainer.restart()
    assert trainer.store.terms.of(trainer.tasks[0]).left_ms is None
    assert trainer.engine.run_once().error is None
    assert trainer.store.terms.of(trainer.tasks[0]).left_ms == 3 * HOUR // 2
    assert "renew" not in trainer.line.calls, "nothing is guessed"


def test_a_renewal_that_is_not_answered_is_not_asked_for_at_every_round(make: Make) -> None:
    trainer = make(policy=CampaignPolicy(lease_hours=2)).stocked()
    trainer.line.change["renew"] = lambda _results: ()
    trainer.later(HOUR + 60_000)
    for _ in range(5):
        trainer.engine.run_once()
        trainer.later(15_000)
    assert trainer.line.calls.count("renew") == 1


def test_the_wall_clock_renews_and_expires_nothing(make: Make) -> None:
    trainer = make(policy=CampaignPolicy(lease_hours=2)).stocked()
    for days in (-1000, 2000):
        trainer.clock.jump_wall(days=days)
        trainer.engine.run_once()
    assert "renew" not in trainer.line.calls and ready(trainer) == 5


def test_after_a_start_the_list_says_how_long_leases_still_last(make: Make) -> None:
    trainer = make(policy=CampaignPolicy(lease_hours=2)).stocked()
    trainer.later(HOUR + 60_000)
    trainer.restart()
    trainer.engine.run_once()
    trainer.engine.run_once()
    assert trainer.line.calls.count("renew") == 1


def test_a_wish_right_after_the_lease_was_given_is_not_called_refused(make: Make) -> None:
    trainer = make(policy=CampaignPolicy(lease_hours=2, lease_max_hours=9)).stocked()
    trainer.later(20_000)
    assert trainer.store.terms.ask(trainer.tasks[0])
    trainer.engine.run_once()
    found = trainer.store.terms.of(trainer.tasks[0])
    assert (found.left_ms, found.wish, found.may_ask) == (2 * HOUR, "", True)


def test_a_jump_of_the_wall_clock_writes_only_what_is_shown_anew(make: Make) -> None:
    trainer = make(policy=CampaignPolicy(lease_hours=2)).stocked()
    trainer.clock.advance(30_000)
    before = trainer.store.terms.of(trainer.tasks[0])
    trainer.clock.jump_wall(days=-400)
    trainer.engine.hurry()
    trainer.engine.run_once()
    assert trainer.store.terms.of(trainer.tasks[0]) == before
    assignment = trainer.store.tasks.assignment(trainer.tasks[0])
    assert assignment is not None and assignment.saved_until.startswith("2025-10")


def test_a_wish_in_the_last_moment_keeps_the_task_and_its_draft(make: Make) -> None:
    trainer = make(policy=CampaignPolicy(lease_hours=2, lease_max_hours=8)).stocked()
    task_id = trainer.tasks[0]
    draft = trainer.store.drafts.open(task_id)
    trainer.attended = False
    trainer.later(2 * HOUR - 1)
    assert trainer.store.terms.ask(task_id)
    trainer.engine.run_once()
    term = trainer.store.terms.of(task_id)
    assert (term.left_ms, term.wish) == (2 * HOUR, "")
    assert trainer.store.terms.of(trainer.tasks[1]).left_ms == 1, "nobody asked for that one"
    assert trainer.store.drafts.live(task_id) == draft


@pytest.mark.parametrize("late_ms", [0, 1, HOUR])
def test_a_wish_that_comes_too_late_is_answered_and_the_work_is_still_taken(make: Make, late_ms: int) -> None:
    """The wish was made in time, but there was no round until the lease was over."""
    trainer = make(policy=CampaignPolicy(lease_hours=2, lease_max_hours=8)).stocked()
    task_id = trainer.tasks[0]
    trainer.store.drafts.open(task_id)
    trainer.attended = False
    trainer.later(2 * HOUR - 1)
    assert trainer.store.terms.ask(task_id)
    trainer.later(1 + late_ms)
    trainer.engine.run_once()
    assert trainer.store.terms.of(task_id).wish in ("", "refused"), "it is answered, not asked for ever"
    key = trainer.submit_task(task_id)
    trainer.engine.push()
    found = trainer.store.submissions.find(*key)
    assert found is not None and found.state is SubmissionState.ACCEPTED
