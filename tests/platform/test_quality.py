"""Quality numbers over HTTP: what counts, who sees what, and real answers with odd characters."""

from __future__ import annotations

import json
from typing import Any

from hdclient.quality.campaign import COMPARED_FROM
from tests.helpers.worlds import World, body_for, item_for, submit
from tests.platform.test_judging import review, submitted


def quality(world: World, who: str, campaign: str) -> Any:
    return world.people[who].ok("GET", f"/v1/campaigns/{campaign}/quality")


def test_two_trainers_on_the_same_tasks(world: World) -> None:
    campaign = world.campaign(3, overlap=2)
    for caller in (world.trainer, world.second):
        for lease in world.lease(caller, campaign, 3):
            submit(caller, item_for(body_for(lease)))
    found = quality(world, "ops", campaign)
    (question,) = found["questions"]
    assert found["answers"] == question["answers"] == 6
    assert question["agreement"] == {"value": 1.0, "n": 3, "low": None, "high": None, "why": ""}
    assert question["alpha"]["value"] is None and "No variation" in question["alpha"]["why"]
    assert {person["person_id"] for person in found["people"]} == {world.trainer.id, world.second.id}
    assert all(str(COMPARED_FROM) in person["agreement"]["why"] for person in found["people"])
    assert [one["model"] for one in found["models"]] == ["model-marker-two", "model-marker-one"]
    assert sum(found["by_day"]) == 6


def test_reviewers_see_no_people_and_no_models(world: World) -> None:
    campaign = world.campaign(1)
    submitted(world, campaign)
    found = quality(world, "reviewer", campaign)
    assert found["people"] is None and found["models"] is None
    assert "marker" not in json.dumps(found)


def test_only_judges_may_ask(world: World) -> None:
    campaign = world.campaign(1)
    assert world.trainer.get(f"/v1/campaigns/{campaign}/quality").status_code == 403
    assert world.ops.get("/v1/campaigns/none/quality").status_code == 404


def test_the_newest_revision_counts_and_a_skipped_task_does_not(world: World) -> None:
    campaign = world.campaign(2)
    first = body_for(world.lease(world.trainer, campaign)[0])
    submit(world.trainer, item_for(first))
    submitted(world, campaign, answers={}, skip={"reason": "Not for me"})
    world.reviewer.ok("POST", "/v1/reviews", review(first["submission_id"], "return", summary="No"))
    assert quality(world, "ops", campaign)["pace"]["n"] == 0, "returned work does not stand"
    again = {**first, "revision": 2, "answers": {"preference": {"verdict": "tie"}}}
    submit(world.trainer, item_for(again))
    found = quality(world, "ops", campaign)
    assert found["answers"] == 1 and list(found["questions"][0]["balance"]) == ["0"]


def test_words_with_lone_surrogates_do_not_stop_the_counting(world: World) -> None:
    campaign = world.campaign(1)
    submitted(world, campaign, flag={"reason": "\ud800 broken"})
    assert quality(world, "ops", campaign)["answers"] == 1
