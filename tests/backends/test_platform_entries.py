"""Entry by entry: one bad entry of a list must not cost the others; where a list takes things away, it must."""

from __future__ import annotations

import pytest

from hdclient.backends import platform as platform_module
from hdclient.errors import NotOurPlatform
from hdclient.model.base import sha256_hex
from tests.helpers.faults import RawServer, http_reply, saying
from tests.helpers.judgements import item_of
from tests.helpers.pages import backend_for, page
from tests.helpers.stores import make_task


def test_a_change_that_cannot_be_read_keeps_its_place() -> None:
    items = [
        {"seq": 4, "kind": "campaign", "data": {"campaign_id": "c1"}},
        7,
        None,
        {"seq": 9, "kind": 5, "data": {}},
        {"seq": "x", "kind": "campaign"},
        {"seq": 11, "kind": "campaign", "data": {"campaign_id": "c2"}, "new": 1},
    ]
    with RawServer(saying(page(items=items))) as server, backend_for(server.origin) as backend:
        found = backend.changes("").items
    assert [(change.seq, change.kind) for change in found] == [
        (4, "campaign"),
        (5, "unreadable"),
        (6, "unreadable"),
        (9, "unreadable"),
        (10, "unreadable"),
        (11, "campaign"),
    ]
    assert found[1].data == {"raw": 7}


def test_a_result_that_cannot_be_read_says_nothing() -> None:
    good = {"submission_id": "s", "revision": 1, "status": "rejected", "problem": "x", "new": 1}
    results = [None, 7, {"status": "accepted"}, {**good, "status": "fine"}, {**good, "revision": "1"}, good]
    reply = page(results=results)
    with RawServer(saying(reply)) as server, backend_for(server.origin) as backend:
        (result,) = backend.submit([item_of(b"{}", "s")])
    assert (result.submission_id, result.status) == ("s", "rejected")


def test_a_task_that_was_not_asked_for_or_cannot_be_read_is_left_out() -> None:
    task = make_task("t1").plain()
    items = [{**task, "id": "t2"}, {"id": "t3"}, task]
    with RawServer(saying(page(items=items))) as server, backend_for(server.origin) as backend:
        assert [found.id for found in backend.tasks(["t1", "t3"])] == ["t1"]


def test_a_file_with_another_hash_is_refused() -> None:
    data = b"the bytes"
    reply = http_reply(data, content_type="image/png")
    with RawServer(saying(reply)) as server, backend_for(server.origin) as backend:
        assert backend.asset(sha256_hex(data)) == data
        with pytest.raises(NotOurPlatform):
            backend.asset(sha256_hex(b"other bytes"))


def test_leases_of_another_campaign_are_refused() -> None:
    lease = {
        "lease_id": "l1",
        "task_id": "t1",
        "task_rev": 1,
        "campaign_id": "other",
        "ttl_s": 10,
        "guideline_version": 0,
    }
    with (
        RawServer(saying(page(items=[lease], remaining=0))) as server,
        backend_for(server.origin) as backend,
        pytest.raises(NotOurPlatform),
    ):
        backend.lease("c1", 1)


def test_a_list_of_campaigns_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform_module, "MAX_PAGES", 5)
    with (
        RawServer(saying(page(items=[], next_cursor="again"))) as server,
        backend_for(server.origin) as backend,
        pytest.raises(NotOurPlatform),
    ):
        backend.campaigns()
