"""A wire that breaks in chosen ways: sits between the real platform backend and the real platform, in process.

One fault at a time, for the next request whose path matches. Poison is lasting: any batch that holds such an item
makes the platform fail as a whole, as a crash in a handler does.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
from flask import Flask

Pass = Callable[[httpx.Request], httpx.Response]

SUBMIT = "/v1/submissions:batch"
PUSH_FAULTS = (
    "refuse",
    "drop_reply",
    "partial_apply",
    "sent_twice",
    "captive",
    "html_as_json",
    "truncated",
    "incomplete",
    "other_server",
    "redirect",
    "partial_answer",
    "nothing_done",
    "missing_results",
    "no_results",
    "extra_results",
    "junk_results",
    "unknown_status",
    "wrong_receipts",
    "contradiction",
    "401",
    "403",
    "413",
    "422",
    "429",
    "500",
    "503",
)
PULL_FAULTS = (
    "refuse",
    "drop_reply",
    "sent_twice",
    "captive",
    "html_as_json",
    "truncated",
    "incomplete",
    "other_server",
    "redirect",
    "junk_items",
    "reordered",
    "401",
    "403",
    "422",
    "429",
    "500",
    "503",
)


class FaultyWire(httpx.BaseTransport):
    """`plan` is the fault for the next request to a path that starts with `path`."""

    def __init__(self, app: Flask) -> None:
        self._inner = httpx.WSGITransport(app, raise_app_exceptions=False)
        self._server_uuid = ""
        self.plan = ""
        self.path = ""
        self.poison: set[str] = set()
        self.seen: list[str] = []

    def arm(self, fault: str, path: str = "") -> None:
        """The next request to this path meets this fault."""
        self.plan, self.path = fault, path

    def disarm(self) -> None:
        """All is well again (poison stays)."""
        self.plan = ""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.seen.append(path)
        if path == SUBMIT and self.poison and self._holds_poison(request):
            return self._problem(500)
        if not self.plan or not path.startswith(self.path):
            return self._pass(request)
        fault, self.plan = self.plan, ""
        return self._faulty(fault, request)

    def _holds_poison(self, request: httpx.Request) -> bool:
        request.read()
        items = json.loads(request.content)["items"]
        return any(item["submission_id"] in self.poison for item in items)

    def _pass(self, request: httpx.Request) -> httpx.Response:
        reply = self._inner.handle_request(request)
        return _reply(reply.status_code, reply.headers["content-type"], reply.read())

    def _faulty(self, fault: str, request: httpx.Request) -> httpx.Response:
        if fault.isdecimal():
            return self._problem(int(fault))
        if fault == "refuse":
            raise httpx.ConnectError("refused")
        if fault == "redirect":
            return _reply(302, "text/plain", b"elsewhere", Location="http://127.0.0.1:9/")
        if fault in ("captive", "html_as_json"):
            kind = "text/html" if fault == "captive" else "application/json"
            return _reply(200, kind, b"<html>sign in</html>")
        if fault == "partial_apply":
            self._pass(_first_half(request))
            raise httpx.ReadError("cut")
        if fault == "partial_answer":
            return self._pass(_first_half(request))
        if fault == "nothing_done":
            said = {"server_uuid": self._uuid(), "server_time_ms": 1, "complete": True, "results": []}
            return _reply(200, "application/json", json.dumps(said).encode())
        reply = self._pass(request)
        if fault == "drop_reply":
            raise httpx.ReadError("cut")
        if fault == "sent_twice":
            return self._pass(request)
        return _spoiled(fault, reply)

    def _uuid(self) -> str:
        if not self._server_uuid:
            meta = self._inner.handle_request(httpx.Request("GET", "http://localhost/v1/meta"))
            self._server_uuid = json.loads(meta.read())["server_uuid"]
        return self._server_uuid

    def _problem(self, status: int) -> httpx.Response:
        """A refusal in the platform's own words, as its own error handlers write them."""
        body = {"type": "/problems/x", "title": "X", "status": status, "complete": True}
        content = json.dumps({**body, "server_uuid": self._uuid()}).encode()
        wait = {"Retry-After": "3"} if status in (429, 503) else {}
        return _reply(status, "application/problem+json", content, **wait)


