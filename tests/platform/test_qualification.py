"""Qualification over HTTP: its tasks come first, known answers are told after the answer, passing opens the work."""

from __future__ import annotations

import json
from typing import Any

from hdclient.model.explained import DISPUTE
from hdclient.model.ids import new_id
from hdclient.platform.records import records_of
from hdclient.platform.state import platform_of
from tests.helpers.clock import FakeClock
from tests.helpers.worlds import Caller, World, body_for, close_world, item_for, make_world, submit, task_in

RIGHT = {"preference": {"verdict": "preferred", "winner": "k2", "strength": 2, "pair": ["x9", "k2"]}}
WRONG = {"preference": {"verdict": "tie"}}
KNOWN = {
    "question": "preference",
    "above": [{"better": "k2", "worse": "x9"}],
    "why": "Because k2 says why-marker.",
    "rule": "2-1-order",
}


def examined(world: World, *, asked: int = 2, kept: int = 4, work: int = 2, **policy: Any) -> str:
    """A campaign that asks `asked` of `kept` qualification tasks before its own `work`."""
    given = {"tasks": asked, "pass_mark": 1.0, "attempts": 2, "wait_hours": 0, **policy}
    campaign = world.campaign(work, prefetch_tasks=50, qualification=given)
    items = [task_in(f"{campaign}-q{n}", gold=[KNOWN], qualification=True) for n in range(kept)]
    added = world.ops.ok("POST", f"/v1/campaigns/{campaign}/tasks:batch", {"items": items})["results"]
    assert {one["status"] for one in added} == {"created"}
    return campaign


def standing(caller: Caller, campaign: str) -> Any:
    return caller.ok("GET", f"/v1/campaigns/{campaign}")["campaign"]["standing"]


def told(caller: Caller, campaign: str) -> Any:
    return caller.ok("GET", f"/v1/campaigns/{campaign}/qualification")["qualification"]["explained"]


def answer(caller: Caller, lease: Any, answers: Any = RIGHT) -> str:
    body = body_for(lease, answers=answers)
    (result,) = submit(caller, item_for(body))
    assert result["status"] == "accepted", result
    return str(body["submission_id"])


def ids(leases: list[Any]) -> set[str]:
    return {lease["task_id"].rsplit("-", 1)[1][0] for lease in leases}


def test_the_set_comes_first_and_passing_opens_the_work(world: World) -> None:
    campaign = examined(world)
    shown = world.trainer.ok("GET", f"/v1/campaigns/{campaign}")["campaign"]
    assert (shown["tasks_total"], shown["tasks_remaining"]) == (2, 0), "none of the set is counted as work"
    leases = world.lease(world.trainer, campaign, 50)
    assert len(leases) == 2 and ids(leases) == {"q"}
    assert world.lease(world.trainer, campaign, 50) == leases, "asking twice gives the same"
    before = standing(world.trainer, campaign)
    assert (before["stage"], before["answered"], before["tasks"], before["needed"]) == ("open", 0, 2, 2)
    answer(world.trainer, leases[0])
    (first,) = told(world.trainer, campaign)
    assert first["right"] and first["attempt"] == 1 and first["task_id"] == leases[0]["task_id"]
    (said,) = first["answers"]
    assert (
        said["given"] == RIGHT["preference"] and "why-marker" in said["why"] and said["rule"] == "2-1-order"
    )
    assert ids(world.lease(world.trainer, campaign, 50)) == {"q"}, "one is still missing"
    answer(world.trainer, leases[1])
    assert standing(world.trainer, campaign)["stage"] == "passed"
    work = world.lease(world.trainer, campaign, 50)
    assert len(work) == 2 and ids(work) == {"t"}
    answer(world.trainer, work[0])
    assert len(told(world.trainer, campaign)) == 2, "what is no qualification is not told here"


def test_others_are_asked_the_same_set_at_the_same_time(world: World) -> None:
    campaign = examined(world, kept=2)
    mine, theirs = (world.lease(one, campaign, 50) for one in (world.trainer, world.second))
    assert {one["task_id"] for one in mine} == {one["task_id"] for one in theirs}
    for who, leases in ((world.trainer, mine), (world.second, theirs)):
        for lease in leases:
            answer(who, lease)
        assert standing(who, campaign)["stage"] == "passed"


