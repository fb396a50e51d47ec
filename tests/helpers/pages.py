"""What our platform, or somebody else, may answer: whole pages as bytes, and a backend to read them with."""

from __future__ import annotations

import json
from typing import Any

from hdclient.backends.deadline import Patience
from hdclient.backends.platform import PlatformBackend
from hdclient.errors import BackendError
from tests.helpers.faults import http_reply

UUID = "01a1fdde-1d98-77ff-8af8-ebd134be8ae9"
TOKEN = "hd_TOKEN-THAT-MUST-NOT-LEAK"
MARK = "WORDS-THAT-MUST-NOT-LEAK"
QUICK = Patience(connect=2.0, silence=0.5, exchange=0.7, asset=0.7)

PAGE: dict[str, Any] = {
    "server_uuid": UUID,
    "server_time_ms": 1,
    "complete": True,
    "items": [{"seq": 1, "kind": "campaign", "data": {"campaign_id": "c1"}}],
    "next_cursor": "c1",
    "has_more": False,
    "epoch": "e1",
}
GOOD = json.dumps(PAGE).encode()
HTML = f"<!doctype html><title>Sign in</title>{MARK}".encode()


def problem(status: int, *, server_uuid: str = UUID, **more: Any) -> bytes:
    """A problem as our platform writes it; the detail is where content could leak."""
    said = {"type": "/problems/x", "title": "X", "status": status, "detail": MARK, "complete": True}
    return json.dumps({**said, "server_uuid": server_uuid, "server_time_ms": 1, **more}).encode()


def own(status: int, *headers: str, **more: Any) -> bytes:
    """A refusal of our platform."""
    return http_reply(
        problem(status, **more),
        status=f"{status} X",
        content_type="application/problem+json",
        headers=headers,
    )


def html(status: int, *headers: str) -> bytes:
    """A page of somebody else's."""
    return http_reply(HTML, status=f"{status} X", content_type="text/html", headers=headers)


def page(**changed: Any) -> bytes:
    """The good page with some members changed; None removes one."""
    data = {name: value for name, value in {**PAGE, **changed}.items() if value is not None}
    return http_reply(json.dumps(data).encode())


def raw_json(text: str | bytes) -> bytes:
    """Any body with the right labels."""
    return http_reply(text.encode() if isinstance(text, str) else text)


def with_member(member: str) -> bytes:
    """The good page with one more member, written as it stands."""
    return raw_json(GOOD.decode()[:-1] + "," + member + "}")


def backend_for(origin: str, patience: Patience = QUICK) -> PlatformBackend:
    """A backend that knows its platform."""
    return PlatformBackend(origin, lambda: TOKEN, server_uuid=UUID, patience=patience)


def assert_nothing_leaks(error: BackendError) -> None:
    """Neither the message nor what hangs on the failure holds the token, content or an address."""
    for secret in (TOKEN, MARK, "127.0.0.1"):
        assert secret not in repr(error) and secret not in str(error)
    assert error.__cause__ is None and (error.__context__ is None or error.__suppress_context__)
    assert error.what.endswith(".") and error.meaning
