"""Reviewers who must not know something are told it by no answer of the API: who judges blind, who judges an appeal,
who settles between answers."""

from __future__ import annotations

from typing import Any

import pytest

from hdclient.model.ids import new_id
from hdclient.model.person import Role
from hdclient.platform.operations import OPERATIONS
from tests.helpers.worlds import Caller, World, body_for, item_for, submit

MODELS = ("model-marker-one", "model-marker-two", "source-marker")


def answered(world: World, **review: Any) -> tuple[str, list[dict[str, Any]]]:
    """A campaign in which both trainers have answered its one task: (campaign, bodies)."""
    campaign = world.campaign(1, overlap=2, review=review)
    bodies = []
    for caller, winner, strength in ((world.trainer, "x9", -2), (world.second, "k2", 2)):
        (lease,) = world.lease(caller, campaign)
        preference = {"verdict": "preferred", "winner": winner, "strength": strength, "pair": ["x9", "k2"]}
        body = body_for(lease, answers={"preference": preference}, client="answer-marker")
        submit(caller, item_for(body))
        bodies.append(body)
    return campaign, bodies


def take(caller: Caller, campaign: str, *kinds: str) -> list[dict[str, Any]]:
    """The items that a reviewer holds."""
    wish = {"campaign_id": campaign, "want": 10, "kinds": list(kinds) or ["review", "appeal", "adjudication"]}
    return list(caller.ok("POST", "/v1/review-items:take", wish)["items"])


def requests(
    campaign: str, bodies: list[dict[str, Any]], items: list[str]
) -> list[tuple[str, str, str, Any]]:
    """Everything that a reviewer can ask for: (operation, method, path, body)."""
    found: list[tuple[str, str, str, Any]] = [
        ("get_meta", "GET", "/v1/meta", None),
        ("get_me", "GET", "/v1/me", None),
        ("list_campaigns", "GET", "/v1/campaigns", None),
        ("get_campaign", "GET", f"/v1/campaigns/{campaign}", None),
        ("get_tasks", "GET", f"/v1/tasks?ids={campaign}-t0", None),
        ("get_changes", "GET", "/v1/changes", None),
        ("list_submissions", "GET", "/v1/submissions", None),
        ("list_submissions", "GET", f"/v1/submissions?campaign_id={campaign}", None),
        ("list_submissions", "GET", f"/v1/submissions?task_id={campaign}-t0", None),
        ("list_reviews", "GET", "/v1/reviews", None),
        ("list_adjudications", "GET", "/v1/adjudications", None),
        ("take_review_items", "POST", "/v1/review-items:take", {"campaign_id": campaign, "want": 10}),
    ]
    for body in bodies:
        name = body["submission_id"]
        said = {"id": new_id(), "revision": 1, "text": "?"}
        found += [
            ("list_comments", "GET", f"/v1/submissions/{name}/comments", None),
            ("post_comment", "POST", f"/v1/submissions/{name}/comments", said),
            ("list_reviews", "GET", f"/v1/reviews?submission_id={name}", None),
        ]
    found += [("get_review_item", "GET", f"/v1/review-items/{item}", None) for item in items]
    return found


def answers_to(
    caller: Caller, campaign: str, bodies: list[dict[str, Any]], items: list[str]
) -> dict[str, str]:
    """All that the API answers, by operation."""
    found: dict[str, str] = {}
    for name, method, path, body in requests(campaign, bodies, items):
        found[name] = found.get(name, "") + caller.send(method, path, body).get_data(as_text=True)
    return found


