"""Trainers never receive model names, sources, hidden facts or anything of other people: every answer is searched."""

from __future__ import annotations

import json
from typing import Any

from hdclient.model.ids import new_id
from hdclient.platform.operations import OPERATIONS
from hdclient.platform.routes import TRAINERS
from tests.helpers.worlds import World, body_for, item_for, submit, task_in

_MARK = {"id": "m-1", "target": "c-own", "state": "done"}
_REASONS = [{"text": "The rule says otherwise."}]
SECRETS = ("model-marker-one", "model-marker-two", "source-marker", "rival-marker", "gold-marker")


def planted(world: World) -> dict[str, str]:
    """A campaign in which the trainer and a rival both worked on a task; returns values for addresses."""
    campaign = world.campaign(4, overlap=2)
    world.ops.ok("POST", f"/v1/campaigns/{campaign}/guidelines", {"version": 1, "title": "G", "text": "T"})
    _add_known(world, campaign)
    mine = world.lease(world.trainer, campaign, 3)
    assert f"{campaign}-known" in {lease["task_id"] for lease in mine}, "it is given out like any other"
    theirs = world.lease(world.second, campaign, 3)
    own = body_for(mine[0])
    rival = body_for(theirs[0], client="rival-marker", flag={"reason": "rival-marker"})
    submit(world.trainer, item_for(own))
    submit(world.second, item_for(rival))
    for submission in (own, rival):
        body = {"id": new_id(), "revision": 1, "text": "rival-marker" if submission is rival else "for you"}
        world.reviewer.ok("POST", f"/v1/submissions/{submission['submission_id']}/comments", body)
    rejection = {"decision": "return", "revision": 1, "summary": "rival-marker"}
    world.reviewer.ok(
        "POST", "/v1/reviews", {"id": "r", "submission_id": rival["submission_id"], **rejection}
    )
    own_return = {"decision": "return", "revision": 1, "summary": "for you as well"}
    world.reviewer.ok(
        "POST", "/v1/reviews", {"id": "r-own", "submission_id": own["submission_id"], **own_return}
    )
    verdict = {"id": "a", "task_id": own["task_id"], "answers": {"x": "rival-marker"}}
    world.reviewer.ok("POST", "/v1/adjudications", verdict)
    world.ops.ok("POST", f"/v1/tasks/{mine[1]['task_id']}:withdraw", {"reason": "broken"})
    world.second.ok("POST", f"/v1/campaigns/{campaign}/notes", {"id": "n-2", "text": "rival-marker"})
    exam = _add_exam(world)
    return {
        "campaign": campaign,
        "exam": exam,
        "asked": ",".join(lease["task_id"] for lease in world.lease(world.trainer, exam, 5)),
        "own": own["submission_id"],
        "rival": rival["submission_id"],
        "rival_sha": str(item_for(rival)["sha256"]),
        "tasks": ",".join([f"{campaign}-known", *(f"{campaign}-t{n}" for n in range(4))]),
        "rival_lease": theirs[0]["lease_id"],
        "rival_body": json.dumps(rival),
    }


def _add_known(world: World, campaign: str) -> None:
    """A task with a known answer, which is given out first."""
    known = {
        "question": "preference",
        "accept": [{"verdict": "tie"}],
        "why": "gold-marker",
        "rule": "gold-marker",
    }
    gold = task_in(f"{campaign}-known", gold=[known], answers=9, priority=99)
    added = world.ops.ok("POST", f"/v1/campaigns/{campaign}/tasks:batch", {"items": [gold]})
    assert [one["status"] for one in added["results"]] == ["created"]


def _add_exam(world: World) -> str:
    """A campaign that asks for qualification: the rival has answered a task of it, the trainer has not."""
    policy = {"tasks": 1, "attempts": 2, "wait_hours": 0}
    exam = world.campaign(1, qualification=policy, gold_told="each")
    known = {
        "question": "preference",
        "above": [{"better": "k2", "worse": "x9"}],
        "why": "gold-marker",
        "rule": "gold-marker",
    }
    items = [task_in(f"{exam}-q{n}", gold=[known], qualification=True) for n in range(2)]
    added = world.ops.ok("POST", f"/v1/campaigns/{exam}/tasks:batch", {"items": items})["results"]
    assert {one["status"] for one in added} == {"created"}
    submit(world.second, item_for(body_for(world.lease(world.second, exam, 1)[0], client="rival-marker")))
    told = world.second.get(f"/v1/campaigns/{exam}/qualification").get_data(as_text=True)
    assert "gold-marker" in told, "who has answered is told"
    return exam


