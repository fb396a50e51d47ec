"""The line to the platform: cuts, drips, silences, redirects, endless bodies, connections that were kept."""

from __future__ import annotations

import json
import time

import pytest

from hdclient.backends import platform as platform_module
from hdclient.backends.deadline import Patience
from hdclient.errors import NotOurPlatform, Unreachable
from tests.helpers.faults import RawServer, Visit, dripping, http_reply, saying
from tests.helpers.pages import GOOD, PAGE, QUICK, TOKEN, assert_nothing_leaks, backend_for, html


@pytest.mark.parametrize("length", [-1, None], ids=["with a length", "without a length"])
def test_a_cut_at_any_byte_is_never_believed(length: int | None) -> None:
    whole = http_reply(GOOD, length=length)
    cuts = [
        *range(0, len(whole) - len(GOOD), 7),
        *range(len(whole) - len(GOOD), len(whole), 11),
        len(whole) - 1,
    ]
    server = RawServer(lambda visit: None)
    with server, backend_for(server.origin) as backend:
        for cut in cuts:
            server.answer = saying(whole[:cut])
            with pytest.raises((Unreachable, NotOurPlatform)):
                backend.changes("")
        server.answer = saying(whole)
        assert backend.changes("").items


def test_a_chunked_answer_that_ends_early_is_never_believed() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = f"{len(GOOD):x}\r\n".encode() + GOOD + b"\r\n"
    with RawServer(saying(head + chunk)) as server, backend_for(server.origin) as backend:
        with pytest.raises(Unreachable):
            backend.changes("")
        server.answer = saying(head + chunk + b"0\r\n\r\n")
        assert backend.changes("").items


def test_a_reset_is_no_answer() -> None:
    with (
        RawServer(lambda visit: visit.reset()) as server,
        backend_for(server.origin) as backend,
        pytest.raises(Unreachable) as caught,
    ):
        backend.changes("")
    assert_nothing_leaks(caught.value)


def test_nobody_at_home_is_no_answer() -> None:
    with RawServer(lambda visit: None) as server:
        origin = server.origin
    with backend_for(origin) as backend, pytest.raises(Unreachable) as caught:
        backend.changes("")
    assert caught.value.what == "The platform cannot be reached."
    assert_nothing_leaks(caught.value)


@pytest.mark.parametrize(
    "start", [0, 20, len(http_reply(GOOD)) - len(GOOD) + 3], ids=["status", "headers", "body"]
)
def test_a_drip_ends_at_the_deadline(start: int) -> None:
    """No silence is as long as the limit for silences; without a deadline the whole answer would come."""
    servers: list[RawServer] = []
    whole = http_reply(GOOD, headers=("X-Slow: " + "x" * 50,))
    drip = dripping(whole[start:], servers, 0.1)

    def answer(visit: Visit) -> None:
        visit.send(whole[:start])
        drip(visit)

    with RawServer(answer) as server, backend_for(server.origin) as backend:
        servers.append(server)
        begun = time.monotonic()
        with pytest.raises(Unreachable) as caught:
            backend.changes("")
        assert time.monotonic() - begun >= QUICK.exchange
    assert caught.value.what == "The platform took too long to answer."


def test_a_drip_without_a_length_is_not_taken_for_whole_when_we_hang_up() -> None:
    servers: list[RawServer] = []
    whole = http_reply(GOOD + b" " * 100, length=None)

    def answer(visit: Visit) -> None:
        visit.send(whole[:-90])
        dripping(whole[-90:], servers, 0.1)(visit)

    with RawServer(answer) as server, backend_for(server.origin) as backend:
        servers.append(server)
        with pytest.raises(Unreachable):
            backend.changes("")


def test_silence_ends_at_its_limit() -> None:
    with RawServer(lambda visit: None) as server:
        server.answer = lambda visit: (server.stopping.wait(60), None)[1]
        with backend_for(server.origin) as backend, pytest.raises(Unreachable) as caught:
            backend.changes("")
    assert caught.value.what == "The platform took too long to answer.", "not that the server has hung up"


def test_a_late_deadline_does_not_cut_the_next_exchange() -> None:
    """The timer of one exchange must be dead before the next one uses the same connection."""

    def answer(visit: Visit) -> None:
        visit.keep = True
        visit.send(http_reply(GOOD))

    with RawServer(answer) as server, backend_for(server.origin) as backend:
        end = time.monotonic() + QUICK.exchange * 2
        while time.monotonic() < end:
            assert backend.changes("").items
        assert server.connections == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    with RawServer(saying(http_reply(GOOD))) as elsewhere:
        redirect = html(status, f"Location: {elsewhere.origin}/v1/changes")
        with (
            RawServer(saying(redirect)) as server,
            backend_for(server.origin) as backend,
            pytest.raises(NotOurPlatform),
        ):
            backend.changes("")
        assert elsewhere.connections == 0


def test_a_huge_body_is_stopped_at_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform_module, "MAX_REPLY_BYTES", 100_000)
    sent = 0

    def answer(visit: Visit) -> None:
        nonlocal sent
        visit.send(http_reply(b"", length=10**10))
        while visit.send(b" " * 65536):
            sent += 65536

    with (
        RawServer(answer) as server,
        backend_for(server.origin, Patience()) as backend,
        pytest.raises(NotOurPlatform) as caught,
    ):
        backend.changes("")
    assert "bigger" in caught.value.what
    assert sent < 20_000_000  # what fits into the buffers of two sockets, not ten gigabytes


def test_a_kept_connection_that_was_closed_meanwhile_costs_nothing() -> None:
    def answer(visit: Visit) -> None:
        visit.send(http_reply(GOOD))  # says keep-alive by HTTP/1.1, and hangs up

    with RawServer(answer) as server, backend_for(server.origin) as backend:
        for _ in range(5):
            assert backend.changes("").items
            time.sleep(0.02)  # the FIN needs a moment to arrive; nothing tells when it has
        assert server.connections == 5


def test_a_kept_connection_closed_at_the_next_request_is_no_answer_and_the_one_after_works() -> None:
    def answer(visit: Visit) -> None:
        if visit.number == 2:
            return
        visit.keep = True
        visit.send(http_reply(GOOD))

    with RawServer(answer) as server, backend_for(server.origin) as backend:
        assert backend.changes("").items
        with pytest.raises(Unreachable):
            backend.changes("")
        assert backend.changes("").items


def test_the_token_goes_with_every_call_but_meta_and_the_body_is_not_packed() -> None:
    meta = {**PAGE, "name": "P", "version": "1"}

    def answer(visit: Visit) -> None:
        visit.send(http_reply(json.dumps(meta).encode()))

    with RawServer(answer) as server, backend_for(server.origin) as backend:
        backend.meta()
        backend.changes("")
    first, second = (visit.head for visit in server.visits)
    assert TOKEN.encode() not in first and b"/v1/meta" in first
    assert b"Bearer " + TOKEN.encode() in second
    assert b"accept-encoding: identity" in second.lower()
    assert b"cookie" not in second.lower()


def test_cookies_are_not_kept() -> None:
    reply = http_reply(GOOD, headers=("Set-Cookie: track=me; Path=/",))
    with RawServer(saying(reply)) as server, backend_for(server.origin) as backend:
        backend.changes("")
        backend.changes("")
    assert all(b"track" not in visit.head for visit in server.visits)
