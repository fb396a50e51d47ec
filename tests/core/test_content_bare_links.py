"""Bare addresses are links as in GitHub's dialect, with their real target, and nothing of the text is swallowed."""

from __future__ import annotations

import pytest

from hdclient.content.markdown import parse_markdown
from hdclient.content.plain import plain_text
from hdclient.content.tree import Run
from tests.helpers.trees import nodes

LINKS = [
    ("www.commonmark.org", ["www.commonmark.org"]),
    ("Visit www.commonmark.org/help for more.", ["www.commonmark.org/help"]),
    ("Visit www.a.org.", ["www.a.org"]),
    ("Visit www.a.org/a.b.", ["www.a.org/a.b"]),
    ("www.g.com/s?q=M+(b)", ["www.g.com/s?q=M+(b)"]),
    ("(www.g.com/s?q=M+(b))", ["www.g.com/s?q=M+(b)"]),
    ("(www.g.com/s?q=M+(b)", ["www.g.com/s?q=M+(b)"]),
    ("www.g.com/s?q=(b))+ok", ["www.g.com/s?q=(b))+ok"]),
    ("www.g.com/s?q=c&hl=en", ["www.g.com/s?q=c&hl=en"]),
    ("www.g.com/s?q=c&hl;", ["www.g.com/s?q=c"]),
    ("www.a.org/he<lp", ["www.a.org/he"]),
    ("awww.a.org and xhttp://a.b", []),
    ("www. and http:// and @ and a@b", []),
    ("http://a.b_c/ www.x_y.z_", []),
    ("(Visit https://encrypted.google.com/search?q=Markup+(business))",
     ["https://encrypted.google.com/search?q=Markup+(business)"]),
    ("ftp://foo.bar.baz", ["ftp://foo.bar.baz"]),
    ("HTTPS://A.b/C", ["HTTPS://A.b/C"]),
    ("http://localhost:8080/x", ["http://localhost:8080/x"]),
    ("https://a.b/*c*/__d__/e", ["https://a.b/*c*/__d__/e"]),
    ("**https://a.b/c**: d", ["https://a.b/c"]),
    ("*see https://a.b*", ["https://a.b"]),
    ("~~https://a.b~~", ["https://a.b"]),
    ('"https://a.b", \'https://c.d\'.', ["https://a.b", "https://c.d"]),
    ("[see https://a.b] [x](nothing", ["https://a.b"]),
    ("foo@bar.baz", ["foo@bar.baz"]),
    ("hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.", ["hello+xyz@mail.example"]),
    ("a.b-c_d@a.b a.b-c_d@a.b. a.b-c_d@a.b- a.b-c_d@a.b_", ["a.b-c_d@a.b", "a.b-c_d@a.b"]),
    ("x@@y.z @b.c a@b@c.d", ["b@c.d"]),
    ("`https://a.b`", []),
    ("https://a.b/?c=d&amp;e", ["https://a.b/?c=d&amp;e"]),
    ("|https://a.b|www.c.d|\n|-|-|", ["https://a.b", "www.c.d"]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "links"), LINKS, ids=lambda one: repr(one)[:40])
def test_bare_addresses(source: str, links: list[str]) -> None:
    runs = [one for one in nodes(parse_markdown(source)) if isinstance(one, Run) and one.href]
    assert [run.text for run in runs] == links


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("www.a.b/C", "http://www.a.b/C"),
        ("a@b.c", "mailto:a@b.c"),
        ("https://a.b/\u00e9", "https://a.b/%C3%A9"),
        ("[www.a.b](https://evil.example)", "https://evil.example"),
        ("[https://a.b](https://evil.example)", "https://evil.example"),
        ("[a@b.c x](https://evil.example)", "https://evil.example"),
    ],
)
def test_the_target_is_where_it_really_leads(source: str, target: str) -> None:
    runs = [one for one in nodes(parse_markdown(source)) if isinstance(one, Run)]
    assert [run.href for run in runs] == [target]


@pytest.mark.parametrize("source", [source for source, _ in LINKS if "`" not in source and "|" not in source])
def test_nothing_is_swallowed(source: str) -> None:
    shown = plain_text(parse_markdown(source))
    left = source.replace("&amp;", "&").translate(dict.fromkeys(map(ord, "*~")))
    assert shown.replace("&amp;", "&").translate(dict.fromkeys(map(ord, "*~"))) == left
