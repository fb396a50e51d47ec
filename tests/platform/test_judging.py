"""Reviews, comments, adjudications, exports, metrics, people."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import update

from hdclient.model.base import sha256_hex
from hdclient.model.ids import new_id
from hdclient.model.person import Role
from hdclient.platform.exports import fail_interrupted
from hdclient.platform.schema import exports
from hdclient.platform.state import platform_of
from tests.helpers.worlds import Caller, World, body_for, item_for, submit

ANCHOR = {
    "part": "candidate:a",
    "block": 0,
    "at": {
        "kind": "words",
        "start": 4,
        "end": 8,
        "sha256": "0" * 64,
        "quote": "dawn",
        "prefix": "the ",
        "suffix": "",
        "nth": 0,
        "total": 1,
    },
}


def submitted(world: World, campaign: str = "", caller: Caller | None = None, **changes: Any) -> str:
    caller = caller or world.trainer
    lease = world.lease(caller, campaign or world.campaign(1), 1)[0]
    body = body_for(lease, **changes)
    assert submit(caller, item_for(body))[0]["status"] == "accepted"
    return str(body["submission_id"])


def review(submission: str, decision: str = "accept", **more: Any) -> dict[str, Any]:
    return {"id": new_id(), "submission_id": submission, "revision": 1, "decision": decision, **more}


def comment(text: str = "Look again.", **more: Any) -> dict[str, Any]:
    return {"id": new_id(), "revision": 1, "text": text, **more}


def test_a_return_needs_words_and_reaches_the_trainer(world: World) -> None:
    submission = submitted(world)
    bare = review(submission, "return")
    assert world.reviewer.post("/v1/reviews", bare).status_code == 409
    # The trainer's own comment is not the reviewer's reason.
    path = f"/v1/submissions/{submission}/comments"
    world.trainer.ok("POST", path, comment())
    assert world.reviewer.post("/v1/reviews", bare).status_code == 409
    world.reviewer.ok("POST", path, comment("Rule 2.3"))
    stored = world.reviewer.ok("POST", "/v1/reviews", bare)["review"]
    assert stored["decision"] == "return"
    assert world.trainer.ok("GET", "/v1/submissions")["items"][0]["state"] == "returned"
    told = world.trainer.ok("GET", "/v1/changes")["items"][-1]
    assert told == {"seq": told["seq"], "kind": "review", "data": stored}


def test_a_returned_submission_is_reworked_as_revision_two(world: World) -> None:
    campaign = world.campaign(1)
    lease = world.lease(world.trainer, campaign)[0]
    first = body_for(lease)
    submit(world.trainer, item_for(first))
    world.reviewer.ok("POST", "/v1/reviews", review(first["submission_id"], "return", summary="Why?"))
    second = body_for(lease, submission_id=first["submission_id"], revision=2)
    assert submit(world.trainer, item_for(second))[0]["status"] == "accepted"
    old = review(first["submission_id"])
    assert world.reviewer.post("/v1/reviews", old).status_code == 409
    world.reviewer.ok("POST", "/v1/reviews", {**old, "revision": 2})
    states = [item["state"] for item in world.trainer.ok("GET", "/v1/submissions")["items"]]
    assert states == ["returned", "accepted"]


def test_the_same_review_again_is_answered_as_the_first_time(world: World) -> None:
    body = review(submitted(world))
    first = world.reviewer.ok("POST", "/v1/reviews", body)
    assert world.reviewer.ok("POST", "/v1/reviews", body)["review"] == first["review"]
    assert world.reviewer.post("/v1/reviews", {**body, "decision": "escalate"}).status_code == 409
    assert len(world.reviewer.ok("GET", "/v1/reviews")["items"]) == 1


def test_nobody_reviews_their_own_work_or_that_of_other_campaigns(world: World) -> None:
    own = submitted(world, caller=world.admin)
    assert world.admin.post("/v1/reviews", review(own)).status_code == 403
    outsider = world.person("outsider", Role.REVIEWER, ())
    assert outsider.post("/v1/reviews", review(own)).status_code == 404
    assert outsider.ok("GET", "/v1/reviews")["items"] == []
    assert world.reviewer.post("/v1/reviews", review("unknown")).status_code == 404
    assert world.reviewer.post("/v1/reviews", {**review(own), "revision": 2}).status_code == 404


def test_comments_make_a_thread_between_author_and_reviewers(world: World) -> None:
    submission = submitted(world)
    path = f"/v1/submissions/{submission}/comments"
    asked = comment("Why A?", severity="blocking", rule="2.3", anchor=ANCHOR)
    world.reviewer.ok("POST", path, asked)
    world.reviewer.ok("POST", path, asked)
    world.trainer.ok("POST", path, comment("Because."))
    thread = world.trainer.ok("GET", path)["items"]
    assert [(item["text"], item["severity"], item["rule"], item["anchor"]) for item in thread] == [
        ("Why A?", "blocking", "2.3", ANCHOR),
        ("Because.", "issue", "", None),
    ]
    beside = {"part": "candidate:a", "at": {"kind": "hologram"}}
    assert world.reviewer.post(path, comment(anchor=beside)).status_code == 422
    assert world.reviewer.post(path, {**asked, "text": "changed"}).status_code == 409
    assert world.second.get(path).status_code == 404
    assert world.second.post(path, comment()).status_code == 404
    assert world.reviewer.post(path, comment(revision=2)).status_code == 404


def test_an_adjudication_names_a_submission_or_gives_answers(world: World) -> None:
    campaign = world.campaign(2)
    submission = submitted(world, campaign)
    task = f"{campaign}-t0"
    named = {"id": "a1", "task_id": task, "submission_id": submission, "revision": 1, "reason": "clear"}
    first = world.reviewer.ok("POST", "/v1/adjudications", named)
    assert world.reviewer.ok("POST", "/v1/adjudications", named)["adjudication"] == first["adjudication"]
    given = {"id": "a2", "task_id": task, "answers": {"preference": {"verdict": "tie"}}}
    world.reviewer.ok("POST", "/v1/adjudications", given)
    both = {**named, "id": "a3", "answers": {}}
    neither = {"id": "a4", "task_id": task}
    elsewhere = {**named, "id": "a5", "task_id": f"{campaign}-t1"}
    for body in (both, neither, elsewhere, {**named, "reason": "changed"}):
        assert world.reviewer.post("/v1/adjudications", body).status_code == 409
    assert [item["id"] for item in world.ops.ok("GET", "/v1/adjudications")["items"]] == ["a1", "a2"]
    assert world.trainer.get("/v1/adjudications").status_code == 403


def export(world: World, campaign: str, kind: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    asked = {"id": new_id(), "campaign_id": campaign, "format": kind}
    response = world.ops.post("/v1/exports", asked)
    assert response.status_code == 202
    platform_of(world.app).jobs.wait(asked["id"])
    state = world.ops.ok("GET", response.headers["Location"])
    file = world.ops.get(f"{response.headers['Location']}/file")
    assert file.headers["Content-Type"] == "application/x-ndjson"
    return state, [json.loads(line) for line in file.get_data().splitlines()]


def test_the_canonical_export_has_every_revision_with_models_and_opaque_people(world: World) -> None:
    campaign = world.campaign(2)
    lease = world.lease(world.trainer, campaign)[0]
    first = body_for(lease)
    second = body_for(lease, submission_id=first["submission_id"], revision=2)
    submit(world.trainer, item_for(first))
    world.reviewer.ok("POST", "/v1/reviews", review(first["submission_id"], "return", summary="No"))
    submit(world.trainer, item_for(second))
    state, rows = export(world, campaign, "canonical")
    assert (state["state"], state["rows"], state["lost"]) == ("ready", 2, {})
    assert [(row["revision"], row["status"]) for row in rows] == [(1, "superseded"), (2, "accepted")]
    assert [one["meta"]["model"] for one in rows[0]["task"]["candidates"]] == [
        "model-marker-one",
        "model-marker-two",
    ]
    assert rows[0]["answer"]["winner"] == "k2"
    assert rows[0]["reviews"][0]["decision"] == "return"
    assert world.trainer.id not in str(rows)


def test_the_trl_export_drops_what_is_no_preference_and_counts_it(world: World) -> None:
    campaign = world.campaign(2)
    submitted(world, campaign)
    submitted(world, campaign, answers={"preference": {"verdict": "tie"}})
    state, rows = export(world, campaign, "trl-preference")
    assert (state["rows"], state["lost"]) == (1, {"tie": 1})
    assert rows[0]["chosen"] == "Answer k2"
    assert rows[0]["margin"] == 2.0


@pytest.mark.parametrize(
    ("kind", "media", "suffix"),
    [("csv", "text/csv; charset=utf-8", "csv"), ("labelstudio", "application/json", "json")],
)
def test_an_export_is_written_as_its_format_is(world: World, kind: str, media: str, suffix: str) -> None:
    campaign = world.campaign(1)
    submitted(world, campaign)
    asked = {"id": new_id(), "campaign_id": campaign, "format": kind}
    world.ops.post("/v1/exports", asked)
    platform_of(world.app).jobs.wait(asked["id"])
    file = world.ops.get(f"/v1/exports/{asked['id']}/file")
    assert file.headers["Content-Type"] == media
    assert f'filename="{campaign}.{kind}.{suffix}"' in file.headers["Content-Disposition"]
    text = file.get_data(as_text=True)
    assert (
        len(json.loads(text)) == 1 if kind == "labelstudio" else text.startswith("submission,revision,task,")
    )


def test_the_same_export_is_made_once_and_another_under_its_id_is_a_conflict(world: World) -> None:
    campaign = world.campaign(1)
    asked = {"id": "e1", "campaign_id": campaign, "format": "canonical"}
    world.ops.ok("POST", "/v1/exports", asked)
    platform_of(world.app).jobs.wait("e1")
    assert world.ops.ok("POST", "/v1/exports", asked)["state"] == "ready"
    assert world.ops.post("/v1/exports", {**asked, "format": "trl-preference"}).status_code == 409
    assert world.ops.post("/v1/exports", {**asked, "id": "e2", "format": "none"}).status_code == 404
    assert world.ops.get("/v1/exports/none").status_code == 404


@pytest.mark.logs
def test_an_export_that_fails_or_was_cut_short_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = world.campaign(1)
    from hdclient.platform import exports as module

    def failing(*_: Any) -> Any:
        raise RuntimeError("secret words")

    with monkeypatch.context() as patch:
        patch.setattr(module, "records_of", failing)
        world.ops.ok("POST", "/v1/exports", {"id": "e1", "campaign_id": campaign, "format": "canonical"})
        platform_of(world.app).jobs.wait("e1")
    failed = world.ops.ok("GET", "/v1/exports/e1")
    assert failed["state"] == "failed"
    assert "secret" not in failed["problem"]
    assert world.ops.get("/v1/exports/e1/file").status_code == 409
    with platform_of(world.app).write() as write:
        write.execute(update(exports).values(state="running"))
    assert world.ops.get("/v1/exports/e1/file").status_code == 409
    fail_interrupted(platform_of(world.app))
    assert world.ops.ok("GET", "/v1/exports/e1")["state"] == "failed"


def test_metrics_count_and_leave_undefined_what_is_not_defined(world: World) -> None:
    campaign = world.campaign(3, overlap=2)
    path = f"/v1/campaigns/{campaign}/metrics"
    assert world.ops.ok("GET", path)["active_ms_median"] is None
    submission = submitted(world, campaign, flag={"reason": "Prompt is unclear"})
    submitted(world, campaign, answers={}, skip={"reason": "Not for me"})
    world.reviewer.ok("POST", "/v1/reviews", review(submission, "return", summary="No"))
    world.reviewer.ok("POST", "/v1/reviews", review(submission, "return", summary="Still no"))
    found = world.reviewer.ok("GET", path)
    names = ("tasks", "answers_wanted", "submissions", "skipped", "flagged", "reviewed", "returned")
    assert [found[name] for name in names] == [3, 6, 1, 1, 1, 1, 1]
    assert found["active_ms_median"] == 50_000.0


def test_people_and_tokens_over_http(world: World) -> None:
    body = {"id": "ada", "name": "Ada \u0000 L.", "role": "annotator"}
    for _ in range(2):
        assert world.admin.post("/v1/people", body).status_code == 201
    assert world.admin.post("/v1/people", {**body, "role": "ops"}).status_code == 409
    made = world.admin.ok("POST", "/v1/people/ada/tokens")
    ada = Caller(world.app, "ada", made["token"])
    assert ada.ok("GET", "/v1/me")["person"] == body
    assert (
        world.admin.send("DELETE", f"/v1/people/{world.ops.id}/tokens/{made['token_id']}").status_code == 404
    )
    for _ in range(2):
        world.admin.ok("DELETE", f"/v1/people/ada/tokens/{made['token_id']}")
    assert ada.get("/v1/me").status_code == 401
    assert world.admin.post("/v1/people/nobody/tokens").status_code == 404
    assert [person["name"] for person in world.ops.ok("GET", "/v1/people")["items"]][-1] == "Ada \u0000 L."


def test_every_export_says_how_what_counts_came_about(world: World) -> None:
    campaign = world.campaign(2)
    reviewed, bare = submitted(world, campaign), submitted(world, campaign)
    world.reviewer.ok("POST", "/v1/reviews", review(reviewed, "accept"))
    counts = {"reviewed": 1, "unreviewed": 1}
    for kind, said in (("canonical", True), ("hh", False), ("trl-preference", False)):
        state, _ = export(world, campaign, kind)
        assert state["provenance"] == counts
        path = f"/v1/exports/{state['id']}/files"
        told = json.loads(world.ops.get(f"{path}/manifest.json").get_data())
        data = world.ops.get(f"/v1/exports/{state['id']}/file").get_data()
        assert told["provenance"] == counts and told["files"][0]["sha256"] == sha256_hex(data)
        assert ("provenance.jsonl" in state["files"]) == (not said)
        if not said:
            lines = world.ops.get(f"{path}/provenance.jsonl").get_data().splitlines()
            of = {one["submission"]: one["provenance"] for line in lines for one in json.loads(line)["of"]}
            assert of == {reviewed: "reviewed", bare: "unreviewed"}
    assert world.ops.get(f"{path}/none").status_code == 404
    assert world.trainer.get(f"{path}/manifest.json").status_code == 403
