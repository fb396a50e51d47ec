"""Bare addresses: which words are links, and where they lead."""

from __future__ import annotations

import time

import pytest

from hdclient.content.autolinks import addresses

CASES: list[tuple[str, list[tuple[str, str]]]] = [
    ("see https://a.b/c, and ftp://d.e.", [("https://a.b/c", "https://a.b/c"), ("ftp://d.e", "ftp://d.e")]),
    ("(www.a.org/x_(y))", [("www.a.org/x_(y)", "http://www.a.org/x_(y)")]),
    ("awww.a.org http:// xhttp://a.b", []),
    ("https://localhost:80/x", [("https://localhost:80/x", "https://localhost:80/x")]),
    ("http://my_host.b http://a_b.c.de", [("http://a_b.c.de", "http://a_b.c.de")]),
    ("www.a.de?q=1&copy;&hl;", [("www.a.de?q=1", "http://www.a.de?q=1")]),
    ("www.a.de?q=1&hl", [("www.a.de?q=1&hl", "http://www.a.de?q=1&hl")]),
    ("[https://a.b]", [("https://a.b", "https://a.b")]),
    ("请看https://a.b/x <b>", [("https://a.b/x", "https://a.b/x")]),
    ("https://a.b/x<y", [("https://a.b/x", "https://a.b/x")]),
    ("me.you+x@a-b.org. @a.b a@b", [("me.you+x@a-b.org", "mailto:me.you+x@a-b.org")]),
    ("a@b.cd- a@b.cd_ x@y@z.de", [("y@z.de", "mailto:y@z.de")]),
    ("mailto:a@b.cd/x", [("mailto:a@b.cd", "mailto:a@b.cd")]),
    ("xmpp:a@b.cd/txt/bin", [("xmpp:a@b.cd/txt", "xmpp:a@b.cd/txt")]),
    ("@decorator user@ 3 @ 4.00", []),
]


@pytest.mark.parametrize(("text", "links"), CASES, ids=[text for text, _ in CASES])
def test_bare_addresses(text: str, links: list[tuple[str, str]]) -> None:
    assert [(text[start:end], target) for start, end, target in addresses(text)] == links


@pytest.mark.parametrize(
    "part", ["a@", "www.", "http://", "a@b.", "a@b-", ";", "&a;", "x.", "!", ")", "]", "a@b.c1."]
)
def test_no_text_takes_long(part: str) -> None:
    """Linear: 200,000 characters in a fraction of a second, behind any beginning."""
    for start in ("", "https://a.b/", "a@b."):
        before = time.process_time()
        list(addresses(start + part * (200_000 // len(part))))
        assert time.process_time() - before < 1.0
