"""Words are found again in a changed answer, never silently in a wrong place; and a wrong place would be seen."""

from __future__ import annotations

import random

import pytest

from tests.fidelity.edits import Answer, outcomes


@pytest.mark.parametrize("edits", [1, 5, 20])
def test_words_are_found_after_changes_elsewhere(edits: int) -> None:
    found = outcomes(60, edits, random.Random(edits))
    assert found["wrong"] == 0
    assert found["lost"] <= 1, found


def test_changed_words_are_not_taken_for_others() -> None:
    assert outcomes(60, 0, random.Random(0))["wrong"] == 0


def test_where_the_words_went_is_followed() -> None:
    chance = random.Random(2)
    answer = Answer("one two three OUR WORDS four five six", 14, 23)
    for _ in range(30):
        answer.change_elsewhere(chance)
        assert answer.text[answer.start : answer.end] == "OUR WORDS"
    assert answer.has(answer.start, answer.end) and not answer.has(answer.start + 9, answer.end + 9)
    answer.change_within(chance)
    assert "OUR WORDS" not in answer.text
