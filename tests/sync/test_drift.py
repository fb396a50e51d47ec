"""A platform that is newer than this program: what is not understood stops nothing else, loses nothing, and is said."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from hdclient.events import EventHub
from hdclient.model.campaign import CampaignPolicy
from hdclient.model.task import AssignmentState
from hdclient.store import Store
from hdclient.sync.engine import RunReport, SyncEngine
from hdclient.sync.fetch import NO_BODY, REFRESH_MS, TRY_AGAIN_MS
from tests.helpers.clock import FakeClock
from tests.helpers.platforms import embedded_owner
from tests.sync.trainer import KEY

Edit = Callable[[dict[str, Any]], None]


class Newer(httpx.BaseTransport):
    """The real platform's replies, with something newer in them."""

    def __init__(self, app: Any) -> None:
        self._inner = httpx.WSGITransport(app, raise_app_exceptions=False)
        self.edits: dict[str, Edit] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        reply = self._inner.handle_request(request)
        content = reply.read()
        edit = self.edits.get(request.url.path)
        if edit is not None and reply.status_code == 200:
            data = json.loads(content)
            edit(data)
            content = json.dumps(data).encode()
        headers = {"Content-Type": reply.headers["content-type"]}
        return httpx.Response(reply.status_code, headers=headers, stream=httpx.ByteStream(content))


class Bench:
    """Two campaigns of three tasks, on the real platform."""

    def __init__(self, folder: Path) -> None:
        self.owner = embedded_owner()
        self.clock = FakeClock()
        policy = CampaignPolicy(prefetch_tasks=3)
        self.campaigns = [self.owner.add_campaign(policy=policy) for _ in range(2)]
        self.person = self.owner.person(*self.campaigns)
        self.tasks = [self.owner.add_tasks(campaign, 3) for campaign in self.campaigns]
        self.line = Newer(self.owner.app)
        self.store = Store.create(folder / "store.db", KEY, clock=self.clock)
        backend = self.owner.backend(self.person, transport=lambda: self.line)
        self.engine = SyncEngine(self.store, backend, EventHub(), self.clock, random.Random(1))

    def round(self, later_ms: int = 0) -> RunReport:
        self.clock.advance(later_ms)
        report = self.engine.run_once()
        assert report.error is None
        return report

    @property
    def notice(self) -> str:
        return self.engine.connection.view.notice


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.store.close()
    made.owner.close()


def test_a_campaign_of_a_newer_kind_is_said_and_the_others_go_on(bench: Bench) -> None:
    def newer(data: dict[str, Any]) -> None:
        data["items"][0]["layout"] = "hologram"

    bench.line.edits["/v1/campaigns"] = newer
    bench.round()
    assert len(bench.store.tasks.campaigns()) == 1 and len(bench.store.tasks.ready_ids()) == 3
    assert "1 campaign of a kind" in bench.notice and "update" in bench.notice
    bench.line.edits.clear()
    bench.round(REFRESH_MS)
    assert len(bench.store.tasks.ready_ids()) == 6 and bench.notice == ""


def test_a_campaign_that_becomes_newer_keeps_its_work_here(bench: Bench) -> None:
    bench.round()
    begun = bench.store.drafts.open(bench.tasks[0][0])

    def newer(data: dict[str, Any]) -> None:
        for campaign in data["items"]:
            campaign["layout"] = "hologram"

    bench.line.edits["/v1/campaigns"] = newer
    bench.round(REFRESH_MS)
    assert bench.store.tasks.campaigns() == () and "2 campaigns" in bench.notice
    assert len(bench.store.tasks.ready_ids()) == 6
    assert bench.store.drafts.get(begun.submission_id, 1) is not None


def test_a_list_of_leases_that_is_not_understood_whole_ends_none(bench: Bench) -> None:
    bench.round()

    def newer(data: dict[str, Any]) -> None:
        if data["items"][0]["campaign_id"] == bench.campaigns[0]:
            data["items"][1]["task_rev"] = "two"

    bench.line.edits["/v1/leases"] = newer
    bench.round(REFRESH_MS)
    standing = [bench.store.tasks.standing(task_id) for task_id in bench.tasks[0] + bench.tasks[1]]
    assert {found[0] for found in standing if found is not None} == {AssignmentState.LEASED}
    assert "1 task of a kind" in bench.notice
    assert bench.engine.connection.view.error == ""


def test_unknown_fields_change_nothing(bench: Bench) -> None:
    def newer(data: dict[str, Any]) -> None:
        data["mood"] = "fine"
        for item in data["items"]:
            item["colour"] = {"of": ["the", "day"]}

    bench.line.edits = dict.fromkeys(("/v1/campaigns", "/v1/leases", "/v1/tasks", "/v1/changes"), newer)
    bench.round()
    assert len(bench.store.tasks.ready_ids()) == 6 and bench.notice == ""


def test_a_body_that_cannot_be_read_is_shown_with_its_reason_until_it_can(bench: Bench) -> None:
    wanted = bench.tasks[0][0]

    def newer(data: dict[str, Any]) -> None:
        for task in data["items"]:
            if task["id"] == wanted:
                task["rev"] = "newest"

    bench.line.edits["/v1/tasks"] = newer
    bench.round()
    assert len(bench.store.tasks.ready_ids()) == 5
    for _ in range(3):
        bench.round(TRY_AGAIN_MS)
    standing = bench.store.tasks.standing(wanted)
    assert standing is not None and standing[:2] == (AssignmentState.BLOCKED, NO_BODY)
    (row, _) = bench.store.views.campaigns()
    assert row.blocked_reasons == [NO_BODY]
    bench.line.edits.clear()
    bench.round(TRY_AGAIN_MS)
    assert len(bench.store.tasks.ready_ids()) == 6
