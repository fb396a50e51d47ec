"""Agreement where answers are distances, have parts, or mark words: against scikit-learn and statsmodels."""

from __future__ import annotations

import random
from typing import Any

import pytest

from hdclient.model.base import InvalidValue, JsonValue
from hdclient.model.template import Question
from hdclient.quality.agreement import Level
from hdclient.quality.campaign import campaign_numbers
from hdclient.quality.labels import duels_of, label_of
from hdclient.quality.overlaps import Marked, marked_of, overlap
from hdclient.quality.parts import PART_LEVELS, parts_of
from hdclient.quality.said import Judged
from hdclient.quality.tasks import task_agreement
from tests.helpers.judged import VALID_OPTIONS
from tests.quality.independent import theirs
from tests.quality.test_agreement import NEAR, their_alpha, their_fleiss

PEOPLE = ("ann", "ben", "cem")


def asked(kind: str) -> Question:
    return Question(id="q", kind=kind, title="?", options=VALID_OPTIONS[kind])


def judged(task: str, person: str, value: JsonValue) -> Judged:
    return Judged(task_id=task, person_id=person, display_order=("a", "b"), answers={"q": value})


def marks(*ranges: tuple[int, int], type_: str = "wrong", part: str = "candidate:a") -> Any:
    found = []
    for start, end in ranges:
        at = {"kind": "words", "start": start, "end": end, "sha256": "", "quote": "x" * (end - start)}
        found.append({"type": type_, "anchor": {"part": part, "block": 0, "at": at}})
    return {"marks": found, **({} if found else {"nothing": True})}


@pytest.mark.parametrize(
    ("kind", "value", "label"),
    [
        ("slider", {"value": 63}, 63),
        ("slider", {"value": None, "na": True}, None),
        ("number", {"value": 3.5}, 3.5),
        ("date", {"date": "2026-01-31"}, 739647),
        ("date", {"date": "2026-01"}, 739617),
        ("date", {"date": "soon"}, None),
        ("tags", {"tags": ["Law", "art"]}, "art + law"),
        ("steps", {"first_wrong": "x"}, "x"),
        ("steps", {"no_error": True}, "no error"),
        ("steps", {"ratings": {"x": 1}}, None),
        ("confidence", {"value": 2}, None),
        ("checklist", {"items": {"x": "yes"}}, None),
    ],
)
def test_an_answer_is_the_label_that_it_says(kind: str, value: JsonValue, label: object) -> None:
    assert label_of(asked(kind), value, 2) == label


@pytest.mark.parametrize(
    ("kind", "value", "parts"),
    [
        ("checklist", {"items": {"x": "yes", "y": "unsure"}}, {"x": "yes", "y": "unsure"}),
        ("rubric", {"cells": {"a": {"x": {"value": 1}, "y": {"na": True}}}}, {"a/x": 1}),
        ("rubric_tree", {"leaves": {"x": 1, "y": 0}, "na": ["y"]}, {"x": 1}),
        ("steps", {"ratings": {"x": 1, "y": -1}}, {"x": 1, "y": -1}),
        ("best_worst", {"best": "a", "worst": "b"}, {"best": "a", "worst": "b"}),
        ("best_worst", {"instead": "none"}, {"best": "none acceptable"}),
        ("best_worst", {"instead": "cannot_judge"}, {}),
        (
            "pairs",
            {"pairs": [{"pair": ["a", "b"], "winner": "b"}, {"pair": ["a", "c"], "winner": None}]},
            {"a/b": "b", "a/c": "no preference"},
        ),
        ("slider", {"value": 63}, {}),
        ("checklist", None, {}),
    ],
)
def test_an_answer_with_parts_has_a_label_for_each(
    kind: str, value: JsonValue, parts: dict[str, object]
) -> None:
    assert parts_of(asked(kind), value) == parts
    if kind in PART_LEVELS and parts:
        with pytest.raises(InvalidValue):
            parts_of(asked(kind), {"items": 3, "cells": 3, "leaves": 3, "ratings": 3, "pairs": 3, "best": 3})
    assert kind in PART_LEVELS or not parts


@pytest.mark.parametrize("seed", range(6))
def test_parts_are_items_of_their_own_as_others_count_them(seed: int) -> None:
    chance = random.Random(seed)
    given, table = [], []
    for number in range(30):
        rows: dict[str, dict[str, str]] = {"x": {}, "y": {}}
        for person in PEOPLE:
            said = {part: chance.choice(("yes", "yes", "no", "unsure")) for part in rows}
            for part, label in said.items():
                rows[part][person] = label
            given.append(judged(f"t{number}", person, {"items": said}))
        table += list(rows.values())
    (found,) = campaign_numbers([asked("checklist")], given).questions
    assert found.level == Level.NOMINAL and found.agreement.n == found.alpha.n == 60
    numbered = [{who: ("no", "unsure", "yes").index(label) for who, label in row.items()} for row in table]
    assert found.kappa.value == pytest.approx(their_fleiss(numbered), abs=NEAR)
    assert found.alpha.value == pytest.approx(their_alpha(numbered, "nominal"), abs=NEAR)
    pairs = [(row[a], row[b]) for row in table for a, b in (PEOPLE[:2], PEOPLE[1:], PEOPLE[::2])]
    score = theirs("sklearn.metrics").accuracy_score
    assert found.agreement.value == pytest.approx(score(*zip(*pairs, strict=True)), abs=NEAR)