def test_no_client_has_an_answer_key_before_the_answer(world: World) -> None:
    campaign = examined(world)
    leases = world.lease(world.trainer, campaign, 50)
    wanted = ",".join(lease["task_id"] for lease in leases)
    seen = [
        world.trainer.get(path).get_data(as_text=True)
        for path in (
            "/v1/changes",
            f"/v1/tasks?ids={wanted}",
            f"/v1/campaigns/{campaign}",
            f"/v1/campaigns/{campaign}/qualification",
        )
    ]
    seen.append(json.dumps(leases))
    assert not any("why-marker" in text or "2-1-order" in text or "above" in text for text in seen)
    assert "Why is the sky blue?" in seen[1]
    answer(world.trainer, leases[0])
    other = leases[1]["task_id"]
    assert other not in json.dumps(told(world.trainer, campaign)), "the other one is not told"
    assert told(world.second, campaign) == []


def test_an_attempt_that_failed_is_followed_by_one_of_unseen_tasks_and_then_by_people(world: World) -> None:
    campaign = examined(world)
    seen: set[str] = set()
    for number in (1, 2):
        leases = world.lease(world.trainer, campaign, 50)
        fresh = {lease["task_id"] for lease in leases}
        assert len(fresh) == 2 and not fresh & seen, "what was explained proves nothing"
        seen |= fresh
        answer(world.trainer, leases[0], WRONG)
        answer(world.trainer, leases[1])
        assert standing(world.trainer, campaign)["attempt"] == number
    ended = standing(world.trainer, campaign)
    assert (ended["stage"], ended["right"], ended["attempts"]) == ("ended", 1, 2)
    assert world.lease(world.trainer, campaign, 50) == []
    (row, _) = world.ops.ok("GET", f"/v1/campaigns/{campaign}/standings")["items"]
    assert row["standing"]["stage"] == "ended" and row["name"] == "trainer"
    decided = {"person_id": world.trainer.id, "passed": True}
    for _ in range(2):  # safe to repeat
        world.ops.ok("POST", f"/v1/campaigns/{campaign}/standings", decided)
    assert standing(world.trainer, campaign)["stage"] == "passed"
    assert ids(world.lease(world.trainer, campaign, 50)) == {"t"}


def test_operations_give_another_attempt_as_long_as_there_are_tasks(world: World) -> None:
    campaign = examined(world, asked=1, kept=2, attempts=1)
    answer(world.trainer, world.lease(world.trainer, campaign, 50)[0], WRONG)
    assert standing(world.trainer, campaign)["stage"] == "ended"
    more = {"person_id": world.trainer.id, "more_attempts": 2}
    world.ops.ok("POST", f"/v1/campaigns/{campaign}/standings", more)
    answer(world.trainer, world.lease(world.trainer, campaign, 50)[0], WRONG)
    last = standing(world.trainer, campaign)
    assert (last["stage"], last["attempts"], last["attempt"]) == ("ended", 3, 2), "no unseen task is left"
    nobody = {"person_id": "nobody", "passed": True}
    assert world.ops.post(f"/v1/campaigns/{campaign}/standings", nobody).status_code == 404


def test_the_next_attempt_waits_as_long_as_the_policy_says() -> None:
    clock = FakeClock()
    world = make_world("sqlite://", clock=clock, durable=False)
    try:
        campaign = examined(world, asked=1, wait_hours=24)
        answer(world.trainer, world.lease(world.trainer, campaign, 50)[0], WRONG)
        waits = standing(world.trainer, campaign)
        assert waits["stage"] == "waiting" and waits["next_at"] > clock.now().isoformat()[:19]
        assert world.lease(world.trainer, campaign, 50) == []
        clock.advance(24 * 3_600_000 + 60_000)
        assert len(world.lease(world.trainer, campaign, 50)) == 1
    finally:
        close_world(world)


