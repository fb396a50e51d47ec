"""What the platform keeps of well-being: warnings and limits as they were given, times measured and corrected."""

from __future__ import annotations

import json
from dataclasses import replace

from hdclient.formats.canonical import record_of, row_of
from hdclient.model.sensitivity import Sensitivity
from hdclient.model.submission import Correction
from hdclient.platform.tasks import identity
from tests.helpers.judged import question, record, task
from tests.helpers.worlds import World, body_for, item_for, submit, task_in

WARNING = {"category": "violence", "severity": 2, "items": ["prompt", "x9"]}
LIMITS = [{"category": "violence", "per_day": 6, "per_sitting": 0}, {"per_day": 20, "per_sitting": 10}]


def test_warnings_reach_the_trainer_and_a_wrong_part_is_refused(world: World) -> None:
    campaign = world.campaign(0)
    path = f"/v1/campaigns/{campaign}/tasks:batch"
    good = {**task_in("care-1"), "sensitive": [WARNING]}
    wrong = {**task_in("care-2"), "sensitive": [{**WARNING, "items": ["nobody"]}]}
    results = world.ops.ok("POST", path, {"items": [good, wrong]})["results"]
    assert [one["status"] for one in results] == ["created", "rejected"]
    assert "a part that the task does not have" in results[1]["problem"]
    world.lease(world.trainer, campaign, 5)
    (found,) = world.trainer.ok("GET", "/v1/tasks?ids=care-1")["items"]
    assert found["sensitive"] == [WARNING]
    again = world.ops.ok("POST", path, {"items": [good, {**good, "sensitive": []}]})["results"]
    assert [one["status"] for one in again] == ["duplicate", "conflict"]


def test_a_task_without_warnings_is_the_task_that_it_always_was() -> None:
    sent = {"id": "t", "prompt": [], "source": {"file": "a"}}
    assert identity(sent) == identity({**sent, "sensitive": ()})
    assert identity(sent) != identity({**sent, "sensitive": [WARNING]})


def test_limits_are_part_of_the_policy(world: World) -> None:
    campaign = world.campaign(1)
    edition = world.ops.get(f"/v1/campaigns/{campaign}").headers["ETag"]
    policy = {**world.ops.ok("GET", f"/v1/campaigns/{campaign}")["campaign"]["policy"], "exposure": LIMITS}
    changed = world.ops.send("PATCH", f"/v1/campaigns/{campaign}", {"policy": policy}, If_Match=edition)
    assert changed.status_code == 200
    found = world.trainer.ok("GET", f"/v1/campaigns/{campaign}")["campaign"]["policy"]["exposure"]
    assert found == [LIMITS[0], {"category": "", **LIMITS[1]}]


def test_measured_and_corrected_time_are_both_kept(world: World) -> None:
    campaign = world.campaign(2)
    lease = world.lease(world.trainer, campaign, 1)[0]
    times = {"active_ms": 50_000, "reading_ms": 20_000, "idle_ms": 7, "paused_ms": 8, "rework_ms": 9}
    correction = {"work_ms": 900_000, "reason": "read a paper beside it"}
    body = body_for(lease)
    body["timing"] = {**body["timing"], **times, "correction": correction}
    (result,) = submit(world.trainer, item_for(body))
    assert result["status"] == "accepted"
    (row,) = world.reviewer.ok("GET", "/v1/submissions")["items"]
    assert json.loads(row["body"])["timing"] == body["timing"]
    measured = world.ops.ok("GET", f"/v1/campaigns/{campaign}/metrics")["active_ms_median"]
    assert measured == 70_000.0, "what is measured is counted; what is said stands beside it"


def test_a_correction_without_a_reason_is_refused(world: World) -> None:
    lease = world.lease(world.trainer, world.campaign(1), 1)[0]
    body = body_for(lease)
    body["timing"]["correction"] = {"work_ms": 1, "reason": ""}
    (result,) = submit(world.trainer, item_for(body))
    assert result["status"] == "rejected"


def test_the_export_has_both_and_the_warnings_and_reads_them_again() -> None:
    hurtful = task(question("comparison"), texts=("one", "two"))
    hurtful = hurtful.changed(sensitive=(Sensitivity(category="grief", severity=1, items=("a",)),))
    one = record(hurtful, {"comparison": {"verdict": "tie"}})
    correction = Correction(work_ms=9, reason="a call")
    timing = one.body.timing.changed(reading_ms=5, paused_ms=6, rework_ms=7, correction=correction)
    row = json.loads(json.dumps(row_of(replace(one, body=one.body.changed(timing=timing)))))
    assert row["when"]["correction"] == {"work_ms": 9, "reason": "a call"} and row["when"]["reading_ms"] == 5
    found = record_of(row)
    assert found.body.timing == timing and found.task.sensitive == hurtful.sensitive
