"""Patches, JSON, tables and formulas: nothing of the source is lost, and what is odd is said."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.content.diff import NO_PATCH, TOO_SLOW, parse_diff
from hdclient.content.json import parse_json
from hdclient.content.math import parse_math
from hdclient.content.plain import plain_text
from hdclient.content.source_map import clean
from hdclient.content.table import RAGGED, TOO_LARGE, parse_table
from hdclient.content.tree import Code, Diff, Formula, Note, Paragraph, Run, Table, packed, unpacked
from tests.core.test_content_source_map import same, shown_and_written
from tests.helpers.judged import UNHURRIED
from tests.helpers.trees import without_source

PATCH = """\
Some words first
diff --git a/old name.py b/new name.py
similarity index 90%
rename from old name.py
rename to new name.py
index 123..456 100644
--- a/old name.py
+++ b/new name.py
@@ -1,4 +1,4 @@ def f():
 same

--- a deleted line that looks like a header
+++ an added one
 same
\\ No newline at end of file
@@ -10 +10,2 @@
-x
+y
+z
diff --git a/p.png b/p.png
Binary files a/p.png and b/p.png differ
--- /dev/null
+++ b/c.txt
@@ -0,0 +1 @@
+new
"""


def written(source: str, diffs: tuple[object, ...]) -> str:
    """The patch, put together again from what is shown."""
    lines = [line for diff in diffs if isinstance(diff, Diff) for line in diff.lines]
    for line in lines:
        assert source[line.start : line.start + len(line.text)] == line.text
    return "\n".join((line.mark if line.mark in ("+", "-") else "") + line.text for line in lines)


def test_a_patch_of_several_files() -> None:
    first, second, third, fourth = parse_diff(PATCH)
    assert isinstance(first, Diff)
    assert isinstance(second, Diff)
    assert [one.path for one in (first, second, third, fourth)] == ["", "new name.py", "p.png", "c.txt"]  # type: ignore[union-attr]
    numbered = [(line.mark, line.old, line.new) for line in second.lines if line.mark in ("+", "-", " ")]
    assert numbered == [
        *((" ", 1, 1), (" ", 2, 2), ("-", 3, 0), ("+", 0, 3), (" ", 4, 4)),
        *(("-", 10, 0), ("+", 0, 10), ("+", 0, 11)),
    ]
    assert [line.text for line in second.lines if not line.mark][-1] == "\\ No newline at end of file"
    assert PATCH[second.start : second.end].startswith("diff --git a/old")


def test_a_patch_whose_hunks_miscount_is_read_by_its_signs() -> None:
    source = "--- a\n+++ b\n@@ -1,9 +1,9 @@\n-x\n+y\n--- c\n+++ d\n@@ -1 +1 @@\n-x\n+y\n+more\n text"
    one, two = parse_diff(source)
    assert isinstance(one, Diff)
    assert isinstance(two, Diff)
    assert (one.path, two.path) == ("b", "d")
    assert [line.mark for line in two.lines] == ["", "", "@", "-", "+", "+", " "]


def test_a_patch_of_more_lines_than_time_is_there_as_written() -> None:
    source = "@@ -1 +1 @@\n" + "+\n" * 500_000
    note, shown = without_source(parse_diff(source, deadline_s=0.05))
    assert note == Note(TOO_SLOW, again=True)
    assert shown == Paragraph((Run(source),))


def test_what_changes_nothing_is_no_patch() -> None:
    assert without_source(parse_diff("Hello\n+world")) == (Note(NO_PATCH), Paragraph((Run("Hello\n+world"),)))
    assert parse_diff("") == ()


@UNHURRIED
@given(
    source=st.lists(
        st.sampled_from(
            [
                *("--- a/x", "+++ b/y", "@@ -1,2 +3,4 @@", "@@ -1 +1 @@ f", "+a", "-b", " c", "", "words", "@@"),
                *("\\ No newline", "diff --git a/x b/x", "rename to z", "--- ", "+++", "-- a", "\t", "++ b\r"),
            ]
        ),
        max_size=20,
    ).map("\n".join)
)  # fmt: skip
def test_no_line_of_a_patch_is_lost(source: str) -> None:
    tree = parse_diff(source)
    assert unpacked(packed(tree)) == tree
    if isinstance(tree[0] if tree else None, Diff):
        shown = [
            line.mark.strip("@ ") + line.text for one in tree if isinstance(one, Diff) for line in one.lines
        ]
        lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        lines = lines[:-1] if not lines[-1] and len(lines) > 1 else lines
        assert [one.removeprefix(" ") for one in shown] == [one.removeprefix(" ") for one in lines]


def test_a_patch_as_git_writes_it(tmp_path: Path) -> None:
    for side, text in (("a", "one\ntwo\n"), ("b", "one\n2\nthree")):
        (tmp_path / side).write_text(text)
    done = subprocess.run(
        ["git", "diff", "--no-index", "a", "b"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    (diff,) = parse_diff(done.stdout)
    assert isinstance(diff, Diff)
    assert [(line.mark, line.text) for line in diff.lines if line.mark in ("+", "-")] == [
        ("-", "two"),
        ("+", "2"),
        ("+", "three"),
    ]


def test_json_keeps_its_own_form() -> None:
    source = '{"b": 1.0, \r\n  "a": [true, null, 1e5]}'
    (code,) = parse_json(source)
    assert isinstance(code, Code)
    assert plain_text((code,)) == source.replace("\r\n", "\n")
    assert {name for line in code.lines for _, name in line} > {"", "number"}
    assert all(same(*pair) for pair in shown_and_written(source, (code,)))


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ('{"a": 1,}', "line 1"),
        ("{'a': 1}", "double quotes"),
        ('{"a": 1,\n"b": }', "line 2, this is no value"),
        ('{"a": 1, "a": 2}', "more than once: “a”"),
        ('[{"x": {"y": 1, "y": 2}}]', "“y”"),
        ("[NaN, -Infinity]", "-Infinity, NaN is no JSON number"),
        ("[1 2]", "“,” is missing"),
        ('{"a" 1}', "“:” is missing"),
        ("[01]", "no value"),
        ("[1] x", "follows"),
        ('["a\nb"]', "escaped"),
        ("[" * 102 + "]" * 102, "deeper than 100"),
        ("[", "missing"),
        ("\ufeff{}", "no value"),
    ],
)
def test_json_says_what_is_odd(source: str, says: str) -> None:
    note, code = parse_json(source)
    assert isinstance(note, Note)
    assert says in note.text
    assert plain_text((code,)) == source


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@UNHURRIED
@given(VALUES)
def test_whatever_is_json_is_read_as_json(value: object) -> None:
    (*notes, code) = parse_json(json.dumps(value, indent=1))
    assert all("no JSON number" in note.text for note in notes if isinstance(note, Note))
    assert isinstance(code, Code)


@UNHURRIED
@given(st.text(st.sampled_from('{}[]",:1e-.\\un truefalsNaN\n'), max_size=30))
def test_what_is_refused_is_what_python_refuses(source: str) -> None:
    if not source.strip():
        return
    try:
        json.loads(source)
        good = True
    except ValueError:
        good = False
    said = [note.text for note in parse_json(source) if isinstance(note, Note)]
    assert any("not JSON" in one for one in said) is not good


def rows(table: object) -> list[list[str]]:
    assert isinstance(table, Table)
    return [[plain_text((Paragraph(cell),)) for cell in row] for row in (table.header, *table.rows)]


@pytest.mark.parametrize(
    ("source", "language", "cells"),
    [
        ("a,b\n1,2\n", "", [["a", "b"], ["1", "2"]]),
        ("a;b\r\n1;2", "", [["a", "b"], ["1", "2"]]),
        ("a\tb\n1,5\t2", "", [["a", "b"], ["1,5", "2"]]),
        ('"x, y","q ""z"""\n"l1\r\nl2",', "csv", [["x, y", 'q "z"'], ["l1\nl2", ""]]),
        ('a"b,"c" d\n', "", [['a"b', '"c" d']]),
        (",\n,x", "csv", [["", ""], ["", "x"]]),
        (
            '{"a": 1, "b": "x\\ny"}\n{"b": null, "c": [1]}',
            "",
            [["a", "b", "c"], ["1", "x\ny", ""], ["", "null", "[1]"]],
        ),
        ("one", "", [["one"]]),
    ],
)  # fmt: skip
def test_tables(source: str, language: str, cells: list[list[str]]) -> None:
    tree = parse_table(source, language)
    assert rows(tree[-1]) == cells
    assert all(same(*pair) for pair in shown_and_written(source, tree))