def test_what_was_explained_stands(world: World) -> None:
    campaign = examined(world)
    body = body_for(world.lease(world.trainer, campaign, 50)[0], answers=WRONG)
    submit(world.trainer, item_for(body))
    (again,) = submit(world.trainer, item_for({**body, "revision": 2, "answers": RIGHT}))
    assert again["status"] == "conflict" and "explained" in again["problem"]
    (same,) = submit(world.trainer, item_for(body))
    assert same["status"] == "duplicate"


def test_a_skipped_or_late_or_withdrawn_task_never_leaves_an_attempt_hanging(world: World) -> None:
    campaign = examined(world, asked=3, pass_mark=0.6, accept_late=False)
    leases = world.lease(world.trainer, campaign, 50)
    skipped = body_for(leases[0], answers={}, skip={"reason": "Not for me"})
    assert submit(world.trainer, item_for(skipped))[0]["status"] == "accepted"
    world.ops.ok("POST", f"/v1/tasks/{leases[1]['task_id']}:withdraw", {"reason": "broken"})
    now = standing(world.trainer, campaign)
    assert (now["stage"], now["answered"], now["right"], now["tasks"]) == ("open", 1, 0, 2)
    answer(world.trainer, leases[2])
    assert standing(world.trainer, campaign)["stage"] == "passed", "one of two, as one of the three is gone"


def test_what_is_given_back_is_given_again(world: World) -> None:
    campaign = examined(world)
    leases = world.lease(world.trainer, campaign, 50)
    world.trainer.ok("POST", "/v1/leases:release", {"lease_ids": [leases[0]["lease_id"]]})
    again = world.lease(world.trainer, campaign, 50)
    assert {one["lease_id"] for one in again} == {one["lease_id"] for one in leases}


def test_no_answer_of_qualification_is_data_of_the_campaign(world: World) -> None:
    campaign = examined(world, asked=1)
    world.ops.ok(
        "PATCH", f"/v1/campaigns/{campaign}", _with_review(world, campaign), **_match(world, campaign)
    )
    answer(world.trainer, world.lease(world.trainer, campaign, 50)[0])
    metrics = world.ops.ok("GET", f"/v1/campaigns/{campaign}/metrics")
    assert (metrics["tasks"], metrics["submissions"], metrics["answers_wanted"]) == (2, 0, 2)
    assert world.ops.ok("GET", f"/v1/campaigns/{campaign}/quality")["quality"]["answers"] == 0
    taken = world.reviewer.ok("POST", "/v1/review-items:take", {"campaign_id": campaign, "want": 9})
    assert taken["items"] == [] and taken["waiting"] == 0
    answer(world.trainer, world.lease(world.trainer, campaign, 50)[0])
    taken = world.reviewer.ok("POST", "/v1/review-items:take", {"campaign_id": campaign, "want": 9})
    assert len(taken["items"]) == 1, "the first of the person's work is reviewed, and that is this one"
    mirror = world.trainer.ok("GET", f"/v1/campaigns/{campaign}/mirror")["mirror"]
    assert mirror["answers"] == 1


def _match(world: World, campaign: str) -> dict[str, str]:
    return {"If-Match": world.ops.get(f"/v1/campaigns/{campaign}").headers["ETag"]}


def _with_review(world: World, campaign: str) -> Any:
    policy = world.ops.ok("GET", f"/v1/campaigns/{campaign}")["campaign"]["policy"]
    return {"policy": {**policy, "review": {**policy["review"], "first_n": 1}}}


def test_a_task_for_qualification_needs_to_be_explained(world: World) -> None:
    campaign = world.campaign(0)
    for gold in ([], [{**KNOWN, "why": " "}]):
        item = task_in(f"{campaign}-q", gold=gold, qualification=True)
        (result,) = world.ops.ok("POST", f"/v1/campaigns/{campaign}/tasks:batch", {"items": [item]})[
            "results"
        ]
        assert result["status"] == "rejected" and "why it is so" in result["problem"]


