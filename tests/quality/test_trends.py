"""Weeks, disagreements, gold, reviews and the mirror, from answers whose numbers can be counted by hand."""

from __future__ import annotations

import pytest

from hdclient.model.base import JsonValue
from hdclient.model.quality import ACTIVE_EDGES_MS
from hdclient.model.template import Question
from hdclient.quality.campaign import COMPARED_FROM, LIKELY_ITEMS, campaign_numbers, names_of
from hdclient.quality.figure import proportion
from hdclient.quality.golden import by_item, of_person
from hdclient.quality.mirror import mirror_numbers
from hdclient.quality.said import Judged, read
from hdclient.quality.trends import days, disagreements, monday, spans, weeks
from tests.quality.test_campaign import COMPARE, RANK, RATE, better, judged

MONDAY = 4  # 1970-01-05
CHOOSE = Question(
    id="kind",
    kind="choice",
    title="What is it?",
    options={"options": [{"id": "x", "label": "A letter"}, {"id": "y", "label": "Another"}]},
)


def chose(task: str, person: str, what: str, day: int = MONDAY, **more: int) -> Judged:
    answers: dict[str, JsonValue] = {"kind": {"selected": [what]}}
    return Judged(task_id=task, person_id=person, answers=answers, day=day, active_ms=60_000, **more)


def test_a_week_begins_on_monday() -> None:
    assert [monday(day) for day in (3, 4, 10, 11)] == [-3, 4, 4, 11]


def test_weeks_are_of_the_day_on_which_the_last_answer_of_an_item_came() -> None:
    given = [
        *(chose("a", who, "x") for who in "pq"),
        chose("b", "p", "x"),
        chose("b", "q", "y", MONDAY + 9),
        chose("c", "p", "y", MONDAY + 8, returned=True),
    ]
    one, other = weeks(given, read(CHOOSE, given))
    assert (one.day, one.answers, one.agreement.value, one.agreement.n) == (MONDAY, 3, 1.0, 1)
    assert (other.day, other.answers, other.agreement.value) == (MONDAY + 7, 2, 0.0)
    assert one.returned.value == 0 and other.returned.value == 0.5
    assert "no week before" in one.drift.why and other.drift.value == 1.0, "from x to y altogether"
    assert days(given) == (MONDAY, (3, 0, 0, 0, 0, 0, 0, 0, 0, 1))


def test_how_long_answers_took_is_counted_in_bins() -> None:
    given = [
        Judged(task_id=str(n), person_id="p", answers={}, active_ms=ms)
        for n, ms in enumerate((0, 14_999, 15_000, 10**9))
    ]
    assert spans(given) == (2, 1, *[0] * (len(ACTIVE_EDGES_MS) - 2), 1)
    assert spans([]) == ()


def test_what_people_differ_on_most_stands_first() -> None:
    pairs = {"same": (1, 1), "near": (3, 4), "far": (1, 5), "alone": (2,)}
    given = [
        judged(task, who, rate={"value": value})
        for task, values in pairs.items()
        for who, value in zip("pq", values, strict=False)
    ]
    found = disagreements([read(RATE, given)])
    assert [one.task_id for one in found] == ["far", "near"], "what is the same is none"
    assert found[0].spread > 1 > found[1].spread
    assert len(disagreements([read(RATE, given)], most=1)) == 1


def test_orders_that_are_turned_round_are_the_worst() -> None:
    up: JsonValue = {"tiers": [["a"], ["b"], ["c"]]}
    down: JsonValue = {"tiers": [["c"], ["b"], ["a"]]}
    half: JsonValue = {"tiers": [["b"], ["a"], ["c"]]}
    given = [judged("t", "p", "abc", order=up), judged("t", "q", "abc", order=down)]
    given += [judged("u", "p", "abc", order=up), judged("u", "q", "abc", order=half)]
    found = disagreements([read(RANK, given)])
    assert [(one.task_id, one.spread) for one in found] == [("t", 2.0), ("u", pytest.approx(2 / 3, abs=1e-4))]