def _first_half(request: httpx.Request) -> httpx.Request:
    """The first half of a batch as a batch of its own: what a crash between two items leaves behind."""
    request.read()
    items = json.loads(request.content)["items"]
    half = items[: max(1, len(items) // 2)]
    content = json.dumps({"items": half}).encode()
    headers = {name: value for name, value in request.headers.items() if name.lower() != "content-length"}
    return httpx.Request(request.method, request.url, headers=headers, content=content)


def _spoiled(fault: str, reply: httpx.Response) -> httpx.Response:
    """A real reply, spoiled on its way. Refusals pass unspoiled."""
    if reply.status_code != 200:
        return reply
    if fault == "truncated":
        return _reply(200, "application/json", _bytes(reply)[:-7])
    data = json.loads(_bytes(reply))
    _SPOILS[fault](data)
    return _reply(200, "application/json", json.dumps(data).encode())


def _bytes(reply: httpx.Response) -> bytes:
    assert isinstance(reply.stream, httpx.SyncByteStream)
    return b"".join(reply.stream)


def _reply(status: int, content_type: str, content: bytes, **headers: str) -> httpx.Response:
    """A reply that can be read once, as one from a socket; `content=` would read it already."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(
        status, headers={"Content-Type": content_type, **named}, stream=httpx.ByteStream(content)
    )


def _drop(data: dict[str, Any]) -> None:
    del data["complete"]


def _rename(data: dict[str, Any]) -> None:
    data["server_uuid"] = "somebody-else"


def _results(change: Callable[[list[Any]], list[Any]]) -> Callable[[dict[str, Any]], None]:
    def spoil(data: dict[str, Any]) -> None:
        if "results" in data:
            data["results"] = change(data["results"])

    return spoil


def _items(change: Callable[[list[Any]], list[Any]]) -> Callable[[dict[str, Any]], None]:
    def spoil(data: dict[str, Any]) -> None:
        if "items" in data:
            data["items"] = change(data["items"])

    return spoil


def _stranger(results: list[Any]) -> list[Any]:
    receipt = {"submission_id": "zzz", "revision": 1, "sha256": "0" * 64, "status": "accepted"}
    return [
        {
            "submission_id": "zzz",
            "revision": 1,
            "status": "accepted",
            "receipt": {**receipt, "received_at": ""},
        },
        *reversed(results),
    ]


def _unproved(results: list[Any]) -> list[Any]:
    """Accepted, says the reply, but each receipt is for other bytes, or there is none."""
    spoiled = []
    for index, result in enumerate(results):
        receipt = {
            "submission_id": result["submission_id"],
            "revision": result["revision"],
            "sha256": "0" * 64,
            "status": "accepted",
            "received_at": "",
        }
        spoiled.append({**result, "status": "accepted", "receipt": receipt if index % 2 else None})
    return spoiled


_SPOILS: dict[str, Callable[[dict[str, Any]], None]] = {
    "incomplete": _drop,
    "other_server": _rename,
    "missing_results": _results(lambda results: results[::2]),
    "no_results": _results(lambda results: []),
    "extra_results": _results(_stranger),
    "junk_results": _results(lambda results: [None, 7, {"submission_id": 5}, {"status": "accepted"}]),
    "unknown_status": _results(lambda results: [{**result, "status": "splendid"} for result in results]),
    "wrong_receipts": _results(_unproved),
    "contradiction": _results(
        lambda results: [*results, *({**r, "status": "gone", "receipt": None} for r in results)]
    ),
    "junk_items": _items(lambda items: [*items, None, {"seq": 0}]),
    "reordered": _items(lambda items: list(reversed(items))),
}
