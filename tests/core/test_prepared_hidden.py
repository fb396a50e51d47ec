"""Hidden characters that a source only writes otherwise are known with the prepared content."""

from __future__ import annotations

import json

import pytest

from hdclient.content.prepared import MOST_HIDDEN, from_bytes, prepare, to_bytes
from hdclient.model.content import ContentBlock
from hdclient.model.words import count_lines, counted


def labels(text: str, kind: str = "markdown") -> list[tuple[int, str]]:
    prepared = prepare(ContentBlock(kind=kind, text=text))
    assert from_bytes(to_bytes(prepared)) == prepared
    return [(one.position, one.label) for one in prepared.hidden]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("a&#8203;b &zwj; c", [(1, "ZWSP"), (10, "ZWJ")]),
        ("> - **x&#x202E;y**", [(7, "RLO")]),
        ("| a&nbsp;b |\n|---|\n| &#xAD; |", [(3, "NBSP"), (21, "SHY")]),
        ("&lt;b&gt; &amp;", []),
        ("a\u200bb &amp; it stands in the source", []),
        ("`a&#8203;b`", []),
        ("    a&#8203;b", []),
        ("\\& \\*", []),
    ],
)
def test_entities_are_told_with_their_place(source: str, found: list[tuple[int, str]]) -> None:
    assert labels(source) == found


def test_escapes_of_json_are_told() -> None:
    source = json.dumps([{"role": "user", "content": "a\u200bb"}])
    assert labels(source, "chat") == [(source.index("\\u200b"), "ZWSP")]


def test_a_million_of_them_are_not_all_told() -> None:
    assert len(labels("a&#8203;" * 3_000)) == MOST_HIDDEN


@pytest.mark.parametrize(
    ("text", "lines"),
    [("", 1), ("a", 1), ("a\n", 1), ("a\nb", 2), ("a\r\nb\r\n", 2), ("\n", 1), ("a\n\n", 2), ("a\rb", 2)],
)
def test_the_end_of_the_last_line_begins_no_other(text: str, lines: int) -> None:
    assert count_lines(text) == lines


def test_counts_are_said_as_people_say_them() -> None:
    assert [counted(n, "task") for n in (0, 1, 1_200)] == ["0 tasks", "1 task", "1,200 tasks"]
