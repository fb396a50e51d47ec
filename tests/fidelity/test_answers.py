"""A sample of real answers where they are there; and that the comparison with another parser can fail."""

from __future__ import annotations

import pickle

import pytest

from hdclient.content.markdown import parse_markdown
from hdclient.content.tree import packed, unpacked
from tests.fidelity.answers import Tally, play_sample, sample
from tests.fidelity.answers_data import answers, folder
from tests.fidelity.cmark import marked_html, of_cmark
from tests.fidelity.letters import unseen_letters
from tests.fidelity.lines import of_tree
from tests.fidelity.playing import application
from tests.fidelity.spec_text import NoSpecText, commonmark_examples


@pytest.fixture(scope="module")
def real() -> list[tuple[str, str]]:
    data = folder()
    if data is None:
        pytest.skip("no real answers: no ../shared/data beside the checkout, and HD_DATA names no folder")
    return list(answers(data))


def test_answers_read_as_github_reads_them(real: list[tuple[str, str]]) -> None:
    tally = Tally()
    for name, text in sample(real, 300):
        tally.add(name, text)
    assert tally.losing == tally.unseen == tally.by_text == []
    assert [one for one in tally.differing if one[1] == "not explained"] == []
    assert len(tally.differing) <= 3


def test_answers_look_as_their_trees_say(real: list[tuple[str, str]]) -> None:
    application()
    assert play_sample(sample(real, 100)) == []


def test_trees_of_real_answers_travel_unchanged(real: list[tuple[str, str]]) -> None:
    for name, text in sample(real, 2_000):
        tree = parse_markdown(text)
        assert unpacked(packed(tree)) == tree == pickle.loads(pickle.dumps(tree)), name


def test_trees_of_the_specification_travel_unchanged() -> None:
    try:
        examples = commonmark_examples()
    except NoSpecText as problem:
        pytest.skip(str(problem))
    for example in examples:
        tree = parse_markdown(example.source)
        assert unpacked(packed(tree)) == tree == pickle.loads(pickle.dumps(tree)), example.number


@pytest.mark.parametrize(
    "source",
    [
        "a <b>x</b> *c*\n\n<div>\n*d*\n\n*e*",
        "<div>\n",
        "- <div>\n  x\n- y",
        "<!-- a\n\nb -->\n\nc",
        "a<br>b<br/>\n<i>\nc",
        "# <b>h</b>",
        "| a |\n|---|\n| <b>x</b> |",
        "> <div>\n> x\n\ny",
        "a  \n<b>\nc",
        "<pre>\n\n<b>\n</pre>\nx",
        "> - a\n>   <b>\n>   *c*",
        "<a><b><i></i></b></a> `<b>`",
    ],
)
def test_raw_html_is_told_from_made_html(source: str) -> None:
    assert of_cmark(source) == of_tree(parse_markdown(source))
    assert "&lt;" in marked_html(source)


@pytest.mark.parametrize(
    ("text", "lost"),
    [("a\n\n- b\n- c", False), ("| a |\n|---|\n| b | c |", True)],
)
def test_a_difference_is_counted_with_its_reason(text: str, lost: bool) -> None:
    tally = Tally()
    tally.add("it", text)
    assert [why.partition(" are")[0] for _, why, _ in tally.differing] == (
        ["cells beyond the header's columns"] if lost else []
    )
    assert tally.losing == []


@pytest.mark.parametrize(
    ("source", "shown", "unseen"),
    [
        ("a *b* [c](d) `e`", "a *b* [c](d) `e`", ""),
        ("- [x] a\n\n$b$ ![c](d)\n\n~~~ e\nf\n~~~", "- [x] a\n\n$b$ ![c](d)\n\n~~~ e\nf\n~~~", ""),
        ("a b\n\nc", "a b", "c"),
        ("aa", "a", "a"),
        ("[a]: b", "[a]: b", ""),
    ],
)
def test_letters_that_are_not_shown_are_seen(source: str, shown: str, unseen: str) -> None:
    assert unseen_letters(source, parse_markdown(shown)) == unseen
