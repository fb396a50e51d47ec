"""Strict reading: whatever else than our platform's whole answer comes back, nothing of it is taken for success."""

from __future__ import annotations

import gzip

import pytest

from hdclient.errors import (
    BackendError,
    Forbidden,
    NotOurPlatform,
    PlatformFault,
    RateLimited,
    Refused,
    SignInNeeded,
    TooLarge,
    Unreachable,
)
from tests.helpers.faults import RawServer, http_reply, saying
from tests.helpers.pages import (
    GOOD,
    HTML,
    assert_nothing_leaks,
    backend_for,
    html,
    own,
    page,
    raw_json,
    with_member,
)

FAULTS: dict[str, tuple[bytes, type[BackendError]]] = {
    # not an answer
    "nothing at all": (b"", Unreachable),
    "not HTTP": (b"SSH-2.0-OpenSSH_9.2\r\n", Unreachable),
    "a megabyte of headers": (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_000_000, Unreachable),
    # somebody else's answer
    "captive portal: HTML with 200": (html(200), NotOurPlatform),
    "captive portal: HTML labelled JSON": (http_reply(HTML), NotOurPlatform),
    "JSON labelled as text": (http_reply(GOOD, content_type="text/plain"), NotOurPlatform),
    "JSON labelled as problem": (http_reply(GOOD, content_type="application/problem+json"), NotOurPlatform),
    "JSON without a label": (http_reply(GOOD, content_type=""), NotOurPlatform),
    "JSON in another encoding": (
        http_reply(GOOD, content_type="application/json; charset=utf-16"),
        NotOurPlatform,
    ),
    "packed": (http_reply(gzip.compress(GOOD), headers=("Content-Encoding: gzip",)), NotOurPlatform),
    "201": (http_reply(GOOD, status="201 Created"), NotOurPlatform),
    "203": (http_reply(GOOD, status="203 Non-Authoritative"), NotOurPlatform),
    "204": (b"HTTP/1.1 204 No Content\r\n\r\n", NotOurPlatform),
    "206": (http_reply(GOOD, status="206 Partial Content"), NotOurPlatform),
    # whole, but not ours
    "no complete": (page(complete=None), NotOurPlatform),
    "complete is false": (page(complete=False), NotOurPlatform),
    "complete is a word": (page(complete="true"), NotOurPlatform),
    "complete is 1": (page(complete=1), NotOurPlatform),
    "another server_uuid": (page(server_uuid="01a1fdde-0000-77ff-8af8-ebd134be8ae9"), NotOurPlatform),
    "no server_uuid": (page(server_uuid=None), NotOurPlatform),
    "empty server_uuid": (page(server_uuid=""), NotOurPlatform),
    "server_uuid is a number": (page(server_uuid=7), NotOurPlatform),
    # bad JSON
    "empty body": (raw_json(""), NotOurPlatform),
    "null": (raw_json("null"), NotOurPlatform),
    "an array": (raw_json(b"[" + GOOD + b"]"), NotOurPlatform),
    "twice": (raw_json(GOOD + GOOD), NotOurPlatform),
    "a key stands twice": (with_member('"complete":true'), NotOurPlatform),
    "a key stands twice, deep inside": (with_member('"x":[{"a":1,"a":2}]'), NotOurPlatform),
    "NaN": (with_member('"x":NaN'), NotOurPlatform),
    "Infinity": (with_member('"x":[-Infinity]'), NotOurPlatform),
    "a number out of range": (with_member('"x":1e999'), NotOurPlatform),
    "five thousand digits": (with_member('"x":' + "9" * 5000), NotOurPlatform),
    "a hundred levels": (with_member('"x":' + "[" * 100 + "]" * 100), NotOurPlatform),
    "a hundred thousand levels": (with_member('"x":' + "[" * 100_000 + "]" * 100_000), NotOurPlatform),
    "a hundred thousand open levels": (raw_json('{"x":' * 100_000), NotOurPlatform),
    "bad UTF-8": (raw_json(GOOD[:-1] + b',"x":"\xff"}'), NotOurPlatform),
    "a byte order mark": (raw_json(b"\xef\xbb\xbf" + GOOD), NotOurPlatform),
    "UTF-16": (raw_json(GOOD.decode().encode("utf-16")), NotOurPlatform),
    # wrong schema
    "no items": (page(items=None), NotOurPlatform),
    "items is an object": (page(items={}), NotOurPlatform),
    "no cursor": (page(next_cursor=None), NotOurPlatform),
    "cursor is a number": (page(next_cursor=7), NotOurPlatform),
    "epoch is an object": (page(epoch={}), NotOurPlatform),
    # refusals, in our platform's own words
    "401": (own(401), SignInNeeded),
    "403": (own(403), Forbidden),
    "404": (own(404), Refused),
    "409": (own(409), Refused),
    "422": (own(422), Refused),
    "405": (own(405), NotOurPlatform),
    "426": (own(426), NotOurPlatform),
    "501": (own(501), NotOurPlatform),
    # refusals in somebody else's words decide nothing
    "401 of a portal": (html(401), NotOurPlatform),
    "401 of another platform": (own(401, server_uuid="01a1fdde-0000-77ff-8af8-ebd134be8ae9"), NotOurPlatform),
    "401 without a sender": (own(401, server_uuid=""), NotOurPlatform),
    "401 that was cut": (own(401)[:-10], Unreachable),
    "401 not complete": (own(401, complete=False), NotOurPlatform),
    "403 of a portal": (html(403), NotOurPlatform),
    "404 of a portal": (html(404), NotOurPlatform),
    "407 of a proxy": (html(407), NotOurPlatform),
    "410 of a portal": (html(410), NotOurPlatform),
    "422 of a portal": (html(422), NotOurPlatform),
    "511 of a portal": (html(511), PlatformFault),
    # what only makes us wait or send less is taken from a gateway too
    "408": (html(408), Unreachable),
    "413": (own(413), TooLarge),
    "413 of a gateway": (html(413), TooLarge),
    "429": (own(429), RateLimited),
    "429 of a gateway": (html(429), RateLimited),
    "500": (own(500), PlatformFault),
    "502 of a gateway": (html(502), PlatformFault),
    "503 maintenance page": (html(503), PlatformFault),
    "504 of a gateway": (html(504), PlatformFault),
}