def test_ragged_rows_are_filled_up_and_said() -> None:
    note, table = parse_table("a,b\n1\n1,2,3")
    assert note == Note(RAGGED)
    assert rows(table) == [["a", "b", ""], ["1", "", ""], ["1", "2", "3"]]


def test_a_table_that_is_too_large_is_there_as_written() -> None:
    source = "a,b\n" * 110_000
    assert without_source(parse_table(source, deadline_s=30)) == (Note(TOO_LARGE), Paragraph((Run(source),)))


def test_a_broken_line_of_objects_says_which() -> None:
    note, _ = parse_table('{"a": 1}\n{"a": }', "jsonl")
    assert isinstance(note, Note)
    assert "line 2" in note.text


@UNHURRIED
@given(st.text(st.sampled_from('ab,;\t"\r\n {}:1'), max_size=40))
def test_any_table_can_be_read(source: str) -> None:
    tree = parse_table(source)
    assert unpacked(packed(tree)) == tree
    assert [pair for pair in shown_and_written(clean(source), tree) if not same(*pair)] == []


def test_formulas_by_themselves() -> None:
    source = "x^2\n= y\r\n\r\n$$a$$\n \n\\[b\\]\n\n$c$ and $d$\n"
    formulas = parse_math(source)
    assert [one.tex for one in formulas if isinstance(one, Formula)] == ["x^2\n= y", "a", "b", "$c$ and $d$"]
    assert [source[one.start : one.end] for one in formulas if isinstance(one, Formula)] == [
        *("x^2\n= y", "$$a$$", "\\[b\\]", "$c$ and $d$"),
    ]
    assert parse_math(" \n") == ()
