"""A file comes in pieces: what came stays when the line breaks, and nothing counts before the whole has its hash."""

from __future__ import annotations

import re

import pytest

from hdclient.backends.download import FIRST_BYTES
from hdclient.errors import NotOurPlatform, PlatformFault, Refused, Unreachable
from hdclient.model.base import sha256_hex
from tests.helpers.faults import RawServer, Visit, http_reply, saying
from tests.helpers.pages import QUICK, backend_for, own

DATA = bytes(range(256)) * 4_000
NAME = sha256_hex(DATA)
_RANGE = re.compile(rb"(?im)^range: bytes=(\d+)-(\d+)\r$")


def asked(visit: Visit) -> tuple[int, int]:
    found = _RANGE.search(visit.head)
    assert found is not None
    return int(found[1]), min(int(found[2]), len(DATA) - 1)


def piece(first: int, last: int, *, said: str = "", data: bytes = b"") -> bytes:
    return http_reply(
        data or DATA[first : last + 1],
        status="206 Partial Content",
        content_type="image/png",
        headers=[said or f"Content-Range: bytes {first}-{last}/{len(DATA)}"],
    )


def give(visit: Visit) -> None:
    visit.send(piece(*asked(visit)))


def test_it_comes_in_growing_pieces() -> None:
    with RawServer(give) as server, backend_for(server.origin) as backend:
        assert backend.asset(NAME) == DATA
        starts = [asked(visit)[0] for visit in server.visits if b"/v1/assets/" in visit.head]
    assert starts == [0, FIRST_BYTES, 3 * FIRST_BYTES, 7 * FIRST_BYTES]


@pytest.mark.parametrize("how", ["cut", "trouble"])
def test_a_line_that_breaks_costs_one_piece(how: str) -> None:
    def break_at_the_third(visit: Visit) -> None:
        first, last = asked(visit)
        if first < 3 * FIRST_BYTES:
            visit.send(piece(first, last))
        elif how == "cut":
            visit.send(piece(first, last)[:-1000])
        else:
            visit.send(http_reply(b"", status="502 Bad Gateway"))

    with RawServer(break_at_the_third) as server, backend_for(server.origin, patience=QUICK) as backend:
        with pytest.raises(Unreachable if how == "cut" else PlatformFault):
            backend.asset(NAME)
        server.answer = give
        before = len(server.visits)
        assert backend.asset(NAME) == DATA
        assert asked(server.visits[before])[0] == 3 * FIRST_BYTES


def test_another_file_begins_at_its_own_begin() -> None:
    def once(visit: Visit) -> None:
        first, last = asked(visit)
        visit.send(piece(first, last) if first == 0 else b"")

    with RawServer(once) as server, backend_for(server.origin, patience=QUICK) as backend:
        with pytest.raises(Unreachable):
            backend.asset(NAME)
        other = b"other bytes"
        server.answer = saying(http_reply(other, content_type="image/png"))
        assert backend.asset(sha256_hex(other)) == other


def test_who_knows_no_ranges_gives_all_of_it() -> None:
    with (
        RawServer(saying(http_reply(DATA, content_type="image/png"))) as server,
        backend_for(server.origin) as backend,
    ):
        assert backend.asset(NAME) == DATA


@pytest.mark.parametrize(
    "said",
    [
        "Content-Range: bytes 1-128000/1024000",
        "Content-Range: bytes 0-9/1024000",
        "Content-Range: bytes 0-127999/99999999999",
        "Content-Range: bytes 0-127999/*",
        "X-Nothing: 1",
    ],
)
def test_pieces_that_do_not_fit_are_not_believed(said: str) -> None:
    def wrong(visit: Visit) -> None:
        visit.send(piece(*asked(visit), said=said))

    with RawServer(wrong) as server, backend_for(server.origin) as backend:
        with pytest.raises(NotOurPlatform):
            backend.asset(NAME)
        server.answer = give
        assert backend.asset(NAME) == DATA, "and nothing of them is kept"


def test_a_wrong_piece_is_found_by_the_hash_and_all_is_fetched_anew() -> None:
    def wrong(visit: Visit) -> None:
        first, last = asked(visit)
        visit.send(piece(first, last, data=bytes(last - first + 1) if first else b""))

    with RawServer(wrong) as server, backend_for(server.origin) as backend:
        with pytest.raises(NotOurPlatform):
            backend.asset(NAME)
        server.answer = give
        assert backend.asset(NAME) == DATA


def test_a_refusal_in_the_middle_forgets_what_came() -> None:
    def refuse(visit: Visit) -> None:
        first, last = asked(visit)
        visit.send(piece(first, last) if first == 0 else own(416))

    with RawServer(refuse) as server, backend_for(server.origin) as backend:
        with pytest.raises(Refused):
            backend.asset(NAME)
        server.answer = give
        before = len(server.visits)
        assert backend.asset(NAME) == DATA
        assert asked(server.visits[before])[0] == 0