@pytest.mark.parametrize("seed", range(6))
def test_distances_are_weighed_as_others_weigh_them(seed: int) -> None:
    chance = random.Random(seed)
    table = []
    for _ in range(40):
        truth = chance.randrange(100)
        table.append({who: max(0, min(100, truth + chance.randrange(-9, 10))) for who in PEOPLE})
    given = [
        judged(f"t{n}", who, {"value": value}) for n, row in enumerate(table) for who, value in row.items()
    ]
    numbers = campaign_numbers([asked("slider")], given)
    (found,) = numbers.questions
    assert found.level == Level.INTERVAL
    assert found.alpha.value == pytest.approx(their_alpha(table, "interval"), abs=NEAR)  # type: ignore[arg-type]
    assert found.agreement.value is None and "distances" in found.agreement.why
    assert found.kappa.value is None and not found.balance
    assert numbers.disagreements and all(one.answers == 3 for one in numbers.disagreements)


@pytest.mark.parametrize("seed", range(8))
def test_overlap_of_two_people_is_the_f_measure_of_scikit_learn(seed: int) -> None:
    chance = random.Random(seed)
    length, types = 80, ("wrong", "rude")
    items: list[dict[str, Marked]] = []
    ones: list[int] = []
    others: list[int] = []
    for _ in range(20):
        people: dict[str, Marked] = {}
        for who, told in (("ann", ones), ("ben", others)):
            ranges = {
                one: [
                    (start, start + chance.randrange(1, 15))
                    for start in (chance.randrange(60) for _ in range(chance.randrange(3)))
                ]
                for one in types
            }
            answer = {
                "marks": [m for one, found in ranges.items() for m in marks(*found, type_=one)["marks"]]
            }
            people[who] = marked_of(answer) or {}
            for one in types:
                told += [int(any(a <= at < b for a, b in ranges[one])) for at in range(length)]
        items.append(people)
    found = overlap(items)
    assert found.n == 20
    assert found.value == pytest.approx(theirs("sklearn.metrics").f1_score(ones, others), abs=NEAR)


def test_overlap_says_why_it_is_none() -> None:
    assert overlap([]).value is None and "two people" in overlap([]).why
    alone = marked_of(marks((0, 3)))
    assert alone is not None and overlap([{"ann": alone}]).n == 0
    nothing = marked_of(marks())
    assert nothing == {}
    assert overlap([{"ann": {}, "ben": {}}]).value is None
    assert "Nobody has marked" in overlap([{"ann": {}, "ben": {}}]).why
    assert overlap([{"ann": alone, "ben": {}}]).value == 0.0


def test_the_same_words_as_another_type_or_in_another_text_are_not_the_same() -> None:
    one = marked_of(marks((0, 10)))
    assert one is not None
    for other in (marks((0, 10), type_="rude"), marks((0, 10), part="candidate:b")):
        found = marked_of(other)
        assert found is not None and overlap([{"ann": one, "ben": found}]).value == 0.0
    twice = marked_of(marks((0, 6), (4, 10)))
    assert twice == one, "what is marked twice counts once"


def test_a_campaign_tells_the_overlap_of_marks_only() -> None:
    given = [judged("t", "ann", marks((0, 10))), judged("t", "ben", marks((5, 15)))]
    (found,) = campaign_numbers([asked("spans")], given).questions
    assert found.overlap is not None and found.overlap.value == pytest.approx(0.5)
    assert found.alpha.value is None and found.alpha.why
    (rated,) = campaign_numbers([asked("rating")], []).questions
    assert rated.overlap is None


def test_tasks_on_which_parts_differ_are_listed_and_sent_to_be_settled() -> None:
    question = asked("checklist")
    yes, no = {"items": {"x": "yes", "y": "yes"}}, {"items": {"x": "yes", "y": "no"}}
    assert task_agreement([question], [{"q": yes}, {"q": no}], 2) == 0.5
    assert task_agreement([asked("slider")], [{"q": {"value": 1}}, {"q": {"value": 2}}], 2) is None
    given = [judged("t", "ann", yes), judged("t", "ben", no), judged("u", "ann", no), judged("u", "ben", no)]
    (worst,) = campaign_numbers([question], given).disagreements
    assert (worst.task_id, worst.answers) == ("t", 2)


def test_pairs_and_best_and_worst_are_duels() -> None:
    pairs = {"pairs": [{"pair": ["a", "b"], "winner": "b"}, {"pair": ["b", "c"], "winner": None}]}
    found = duels_of(asked("pairs"), pairs, ("b", "a", "c"))
    assert [(one.first, one.second, one.score) for one in found] == [("b", "a", 1.0), ("b", "c", 0.5)]
    best = duels_of(asked("best_worst"), {"best": "c", "worst": "a"}, ("a", "b", "c"))
    assert {(one.first, one.second): one.score for one in best} == {
        ("a", "b"): 0.0,
        ("a", "c"): 0.0,
        ("b", "c"): 0.0,
    }
    assert duels_of(asked("best_worst"), {"instead": "none"}, ("a", "b", "c")) == []
