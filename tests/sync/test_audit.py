"""The audit: what the platform has lost goes out again, with the same id and bytes, and nothing else moves."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hdclient.errors import BackendError, PlatformFault, RateLimited, Refused, TooLarge, Unreachable
from hdclient.model.review import Decision
from hdclient.model.submission import SubmissionState
from hdclient.sync.audit import AUDIT_EVERY_MS, LATER_TRIES, AuditReport
from hdclient.wire.work import SubmissionResult
from tests.sync.trainer import Key, Trainer

Make = Callable[..., Trainer]


def accepted(trainer: Trainer, count: int = 3) -> list[Key]:
    """Submissions that the platform has, with all audits behind them."""
    keys = trainer.submit(count)
    assert trainer.engine.run_once().error is None
    trainer.line.calls.clear()
    trainer.line.given.clear()
    return keys


def lose(trainer: Trainer, *keys: Key) -> None:
    """What a restore of an old backup does to the platform, besides the new epoch."""
    for key in keys:
        del trainer.platform.submissions[trainer.person, *key]


def audit(trainer: Trainer) -> AuditReport:
    """The round in which an audit is due."""
    trainer.later(AUDIT_EVERY_MS)
    report = trainer.engine.run_once()
    assert report.error is None
    return report.audited


def test_what_the_platform_has_lost_is_sent_again_with_the_same_bytes(make: Make) -> None:
    trainer = make().stocked()
    keys = accepted(trainer)
    before = {key: trainer.platform.submissions[trainer.person, *key].body for key in keys}
    lose(trainer, keys[0], keys[2])
    report = audit(trainer)
    assert (report.asked, report.missing, report.restored, report.differing) == (3, 2, 2, 0)
    assert {key: trainer.platform.submissions[trainer.person, *key].body for key in keys} == before
    assert all(trainer.state(key) is SubmissionState.ACCEPTED for key in keys)
    assert trainer.engine.connection.view.notice == ""


def test_after_a_new_epoch_the_audit_comes_at_once(make: Make) -> None:
    trainer = make().stocked()
    keys = accepted(trainer)
    lose(trainer, *keys)
    assert trainer.engine.run_once().audited.asked == 0, "there was no reason to ask"
    trainer.platform.restore_from_backup()
    assert trainer.engine.run_once().audited.restored == 3
    assert set(trainer.stored()) == set(keys)
    trainer.later(1000)
    assert trainer.engine.run_once().audited.asked == 0, "once is enough"


def revised(trainer: Trainer) -> tuple[Key, Key]:
    """Revision 1, which the platform had, and revision 2, which waits to be sent, after a restore."""
    (key,) = accepted(trainer, 1)
    trainer.platform.review(*key, Decision.RETURN, "Please look again.")
    trainer.engine.run_once()
    second = trainer.submit_task(trainer.store.drafts.rework(key[0]).task_id)
    lose(trainer, key)
    trainer.platform.restore_from_backup()
    trainer.restart()
    trainer.line.calls.clear()
    trainer.line.given.clear()
    return key, second


def sent_revisions(trainer: Trainer) -> list[int]:
    """In the order in which they went."""
    batches = [
        values[0]
        for name, values in zip(trainer.line.calls, trainer.line.given, strict=True)
        if name == "submit"
    ]
    return [item.revision for batch in batches for item in batch]


def test_what_a_restored_platform_lost_goes_before_later_revisions(make: Make) -> None:
    trainer = make().stocked()
    first, second = revised(trainer)
    assert trainer.engine.run_once().error is None
    assert sent_revisions(trainer) == [1, 2]
    assert set(trainer.stored()) == {first, second}


def test_while_a_restored_platform_cannot_be_audited_new_work_waits_but_not_for_ever(make: Make) -> None:
    trainer = make().stocked()
    revised(trainer)
    trainer.submit()
    trainer.line.always["audit"] = lambda items: PlatformFault("Trouble.")
    for _ in range(3):
        assert trainer.engine.run_once().error is not None
        assert sent_revisions(trainer) == []
        trainer.later(600_000)
    trainer.engine.run_once()
    assert sent_revisions(trainer) == [1], "the other could shut out what was lost"
    for _ in range(LATER_TRIES):
        trainer.later(3_600_000)
        trainer.engine.run_once()
    assert sent_revisions(trainer) == [1, 2]


def test_a_later_revision_waits_until_what_was_lost_is_there_again(make: Make) -> None:
    trainer = make().stocked()
    first, second = revised(trainer)
    trainer.line.fail["audit"] = [PlatformFault("Trouble.") for _ in range(5)]
    for _ in range(8):
        trainer.later(3_600_000)
        trainer.engine.run_once()
    assert sent_revisions(trainer) == [1, 2]
    assert set(trainer.stored()) == {first, second}


def test_what_the_platform_could_not_take_again_now_is_sent_again(make: Make) -> None:
    """Without a word of it the audit would count as done, and a later revision shut it out."""
    trainer = make().stocked()
    first, second = revised(trainer)
    busy = [True, True]

    def not_now(results: tuple[SubmissionResult, ...]) -> tuple[SubmissionResult, ...]:
        if not busy:
            return results
        busy.pop()
        lost = trainer.platform.submissions.pop((trainer.person, *first))
        assert lost is not None
        return tuple(result.model_copy(update={"status": "retry", "receipt": None}) for result in results)

    trainer.line.change["submit"] = not_now
    for _ in range(4):
        trainer.engine.run_once()
        trainer.later(600_000)
    assert set(trainer.stored()) == {first, second}


@pytest.mark.parametrize("point", ["audit.sending", "audit.sent"])
def test_a_death_in_the_audit_loses_nothing_and_the_next_start_does_it_again(make: Make, point: str) -> None:
    trainer = make().stocked()
    keys = accepted(trainer)
    lose(trainer, *keys)
    trainer.platform.restore_from_backup()
    trainer.die_at = point
    with pytest.raises(KeyboardInterrupt):
        trainer.engine.run_once()
    trainer.restart()
    assert trainer.engine.run_once().audited.error is None
    assert trainer.stored() == dict.fromkeys(keys, 1)


def test_an_earlier_revision_goes_again_while_the_next_is_being_written(make: Make) -> None:
    trainer = make().stocked()
    (key,) = accepted(trainer, 1)
    trainer.platform.review(*key, Decision.RETURN, "Please look again.")
    trainer.engine.run_once()
    draft = trainer.store.drafts.rework(key[0])
    lose(trainer, key)
    assert audit(trainer).restored == 1
    assert trainer.state(key) is SubmissionState.RETURNED
    assert trainer.state((draft.submission_id, 2)) is SubmissionState.DRAFT


def test_other_words_under_our_identity_are_said_and_nothing_is_sent(make: Make) -> None:
    trainer = make().stocked()
    (key,) = accepted(trainer, 1)
    trainer.platform.submissions[trainer.person, *key].sha256 = "0" * 64
    assert audit(trainer).differing == 1
    assert trainer.line.sent() == []
    assert "other words for 1 submission" in trainer.engine.connection.view.notice
    assert trainer.state(key) is SubmissionState.ACCEPTED
    trainer.restart()
    trainer.engine.run_once()
    assert "other words" in trainer.engine.connection.view.notice, "also after a restart"


def test_what_is_not_taken_again_is_said_and_the_receipt_stays(make: Make) -> None:
    trainer = make().stocked()
    (key,) = accepted(trainer, 1)
    lose(trainer, key)
    task_id = trainer.store.submissions.find(*key).task_id  # type: ignore[union-attr]
    trainer.platform.withdraw(task_id)
    report = audit(trainer)
    assert (report.missing, report.restored) == (1, 0)
    assert "no longer has 1 submission" in trainer.engine.connection.view.notice
    assert [receipt.submission_id for receipt in trainer.store.outbox.receipts()] == [key[0]]


@pytest.mark.parametrize("error", [TooLarge("Too much."), PlatformFault("Trouble."), Refused("No.")])
def test_one_that_breaks_the_platform_does_not_keep_the_others_from_going_again(
    make: Make, error: BackendError
) -> None:
    trainer = make().stocked()
    keys = accepted(trainer)
    lose(trainer, *keys)
    poison = keys[1][0]
    trainer.line.always["submit"] = lambda items: (
        error if any(item.submission_id == poison for item in items) else None
    )
    report = audit(trainer)
    assert (report.missing, report.restored, report.error) == (3, 2, None)
    assert set(trainer.stored()) == {keys[0], keys[2]}


@pytest.mark.parametrize("error", [Unreachable("Gone."), RateLimited("Wait.", retry_after_ms=60_000)])
def test_an_audit_that_fails_is_tried_again_and_stops_nothing(make: Make, error: BackendError) -> None:
    trainer = make().stocked()
    keys = accepted(trainer)
    lose(trainer, *keys)
    trainer.line.fail["audit"] = [error]
    assert audit(trainer).error is error
    assert trainer.engine.run_once().audited == AuditReport(), "not at once"
    trainer.later(120_000)
    assert trainer.engine.run_once().audited.restored == 3


def test_a_platform_without_an_audit_is_asked_once_in_a_while_only(make: Make) -> None:
    trainer = make().stocked()
    accepted(trainer)
    trainer.line.always["audit"] = lambda items: Refused("No such call.")
    assert isinstance(audit(trainer).error, Refused)
    trainer.later(60_000)
    trainer.engine.run_once()
    assert trainer.line.calls.count("audit") == 1


def test_on_every_day_of_the_platform_there_is_an_audit_however_short_the_work(make: Make) -> None:
    trainer = make().stocked()
    keys = accepted(trainer)
    assert audit(trainer).asked == len(keys)
    asked = trainer.line.calls.count("audit")
    for _ in range(3):
        trainer.later(90 * 60_000)
        trainer.engine.run_once()
    assert trainer.line.calls.count("audit") == asked, "the same day, and less than eight hours"
    trainer.owner.clock.advance(20 * 3_600_000)
    lose(trainer, keys[0])
    assert trainer.engine.run_once().audited.restored == 1
    trainer.owner.clock.advance(24 * 3_600_000)
    assert trainer.engine.run_once().audited.asked == 0, "a day that jumps is not followed at every round"
    trainer.later(3_600_000)
    assert trainer.engine.run_once().audited.asked == len(keys)


def test_the_wall_clock_begins_and_delays_no_audit(make: Make) -> None:
    trainer = make().stocked()
    keys = accepted(trainer)
    lose(trainer, *keys)
    for days in (400, -4000, 1):
        trainer.clock.jump_wall(days=days)
        assert trainer.engine.run_once().audited.asked == 0
    trainer.clock.jump_wall(days=-9000)
    assert audit(trainer).restored == 3


def test_an_audit_is_in_pieces_and_within_the_limits_of_the_platform(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = make(count=9).stocked()
    keys = accepted(trainer, 5)
    monkeypatch.setattr("hdclient.sync.audit.AUDIT_ITEMS", 2)
    monkeypatch.setattr("hdclient.sync.retry.BATCH_ITEMS", 1)
    lose(trainer, *keys)
    assert audit(trainer).restored == 5
    assert trainer.line.calls.count("audit") == 3 and trainer.line.sent() == [1, 1, 1, 1, 1]
