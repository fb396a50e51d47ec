"""Every kind of place has words that a trainer understands."""

from __future__ import annotations

import pytest

from hdclient.model.anchor import Anchor, Cell, Field, Gap, Lines, Region, Selector, Step, Turn, Words
from ui.pages.anchor_words import anchor_words

PLACES = {"better": "“Which is better?”", "x": "Response A", "y": "Response B"}


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (None, "Response B"),
        (Words(start=0, end=1, sha256="", quote=" two\n words "), "Response B, “two words”"),
        (Lines(first=0, last=0, sha256="", quote=""), "Response B, line 1"),
        (Lines(first=2, last=4, sha256="", quote=""), "Response B, lines 3 to 5"),
        (Cell(row=1, column=2, sha256="", quote="7"), "Response B, the cell “7”"),
        (Cell(row=1, column=2, sha256=""), "Response B, row 2, column 3"),
        (Turn(turn=0, sha256=""), "Response B, message 1"),
        (
            Region(shape="point", points=((1, 2),), width=9, height=9, sha256=""),
            "Response B, a place in the image: Point at 1, 2",
        ),
        (Step(step=3), "Response B, step 4"),
    ],
)
def test_pieces_of_a_response(at: Selector | None, said: str) -> None:
    assert anchor_words(Anchor(part="candidate:y", at=at), PLACES) == said


def test_parts_of_answers_and_the_whole() -> None:
    assert anchor_words(Anchor(part="question:better"), PLACES) == "“Which is better?”"
    gap = Anchor(part="question:better", at=Gap(above=("x",), below=("y",)))
    assert anchor_words(gap, PLACES) == "“Which is better?”, between Response A and Response B"
    field = Anchor(part="question:better", at=Field(criterion="Clarity", candidate="x"))
    assert anchor_words(field, PLACES) == "“Which is better?”, Clarity, Response A"
    assert anchor_words(Anchor(part="prompt"), PLACES) == "the prompt"
    assert anchor_words(Anchor(), PLACES) == ""
    assert anchor_words(Anchor(part="candidate:gone"), PLACES) == ""


def test_a_long_quote_is_cut() -> None:
    said = anchor_words(Anchor(at=Words(start=0, end=1, sha256="", quote="word " * 100)), {})
    assert len(said) < 170 and said.endswith("…”")
