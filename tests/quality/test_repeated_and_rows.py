"""What is asked item by item, and comparisons criterion by criterion: counted as others count it, and known answers."""

from __future__ import annotations

import random
from typing import Any

import pytest

from hdclient.model.base import JsonValue
from hdclient.model.gold import Gold
from hdclient.model.template import Question
from hdclient.quality.agreement import Level
from hdclient.quality.campaign import campaign_numbers
from hdclient.quality.grading import gold_fault, grades
from hdclient.quality.said import Judged
from hdclient.quality.tasks import task_agreement
from tests.quality.independent import theirs
from tests.quality.test_agreement import NEAR, their_alpha, their_fleiss
from tests.quality.test_campaign import COMPARE, RATE, better

PEOPLE = ("ann", "ben", "cem")
EACH = RATE.changed(group="responses")
ITEMS = ("a", "b")


def judged(task: str, person: str, **answers: JsonValue) -> Judged:
    return Judged(task_id=task, person_id=person, display_order=ITEMS, answers=answers)


@pytest.mark.parametrize("seed", range(4))
def test_each_item_of_a_repeated_question_is_counted_as_an_item(seed: int) -> None:
    chance = random.Random(seed)
    given, table = [], []
    for number in range(20):
        rows: dict[str, dict[str, int]] = {item: {} for item in ITEMS}
        for person in PEOPLE:
            for row in rows.values():
                row[person] = chance.choice((1, 2, 2, 3))
            said: dict[str, JsonValue] = {
                f"{EACH.id}@{item}": {"value": rows[item][person]} for item in ITEMS
            }
            given.append(judged(f"t{number}", person, **said))
        table += list(rows.values())
    numbers = campaign_numbers([EACH], given)
    (found,) = numbers.questions
    assert found.answers == 120 and found.level == Level.ORDINAL and found.alpha.n == 40
    assert found.alpha.value == pytest.approx(their_alpha(table, "ordinal"), abs=NEAR)
    assert found.kappa.value == pytest.approx(their_fleiss(table), abs=NEAR)
    score = theirs("sklearn.metrics").accuracy_score
    pairs = [(row[a], row[b]) for row in table for a, b in (PEOPLE[:2], PEOPLE[1:], PEOPLE[::2])]
    assert found.agreement.value == pytest.approx(score(*zip(*pairs, strict=True)), abs=NEAR)
    assert numbers.disagreements and {one.question_id for one in numbers.disagreements} == {EACH.id}


def test_a_repeated_question_is_not_mixed_up_with_others_and_decides_what_is_settled() -> None:
    once = RATE.changed(id="rates")
    first: dict[str, JsonValue] = {
        f"{EACH.id}@a": {"value": 1},
        f"{EACH.id}@b": {"value": 3},
        "rates": {"value": 2},
    }
    second = {**first, f"{EACH.id}@b": {"value": 1}}
    given = [judged("t", "ann", **first), judged("t", "ben", **second)]
    each, other = campaign_numbers([EACH, once], given).questions
    assert (each.answers, each.agreement.value) == (4, 0.5) and (other.answers, other.agreement.value) == (
        2,
        1.0,
    )
    assert task_agreement([EACH], [first, second], 2) == 0.5


def test_the_rows_of_a_comparison_have_numbers_as_if_they_were_asked_alone() -> None:
    rows: list[Any] = [{"id": "right", "title": "Right"}, {"id": "short", "title": "Short"}]
    asked: Question = COMPARE.changed(title="Better?", options={**COMPARE.options, "criteria": rows})
    chance = random.Random(3)
    given, alone = [], []
    for number in range(25):
        for person in PEOPLE:
            whole, row = (better(chance.choice(ITEMS), chance.choice((1, 2))) for _ in range(2))
            assert isinstance(whole, dict)
            said: dict[str, JsonValue] = {asked.id: {**whole, "criteria": {"right": row}}}
            given.append(judged(f"t{number}", person, **said))
            alone.append(judged(f"t{number}", person, **{asked.id: row}))
    numbers = campaign_numbers([asked], given)
    whole_, right, short = numbers.questions
    (expected,) = campaign_numbers([COMPARE], alone).questions
    assert (right.question_id, right.title) == (f"{asked.id}/right", "Better?: Right")
    assert right.alpha == expected.alpha and right.agreement == expected.agreement
    assert right.first_shown == expected.first_shown and right.winner == expected.winner
    assert whole_.alpha != right.alpha and short.answers == 0 and short.alpha.why
    plain = [judged(one.task_id, one.person_id, **{asked.id: one.answers[asked.id]}) for one in given]
    assert campaign_numbers([COMPARE], plain).people == numbers.people, "rows count for nobody twice"


def test_known_answers_of_a_repeated_question_are_of_one_item() -> None:
    key = f"{EACH.id}@b"
    known = {"t": (Gold(question=key, accept=({"value": 3},)),)}
    said = [
        judged("t", "ann", **{f"{EACH.id}@a": {"value": 1}, key: {"value": 3}}),
        judged("t", "ben", **{f"{EACH.id}@a": {"value": 3}, key: {"value": 1}}),
        judged("t", "cem", **{f"{EACH.id}@a": {"value": 3}}),
    ]
    assert grades([EACH], said, known) == [(("t", key), "ann", True), (("t", key), "ben", False)]
    asked = [EACH.changed(id=f"{EACH.id}@{item}") for item in ITEMS]
    assert gold_fault(asked, known["t"], ITEMS) == ""
    assert f"it is asked as “{EACH.id}@a”" in gold_fault(
        asked, (Gold(question=EACH.id, accept=({"value": 3},)),), ITEMS
    )
    elsewhere = (Gold(question=f"{EACH.id}@c", accept=({"value": 3},)),)
    assert "does not have" in gold_fault(asked, elsewhere, ITEMS)
