"""Texts with limits in sentences, with an opening, and with names of responses that are stored by id."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.model.base import InvalidValue
from hdclient.model.template import Question
from hdclient.model.words import count_sentences
from hdclient.questions.text import TEXT, TextOptions, said_tokens, shown_tokens, stored_tokens

LETTERS = {"x": "B", "y": "A"}


def problems(text: str, **options: Any) -> list[tuple[str, bool]]:
    asked = Question(id="q", kind="text", title="Q", options=options)
    return [(one.text, one.incomplete) for one in TEXT.check(asked, {"text": text}, ("x", "y"))]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("One", 1),
        ("One. Two", 2),
        ("One. Two!", 2),
        ("It is 3.5 m.", 1),
        ("Why?! So.", 2),
        ("你好。再见。", 2),
    ],
)
def test_sentences_are_counted(text: str, count: int) -> None:
    assert count_sentences(text) == count


def test_limits_and_openings_are_kept() -> None:
    assert problems("One.", min_sentences=2)[0][1] is True
    assert "At most 1 sentence" in problems("One. Two.", max_sentences=1)[0][0]
    openings = ["The response is not helpful.", "The response is helpful."]
    assert problems("It is.", openings=openings) == [
        ("Begin with one of the sentences that are given.", True)
    ]
    assert problems("The response is helpful. Yes.", openings=openings) == []
    with pytest.raises(InvalidValue):
        TextOptions.of({"min_sentences": 3, "max_sentences": 2})


def test_a_named_response_is_stored_by_id_and_shown_with_the_letter_of_whoever_reads() -> None:
    stored = stored_tokens("@Response A beats @Response B, not @Response C.", LETTERS)
    assert stored == "@[y] beats @[x], not @Response C."
    assert shown_tokens(stored, {"x": "A", "y": "B"}) == "@Response B beats @Response A, not @Response C."
    assert said_tokens(stored, {"x": "A"}) == "@[y] beats Response A, not @Response C.", (
        "for who only reads it"
    )
    assert problems(stored, response_tokens=True) == []
    assert "not one of this task" in problems("@[z]", response_tokens=True)[0][0]
    assert problems("@[z]") == []


@given(st.lists(st.sampled_from(["@Response A", "@Response B", " ", "word.", "@", "Response"])).map("".join))
def test_showing_and_storing_again_changes_nothing(text: str) -> None:
    stored = stored_tokens(text, LETTERS)
    assert stored_tokens(shown_tokens(stored, LETTERS), LETTERS) == stored
