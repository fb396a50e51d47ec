"""Lines beside lines, patches taken apart, and passages that belong together."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from hdclient.content.alignment import aligned, changed_words
from hdclient.content.compare import Kind
from hdclient.content.matching import Passage, matched
from hdclient.content.tree import Code, Diff, DiffLine, List, ListItem, Paragraph, Run
from hdclient.content.two_columns import code_parts, sides_of_code, sides_of_patch

LINES = st.lists(
    st.sampled_from(["a = 1", "b = 2", "", "    return x", "}", "print(x)", "print(y)"]), max_size=25
)


@settings(max_examples=200, deadline=None)
@given(LINES, LINES)
def test_every_line_stands_in_one_row_in_order(a: list[str], b: list[str]) -> None:
    rows = aligned(a, b)
    assert [row.a for row in rows if row.a >= 0] == list(range(len(a)))
    assert [row.b for row in rows if row.b >= 0] == list(range(len(b)))
    for row in rows:
        assert (row.kind is Kind.ONLY_A) == (row.b < 0)
        assert (row.kind is Kind.ONLY_B) == (row.a < 0)
        if row.a >= 0 and row.b >= 0:
            assert (row.kind is Kind.SAME) == (a[row.a] == b[row.b])


def test_lines_that_are_alike_stand_beside_each_other() -> None:
    a = ["def f():", "    total = price * count", "    return total"]
    b = ["def f():", "    # what it costs", "    total = price * number", "    return total"]
    assert [(row.kind, row.a, row.b) for row in aligned(a, b)] == [
        (Kind.SAME, 0, 0),
        (Kind.ONLY_B, -1, 1),
        (Kind.CHANGED, 1, 2),
        (Kind.SAME, 2, 3),
    ]


def test_the_words_of_a_line() -> None:
    assert changed_words("x = foo(1)", "x = bar(1)") == (((4, 7),), ((4, 7),))
    assert changed_words("same", "same") == ((), ())
    assert changed_words("a" * 6_000, "b") == (((0, 6_000),), ((0, 1),))


def test_a_patch_is_taken_apart() -> None:
    lines = (
        DiffLine("@", "@@ -1,3 +1,3 @@"),
        DiffLine(" ", "import os", 1, 1),
        DiffLine("-", "x = 1", 2, 0),
        DiffLine("+", "x = 2", 0, 2),
        DiffLine("+", "z = 26", 0, 3),
    )
    sides = sides_of_patch([Diff("a.py", lines)])
    assert sides.a.lines == ("a.py", "@@ -1,3 +1,3 @@", "import os", "x = 1")
    assert sides.b.lines == ("a.py", "@@ -1,3 +1,3 @@", "import os", "x = 2", "z = 26")
    assert sides.a.numbers == (0, 0, 1, 2) and sides.b.numbers == (0, 0, 1, 2, 3)
    assert [row.kind.value for row in sides.rows] == ["same", "same", "same", "changed", "only_b"]
    assert sides.changes() == (3,)


def test_the_code_of_two_responses() -> None:
    first = Code("python", ((("x", "name"), (" = 1", "")), (("y = 2", ""),)))
    second = Code("python", ((("z = 3", ""),),))
    tree = (Paragraph((Run("so:"),)), first, List(False, 1, (ListItem((second,)),)))
    assert list(code_parts(tree)) == [first, second]
    sides = sides_of_code([first, second], [first])
    assert sides.a.lines == ("x = 1", "y = 2", "", "z = 3") and sides.a.numbers == (1, 2, 0, 1)
    assert [row.kind.value for row in sides.rows] == ["same", "same", "only_a", "only_a"]
    assert sides.changes() == (2,)


PASSAGES = st.lists(st.text("abcdef ", min_size=0, max_size=20), max_size=30).map(
    lambda texts: [Passage(10 * n, text) for n, text in enumerate(texts)]
)


@settings(max_examples=100, deadline=None)
@given(PASSAGES, PASSAGES)
def test_matched_passages_ascend(a: list[Passage], b: list[Passage]) -> None:
    pairs = matched(a, b)
    assert all(x1 < x2 and y1 < y2 for (x1, y1), (x2, y2) in pairwise(pairs))


def test_passages_match_by_what_they_speak_of() -> None:
    a = [Passage(0, "Photosynthesis turns sunlight into sugar"), Passage(50, "Chlorophyll is green")]
    b = [
        Passage(0, "Let me explain"),
        Passage(20, "Chlorophyll makes leaves green"),
        Passage(60, "A summary of chlorophyll"),
        Passage(90, "Unrelated"),
    ]
    assert matched(a, b) == ((50, 20),)
    assert matched(a, a) == ((0, 0), (50, 50))


def test_the_heaviest_chain_wins_over_a_crossing() -> None:
    a = [Passage(n, text) for n, text in enumerate(["alpha beta gamma", "delta", "epsilon zeta"])]
    b = [Passage(n, text) for n, text in enumerate(["delta", "alpha beta gamma", "epsilon zeta"])]
    assert matched(a, b) == ((0, 1), (2, 2))
