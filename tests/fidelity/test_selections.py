"""Selections lead back to the same words in another width, theme and size; and a wrong place would be seen."""

from __future__ import annotations

import random
from collections.abc import Iterator

import msgspec
import pytest

from hdclient.model.anchor import Words
from tests.fidelity.playing import application
from tests.fidelity.selections import compare, select, shown_again, texts
from ui import theme


@pytest.fixture(autouse=True)
def light_look(qapp: object) -> Iterator[None]:
    application()
    yield
    theme.apply(application(), theme.Look("light"))


def test_selections_lead_to_the_same_words() -> None:
    total, wrong = compare(texts(), 60)
    assert (total, wrong) == (60, [])


SOURCE = (
    "# One *two*\n\n- a\\*b &amp; 😀 c\n\n| d | e |\n|---|---|\n| f | `g` |\n\n```\nh  i\n```\n"
    + "word " * 300
)


def test_every_construct_can_be_selected_in() -> None:
    chance = random.Random(1)
    for _ in range(60):
        selection = select("made up", SOURCE, chance)
        assert selection is not None
        assert shown_again(selection) == selection.words


def test_a_place_beside_the_right_one_is_seen() -> None:
    selection = select("made up", SOURCE, random.Random(1))
    assert selection is not None
    anchor = msgspec.json.decode(selection.anchor, type=Words)
    beside = msgspec.structs.replace(anchor, end=anchor.end - 1)
    assert (
        shown_again(
            type(selection)(selection.name, selection.source, selection.words, msgspec.json.encode(beside))
        )
        != selection.words
    )
