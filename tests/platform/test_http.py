"""What holds for every answer: problems, tokens, roles, limits, content types."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from hdclient.model.person import Role
from hdclient.platform.accounts import issue_token, revoke_token
from hdclient.platform.operations import OPERATIONS
from hdclient.platform.routes import Route
from hdclient.platform.state import platform_of
from tests.helpers.worlds import Caller, World, close_world, make_world

PROBLEM = "application/problem+json"


def assert_problem(response: Any, status: int) -> dict[str, Any]:
    """The parts that every refusal has."""
    assert response.status_code == status, response.get_data(as_text=True)
    assert response.headers["Content-Type"] == PROBLEM
    problem: dict[str, Any] = response.get_json(force=True)
    assert problem["status"] == status
    assert problem["type"].startswith("/problems/")
    assert problem["title"]
    assert problem["detail"].endswith(".")
    assert problem["server_uuid"]
    assert problem["complete"] is True
    return problem


def address(route: Route) -> str:
    return (
        route.rule.replace("<id>", "some")
        .replace("<version>", "1")
        .replace("<sha256>", "0" * 64)
        .replace("<token_id>", "some")
        .replace("<device_id>", "some")
    )


def test_every_reply_says_who_answers_and_that_it_is_whole(world: World) -> None:
    meta = world.nobody.get("/v1/meta")
    assert meta.headers["Content-Type"] == "application/json"
    assert meta.json is not None
    platform = platform_of(world.app)
    assert meta.json["server_uuid"] == platform.server_uuid
    assert meta.json["epoch"] == platform.epoch
    assert meta.json["server_time_ms"] == platform.now_ms()
    assert meta.json["complete"] is True
    assert meta.json["name"] == "Test platform"
    for path in ("/v1/me", "/v1/campaigns", "/v1/changes", "/readyz"):
        found = world.trainer.ok("GET", path)
        assert (found["server_uuid"], found["complete"]) == (platform.server_uuid, True)


@pytest.mark.parametrize(
    "route", [route for route in OPERATIONS if route.roles is not None], ids=lambda r: r.name
)
def test_every_operation_wants_a_token_and_the_right_role(world: World, route: Route) -> None:
    body = {} if route.takes_json else None
    kinds = {"Content_Type": "application/json"} if route.takes_json else {}
    without = world.nobody.send(route.method, address(route), body, **kinds)
    assert_problem(without, 401)
    assert without.headers["WWW-Authenticate"].startswith("Bearer")
    assert route.roles is not None
    callers = {
        Role.ANNOTATOR: world.trainer,
        Role.REVIEWER: world.reviewer,
        Role.OPS: world.ops,
        Role.ADMIN: world.admin,
    }
    for role, caller in callers.items():
        status = caller.send(route.method, address(route), body, **kinds).status_code
        assert (status == 403) == (role not in route.roles), (role, status)


@pytest.mark.parametrize(
    "value", ["Bearer", "Bearer ", "Bearer wrong", "Basic abc", "hd_token", "Bearer é", ""]
)
def test_a_bad_token_is_401(world: World, value: str) -> None:
    assert_problem(world.nobody.get("/v1/me", Authorization=value), 401)


def test_a_revoked_token_opens_nothing_and_another_one_still_does(world: World) -> None:
    second = issue_token(world.app, world.trainer.id)
    assert revoke_token(world.app, world.trainer.token)
    assert_problem(world.trainer.get("/v1/me"), 401)
    assert Caller(world.app, world.trainer.id, second).get("/v1/me").status_code == 200
    assert not revoke_token(world.app, "hd_never_was")


def test_tokens_are_kept_as_hashes_only(world: World) -> None:
    with platform_of(world.app).read() as connection:
        rows = connection.execute(text("SELECT * FROM token")).all()
    assert rows
    assert all(
        caller.token not in str(tuple(row))
        for caller in world.people.values()
        if caller.token
        for row in rows
    )


def test_404_405_and_slashes_are_problems(world: World) -> None:
    assert_problem(world.trainer.get("/v1/nothing"), 404)
    assert_problem(world.trainer.get("/v1/me/"), 404)
    assert_problem(world.trainer.get("//v1//me"), 404)
    wrong = world.trainer.post("/v1/me", {})
    assert_problem(wrong, 405)
    assert wrong.headers["Allow"] == "GET, HEAD"
    assert_problem(world.trainer.send("OPTIONS", "/v1/me"), 405)


def test_a_body_must_be_json_in_utf8_and_one_object(world: World) -> None:
    def send(data: bytes, kind: str = "application/json") -> Any:
        return world.ops.send("POST", "/v1/campaigns", data, Content_Type=kind)

    assert_problem(send(b"{}", "text/plain"), 415)
    assert_problem(world.ops.send("POST", "/v1/campaigns", b"{}"), 415)
    for data in (b"", b"{", b'{"a": 1, "a": 2}', b'{"a": NaN}', b'{"a": "\xff"}', b"[" * 100_000):
        assert_problem(send(data), 400)
    for data in (b"[]", b'"{}"', b"null", b"7"):
        assert_problem(send(data), 422)


def test_fields_that_do_not_fit_are_named_by_pointers_and_inputs_are_not_repeated(world: World) -> None:
    body = {"campaign_id": "c", "want": "five-secret", "more-secret": True}
    response = world.trainer.post("/v1/leases", body)
    problem = assert_problem(response, 422)
    assert {error["pointer"] for error in problem["errors"]} == {"/want", "/more-secret"}
    assert "five-secret" not in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("field", "value"),
    [("version", True), ("version", "1"), ("layout", 1), ("title", 5)],
)
def test_nothing_is_converted_on_the_way_in(world: World, field: str, value: Any) -> None:
    question = {"id": "q", "kind": "comparison", "title": "Q"}
    template = {
        "id": "t",
        "version": 1,
        "title": "T",
        "layout": "compare",
        "questions": [question],
        field: value,
    }
    response = world.ops.post("/v1/campaigns", {"id": "c", "title": "C", "template": template})
    assert_problem(response, 422)


def test_a_whole_number_may_be_written_with_a_point(world: World) -> None:
    campaign = world.campaign(3)
    data = b'{"campaign_id": "' + campaign.encode() + b'", "want": 2.0}'
    found = world.trainer.ok("POST", "/v1/leases", data, Content_Type="application/json")
    assert len(found["items"]) == 2


def test_unknown_parameters_are_refused(world: World) -> None:
    assert_problem(world.trainer.get("/v1/campaigns?coursor=x"), 422)
    assert_problem(world.trainer.get("/v1/campaigns?limit=many"), 422)
    assert_problem(world.trainer.get("/v1/campaigns?cursor=bm9uc2Vuc2U"), 404)


@pytest.mark.logs
def test_a_fault_of_ours_is_a_500_that_tells_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from hdclient.platform import meta

    def failing(*_: Any, **__: Any) -> Any:
        raise RuntimeError("secret words")

    monkeypatch.setattr(meta, "Person", failing)
    response = world.trainer.get("/v1/me")
    assert_problem(response, 500)
    assert "secret" not in response.get_data(as_text=True)


@pytest.mark.logs
def test_a_database_that_does_not_answer_is_a_503_with_retry_after(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing() -> Any:
        raise OperationalError("SELECT secret", {}, Exception("secret"))

    with monkeypatch.context() as patch:
        patch.setattr(platform_of(world.app).database.engine, "connect", failing)
        response = world.nobody.get("/readyz")
        assert_problem(response, 503)
        assert int(response.headers["Retry-After"]) >= 1
        assert "secret" not in response.get_data(as_text=True)
        assert world.nobody.get("/healthz").status_code == 200
    assert world.nobody.get("/readyz").status_code == 200


def test_too_many_requests_are_429_with_retry_after_per_token(url: str) -> None:
    world = make_world(url, rate_per_s=0.01, rate_burst=3)
    try:
        answers = [world.trainer.get("/v1/me") for _ in range(4)]
        assert [answer.status_code for answer in answers[:3]] == [200] * 3
        assert_problem(answers[3], 429)
        assert 1 <= int(answers[3].headers["Retry-After"]) <= 100
        assert world.second.get("/v1/me").status_code == 200
        assert world.trainer.get("/v1/meta").status_code == 200
    finally:
        close_world(world)


def test_the_document_is_served_as_it_is_committed(world: World) -> None:
    from hdclient.platform.openapi import PATH

    response = world.nobody.get("/v1/openapi.json")
    assert response.headers["Content-Type"] == "application/json"
    assert response.get_data() == PATH.read_bytes()
