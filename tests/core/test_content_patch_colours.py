"""The lines of a patch have the colours of their language, within limits, and stay what they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.content import patch_colours
from hdclient.content.diff import parse_diff
from hdclient.content.languages import language_of_file, lexer_of
from hdclient.content.patch_colours import IN_PART, LONG_LINE, TOO_LONG, TOO_SLOW
from hdclient.content.tree import Diff, DiffLine, Note
from hdclient.content.two_columns import sides_of_patch

PATCH = '''diff --git a/src/pairs.py b/src/pairs.py
--- a/src/pairs.py
+++ b/src/pairs.py
@@ -1,4 +1,3 @@
 def total(values):
-    """A docstring that only the old
-    side has."""
+    return 1
 # end
@@ -9,1 +9,1 @@
-x = 2
+y = "two"
'''


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("src/pairs.py", "python"),
        ("a\\b\\Main.java", "java"),
        ("deep/CMakeLists.txt", "cmake"),
        ("Makefile", "make"),
        ("include/x.h", "c++"),
        ("q.sql", "sql"),
        ("page.PY", "python"),
        ("lib/a.tar.gz.rs", "rust"),
        ("notes.txt", ""),
        ("strange.b", ""),
        ("no-ending", ""),
        (".", ""),
        ("", ""),
        ("x" * 10_000, ""),
    ],
)
def test_the_name_of_a_file_tells_its_language_or_nothing(path: str, language: str) -> None:
    assert language_of_file(path) == ("cpp" if language == "c++" else language)


def test_every_language_that_a_file_can_have_is_one_that_colours() -> None:
    from hdclient.content.languages import _files

    unknown = [
        key for key in _files() if lexer_of(language_of_file(f"x{key}" if key[0] == "." else key)) is None
    ]
    assert unknown == []


def tokens(line: DiffLine) -> dict[str, str]:
    return {text.strip(): token for text, token in line.pairs() if token}


def test_each_side_is_coloured_as_it_stands() -> None:
    (diff,) = parse_diff(PATCH)
    assert isinstance(diff, Diff)
    assert diff.language == "python"
    found = {line.text: tokens(line) for line in diff.lines if line.mark in ("+", "-", " ")}
    assert found["def total(values):"] == {"def": "keyword", "total": "function"}
    assert found['    side has."""'] == {'side has."""': "string"}
    assert found["    return 1"] == {"return": "keyword", "1": "number"}, "the old side's string ends with it"
    assert found["# end"] == {"# end": "comment"}
    assert found['y = "two"'] == {"=": "operator", '"two"': "string"}


def test_lines_of_both_sides_are_coloured_as_the_new_side_has_them() -> None:
    (diff,) = parse_diff(
        '--- a/x.py\n+++ b/x.py\n@@ -1,3 +1,3 @@\n-"""\n+pass\n x = 1\n+y = """\n@@ -9 +9 @@\n z = 2\n'
    )
    assert isinstance(diff, Diff)
    found = {line.text: tokens(line) for line in diff.lines if line.mark == " "}
    assert found["x = 1"]["1"] == "number", "not what the old side's string would make of it"
    assert found["z = 2"]["2"] == "number", "what one hunk leaves open ends with it"


def test_both_columns_beside_each_other_have_the_colours() -> None:
    sides = sides_of_patch([one for one in parse_diff(PATCH) if isinstance(one, Diff)])
    for column, word in ((sides.a, "def"), (sides.b, "return")):
        assert len(column.pairs) == len(column.lines)
        assert any(
            (text.strip(), token) == (word, "keyword") for line in column.pairs for text, token in line
        )
        assert all(
            "".join(text for text, _ in pairs) in ("", line)
            for pairs, line in zip(column.pairs, column.lines, strict=True)
        )


@pytest.mark.parametrize(
    ("body", "says"),
    [("+x = 1\n" * 40_000, TOO_LONG), ("+" + "y" * 2_001 + "\n", IN_PART.format(LONG_LINE))],
)
def test_beyond_the_limits_a_patch_is_plain_and_says_why(body: str, says: str) -> None:
    note, diff = parse_diff("--- a/x.py\n+++ b/x.py\n@@ -0,0 +1 @@\n" + body)
    assert note == Note(says)
    assert isinstance(diff, Diff)
    assert not any(line.spans for line in diff.lines)


def test_out_of_time_the_rest_stays_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patch_colours, "highlight", lambda *_: pytest.fail("there is no time left"))
    why, (diff,) = patch_colours.coloured_patch([Diff("x.py", (DiffLine("+", "x = 1", 0, 1),))], 0)
    assert why == IN_PART.format(TOO_SLOW)
    assert not diff.lines[0].spans


def test_a_patch_of_no_known_language_says_nothing() -> None:
    (diff,) = parse_diff("--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n" + "+x = 1\n" * 40_000)
    assert isinstance(diff, Diff)
    assert diff.language == ""


@given(st.lists(st.tuples(st.sampled_from("+- "), st.text(max_size=30)), min_size=1, max_size=8))
def test_colours_never_change_a_line(lines: list[tuple[str, str]]) -> None:
    body = "".join(f"{sign}{''.join(text.splitlines())}\n" for sign, text in lines)
    for block in parse_diff("--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n" + body):
        for line in block.lines if isinstance(block, Diff) else ():
            assert "".join(text for text, _ in line.pairs()) == line.text
