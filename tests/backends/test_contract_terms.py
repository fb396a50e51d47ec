"""What every backend promises of time: how long leases last, what comes late, what changes meanwhile."""

from __future__ import annotations

from tests.backends.desk import Desk
from tests.helpers.judgements import judge

HOUR_S = 3600


def test_renewing_ends_at_the_campaigns_maximum(desk: Desk) -> None:
    (_, lease), *_ = desk.work(1)
    assert (lease.ttl_s, lease.latest_s) == (2 * HOUR_S, 5 * HOUR_S)
    left = []
    for _ in range(6):
        (result,) = desk.backend.renew([lease.lease_id])
        left.append((result.ttl_s, result.latest_s))
        desk.owner.clock.advance(HOUR_S * 1000)
    assert left[:5] == [(min(2, 5 - h) * HOUR_S, (5 - h) * HOUR_S) for h in range(5)]
    assert left[5][0] == 0, "its time is over"


def test_renewing_takes_no_time_away(desk: Desk) -> None:
    (_, lease), *_ = desk.work(1)
    desk.owner.clock.advance(4 * HOUR_S * 1000 // 3)
    first = desk.backend.renew([lease.lease_id])[0].ttl_s
    assert desk.backend.renew([lease.lease_id])[0].ttl_s == first == 2 * HOUR_S


def test_late_work_that_finds_no_room_is_kept_as_surplus(desk: Desk, rivals: list[str]) -> None:
    (task, lease), *_ = desk.work(1)
    desk.owner.clock.advance(2 * 3_600_000 + 1000)
    rival = desk.another(rivals[0])
    theirs = {lease.task_id: lease for lease in rival.lease(desk.campaign, 4).items}[task.id]
    rival.submit([judge(task, theirs)])
    item = judge(task, lease)
    for status in ("accepted_late", "duplicate"):
        (result,) = desk.backend.submit([item])
        assert result.status == status and result.receipt is not None
        assert result.receipt.late and result.receipt.surplus and "surplus" in result.problem
    assert desk.owner.stored(desk.person) == {(item.submission_id, 1, item.sha256): 1}


def test_a_changed_task_is_a_new_revision_and_its_holder_hears_of_it(desk: Desk) -> None:
    (task, lease), *_ = desk.work(1)
    desk.owner.revise(task.id, "Why is the sky red?")
    told = [change.data for change in desk.changes() if change.kind == "lease"]
    assert told == [{"lease_id": lease.lease_id, "task_id": task.id, "status": "revised"}]
    (again,) = [one for one in desk.backend.lease(desk.campaign, 1).items if one.task_id == task.id]
    assert (again.task_rev, again.lease_id, again.display_order) == (2, lease.lease_id, lease.display_order)
    (newer,) = desk.backend.tasks([task.id])
    assert newer.rev == 2 and "red" in newer.prompt[0].text
    (result,) = desk.backend.submit([judge(task, lease)])
    assert result.status == "rejected" and "changed" in result.problem
    assert desk.backend.submit([judge(newer, again)])[0].status == "accepted"
