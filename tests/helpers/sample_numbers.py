"""Numbers of a campaign and of a person, made by the real definitions from answers by chance: for pages, pictures."""

from __future__ import annotations

import random

from hdclient.model.base import JsonValue
from hdclient.model.quality import CampaignNumbers, Figure, Mirror, Pay, ReviewerNumbers, ReviewNumbers
from hdclient.model.template import Question
from hdclient.quality.campaign import campaign_numbers
from hdclient.quality.effort import active_time
from hdclient.quality.figure import proportion
from hdclient.quality.mirror import mirror_numbers
from hdclient.quality.said import Judged
from hdclient.quality.spending import spending

VERDICT = Question(id="verdict", kind="comparison", title="Which explanation is better?")
CLEAR = Question(
    id="clear",
    kind="rating",
    title="How clear is it?",
    options={"points": [{"value": value, "label": label} for value, label in enumerate("ABCDE", 1)]},
)
QUESTIONS = (VERDICT, CLEAR)
PEOPLE = ("ada", "bruno", "chioma", "dewi")
MODELS = ("alder", "birch", "cedar", "damson")
FIRST_DAY = 20_400
DAYS = 26
_WORDS = (
    "Why is the sky blue?",
    "Merge two sorted lists.",
    "Explain a derivative.",
    "Translate this letter.",
)


def answers(tasks: int = 160, seed: int = 3) -> list[Judged]:
    """Each task by two of four people, over some weeks; they agree more often than not."""
    chance = random.Random(seed)
    found = []
    for number in range(tasks):
        truth = chance.choice((-3, -2, -1, 1, 2, 3))
        for who in chance.sample(PEOPLE, 2):
            strength = truth if chance.random() < 0.6 else -truth
            found.append(_answer(chance, number, who, strength, number * DAYS // tasks))
    return found


def _answer(chance: random.Random, number: int, who: str, strength: int, day: int) -> Judged:
    given: dict[str, JsonValue] = {
        "verdict": {
            "verdict": "preferred",
            "winner": "a" if strength < 0 else "b",
            "strength": strength,
            "pair": ["a", "b"],
        },
        "clear": {"value": max(1, min(5, abs(strength) + chance.choice((0, 1, 2))))},
    }
    order = ("a", "b") if chance.random() < 0.5 else ("b", "a")
    return Judged(
        task_id=f"t{number}",
        person_id=who,
        answers=given,
        display_order=order,
        active_ms=int(chance.lognormvariate(4.6, 0.8) * 1000),
        returned=chance.random() < 0.08,
        day=FIRST_DAY + day,
    )


def _reviews(chance: random.Random) -> ReviewNumbers:
    waits = [chance.randint(2, 70) * 3_600_000 for _ in range(60)]
    return ReviewNumbers(
        decisions={
            "accept": proportion(44, 60),
            "return": proportion(10, 60),
            "accept_with_edits": proportion(6, 60),
        },
        turnaround=active_time(waits),
        reviewers=tuple(
            ReviewerNumbers(
                reviewer=f"p_{name}",
                reviews=30,
                turnaround=active_time(waits[at::2]),
                returned=proportion(5, 30),
                contested=4 - at,
                overturned=proportion(1, 3 - at),
            )
            for at, name in enumerate(("3fa1", "9bc2"))
        ),
    )


def campaign_sample() -> CampaignNumbers:
    """As operations are told."""
    judged, chance = answers(), random.Random(9)
    models = {one.task_id: dict(zip("ab", chance.sample(MODELS, 2), strict=True)) for one in judged}
    lengths = {one.task_id: {"a": chance.randint(200, 900), "b": chance.randint(200, 900)} for one in judged}
    pay = Pay(currency="EUR", rate=2_800, per="hour", budget=80_000)
    gold = {("t3", "verdict"): frozenset((9,)), ("t8", "clear"): frozenset((3, 4, 5))}
    numbers = campaign_numbers(
        QUESTIONS,
        judged,
        models=models,
        lengths=lengths,
        gold=gold,
        remaining=80,
        reviews=_reviews(chance),
        spend=spending(judged, pay),
    )
    return numbers.changed(
        disagreements=tuple(
            one.changed(excerpt=_WORDS[at % len(_WORDS)]) for at, one in enumerate(numbers.disagreements)
        ),
        gold=tuple(one.changed(excerpt=_WORDS[at]) for at, one in enumerate(numbers.gold)),
    )


def mirror_sample(gold: Figure | None = None) -> Mirror:
    """As one of the four is told about herself."""
    return mirror_numbers(
        "ada", QUESTIONS, answers(), first_pass=proportion(52, 57), repeats={"t9": "t2"}, gold=gold
    )
