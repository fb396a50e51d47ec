"""Comparing two texts: the parts cover both, lead from one to the other, and mark what a reader would mark."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hdclient.content.compare import MOST_CHARACTERS, Differences, Kind, differences
from hdclient.content.compare_tokens import Side
from hdclient.content.matches import MOST_CELLS, matches

WORDS = st.sampled_from(
    [
        "the",
        "red",
        "cat",
        "is",
        "of",
        "Paris.",
        "London.",
        "12",
        "東京",
        "का",
        "\n",
        "\n\n",
        "  ",
        "é",
        "👩‍👩‍👧",
        "x_1",
        "==",
    ]
)
TEXTS = st.lists(WORDS, max_size=60).map(" ".join)


def marked(a: str, b: str, **more: bool) -> list[tuple[str, str]]:
    """(text of a, text of b) of every change."""
    code = more.get("code", False)
    sides = [Side(text, code=((0, len(text)),) if code else ()) for text in (a, b)]
    return [(a[slice(*part.a)], b[slice(*part.b)]) for part in differences(*sides).changes()]


def assert_exact(a: str, b: str, found: Differences) -> None:
    """The parts lie side by side over both texts; SAME is the same; replacing the others turns a into b."""
    assert [part.a[0] for part in found.parts] == [0, *(part.a[1] for part in found.parts)][
        : len(found.parts)
    ]
    assert [part.b[0] for part in found.parts] == [0, *(part.b[1] for part in found.parts)][
        : len(found.parts)
    ]
    if found.parts:
        assert (found.parts[-1].a[1], found.parts[-1].b[1]) == (len(a), len(b))
    made = ""
    for part in found.parts:
        left, right = a[slice(*part.a)], b[slice(*part.b)]
        made += left if part.kind is Kind.SAME else right
        assert (left == right) == (part.kind is Kind.SAME)
        assert (part.kind is Kind.ONLY_A) == (right == "")
        assert (part.kind is Kind.ONLY_B) == (left == "")
    assert made == b


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS, st.booleans())
def test_parts_cover_both_texts_and_turn_one_into_the_other(a: str, b: str, code: bool) -> None:
    sides = [Side(text, code=((0, len(text)),) if code else ()) for text in (a, b)]
    found = differences(*sides)
    assert_exact(a, b, found)
    assert differences(sides[1], sides[0]) == found.mirrored()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_compared(a: str, b: str) -> None:
    assert_exact(a, b, differences(a, b))


@given(TEXTS)
def test_equal_texts_have_no_marks(a: str) -> None:
    found = differences(a, a)
    assert found.changes() == () and found.words == 0


@pytest.mark.parametrize(
    ("a", "b", "wanted"),
    [
        ("the red cat", "the cat", [("red ", "")]),
        ("costs 12.50 euros", "costs 13.50 euros", [("12.50", "13.50")]),
        ("We don’t know that", "We do know that", [("don’t", "do")]),
        ("東京は日本の首都です", "東京は日本の古都です", [("首", "古")]),
        ("मैं हिन्दी बोलता हूँ", "मैं हिन्दू बोलता हूँ", [("हिन्दी", "हिन्दू")]),
        ("a 👩‍👩‍👧 b", "a 👩‍👩‍👦 b", [("👩‍👩‍👧", "👩‍👩‍👦")]),
        ("one  space", "one space", [(" ", "")]),
    ],
)
def test_words_are_what_people_call_words(a: str, b: str, wanted: list[tuple[str, str]]) -> None:
    assert marked(a, b) == wanted


def test_a_small_word_alone_between_changes_is_not_kept_apart() -> None:
    a = "It was painted by hand in Venice before anybody else had thought about it."
    b = "It was printed at home in Warsaw before anybody else had thought about it."
    assert marked(a, b) == [("painted by hand in Venice", "printed at home in Warsaw")]


def test_a_number_alone_between_changes_is_kept() -> None:
    a = "They bought red 7 apples there and went home again later."
    b = "They bought big 7 lemons there and went home again later."
    assert marked(a, b) == [("red", "big"), ("apples", "lemons")]


def test_a_rewritten_sentence_is_marked_whole() -> None:
    kept = " Nothing else has changed in this paragraph."
    a = "The capital of France is Paris, and the river is the Seine." + kept
    b = "Mount Everest is the highest of all mountains on the planet." + kept
    assert marked(a, b) == [(a.removesuffix(kept), b.removesuffix(kept))]


def test_an_insertion_begins_where_its_sentence_does() -> None:
    assert marked("It is so.", "It is so. This is a whole sentence more.") == [
        ("", " This is a whole sentence more.")
    ]
    two = "It is so. This is a whole sentence more.\nThe next paragraph."
    assert marked("It is so.\nThe next paragraph.", two) == [("", " This is a whole sentence more.")]
    assert marked("We stay. We stop.", "We stay. We go. We stop.") == [("", "We go. ")]


def test_code_is_compared_by_identifiers_operators_and_indents() -> None:
    a, b = "if x==1:\n    total+=price", "if x!=1:\n        total+=prices"
    assert marked(a, b, code=True) == [("==", "!="), ("", "    "), ("price", "prices")]
    assert marked("f(x=0)", "f(x=0.0)", code=True) == [("0", "0.0")]
    assert marked("f(1,2)", "f(1,3)", code=True) == [("2", "3")]


def test_objects_are_compared_by_their_source() -> None:
    a, b = Side("so \ufffc and \ufffc.", ("x^2", "y")), Side("so \ufffc and \ufffc.", ("x^3", "y"))
    assert [part.a for part in differences(a, b).changes()] == [(3, 4)]
    assert differences(a, a).changes() == ()
    assert differences(a, b).words == 2


def test_words_are_counted_on_both_sides_and_the_same_from_either() -> None:
    a, b = "one two three four five", "one two 3 four five six"
    assert differences(a, b).words == differences(b, a).words == 3
    assert differences("a , b", "a; b").words == 0


def test_long_unrelated_texts_stay_bounded() -> None:
    a = " ".join(f"a{n % 40_000}" for n in range(60_000))
    b = " ".join(f"b{n % 40_000}" for n in range(60_000))
    assert len(differences(a, b).changes()) == 1
    huge = differences("x" * (MOST_CHARACTERS + 1), "y")
    assert huge.coarse and len(huge.parts) == 1


def test_long_texts_are_cut_at_what_occurs_once() -> None:
    count = int(MOST_CELLS**0.5) + 1_000
    a = list(range(count))
    b = [*a[:100], -1, *a[100:3_000], -2, -3, *a[3_050:], -4]
    found = matches([-9, *a], b)
    assert sum(n for _, _, n in found) == count - 50
    assert all(([-9, *a])[x : x + n] == b[y : y + n] for x, y, n in found)


def test_it_can_be_given_up() -> None:
    class Stopped(Exception):
        pass

    asked = 0

    def check() -> None:
        nonlocal asked
        asked += 1
        if asked > 3:
            raise Stopped

    with pytest.raises(Stopped):
        differences("a b c " * 100, "a x c " * 100, check)


def test_whitespace_only_differences_are_found_exactly() -> None:
    a, b = "a\tb\n\nc", "a b\nc"
    found = differences(a, b)
    assert_exact(a, b, found)
    assert found.words == 0 and all(re.fullmatch(r"\s*", a[slice(*p.a)]) for p in found.changes())