@pytest.mark.parametrize("name", FAULTS)
def test_nothing_but_our_platforms_whole_answer_is_believed(name: str) -> None:
    reply, expected = FAULTS[name]
    with (
        RawServer(saying(reply)) as server,
        backend_for(server.origin) as backend,
        pytest.raises(BackendError) as caught,
    ):
        backend.changes("")
    assert type(caught.value) is expected
    assert_nothing_leaks(caught.value)


@pytest.mark.parametrize(
    "reply",
    [
        http_reply(GOOD),
        http_reply(GOOD, content_type='Application/JSON; charset="UTF-8"'),
        http_reply(GOOD, length=None),
        page(new_member_of_a_newer_platform={"x": [1]}),
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + http_reply(GOOD),
        with_member('"x":"' + "[" * 200_000 + '\\"{"'),
    ],
    ids=["plain", "label in capitals", "without a length", "newer", "early hints", "brackets in a text"],
)
def test_our_platforms_whole_answer_is_believed(reply: bytes) -> None:
    with RawServer(saying(reply)) as server, backend_for(server.origin) as backend:
        assert backend.changes("").next_cursor == "c1"


WAITS = {
    "seconds": (("Retry-After: 7",), 7_000),
    "zero seconds": (("Retry-After: 0",), 0),
    "ten years": (("Retry-After: 315360000",), 3_600_000),
    "more digits than sense": (("Retry-After: " + "9" * 200,), None),
    "a date": (
        ("Date: Sat, 21 Nov 2026 10:00:00 GMT", "Retry-After: Sat, 21 Nov 2026 10:00:30 GMT"),
        30_000,
    ),
    "a date years ahead": (
        ("Date: Sat, 21 Nov 2026 10:00:00 GMT", "Retry-After: Fri, 21 Nov 2036 10:00:00 GMT"),
        3_600_000,
    ),
    "a date that has passed": (
        ("Date: Sat, 21 Nov 2026 10:00:00 GMT", "Retry-After: Sat, 21 Nov 2026 09:00:00 GMT"),
        None,
    ),
    "a date with nothing to count from": (("Retry-After: Sat, 21 Nov 2026 10:00:30 GMT",), None),
    "garbage": (("Retry-After: soon",), None),
    "negative": (("Retry-After: -5",), None),
    "a fraction": (("Retry-After: 1.5",), None),
    "none": ((), None),
}


@pytest.mark.parametrize("name", WAITS)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_read_and_capped(name: str, status: int) -> None:
    headers, expected = WAITS[name]
    with (
        RawServer(saying(own(status, *headers))) as server,
        backend_for(server.origin) as backend,
        pytest.raises((RateLimited, PlatformFault)) as caught,
    ):
        backend.changes("")
    assert caught.value.retry_after_ms == expected
