"""Fetching: what is kept on the trainer's computer, how it is topped up, and what is not taken away too fast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hdclient.errors import Forbidden, NotOurPlatform, PlatformFault, Refused, StoreFull, Unreachable
from hdclient.events import CampaignsChanged, TasksChanged
from hdclient.model.base import sha256_hex
from hdclient.model.campaign import CampaignPolicy
from hdclient.model.content import ContentBlock
from hdclient.model.task import AssignmentState, Task
from hdclient.model.template import Question
from hdclient.session.desk import Desk
from hdclient.store.retention import Limits
from hdclient.sync.fetch import REFRESH_MS, TRY_AGAIN_MS
from tests.helpers.platforms import PNG, TEMPLATE, content_of
from tests.sync.trainer import Trainer, always

Make = Callable[..., Trainer]
HOUR = 3_600_000


def ready(trainer: Trainer) -> int:
    return len(trainer.store.tasks.ready_ids())


def test_the_first_round_brings_everything_that_offline_work_needs(make: Make) -> None:
    trainer = make(count=5, image=PNG + b"sky")
    trainer.owner.add_guideline(trainer.campaign, 1)
    report = trainer.engine.run_once()
    assert report.error is None
    assert (report.fetched.leases, report.fetched.bodies, report.fetched.files) == (5, 5, 1)
    assert ready(trainer) == 5
    guideline = trainer.store.tasks.guideline(trainer.campaign, 1)
    assert guideline is not None and guideline.text
    assert trainer.store.blobs.get(sha256_hex(PNG + b"sky")) == PNG + b"sky"
    assert trainer.told(CampaignsChanged) and trainer.told(TasksChanged)


@pytest.mark.parametrize("wanted", [3, 12])
def test_the_campaigns_policy_says_how_much_is_kept(make: Make, wanted: int) -> None:
    trainer = make(count=20, policy=CampaignPolicy(prefetch_tasks=wanted)).stocked()
    assert ready(trainer) == wanted


def test_what_was_sent_is_replaced_in_the_same_round(make: Make) -> None:
    trainer = make(count=20, policy=CampaignPolicy(prefetch_tasks=5)).stocked()
    trainer.submit(3)
    assert trainer.engine.run_once().fetched.bodies == 3
    assert ready(trainer) == 5


def test_what_waits_to_be_sent_is_not_topped_up_beyond_the_policy(make: Make) -> None:
    trainer = make(count=20, policy=CampaignPolicy(prefetch_tasks=5)).stocked()
    trainer.submit(3)
    trainer.line.fail["submit"] = [PlatformFault("It fell over.")]
    trainer.engine.run_once()
    assert len(trainer.store.tasks.leased_ids()) == 5


def test_the_last_space_of_the_disk_is_not_filled_with_tasks_but_work_is_sent(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = make(count=20, policy=CampaignPolicy(prefetch_tasks=5)).stocked()
    trainer.submit(3)
    with monkeypatch.context() as full:
        full.setattr("hdclient.store.store.RESERVE_BYTES", 10**18)
        with pytest.raises(StoreFull, match="no new tasks are fetched"):
            trainer.engine.run_once()
    assert ready(trainer) == 2 and trainer.store.outbox.next_due_ms() is None, "sent all the same"
    trainer.engine.run_once()
    assert ready(trainer) == 5


def test_over_the_limit_no_tasks_are_fetched_until_finished_ones_are_cleared_away(make: Make) -> None:
    trainer = make(count=20, policy=CampaignPolicy(prefetch_tasks=5)).stocked()
    trainer.submit(3)
    retention = trainer.store.retention
    trainer.store.limit(Limits(cache_bytes=1))
    with pytest.raises(StoreFull, match="as its settings allow"):
        trainer.engine.run_once()
    assert ready(trainer) == 2 and trainer.store.outbox.next_due_ms() is None, "sent all the same"
    assert retention.clear().tasks == 3 and ready(trainer) == 2
    trainer.store.limit(Limits())
    trainer.engine.run_once()
    assert ready(trainer) == 5


def test_as_long_as_there_is_enough_a_settled_submission_asks_for_no_more(make: Make) -> None:
    trainer = make(count=20, policy=CampaignPolicy(prefetch_tasks=10)).stocked()
    trainer.submit(1)
    trainer.engine.run_once()
    assert "submit" in trainer.line.calls and "lease" not in trainer.line.calls
    trainer.submit(2)
    assert trainer.engine.run_once().fetched.bodies == 3
    assert ready(trainer) == 10


def test_a_campaign_that_has_given_all_is_asked_again_at_the_refresh_only(make: Make) -> None:
    trainer = make(count=4, policy=CampaignPolicy(prefetch_tasks=10)).stocked()
    trainer.submit(2)
    trainer.engine.run_once()
    assert "submit" in trainer.line.calls and "lease" not in trainer.line.calls
    trainer.later(REFRESH_MS)
    trainer.engine.run_once()
    assert "lease" in trainer.line.calls


def test_an_idle_round_asks_for_changes_only_until_the_refresh(make: Make) -> None:
    trainer = make().stocked()
    for _ in range(3):
        trainer.later(10_000)
        trainer.engine.run_once()
    assert set(trainer.line.calls) == {"changes"}
    trainer.later(REFRESH_MS)
    trainer.engine.run_once()
    assert {"campaigns", "lease"} <= set(trainer.line.calls)


def test_a_new_guideline_in_the_feed_is_fetched_in_the_same_round(make: Make) -> None:
    trainer = make().stocked()
    trainer.owner.add_guideline(trainer.campaign, 1)
    trainer.engine.run_once()
    assert trainer.store.tasks.guideline(trainer.campaign, 1) is not None
    (campaign,) = trainer.store.tasks.campaigns()
    assert campaign.guideline_version == 1


def test_a_guideline_that_cannot_be_had_does_not_stop_the_round_or_get_asked_for_again_and_again(
    make: Make,
) -> None:
    trainer = make()
    trainer.owner.add_guideline(trainer.campaign, 1)
    trainer.line.always["guideline"] = always(Refused("No such guideline."))
    trainer.stocked()
    trainer.engine.run_once()
    assert ready(trainer) == 5 and trainer.line.calls.count("guideline") == 0


# -- leases --


def test_a_lease_that_was_lost_leaves_the_draft(make: Make) -> None:
    trainer = make(policy=CampaignPolicy(lease_hours=2)).stocked()
    task_id = trainer.tasks[0]
    draft = trainer.store.drafts.open(task_id)
    rival = trainer.owner.backend(trainer.owner.person())
    trainer.later(2 * HOUR + 1000)
    rival.lease(trainer.campaign, 5)
    trainer.engine.run_once()
    standing = trainer.store.tasks.standing(task_id)
    assert standing is not None and standing[0] is AssignmentState.EXPIRED
    assert trainer.store.drafts.get(draft.submission_id, 1) is not None


def test_a_list_that_drops_most_leases_needs_a_second_identical_answer(make: Make) -> None:
    trainer = make(count=50).stocked()
    trainer.line.change["lease"] = lambda reply: reply.model_copy(update={"items": reply.items[:5]})
    trainer.engine.hurry()
    assert trainer.engine.run_once().fetched.braked
    assert ready(trainer) == 50
    trainer.line.change["lease"] = lambda reply: reply.model_copy(update={"items": ()})
    assert trainer.engine.run_once().fetched.braked, "another answer confirms nothing"
    assert ready(trainer) == 50
    assert not trainer.engine.run_once().fetched.braked
    assert ready(trainer) == 0


def test_a_campaign_that_one_may_not_lease_from_does_not_stop_the_others(make: Make) -> None:
    trainer = make()
    other = trainer.owner.add_campaign()
    trainer.owner.add_tasks(other, 3)
    failing = trainer.campaign
    trainer.line.always["lease"] = lambda campaign_id, want: (
        Forbidden("Not allowed.") if campaign_id == failing else None
    )
    trainer.stocked()
    assert ready(trainer) == 3


# -- bodies --


def odd_task(campaign_id: str, task_id: str, **changed: Any) -> Task:
    content: dict[str, Any] = {**content_of(task_id, b""), "template": TEMPLATE, **changed}
    return Task(id=task_id, rev=1, campaign_id=campaign_id, **content)


BLOCKED = {
    "an unknown question": (
        {"template": TEMPLATE.changed(questions=(Question(id="q", kind="hologram", title="?"),))},
        "hologram",
    ),
    "an unknown content": ({"prompt": (ContentBlock(kind="smell", text="x"),)}, "smell"),
    "no candidates": ({"candidates": ()}, "template"),
}


@pytest.mark.parametrize("name", BLOCKED)
def test_a_task_that_cannot_be_shown_is_blocked_with_its_reason_and_the_others_are_ready(
    make: Make, name: str
) -> None:
    changed, expected = BLOCKED[name]
    trainer = make(count=2)
    trainer.platform.add_task(odd_task(trainer.campaign, "odd", **changed))
    trainer.stocked()
    standing = trainer.store.tasks.standing("odd")
    assert standing is not None and standing[0] is AssignmentState.BLOCKED and expected in standing[1]
    assert sorted(trainer.store.tasks.ready_ids()) == sorted(trainer.tasks)


def test_a_body_that_the_platform_does_not_give_is_left_alone_for_a_while(make: Make) -> None:
    trainer = make(count=3)
    missing = trainer.tasks[1]
    trainer.line.change["tasks"] = lambda tasks: tuple(task for task in tasks if task.id != missing)
    trainer.stocked()
    assert ready(trainer) == 2
    trainer.engine.run_once()
    assert "tasks" not in trainer.line.calls
    trainer.line.change.clear()
    trainer.later(TRY_AGAIN_MS)
    trainer.engine.run_once()
    assert ready(trainer) == 3


def test_one_body_that_breaks_the_platform_does_not_keep_the_others_away(make: Make) -> None:
    trainer = make(count=12)
    bad = trainer.tasks[4]
    trainer.line.always["tasks"] = lambda ids: PlatformFault("It fell over.") if bad in ids else None
    for _ in range(12):
        trainer.engine.run_once()
        trainer.later(60_000)
    assert set(trainer.tasks) - set(trainer.store.tasks.ready_ids()) == {bad}


def test_a_task_whose_text_cannot_be_stored_is_kept_aside_and_the_others_come(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = make(count=3)
    put_task = trainer.store.tasks.put_task

    def refuse_one(task: Task, **named: Any) -> None:
        if task.id == trainer.tasks[0]:
            raise UnicodeEncodeError("utf-8", "x", 0, 1, "surrogates not allowed")
        put_task(task, **named)

    monkeypatch.setattr(trainer.store.tasks, "put_task", refuse_one)
    trainer.stocked()
    assert sorted(trainer.store.tasks.ready_ids()) == sorted(trainer.tasks[1:])
    assert len(trainer.store.stream.quarantined("tasks")) == 1


@pytest.mark.parametrize("point", ["fetch.campaigns", "fetch.leases", "fetch.bodies"])
def test_a_death_while_fetching_costs_only_the_piece_in_hand(make: Make, point: str) -> None:
    trainer = make(count=25)
    trainer.die_at = point
    with pytest.raises(KeyboardInterrupt):
        trainer.engine.run_once()
    trainer.restart()
    trainer.engine.run_once()
    assert ready(trainer) == 25


# -- files --

IMAGE = PNG + b"sky"


def test_a_task_is_not_ready_while_its_file_is_missing(make: Make) -> None:
    trainer = make(image=IMAGE)
    trainer.platform.assets.clear()
    trainer.stocked()
    assert ready(trainer) == 0
    assert trainer.store.tasks.files_missing(trainer.tasks[0]) == 1
    trainer.platform.add_asset(IMAGE)
    trainer.engine.run_once()
    assert ready(trainer) == 0, "it was just asked for"
    trainer.later(TRY_AGAIN_MS)
    trainer.engine.run_once()
    assert ready(trainer) == 5


def test_the_person_can_ask_for_missing_files_now(make: Make) -> None:
    trainer = make(image=IMAGE)
    trainer.platform.assets.clear()
    trainer.stocked()
    trainer.platform.add_asset(IMAGE)
    trainer.engine.hurry()
    trainer.engine.run_once()
    assert ready(trainer) == 5


def test_a_damaged_file_is_tried_again_and_given_up_after_three_copies(make: Make) -> None:
    trainer = make(image=IMAGE)
    other = trainer.owner.add_tasks(trainer.campaign, 1)
    trainer.line.always["asset"] = always(NotOurPlatform("A file came damaged."))
    for _ in range(6):
        assert trainer.engine.run_once().error is None
        trainer.later(30_000)
    assert trainer.line.calls.count("asset") == 3
    assert trainer.store.tasks.ready_ids() == tuple(other)


def test_a_portal_in_the_place_of_a_file_is_a_portal(make: Make) -> None:
    trainer = make(image=IMAGE)
    portal = always(NotOurPlatform("Something else answered."))
    trainer.line.always["asset"] = portal
    trainer.line.change["asset"] = lambda data: data
    called = iter([None])
    trainer.line.always["meta"] = lambda: next(called, NotOurPlatform("Something else answered."))
    assert isinstance(trainer.engine.run_once().error, NotOurPlatform)


def test_a_file_that_never_ends_does_not_keep_the_others_away(make: Make) -> None:
    trainer = make(image=IMAGE)
    second = trainer.owner.add_tasks(trainer.campaign, 1, image=PNG + b"sea")
    slow = sha256_hex(IMAGE)
    trainer.line.always["asset"] = lambda sha256: Unreachable("Time is up.") if sha256 == slow else None
    assert isinstance(trainer.engine.run_once().error, Unreachable)
    trainer.engine._rest_until_ms = 0
    trainer.engine.run_once()
    assert trainer.store.tasks.ready_ids() == tuple(second)


def test_a_list_without_a_campaign_is_news_once_and_not_the_same_as_no_list(make: Make) -> None:
    trainer = make()
    trainer.line.change["campaigns"] = lambda _found: ()
    desk = Desk(trainer.store, trainer.hub, trainer.clock)
    assert desk.queue().is_awaited, "nobody has said yet what there is"
    trainer.line.fail["campaigns"] = [Unreachable("Cut.")]
    trainer.engine.run_once()
    assert desk.queue().is_awaited
    trainer.later(60_000)
    trainer.engine.run_once()
    assert not desk.queue().is_awaited and desk.queue().campaigns == ()
    assert trainer.events.count(CampaignsChanged(())) == 1
    trainer.later(REFRESH_MS)
    trainer.engine.run_once()
    assert trainer.events.count(CampaignsChanged(())) == 1
    desk.close()
