"""What a person has read of a guideline: asked between tasks, said offline, sent once, and worked under until then."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hdclient.content.guideline import parse_guideline
from hdclient.content.rules import RuleChange, rule_changes
from hdclient.errors import Unreachable
from hdclient.model.campaign import CampaignPolicy, Guideline, GuidelineReading
from hdclient.session.desk import Desk
from hdclient.session.guidelines import OldLabel
from tests.sync.test_reopen import answer
from tests.sync.trainer import Trainer

Make = Callable[..., Trainer]
TEXT = "# Rules\n\n## 1 First\n\nSay {how}.\n\n## 2 Second\n\nAnd stay kind."


def publish(trainer: Trainer, version: int, how: str) -> None:
    trainer.platform.add_guideline(
        Guideline(campaign_id=trainer.campaign, version=version, title="Rules", text=TEXT.format(how=how))
    )
    trainer.engine.run_once()


def working(make: Make, wanted: GuidelineReading = GuidelineReading.CHANGES) -> tuple[Trainer, Desk]:
    trainer = make(policy=CampaignPolicy(guideline_reading=wanted)).stocked()
    publish(trainer, 1, "why")
    return trainer, Desk(trainer.store, trainer.hub, trainer.clock)


def test_a_newer_version_is_asked_for_before_the_next_task_and_not_within_one(make: Make) -> None:
    trainer, desk = working(make)
    first, second = trainer.tasks[:2]
    session = desk.open(first)
    assert not session.guideline_due, "it is the first that this person works under"
    publish(trainer, 2, "when")
    assert desk.guidelines.known(trainer.campaign) == 1
    session.skip("Not for me")
    assert desk.open(second).guideline_due
    due = desk.guidelines.due(trainer.campaign)
    assert due is not None and due.before is not None
    assert (due.newest.version, due.before.version, due.known) == (2, 1, 1)


def test_the_label_records_what_was_worked_under_not_what_came_meanwhile(make: Make) -> None:
    trainer, desk = working(make)
    desk.open(trainer.tasks[0])
    publish(trainer, 2, "when")
    task = trainer.tasks[0]
    assert desk._store.tasks.sealing_facts(task)[1] == 1
    desk.guidelines.read(trainer.campaign, 2)
    assert desk._store.tasks.sealing_facts(task)[1] == 2


@pytest.mark.parametrize(
    ("wanted", "first", "later"),
    [
        (GuidelineReading.NEVER, False, False),
        (GuidelineReading.CHANGES, False, True),
        (GuidelineReading.ALWAYS, True, True),
    ],
)
def test_who_is_asked_is_the_campaigns_policy(
    make: Make, wanted: GuidelineReading, first: bool, later: bool
) -> None:
    trainer, desk = working(make, wanted)
    assert desk.open(trainer.tasks[0]).guideline_due is first
    if first:
        desk.guidelines.read(trainer.campaign, 1)
        assert not desk.open(trainer.tasks[0]).guideline_due
    publish(trainer, 2, "when")
    assert desk.open(trainer.tasks[1]).guideline_due is later
    if not later:
        assert desk._store.tasks.sealing_facts(trainer.tasks[1])[1] == 2


def test_what_was_read_offline_is_sent_once_the_platform_is_there(make: Make) -> None:
    trainer, desk = working(make)
    desk.guidelines.read(trainer.campaign, 1)
    desk.guidelines.read(trainer.campaign, 1)
    assert [one.state for one in desk.guidelines.said(trainer.campaign)] == ["waiting"]
    trainer.line.fail["acknowledge"] = [Unreachable("No answer.")]
    trainer.engine.run_once()
    assert desk.guidelines.said(trainer.campaign)[0].reason == "No answer."
    trainer.clock.advance(61_000)
    trainer.engine.run_once()
    (said,) = desk.guidelines.said(trainer.campaign)
    assert said.state == "sent" and said.received_at
    assert trainer.platform.read[trainer.person, trainer.campaign][0] == 1
    assert trainer.line.calls.count("acknowledge") == 2


def test_what_was_read_on_another_computer_counts_here(make: Make) -> None:
    trainer, desk = working(make)
    trainer.platform.acknowledge(trainer.person, trainer.campaign, 1)
    trainer.platform.add_guideline(
        Guideline(campaign_id=trainer.campaign, version=2, title="Rules", text=TEXT.format(how="when"))
    )
    trainer.engine.run_once()
    assert desk.guidelines.known(trainer.campaign) == 1 and desk.guidelines.has_read(trainer.campaign, 1)
    assert desk.open(trainer.tasks[0]).guideline_due, "version 2 is newer than what was read elsewhere"


def changes_of(desk: Desk, campaign: str, old: int, new: int) -> tuple[RuleChange, ...]:
    before, after = desk.guidelines.version(campaign, old), desk.guidelines.version(campaign, new)
    assert before is not None and after is not None
    return rule_changes(parse_guideline(before.text), parse_guideline(after.text))


def test_answers_under_an_older_version_of_a_changed_rule_are_offered_again(make: Make) -> None:
    trainer, desk = working(make)
    session = desk.open(trainer.tasks[0])
    session.skip("Not for me")
    answered = desk.open(trainer.tasks[1])
    answer(answered)
    answered.submit()
    publish(trainer, 2, "when")
    desk.guidelines.read(trainer.campaign, 2)
    assert desk.guidelines.worked_under(trainer.campaign) == (1,)
    found = desk.guidelines.old_labels(trainer.campaign, 1, changes_of(desk, trainer.campaign, 1, 2))
    assert [label.task_id for label in found] == [trainer.tasks[1]], "a skipped task is no label"
    label: OldLabel = found[0]
    desk.guidelines.keep(trainer.campaign, label)
    assert desk.guidelines.old_labels(trainer.campaign, 1, changes_of(desk, trainer.campaign, 1, 2)) == ()
    publish(trainer, 3, "where")
    assert desk.guidelines.old_labels(trainer.campaign, 1, changes_of(desk, trainer.campaign, 1, 3)) != ()