def test_without_a_set_nobody_can_begin_and_everybody_hears_why(world: World) -> None:
    campaign = examined(world, kept=1)
    assert world.lease(world.trainer, campaign, 50) == []
    assert standing(world.trainer, campaign)["stage"] == "unready"
    assert standing(world.reviewer, campaign) is None


def test_each_known_answer_is_told_where_the_policy_says_so(world: World) -> None:
    for policy, count in (("each", 1), ("share", 0), ("nothing", 0)):
        campaign = world.campaign(0, gold_told=policy)
        items = [task_in(f"{campaign}-g", gold=[KNOWN]), task_in(f"{campaign}-plain")]
        world.ops.ok("POST", f"/v1/campaigns/{campaign}/tasks:batch", {"items": items})
        for lease in world.lease(world.trainer, campaign, 2):
            answer(world.trainer, lease, WRONG)
        found = told(world.trainer, campaign)
        assert len(found) == count, policy
        if found:
            assert found[0]["attempt"] == 0 and not found[0]["right"]
            assert world.ops.ok("GET", f"/v1/campaigns/{campaign}/quality")["quality"]["answers"] == 2


def disputed(world: World, campaign: str, submission_id: str, **more: Any) -> str:
    comment_id = new_id()
    said = {
        "id": comment_id,
        "revision": 1,
        "text": "Both are as good: dispute-marker.",
        "category": DISPUTE,
        "anchor": {"part": "question:preference", "block": 0, "at": None},
        **more,
    }
    world.trainer.ok("POST", f"/v1/submissions/{submission_id}/comments", said)
    return comment_id


def threads(world: World, campaign: str) -> Any:
    return world.ops.ok("GET", f"/v1/campaigns/{campaign}/gold-disputes")["items"]


def test_a_disagreement_is_a_thread_that_operations_answer(world: World) -> None:
    campaign = examined(world)
    submission_id = answer(world.trainer, world.lease(world.trainer, campaign, 50)[0], WRONG)
    thread = disputed(world, campaign, submission_id)
    (row,) = threads(world, campaign)
    assert row["state"]["state"] == "open" and "dispute-marker" in row["comments"][0]["text"]
    assert (row["answers"], row["right"]) == (1, 0) and row["gold"][0]["why"]
    settle = {"id": new_id(), "text": "Rule 2.1 says otherwise: reply-marker.", "outcome": "kept"}
    for _ in range(2):  # safe to repeat
        world.ops.ok("POST", f"/v1/gold-disputes/{thread}:settle", settle)
    (row,) = threads(world, campaign)
    assert row["state"]["state"] == "kept" and len(row["comments"]) == 2
    assert "reply-marker" in world.trainer.get("/v1/changes").get_data(as_text=True)
    assert not told(world.trainer, campaign)[0]["right"]
    assert world.trainer.get(f"/v1/campaigns/{campaign}/gold-disputes").status_code == 403
    assert world.reviewer.get(f"/v1/campaigns/{campaign}/gold-disputes").status_code == 403


def test_a_changed_known_answer_counts_for_those_who_were_asked_and_against_nobody(world: World) -> None:
    campaign = examined(world, asked=1, kept=1, attempts=1)
    mine = answer(world.trainer, world.lease(world.trainer, campaign, 50)[0], WRONG)
    answer(world.second, world.lease(world.second, campaign, 50)[0])
    assert [standing(who, campaign)["stage"] for who in (world.trainer, world.second)] == ["ended", "passed"]
    thread = disputed(world, campaign, mine)
    tie = {"question": "preference", "accept": [WRONG["preference"]], "why": "They say the same."}
    settle = {"id": new_id(), "text": "You are right.", "outcome": "changed", "gold": [tie]}
    world.ops.ok("POST", f"/v1/gold-disputes/{thread}:settle", settle)
    assert [standing(who, campaign)["stage"] for who in (world.trainer, world.second)] == ["passed", "passed"]
    (found,) = told(world.trainer, campaign)
    assert found["right"] and found["answers"][0]["accept"] == [WRONG["preference"]]
    assert ids(world.lease(world.trainer, campaign, 50)) == {"t"}
    bad = {**settle, "id": new_id(), "gold": [{**tie, "question": "none"}]}
    assert world.ops.post(f"/v1/gold-disputes/{thread}:settle", bad).status_code == 409