def test_whoever_judges_blind_gets_no_answer_before_judging(world: World) -> None:
    campaign, bodies = answered(world, first_n=5, blind=True)
    items = [one["item_id"] for one in take(world.reviewer, campaign)]
    assert len(items) == 2
    secret = (*MODELS, "answer-marker", '"strength":', world.trainer.id, world.second.id)
    for name, text in answers_to(world.reviewer, campaign, bodies, items).items():
        assert not [one for one in secret if one in text], name
    own = {"id": "j-1", "answers": {"preference": {"verdict": "tie"}}}
    world.reviewer.ok("POST", f"/v1/review-items/{items[0]}/judgement", own)
    shown, hidden = (world.reviewer.ok("GET", f"/v1/review-items/{one}")["review"] for one in items)
    assert shown["works"][0]["answers"]["preference"]["verdict"] == "preferred"
    assert shown["judgement"]["answers"] == own["answers"]
    assert hidden["works"] == [] and hidden["blind"]
    other = {**own, "answers": {"preference": {"verdict": "cannot_judge"}}}
    assert world.reviewer.post(f"/v1/review-items/{items[0]}/judgement", other).status_code == 409
    early = {"id": "r-1", "submission_id": hidden["submission_id"], "revision": 1, "decision": "accept"}
    refused = world.reviewer.post("/v1/reviews", {**early, "item_id": items[1]})
    assert refused.json["type"] == "/problems/judge-first"


def test_whoever_judges_an_appeal_is_not_told_the_decision(world: World) -> None:
    campaign, bodies = answered(world, first_n=1)
    held = take(world.reviewer, campaign)
    item = next(one for one in held if one["submission_id"] == bodies[0]["submission_id"])
    comment = {"id": "c", "revision": 1, "text": "verdict-marker", "severity": "blocking"}
    review = {"id": "r-secret", "submission_id": item["submission_id"], "revision": 1, "decision": "return"}
    said = {**review, "item_id": item["item_id"], "comments": [comment], "summary": "verdict-marker"}
    world.reviewer.ok("POST", "/v1/reviews", said)
    reasons = [{"text": "The rule says otherwise."}]
    world.trainer.ok("POST", "/v1/appeals", {"id": "a", "review_id": "r-secret", "reasons": reasons})
    rolf = world.person("rolf", Role.REVIEWER)
    (appeal,) = take(rolf, campaign, "appeal")
    assert take(world.reviewer, campaign, "appeal") == []
    secret = (*MODELS, "verdict-marker", "r-secret", '"return"', world.trainer.id, world.reviewer.id)
    for name, text in answers_to(rolf, campaign, bodies, [appeal["item_id"]]).items():
        assert not [one for one in secret if one in text], name
    given = rolf.ok("GET", f"/v1/review-items/{appeal['item_id']}")["review"]
    assert given["reasons"][0]["text"] == reasons[0]["text"] and given["works"]


def test_whoever_settles_is_told_nobody(world: World) -> None:
    campaign, bodies = answered(world, adjudicate_below=0.9)
    (item,) = take(world.reviewer, campaign, "adjudication")
    people = (world.trainer.id, world.second.id, '"p_', "answer-marker", *MODELS)
    for name, text in answers_to(world.reviewer, campaign, bodies, [item["item_id"]]).items():
        assert not [one for one in people if one in text], name
    given = world.reviewer.ok("GET", f"/v1/review-items/{item['item_id']}")["adjudication"]
    assert {one["label"] for one in given["contributions"]} == {"A1", "A2"}


def test_every_operation_for_reviewers_that_reads_is_searched() -> None:
    searched = {name for name, *_ in requests("c", [{"submission_id": "s"}], ["i"])}
    reads = {
        route.name
        for route in OPERATIONS
        if route.method == "GET" and (route.roles is None or Role.REVIEWER in route.roles)
    }
    # Of these nothing is about one submission: files, guidelines, numbers over a campaign, the state of the program.
    beside = {"get_asset", "get_guideline", "get_quality", "get_mirror", "get_metrics", "get_health"}
    assert reads - searched <= beside | {"get_readiness", "list_appeals", "list_gaps"}, reads - searched


@pytest.mark.parametrize("blind", [True, False])
def test_the_search_reaches_what_may_be_read(world: World, blind: bool) -> None:
    campaign, bodies = answered(world, first_n=5, blind=blind)
    items = [one["item_id"] for one in take(world.reviewer, campaign)]
    text = answers_to(world.reviewer, campaign, bodies, items)["list_submissions"]
    assert ("answer-marker" in text) is not blind
