"""A real platform app for tests of its API: people of every role, campaigns with tasks, calls that speak JSON."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from hdclient.clock import Clock
from hdclient.model.base import canonical, sha256_hex
from hdclient.model.ids import new_id
from hdclient.model.person import Role
from hdclient.platform.accounts import ALL_CAMPAIGNS, create_person, issue_token
from hdclient.platform.app import close_app, create_app
from hdclient.platform.state import platform_of

QUESTION = {"id": "preference", "kind": "comparison", "title": "Which is better?"}
TEMPLATE = {"id": "compare", "version": 1, "title": "Compare", "layout": "compare", "questions": [QUESTION]}


@dataclass
class Caller:
    """A person with a token."""

    app: Flask
    id: str
    token: str

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """One request. A dict or list is sent as JSON, bytes as they are. Underscores in header names are hyphens."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            given.setdefault("Authorization", f"Bearer {self.token}")
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        if isinstance(body, dict | list):
            given.setdefault("Content-Type", "application/json")
        return self.app.test_client().open(path, method=method, data=data, headers=given)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self.send("POST", path, body, **headers)

    def ok(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The JSON of an answer that must be a success."""
        response = self.send(method, path, body, **headers)
        assert response.status_code < 300, response.get_data(as_text=True)
        return response.json


@dataclass
class World:
    """An app and one person per role, each an attribute by name; `trainer` and `second` are annotators."""

    app: Flask
    people: dict[str, Caller] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def person(self, name: str, role: Role, campaigns: tuple[str, ...] = (ALL_CAMPAIGNS,)) -> Caller:
        """Makes a person with a token."""
        person = create_person(self.app, name, role, campaign_ids=campaigns)
        self.people[name] = Caller(self.app, person.id, issue_token(self.app, person.id))
        return self.people[name]

    def __getattr__(self, name: str) -> Caller:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def campaign(self, tasks: int = 3, *, template: dict[str, Any] = TEMPLATE, **policy: Any) -> str:
        """A campaign with tasks of two candidates each; the tasks are <campaign>-t0, -t1 and so on."""
        campaign_id = f"campaign-{next(self.numbers)}"
        body = {"id": campaign_id, "title": "Campaign", "template": template, "policy": policy}
        self.ops.ok("POST", "/v1/campaigns", body)
        for first in range(0, tasks, 100):
            items = [task_in(f"{campaign_id}-t{n}") for n in range(first, min(tasks, first + 100))]
            self.ops.ok("POST", f"/v1/campaigns/{campaign_id}/tasks:batch", {"items": items})
        return campaign_id

    def lease(self, caller: Caller, campaign_id: str, want: int = 1) -> list[dict[str, Any]]:
        """Leases, as the platform gives them."""
        found = caller.ok("POST", "/v1/leases", {"campaign_id": campaign_id, "want": want})
        return list(found["items"])


def task_in(task_id: str, **more: Any) -> dict[str, Any]:
    """A TaskIn with two candidates, x9 and k2."""
    return {
        "id": task_id,
        "prompt": [{"kind": "text", "text": "Why is the sky blue?"}],
        "candidates": [
            {"id": name, "content": [{"kind": "text", "text": f"Answer {name}"}]} for name in ("x9", "k2")
        ],
        "models": {"x9": "model-marker-one", "k2": "model-marker-two"},
        "source": {"origin": "source-marker"},
        **more,
    }


def make_world(url: str, *, clock: Clock | None = None, durable: bool = True, **settings: Any) -> World:
    """A platform with an administrator, operations, a reviewer and two trainers. Close it with `close_world`.

    `durable=False`: SQLite does not wait for the disk, which hundreds of tests would spend their time with.
    """
    settings.setdefault("rate_per_s", 0)
    world = World(create_app(url, name="Test platform", clock=clock, rng=Random(7), **settings))
    if not durable:

        @event.listens_for(platform_of(world.app).database.engine, "checkout")
        def _fast(connection: Any, _record: Any, _proxy: Any) -> None:
            connection.execute("PRAGMA synchronous=OFF").close()

    world.person("admin", Role.ADMIN)
    world.person("ops", Role.OPS)
    world.person("reviewer", Role.REVIEWER)
    world.person("trainer", Role.ANNOTATOR)
    world.person("second", Role.ANNOTATOR)
    world.people["nobody"] = Caller(world.app, "", "")
    return world


def close_world(world: World) -> None:
    """Lets go of the database."""
    close_app(world.app)


def body_for(lease: dict[str, Any], *, submission_id: str = "", **changes: Any) -> dict[str, Any]:
    """The body of a whole submission for a lease of World.campaign."""
    return {
        "schema": "hd.submission/1",
        "submission_id": submission_id or new_id(),
        "revision": 1,
        "task_id": lease["task_id"],
        "task_rev": lease["task_rev"],
        "campaign_id": lease["campaign_id"],
        "lease_id": lease["lease_id"],
        "template_id": "compare",
        "template_version": 1,
        "guideline_version": lease["guideline_version"],
        "shown": {"display_order": lease["display_order"], "question_order": ["preference"]},
        "answers": {
            "preference": {"verdict": "preferred", "winner": "k2", "strength": 2, "pair": ["x9", "k2"]}
        },
        "timing": {
            "started": "2026-11-21T10:00:00Z",
            "submitted": "2026-11-21T10:01:00Z",
            "active_ms": 50_000,
            "idle_ms": 10_000,
        },
        **changes,
    }


def item_for(body: dict[str, Any] | str, **changes: Any) -> dict[str, Any]:
    """A body as an item of submissions:batch. A text goes as it is, under the id and revision in `changes`."""
    text = body if isinstance(body, str) else canonical(body).decode()
    known = (
        {}
        if isinstance(body, str)
        else {"submission_id": body["submission_id"], "revision": body["revision"]}
    )
    return {"sha256": sha256_hex(text.encode()), "body": text, **known, **changes}


def submit(caller: Caller, *items: dict[str, Any]) -> list[dict[str, Any]]:
    """Sends items in one batch and returns the results in the order of the items."""
    results = caller.ok("POST", "/v1/submissions:batch", {"items": list(items)})["results"]
    assert len(results) == len(items)
    return list(results)