def test_gold_that_many_fail_is_to_be_looked_at() -> None:
    given = [chose("g", who, what) for who, what in zip("pqrs", "xxxy", strict=True)]
    given += [chose("h", "p", "x"), chose("other", "p", "x")]
    gold = {("g", "kind"): frozenset("y"), ("h", "kind"): frozenset("xy"), ("never", "kind"): frozenset("x")}
    items = by_item([read(CHOOSE, given)], gold)
    assert [(one.task_id, one.right.value, one.right.n) for one in items] == [("g", 0.25, 4), ("h", 1.0, 1)]
    people = of_person([read(CHOOSE, given)], gold)
    assert (people["p"].value, people["p"].n, people["s"].value) == (0.5, 2, 1.0)
    numbers = campaign_numbers([CHOOSE], given, gold=gold)
    assert numbers.gold == items and numbers.people is not None
    assert {one.person_id: one.gold.n for one in numbers.people}["p"] == 2


def test_who_is_likely_right_is_learnt_from_the_newest_items() -> None:
    given = [chose("old", "p", "y"), chose("old", "q", "x")]
    for n in range(LIKELY_ITEMS + 20):
        given += [chose(f"t{n}", who, "xy"[n % 2]) for who in "pq"]
        given.append(chose(f"t{n}", "r", "xy"[n % 2 if n % 3 else (n + 1) % 2]))
    people = {one.person_id: one for one in campaign_numbers([CHOOSE], given).people or ()}
    assert people["p"].likely.n == people["r"].likely.n == LIKELY_ITEMS
    assert people["p"].likely.value == pytest.approx(1, abs=0.01)
    assert people["r"].likely.value == pytest.approx(2 / 3, abs=0.02)
    few = campaign_numbers([CHOOSE], given[:6]).people or ()
    assert all("30 answers" in one.likely.why for one in few)


def test_length_and_labels_in_words_are_told() -> None:
    given = [judged(f"t{n}", "p", verdict=better("a" if n % 4 else "b", 1)) for n in range(40)]
    lengths = {f"t{n}": {"a": 400, "b": 100} for n in range(40)}
    (found,) = campaign_numbers([COMPARE], given, lengths=lengths).questions
    assert found.longer.n == 40 and found.longer.value is not None and found.longer.value > 0.5
    (unknown,) = campaign_numbers([COMPARE], given).questions
    assert "known lengths" in unknown.longer.why
    assert names_of(CHOOSE.options) == {"x": "A letter", "y": "Another"} and names_of({}) == {}


def test_a_mirror_shows_ones_own_and_nothing_of_others() -> None:
    given = [chose(f"t{n}", who, "x" if n % 3 or who == "p" else "y") for n in range(30) for who in "pq"]
    given += [judged("t0", "q", rate={"value": 1})]
    found = mirror_numbers("p", [CHOOSE, RATE], given, first_pass=proportion(3, 4))
    choice, rating = found.questions
    assert found.answers == 30 and found.active.n == 30 and found.spans[3] == 30
    assert (choice.agreement.value, choice.agreement.n) == (pytest.approx(2 / 3), 30)
    assert rating.answers == 0, "what somebody else answered is not counted"
    assert all(week.agreement.value is None for week in found.weeks)


def test_agreement_with_others_is_told_when_it_cannot_say_what_one_of_them_answered() -> None:
    given = [chose(f"t{n}", who, "x") for n in range(COMPARED_FROM - 1) for who in "pq"]
    (choice,) = mirror_numbers("p", [CHOOSE], given, first_pass=proportion(0, 0)).questions
    assert choice.agreement.value is None and "30 labels" in choice.agreement.why


def test_what_was_judged_twice_is_the_same_when_the_side_is() -> None:
    given = [
        judged("a", "p", verdict=better("a", 3)),
        judged("a2", "p", "ba", verdict=better("a", 1)),
        judged("b", "p", verdict=better("a", 1)),
        judged("b2", "p", verdict=better("b", 1)),
        judged("c2", "p", verdict=better("b", 1)),
        judged("c", "q", verdict=better("b", 1)),
    ]
    repeats = {"a2": "a", "b2": "b", "c2": "c"}
    (found,) = mirror_numbers("p", [COMPARE], given, first_pass=proportion(0, 0), repeats=repeats).questions
    assert (found.repeats.value, found.repeats.n) == (0.5, 2)
