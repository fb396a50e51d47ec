"""What only one of the small kinds does: ranges and ends of ratings, numbers as typed, hidden values, trees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.questions import QUESTION_KINDS
from hdclient.questions.checklist import CHECKLIST, no_to_the_rest
from hdclient.questions.choice import ChoiceOptions
from hdclient.questions.number import NUMBER, read_number, written
from hdclient.questions.rating import RATING, RatingOptions
from hdclient.questions.slider import SLIDER, SliderOptions, place_words
from tests.helpers.judged import UNHURRIED, question

TREE = {
    "options": [
        {"id": "accuracy", "label": "Accuracy"},
        {"id": "omission", "label": "Omission", "parent": "accuracy"},
        {"id": "addition", "label": "Addition", "parent": "accuracy"},
        {"id": "none", "label": "No error"},
    ],
    "multiple": True,
    "exclusive": "none",
    "max_selected": 2,
}


def problems(kind: str, value: object, **options: object) -> list[str]:
    return [one.text for one in QUESTION_KINDS[kind].check(question(kind, **options), value, ())]  # type: ignore[arg-type]


def test_a_range_has_all_its_points_and_the_anchors_of_some() -> None:
    options = RatingOptions.of({"range": [1, 7], "anchors": {"1": "Bad", "4": "Fair", "7": "Good"}})
    assert [point.value for point in options.points] == [1, 2, 3, 4, 5, 6, 7]
    assert [point.description for point in options.points] == ["Bad", "", "", "Fair", "", "", "Good"]
    assert problems("rating", {"value": 7}, range=[1, 7]) == []
    assert problems("rating", {"value": 8}, range=[1, 7]) == ["The rating is not a point of this scale."]


def test_an_inverted_rating_is_shown_the_other_way_and_means_the_same() -> None:
    asked = question("rating", range=[0, 4], low="Polite", high="Rude", inverted=True)
    options = RATING.options(asked)
    assert [point.value for point in options.shown()] == [4, 3, 2, 1, 0]
    assert options.ends() == ("Rude", "Polite")
    assert RATING.check(asked, {"value": 0}, ()) == ()
    assert RATING.describe(asked, {"value": 0}, {}) == "place 5 of 5", "a bare 0 would be read the wrong way"


def test_a_hidden_number_is_hidden_from_words_too() -> None:
    hidden = question("slider", low="Terrible", high="Perfect")
    shown = question("slider", low="Terrible", high="Perfect", show_value=True)
    assert SLIDER.describe(hidden, {"value": 63}, {}) == "6 tenths from “Terrible” to “Perfect”"
    assert SLIDER.describe(hidden, {"value": 1}, {}) == "Terrible"
    assert SLIDER.describe(shown, {"value": 63}, {}) == "63 of 1 to 100"
    assert SLIDER.describe(shown, {"value": 630}, {}) == ""


@UNHURRIED
@given(least=st.integers(-1000, 1000), size=st.integers(1, 1000), digit=st.integers(1, 9))
def test_every_digit_is_a_place_on_the_slider(least: int, size: int, digit: int) -> None:
    options = SliderOptions(low="a", high="b", low_value=least, high_value=least + size)
    value = options.at_digit(digit)
    assert least <= value <= least + size
    assert place_words(value, options)
    assert (options.at_digit(1), options.at_digit(9)) == (least, least + size)


@UNHURRIED
@given(value=st.integers(-(10**12), 10**12) | st.decimals(-1000, 1000, places=3).map(float))
def test_a_number_is_read_as_it_is_written(value: float) -> None:
    assert read_number(written(value)) == value


@pytest.mark.parametrize("text", ["", "3,5", "1 000", "1e3", "٣", "0x1", "nan", "--1", "3.", ".5", "9" * 16])
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    assert read_number(text) is None


def test_numbers_have_their_unit() -> None:
    assert NUMBER.describe(question("number", unit="h", decimals=1), {"value": 1.5}, {}) == "1.5 h"
    assert NUMBER.describe(question("number", unit="h"), {"value": 2.0}, {}) == "2 h"


def test_none_of_these_says_no_to_each() -> None:
    asked = question("checklist")
    answer = no_to_the_rest(CHECKLIST.options(asked), {})
    assert CHECKLIST.check(asked, answer, ()) == ()
    assert CHECKLIST.describe(asked, answer, {}) == "None of these"


def test_a_checklist_may_be_left_open_where_the_template_says_so() -> None:
    items = [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]
    asked = {"items": items, "all_required": False, "allow_unsure": True}
    assert problems("checklist", {"items": {"a": "unsure"}}, **asked) == []
    assert QUESTION_KINDS["checklist"].describe(
        question("checklist", **asked), {"items": {"a": "unsure"}}, {}
    ) == ("unsure: A")


def test_of_a_tree_the_ends_of_branches_are_chosen() -> None:
    assert ChoiceOptions.of(TREE).choosable() == {"omission", "addition", "none"}
    assert problems("choice", {"selected": ["omission", "addition"]}, **TREE) == []
    assert problems("choice", {"selected": ["accuracy"]}, **TREE) == [
        "The answer names a group of options: choose one of those in it."
    ]
    assert problems("choice", {"selected": ["accuracy"]}, **TREE, groups=True) == []
    with_three = problems("choice", {"selected": ["accuracy", "omission", "addition"]}, **TREE, groups=True)
    assert with_three == ["At most 2 options can be chosen."]


def test_dates_have_the_precision_that_is_asked_for() -> None:
    assert problems("date", {"date": "2024-05"}, precision="month") == []
    assert problems("date", {"date": "2024"}, precision="year") == []
    assert problems("date", {"date": "2024-13"}, precision="month") == [
        "This is no date of the form YYYY-MM."
    ]
