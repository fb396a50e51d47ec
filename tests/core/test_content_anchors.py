"""Anchors: exact while the source is the same, found again when it changed, and never silently in a wrong place."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.content.anchors import Place, Sureness, find, words_at, words_of_source
from hdclient.content.chat import parse_chat
from hdclient.content.guideline import parse_guideline
from hdclient.content.markdown import parse_markdown
from hdclient.content.plain import plain_text
from hdclient.content.shown import Shown
from hdclient.model.anchor import Words
from tests.core.test_content_markdown import documents
from tests.helpers.judged import UNHURRIED

DATA = Path(__file__).parents[3] / "shared" / "data"
SOURCE = "# Title\n\nA **bold** word, then *another* word &amp; more.\n\n- first word\n- second 😀 word\n"


def shown_of(source: str) -> Shown:
    return Shown(parse_markdown(source))


def anchored(source: str, words: str, which: int = 0) -> Words:
    shown = shown_of(source)
    at = -1
    for _ in range(which + 1):
        at = shown.text.index(words, at + 1)
    return words_at(source, shown, at, at + len(words))


def test_the_flat_text_reads_as_the_tree_does() -> None:
    source = SOURCE + "\n|a|b|\n|-|-|\n|1||\n\n> q\n\n```\ncode\n```\n\n$x$ ![pic](hd-att:1)\n"
    tree = parse_markdown(source)
    assert Shown(tree).text == plain_text(tree) + "\n"


def test_an_anchor_holds_the_range_and_the_words() -> None:
    anchor = anchored(SOURCE, "word, then another word & more")
    assert SOURCE[anchor.start : anchor.end] == "word, then *another* word &amp; more"
    assert (anchor.prefix, anchor.suffix) == ("Title\nA bold ", ".\nfirst word\nsecond 😀 word\n")


@pytest.mark.parametrize("words", ["bold", "word, then another", "second 😀 word", "&", "Title"])
def test_in_the_same_source_it_is_exact(words: str) -> None:
    anchor = anchored(SOURCE, words)
    shown = shown_of(SOURCE)
    place = find(anchor, SOURCE, shown)
    assert place.sureness is Sureness.EXACT
    assert shown.text[place.shown[0] : place.shown[1]] == words
    assert place.source == (anchor.start, anchor.end)


def test_of_the_same_words_it_is_the_ones_that_were_meant() -> None:
    shown = shown_of(SOURCE)
    for which in range(4):
        anchor = anchored(SOURCE, "word", which)
        changed = "An introduction.\n\n" + SOURCE
        place = find(anchor, changed, shown_of(changed))
        assert place.sureness is Sureness.MOVED
        assert place.source[0] == anchor.start + len("An introduction.\n\n")
    assert shown.text.count("word") == 4


def test_words_that_are_gone_are_not_taken_for_others() -> None:
    anchor = anchored(SOURCE, "word", 1)
    changed = "Completely different: a word of another kind."
    assert find(anchor, changed, shown_of(changed)).sureness is Sureness.DOUBTFUL
    lost = anchored(SOURCE, "then another")
    assert find(lost, changed, shown_of(changed)) == Place(Sureness.LOST)
    assert find(lost, "", shown_of("")) == Place(Sureness.LOST)


def test_the_same_words_in_the_same_surrounding_twice_are_doubtful() -> None:
    source = "Before it stands this line, word, and this stands behind it all.\n\n"
    changed = source * 3 + "x"
    anchor = anchored(source * 2, "word")
    assert find(anchor, changed, shown_of(changed)).sureness is Sureness.DOUBTFUL


def test_changed_words_are_doubtful_and_near() -> None:
    anchor = anchored(SOURCE, "then another word & more")
    changed = SOURCE.replace("another", "a second")
    place = find(anchor, changed, shown_of(changed))
    assert place.sureness is Sureness.DOUBTFUL
    assert "a second" in shown_of(changed).text[place.shown[0] : place.shown[1]]


def test_words_without_a_source_are_found_by_what_they_say() -> None:
    source = "say *hello* there"
    shown = Shown(parse_guideline(source))
    at = shown.text.index("there")
    anchor = words_at(source, shown, at, at + 5)
    assert anchor.start == -1
    assert find(anchor, source, shown) == Place(Sureness.MOVED, (at, at + 5))


def test_words_of_a_line_with_escapes_have_their_source() -> None:
    source = '[{"role": "user", "content": "```\\nsay \\"hello\\" there\\n```"}]'
    shown = Shown(parse_chat(source))
    at = shown.text.index('"hello" the')
    anchor = words_at(source, shown, at, at + 11)
    assert source[anchor.start : anchor.end] == '\\"hello\\" the'
    assert find(anchor, source, shown) == Place(Sureness.EXACT, (at, at + 11), (anchor.start, anchor.end))


def test_a_range_of_the_source_becomes_an_anchor() -> None:
    at = SOURCE.index("**bold**")
    anchor = words_of_source(SOURCE, shown_of(SOURCE), at, at + 8)
    assert (anchor.start, anchor.end, anchor.quote) == (at, at + 8, "bold")


@UNHURRIED
@given(
    source=documents().map(lambda made: made[0].replace("w1q", "😀")),
    chance=st.randoms(use_true_random=False),
)
def test_there_and_back_in_any_document(source: str, chance: random.Random) -> None:
    shown = shown_of(source)
    start = chance.randrange(len(shown.text) + 1)
    end = min(len(shown.text), start + chance.randrange(1, 30))
    anchor = words_at(source, shown, start, end)
    if anchor.start < 0:
        return
    place = find(anchor, source, shown)
    assert place.sureness is Sureness.EXACT
    again = words_at(source, shown, *place.shown)
    assert (again.start, again.end) == (anchor.start, anchor.end)


def edited(source: str, share: float, chance: random.Random) -> str:
    words = source.split(" ")
    return " ".join("changed" if word.isalpha() and chance.random() < share else word for word in words)


@pytest.mark.skipif(not DATA.is_dir(), reason="the published records are not on this computer")
def test_on_real_answers_a_sure_place_is_the_right_one() -> None:
    records = json.loads((DATA / "alpaca_eval" / "gpt4_1106_preview.model_outputs.json").read_text())
    chance = random.Random(3)
    sure = tried = 0
    for record in chance.sample(records, 60):
        source = record["output"]
        shown, changed = shown_of(source), edited(source, 0.05, chance)
        after = shown_of(changed)
        for _ in range(5):
            start = chance.randrange(max(1, len(shown.text) - 40))
            anchor = words_at(source, shown, start, start + chance.choice((4, 12, 40)))
            place = find(anchor, changed, after)
            tried += 1
            if place.sureness is Sureness.MOVED:
                sure += 1
                assert after.text[place.shown[0] : place.shown[1]] == anchor.quote
                around = after.text[max(0, place.shown[0] - 32) : place.shown[1] + 32]
                assert anchor.prefix[-6:] in around or anchor.suffix[:6] in around
    assert sure > 0.6 * tried


@pytest.mark.parametrize("text", ["a" * 1_000_000, "ab " * 400_000, "x" * 300_000 + "needle" + "y" * 300_000])
def test_looking_for_words_takes_a_bounded_time(text: str) -> None:
    shown = shown_of(text)
    start = time.thread_time()
    for quote in ("a", "needle", "ab " * 2_000, "nothing like this is there"):
        find(
            Words(start=0, end=1, sha256="other", quote=quote, prefix="before", suffix="behind"), text, shown
        )
    assert time.thread_time() - start < 4