def requests(value: dict[str, str]) -> list[tuple[str, str, str, Any]]:
    """Everything that a trainer can ask: (operation, method, path, body)."""
    campaign = value["campaign"]
    status = {"submission_id": value["rival"], "revision": 1, "sha256": value["rival_sha"]}
    receipt = {"submission_id": value["rival"], "revision": 1}
    rival = item_for(json.loads(value["rival_body"]))
    return [
        ("get_meta", "GET", "/v1/meta", None),
        ("get_health", "GET", "/healthz", None),
        ("get_readiness", "GET", "/readyz", None),
        ("get_me", "GET", "/v1/me", None),
        ("list_campaigns", "GET", "/v1/campaigns", None),
        ("get_campaign", "GET", f"/v1/campaigns/{campaign}", None),
        ("get_mirror", "GET", f"/v1/campaigns/{campaign}/mirror", None),
        ("get_qualification", "GET", f"/v1/campaigns/{campaign}/qualification", None),
        ("get_qualification", "GET", f"/v1/campaigns/{value['exam']}/qualification", None),
        ("get_mirror", "GET", f"/v1/campaigns/{value['exam']}/mirror", None),
        ("get_tasks", "GET", f"/v1/tasks?ids={value['asked']}", None),
        ("take_leases", "POST", "/v1/leases", {"campaign_id": value["exam"], "want": 50}),
        ("get_guideline", "GET", f"/v1/campaigns/{campaign}/guidelines/1", None),
        ("acknowledge_guideline", "POST", f"/v1/campaigns/{campaign}/guidelines/1:acknowledge", None),
        ("get_tasks", "GET", f"/v1/tasks?ids={value['tasks']}", None),
        ("get_asset", "GET", f"/v1/assets/{value['rival_sha']}", None),
        ("take_leases", "POST", "/v1/leases", {"campaign_id": campaign, "want": 50}),
        ("renew_leases", "POST", "/v1/leases:renew", {"lease_ids": [value["rival_lease"]]}),
        ("release_leases", "POST", "/v1/leases:release", {"lease_ids": [value["rival_lease"]]}),
        ("submit_batch", "POST", "/v1/submissions:batch", {"items": [rival]}),
        ("audit_submissions", "POST", "/v1/submissions:status", {"items": [status]}),
        ("give_receipts", "POST", "/v1/submissions:receipts", {"items": [receipt]}),
        ("list_submissions", "GET", "/v1/submissions", None),
        ("list_submissions", "GET", f"/v1/submissions?campaign_id={campaign}", None),
        ("list_submissions", "GET", f"/v1/submissions?task_id={value['tasks'].split(',')[0]}", None),
        *_answers(value),
        ("get_changes", "GET", "/v1/changes", None),
        ("post_note", "POST", f"/v1/campaigns/{campaign}/notes", {"id": "n", "text": "?"}),
        ("check_device", "POST", "/v1/device/check", {"device_id": "d", "nonce": "n"}),
        ("device_wiped", "POST", "/v1/device/wiped", {"device_id": "d", "wipe_id": "w"}),
    ]


def _answers(value: dict[str, str]) -> list[tuple[str, str, str, Any]]:
    """What a trainer can answer to what came back."""
    return [
        ("list_comments", "GET", f"/v1/submissions/{value['own']}/comments", None),
        ("list_comments", "GET", f"/v1/submissions/{value['rival']}/comments", None),
        (
            "post_comment",
            "POST",
            f"/v1/submissions/{value['rival']}/comments",
            {"id": "z", "revision": 1, "text": "?"},
        ),
        ("post_mark", "POST", f"/v1/submissions/{value['own']}/marks", _MARK),
        ("post_mark", "POST", f"/v1/submissions/{value['rival']}/marks", {**_MARK, "id": "m-2"}),
        ("post_appeal", "POST", "/v1/appeals", {"id": "ap-1", "review_id": "r-own", "reasons": _REASONS}),
        ("post_appeal", "POST", "/v1/appeals", {"id": "ap-2", "review_id": "r", "reasons": _REASONS}),
        ("list_appeals", "GET", "/v1/appeals", None),
    ]


def test_no_answer_to_a_trainer_holds_anything_planted(world: World) -> None:
    value = planted(world)
    asked = requests(value)
    open_to_trainers = {
        route.name for route in OPERATIONS if route.roles is None or "annotator" in route.roles
    }
    assert {name for name, *_ in asked} == open_to_trainers, "an operation for trainers is not searched"
    hidden = (*SECRETS, value["rival"], value["rival_lease"], world.second.id, world.reviewer.id)
    answers = {}
    for name, method, path, body in asked:
        text = world.trainer.send(method, path, body).get_data(as_text=True)
        answers[name] = answers.get(name, "") + text
        found = [secret for secret in hidden if secret in text]
        # An answer may repeat the ids that the question named, and nothing else of them.
        if name in ("submit_batch", "audit_submissions", "renew_leases", "release_leases"):
            found = [secret for secret in found if secret not in (value["rival"], value["rival_lease"])]
        assert not found, (name, found)
    # The search reaches real content, so silence means something.
    assert "Why is the sky blue?" in answers["get_tasks"]
    assert "for you" in answers["get_changes"]
    assert value["own"] in answers["list_submissions"]
    assert TRAINERS


def test_the_markers_are_really_there_for_those_who_may_see_them(world: World) -> None:
    value = planted(world)
    assert "rival-marker" in world.reviewer.get("/v1/submissions").get_data(as_text=True)
    assert "rival-marker" in world.reviewer.get(f"/v1/submissions/{value['rival']}/comments").get_data(
        as_text=True
    )
    assert "rival-marker" in world.second.get("/v1/changes").get_data(as_text=True)