def test_a_retired_known_answer_counts_as_right_and_is_asked_of_nobody(world: World) -> None:
    campaign = examined(world, asked=1, kept=1, attempts=1)
    mine = answer(world.trainer, world.lease(world.trainer, campaign, 50)[0], WRONG)
    thread = disputed(world, campaign, mine)
    settle = {"id": new_id(), "text": "It is broken.", "outcome": "retired"}
    world.ops.ok("POST", f"/v1/gold-disputes/{thread}:settle", settle)
    assert standing(world.trainer, campaign)["stage"] == "passed"
    (found,) = told(world.trainer, campaign)
    assert found["right"] and found["retired"] and found["answers"][0]["why"], "what it was can still be read"
    assert standing(world.second, campaign)["stage"] == "unready"


def test_nobody_can_find_a_known_answer_by_disagreeing_with_it(world: World) -> None:
    campaign = world.campaign(0)
    items = [task_in(f"{campaign}-g", gold=[KNOWN]), task_in(f"{campaign}-plain")]
    world.ops.ok("POST", f"/v1/campaigns/{campaign}/tasks:batch", {"items": items})
    for lease in world.lease(world.trainer, campaign, 2):
        disputed(world, campaign, answer(world.trainer, lease))
    assert threads(world, campaign) == []


def test_no_answer_of_qualification_is_exported(world: World) -> None:
    campaign = examined(world, asked=1)
    answer(world.trainer, world.lease(world.trainer, campaign, 50)[0])
    mine = answer(world.trainer, world.lease(world.trainer, campaign, 50)[0])
    with platform_of(world.app).read() as connection:
        records = list(records_of(platform_of(world.app), connection, campaign))
    assert [one.body.submission_id for one in records] == [mine]


POINTS = [{"value": number, "label": str(number)} for number in range(1, 6)]
EACH: Any = {
    "id": "compare",
    "version": 1,
    "title": "Each",
    "groups": [{"id": "one", "over": "candidates"}],
    "questions": [
        {
            "id": "good",
            "kind": "rating",
            "title": "How good?",
            "group": "one",
            "options": {"points": POINTS},
        }
    ],
}


def test_a_known_answer_of_a_question_that_is_asked_of_each_response_is_graded_and_told(world: World) -> None:
    policy = {"tasks": 1, "pass_mark": 1.0, "attempts": 1, "wait_hours": 0}
    campaign = world.campaign(0, template=EACH, prefetch_tasks=50, qualification=policy)
    known = {"question": "good@k2", "accept": [{"value": 5}], "why": "It is whole."}
    for gold, status in ((known | {"question": "good"}, "rejected"), (known, "created")):
        items = [task_in(f"{campaign}-q", gold=[gold], qualification=True)]
        (added,) = world.ops.ok("POST", f"/v1/campaigns/{campaign}/tasks:batch", {"items": items})["results"]
        assert added["status"] == status, added
    said = {"good@k2": {"value": 5}, "good@x9": {"value": 1}}
    answer(world.trainer, world.lease(world.trainer, campaign, 1)[0], said)
    answer(world.second, world.lease(world.second, campaign, 1)[0], {**said, "good@k2": {"value": 4}})
    (mine,), (theirs,) = told(world.trainer, campaign), told(world.second, campaign)
    assert mine["right"] and not theirs["right"]
    (told_,) = theirs["answers"]
    assert (told_["question"]["id"], told_["question"]["title"]) == ("good@k2", "How good?: @[k2]")
    assert told_["given"] == {"value": 4}
    comment = {
        "id": new_id(),
        "revision": 1,
        "severity": "nit",
        "text": "Four is as good.",
        "category": DISPUTE,
        "anchor": {"part": "question:good@k2", "block": 0, "at": None},
    }
    world.second.ok("POST", f"/v1/submissions/{theirs['submission_id']}/comments", comment)
    (thread,) = threads(world, campaign)
    assert thread["question"]["id"] == "good@k2" and thread["given"] == {"value": 4}
