"""What gets into the reviewers' queue and by which rule, who is given it, and what a decision does to it."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

from hdclient.model.person import Role
from hdclient.platform.state import platform_of
from tests.helpers.clock import FakeClock
from tests.helpers.worlds import Caller, World, body_for, item_for, submit


def answer(
    world: World, caller: Caller, campaign: str, count: int = 1, **changes: Any
) -> list[dict[str, Any]]:
    """Submits answers to the next tasks of a campaign."""
    leases = world.lease(caller, campaign, count)[:count]
    bodies = [body_for(lease, **changes) for lease in leases]
    for first in range(0, len(bodies), 100):
        submit(caller, *(item_for(body) for body in bodies[first : first + 100]))
    return bodies


def take(caller: Caller, campaign: str, want: int = 50, **more: Any) -> list[dict[str, Any]]:
    """What a reviewer holds."""
    wish = {"campaign_id": campaign, "want": want, **more}
    return list(caller.ok("POST", "/v1/review-items:take", wish)["items"])


def review(item: dict[str, Any], decision: str = "accept", **more: Any) -> dict[str, Any]:
    """A decision on an item."""
    named = {"submission_id": item["submission_id"], "revision": item["revision"], "item_id": item["item_id"]}
    return {"id": f"r-{item['item_id']}", "decision": decision, **named, **more}


def test_the_first_of_each_person_then_an_even_share_and_a_random_one(world: World) -> None:
    platform_of(world.app).sampling_key = "a fixed secret"
    campaign = world.campaign(200, review={"first_n": 3, "sample": 0.25, "random": 0.1}, prefetch_tasks=200)
    answer(world, world.trainer, campaign, 103)
    found = take(world.reviewer, campaign, 200)
    rules = Counter(item["rule"] for item in found)
    assert rules["first_n"] == 3 and rules["sample"] == 25
    assert 2 <= rules["random"] <= 15
    assert take(world.reviewer, campaign, 200) == found, "asking again gives the same"


def test_what_is_flagged_comes_before_what_is_sampled(world: World) -> None:
    campaign = world.campaign(3, review={"first_n": 10})
    answer(world, world.trainer, campaign, 2)
    (flagged,) = answer(world, world.trainer, campaign, 1, flag={"reason": "Prompt is unclear"})
    first, *_ = take(world.reviewer, campaign)
    assert (first["rule"], first["submission_id"]) == ("flag", flagged["submission_id"])


def test_answers_that_agree_little_are_looked_at(world: World) -> None:
    campaign = world.campaign(2, overlap=2, review={"low_agreement": 0.5})
    same = {"preference": {"verdict": "preferred", "winner": "k2", "strength": 2, "pair": ["x9", "k2"]}}
    other = {"preference": {"verdict": "preferred", "winner": "x9", "strength": -2, "pair": ["x9", "k2"]}}
    answer(world, world.trainer, campaign, 2, answers=same)
    answer(world, world.second, campaign, 1, answers=same)
    assert take(world.reviewer, campaign) == []
    answer(world, world.second, campaign, 1, answers=other)
    assert [item["rule"] for item in take(world.reviewer, campaign)] == ["low_agreement"] * 2


def test_reviewers_who_ask_at_the_same_moment_get_different_items(world: World) -> None:
    campaign = world.campaign(30, review={"first_n": 100}, prefetch_tasks=50)
    answer(world, world.trainer, campaign, 30)
    others = [world.person(f"reviewer-{n}", Role.REVIEWER) for n in range(4)]
    given: list[list[str]] = []
    start = threading.Barrier(len(others))

    def ask(caller: Caller) -> None:
        start.wait()
        given.append([item["item_id"] for item in take(caller, campaign, 10)])

    threads = [threading.Thread(target=ask, args=(one,)) for one in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Where one stood in the other's way, asking again fills up.
    given += [[item["item_id"] for item in take(caller, campaign, 10)] for caller in others]
    held = {caller.id: {item["item_id"] for item in take(caller, campaign, 10)} for caller in others}
    assert sum(len(items) for items in held.values()) == len(set().union(*held.values())) == 30
    assert all(len(items) == len(set(items)) for items in given)


def test_an_item_that_is_not_done_in_time_goes_to_the_next(world: World, clock: FakeClock) -> None:
    campaign = world.campaign(1, review={"first_n": 1, "hold_hours": 1})
    answer(world, world.trainer, campaign)
    rolf = world.person("rolf", Role.REVIEWER)
    (mine,) = take(world.reviewer, campaign)
    assert take(rolf, campaign) == []
    clock.advance(3_601_000)
    (theirs,) = take(rolf, campaign)
    assert theirs["item_id"] == mine["item_id"] and take(world.reviewer, campaign) == []
    # Late work still counts, as long as nobody else has decided.
    world.reviewer.ok("POST", "/v1/reviews", review(mine))
    refused = rolf.post("/v1/reviews", review(theirs) | {"id": "r-late"})
    assert refused.json["type"] == "/problems/already-decided"


def test_items_can_be_given_back(world: World) -> None:
    campaign = world.campaign(1, review={"first_n": 1})
    answer(world, world.trainer, campaign)
    rolf = world.person("rolf", Role.REVIEWER)
    (item,) = take(world.reviewer, campaign)
    asked = {"item_ids": [item["item_id"], "unknown"]}
    assert world.reviewer.ok("POST", "/v1/review-items:release", asked)["released"] == [item["item_id"]]
    assert len(take(rolf, campaign)) == 1


def test_a_revised_submission_answers_412_with_the_newest_revision(world: World) -> None:
    campaign = world.campaign(1, review={"first_n": 1})
    (body,) = answer(world, world.trainer, campaign)
    (item,) = take(world.reviewer, campaign)
    submit(world.trainer, item_for({**body, "revision": 2}))
    refused = world.reviewer.post("/v1/reviews", review(item), If_Match='"1"')
    assert refused.status_code == 412
    assert refused.json["errors"] == [{"pointer": "/revision", "newest": "2"}]
    (moved,) = take(world.reviewer, campaign)
    assert (moved["item_id"], moved["revision"]) == (item["item_id"], 2)
    assert moved["edition"] != item["edition"]
    world.reviewer.ok("POST", "/v1/reviews", review(moved), If_Match='"2"')
    assert world.reviewer.post("/v1/reviews", review(moved), If_Match="2").status_code == 422


def test_the_same_review_again_is_kept_once_and_another_under_its_id_is_refused(world: World) -> None:
    campaign = world.campaign(1, review={"first_n": 1})
    answer(world, world.trainer, campaign)
    (item,) = take(world.reviewer, campaign)
    said = {"id": "c-1", "revision": 1, "text": "Mend it.", "severity": "blocking", "category": "reason"}
    sent = review(item, "return", comments=[said])
    first = world.reviewer.ok("POST", "/v1/reviews", sent, If_Match='"1"')
    assert world.reviewer.ok("POST", "/v1/reviews", sent, If_Match='"1"')["review"] == first["review"]
    assert world.reviewer.post("/v1/reviews", sent | {"summary": "?"}).json["type"] == "/problems/id-taken"
    name = item["submission_id"]
    assert len(world.trainer.ok("GET", f"/v1/submissions/{name}/comments")["items"]) == 1


def test_a_return_of_an_item_needs_a_blocking_comment(world: World) -> None:
    campaign = world.campaign(1, review={"first_n": 1})
    answer(world, world.trainer, campaign)
    (item,) = take(world.reviewer, campaign)
    nit = {"id": "c-1", "revision": 1, "text": "A nit.", "severity": "nit"}
    refused = world.reviewer.post("/v1/reviews", review(item, "return", comments=[nit], summary="No."))
    assert refused.json["type"] == "/problems/comment-needed"


def test_what_one_reviewer_passes_on_goes_to_another(world: World) -> None:
    campaign = world.campaign(1, review={"first_n": 1})
    answer(world, world.trainer, campaign)
    (item,) = take(world.reviewer, campaign)
    world.reviewer.ok("POST", "/v1/reviews", review(item, "escalate"))
    assert take(world.reviewer, campaign) == []
    rolf = world.person("rolf", Role.REVIEWER)
    (second,) = take(rolf, campaign)
    assert (second["rule"], second["kind"]) == ("escalated", "review")


def test_a_gap_in_the_guideline_opens_an_item_for_its_author(world: World) -> None:
    campaign = world.campaign(1, overlap=2, review={"adjudicate_below": 1.0})
    for caller, strength in ((world.trainer, 1), (world.second, 2)):
        preference = {"verdict": "preferred", "winner": "k2", "strength": strength, "pair": ["x9", "k2"]}
        answer(world, caller, campaign, answers={"preference": preference})
    (item,) = take(world.reviewer, campaign)
    verdict = {"id": "v", "task_id": item["task_id"], "item_id": item["item_id"], "outcome": "guideline_gap"}
    refused = world.reviewer.post("/v1/adjudications", verdict)
    assert refused.json["type"] == "/problems/comment-needed"
    said = verdict | {"reason": "What is strong, and what is slight?", "rule": "2.1"}
    world.reviewer.ok("POST", "/v1/adjudications", said)
    (gap,) = world.ops.ok("GET", f"/v1/campaigns/{campaign}/gaps")["items"]
    assert (gap["rule"], gap["state"], gap["text"]) == ("2.1", "open", "What is strong, and what is slight?")
    closed = world.ops.ok("POST", "/v1/gaps/v:close", {"version": 2})["gap"]
    assert closed["state"] == "closed"
    assert take(world.reviewer, campaign) == []


def test_an_appeal_is_over_when_the_work_is_revised(world: World) -> None:
    campaign = world.campaign(1, review={"first_n": 1})
    (body,) = answer(world, world.trainer, campaign)
    (item,) = take(world.reviewer, campaign)
    said = {"id": "c-1", "revision": 1, "text": "Mend it.", "severity": "blocking"}
    world.reviewer.ok("POST", "/v1/reviews", review(item, "return", comments=[said]))
    contested = {"id": "a", "review_id": f"r-{item['item_id']}", "reasons": [{"text": "No."}]}
    world.trainer.ok("POST", "/v1/appeals", contested)
    again = world.trainer.post("/v1/appeals", contested | {"id": "b"})
    assert again.json["type"] == "/problems/contested-before"
    submit(world.trainer, item_for({**body, "revision": 2}))
    assert [one["state"] for one in world.trainer.ok("GET", "/v1/appeals")["items"]] == ["withdrawn"]
    rolf = world.person("rolf", Role.REVIEWER)
    assert [one["rule"] for one in take(rolf, campaign)] == ["rework"]


def test_trainers_are_not_told_how_reviews_are_chosen(world: World) -> None:
    campaign = world.campaign(1, review={"first_n": 7, "sample": 0.5, "blind": True, "appeal_hours": 5})
    told = world.trainer.ok("GET", f"/v1/campaigns/{campaign}")["campaign"]["policy"]["review"]
    assert (told["first_n"], told["sample"], told["blind"], told["appeal_hours"]) == (0, 0, False, 5)
    whole = world.reviewer.ok("GET", f"/v1/campaigns/{campaign}")["campaign"]["policy"]["review"]
    assert whole["first_n"] == 7


def test_how_contested_decisions_ended_is_counted_for_each_reviewer(world: World) -> None:
    campaign = world.campaign(2, review={"first_n": 2})
    answer(world, world.trainer, campaign, 2)
    first, _ = take(world.reviewer, campaign)
    said = {"id": "c-1", "revision": 1, "text": "Mend it.", "severity": "blocking"}
    world.reviewer.ok("POST", "/v1/reviews", review(first, "return", comments=[said]))
    reasons = {"id": "a", "review_id": f"r-{first['item_id']}", "reasons": [{"text": "No."}]}
    world.trainer.ok("POST", "/v1/appeals", reasons)
    rolf = world.person("rolf", Role.REVIEWER)
    (appeal,) = take(rolf, campaign, kinds=["appeal"])
    rolf.ok("POST", "/v1/reviews", review(appeal))
    numbers = world.ops.ok("GET", f"/v1/campaigns/{campaign}/quality")["quality"]["reviews"]
    counted = {one["contested"]: one["overturned"] for one in numbers["reviewers"]}
    assert counted[0] is None and counted[1]["value"] == 1.0 and counted[1]["n"] == 1
