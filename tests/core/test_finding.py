"""What is looked for is found as a person means it, and in a time that the text decides."""

from __future__ import annotations

from time import process_time

import pytest

from hdclient.content.finding import MOST, Wanted, occurrences, text_of
from hdclient.content.tree import Code, Run, Table


def found(text: str, words: str, **how: bool) -> list[str]:
    return [text[start:end] for start, end in occurrences(text, Wanted(words, **how), lambda: None)]


@pytest.mark.parametrize(
    ("text", "words", "how", "expected"),
    [
        ("Blue sky, blue sea", "blue", {}, ["Blue", "blue"]),
        ("Blue sky, blue sea", "blue", {"exact_case": True}, ["blue"]),
        ("cat concatenate cat.", "cat", {"whole_words": True}, ["cat", "cat"]),
        ("a+b a+bc", "a+b", {"whole_words": True}, ["a+b"]),
        ("two\nwords and two  words", "two words", {}, ["two\nwords", "two  words"]),
        ("don\u2019t don't", "don't", {}, ["don\u2019t", "don't"]),
        ("\u201cyes\u201d", '"yes"', {}, ["\u201cyes\u201d"]),
        ("5\u201310", "5-10", {}, ["5\u201310"]),
        ("x.y xzy", "x.y", {}, ["x.y"]),
        ("aaaa", "aa", {}, ["aa", "aa"]),
        ("ΟΔΟΣ οδος", "οδοσ", {}, ["ΟΔΟΣ", "οδος"]),
        ("nothing", "", {}, []),
        ("a b", " ", {}, [" "]),
        ("sea cow", "a c", {}, ["a c"]),
        ("sea cow", "a ", {"whole_words": True}, []),
    ],
)
def test_as_it_is_meant(text: str, words: str, how: dict[str, bool], expected: list[str]) -> None:
    assert found(text, words, **how) == expected


def test_every_occurrence_is_found_wherever_the_text_is_cut() -> None:
    text = ("x" * 997 + "needle in hay") * 300
    places = [start for start, _ in occurrences(text, Wanted("needle in"), lambda: None)]
    assert places == [1010 * number + 997 for number in range(300)]


def test_a_formula_is_found_by_its_source() -> None:
    spans = occurrences("So \ufffc and \ufffc.", Wanted("frac"), lambda: None, (r"x^2", r"\frac12"))
    assert spans == [(9, 10)]


@pytest.mark.parametrize("text", [" " * 2_000_000, "a" * 2_000_000, "a " * 1_000_000, "\n" * 2_000_000])
@pytest.mark.parametrize("words", ["a  a  b", " a", "aab", "a b "])
def test_hostile_text_takes_no_longer_than_its_length(text: str, words: str) -> None:
    began = process_time()
    spans = occurrences(text, Wanted(words), lambda: None)
    assert process_time() - began < 4
    assert len(spans) <= MOST


def test_what_nobody_waits_for_ends() -> None:
    class GivenUp(Exception):
        pass

    def check() -> None:
        raise GivenUp

    with pytest.raises(GivenUp):
        occurrences("x" * 1_000_000, Wanted("y"), check)


def test_all_of_a_table_and_of_code_is_looked_through_and_nothing_across_cells() -> None:
    table = Table(("", ""), ((Run("head"),), (Run("two"),)), (((Run("red"),), (Run("sea"),)),))
    assert found(text_of(table, lambda: None), "red sea") == []
    assert found(text_of(table, lambda: None), "head") == ["head"]
    code = Code("python", ((("def ", "keyword"), ("f", "name")), (("pass", "keyword"),)))
    assert found(text_of(code, lambda: None), "def f") == ["def f"]
