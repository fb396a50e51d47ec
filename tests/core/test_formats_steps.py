"""Formats made of steps: PRM800K there and back, TRL's stepwise labels, and what is no label is refused or left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hdclient.formats import EXPORTERS, IMPORTERS, LossReport, Record
from hdclient.formats.foreign import records_from
from hdclient.formats.row import BadRow
from hdclient.model.template import Layout
from tests.helpers.judged import question, record, task

FEW = settings(deadline=None, max_examples=40)


def completion(text: str, rating: int | None, flagged: bool | None = None) -> dict[str, Any]:
    return {"text": text, "rating": rating, "flagged": flagged}


def step(*completions: dict[str, Any], chosen: int | None = 0, human: Any = None) -> dict[str, Any]:
    return {"completions": list(completions), "human_completion": human, "chosen_completion": chosen}


def row(
    steps: list[dict[str, Any]], reason: str, generated: list[str] | None = None, **changes: Any
) -> dict[str, Any]:
    texts = [one["completions"][one["chosen_completion"] or 0]["text"] for one in steps]
    return {
        "labeler": "p7",
        "timestamp": "2022-07-17T17:29:04",
        "generation": 9,
        "is_quality_control_question": False,
        "is_initial_screening_question": False,
        "question": {
            "problem": "What is 2 + 2 · 3?",
            "ground_truth_solution": "First 6, then 8.",
            "ground_truth_answer": "8",
            "pre_generated_answer": "12",
            "pre_generated_verifier_score": 0.01,
            "pre_generated_steps": texts if generated is None else generated,
        },
        "label": {"steps": steps, "total_time": 27_000, "finish_reason": reason},
        **changes,
    }


PHASE_2 = row(
    [
        step(completion("2 + 2 is 4.", 0)),
        step(
            completion("So 4 · 3 is 12.", -1),
            completion("No: 2 · 3 is 6.", 1, False),
            completion("Hm.", None, True),
            chosen=None,
        ),
    ],
    "found_error",
    ["2 + 2 is 4.", "So 4 · 3 is 12.", "The answer is 12."],
)
PHASE_1 = row(
    [
        step(completion("A guess.", -1), completion("Another.", -1), chosen=None, human="2 · 3 is 6."),
        step(completion("6 + 3 is 9.", 0), completion("6 + 2 is 8.", 1), chosen=1),
    ],
    "solution",
    ["A guess.", "6 + 2 is 8."],
)


def rows(name: str, *records: Record) -> tuple[list[Any], LossReport]:
    made, report = EXPORTERS[name].rows(records)
    return list(made), report


def back(told: dict[str, Any]) -> Record:
    (found,) = IMPORTERS["prm800k"].read(json.loads(json.dumps(told)))
    return found


def without_unrated_flags(told: dict[str, Any]) -> dict[str, Any]:
    """An alternative that was flagged and not rated says nothing of ours: the one thing that is not given back."""
    plain: dict[str, Any] = json.loads(json.dumps(told))
    for one in plain["label"]["steps"]:
        for place, other in enumerate(one["completions"]):
            if other["rating"] is None and place != (one["chosen_completion"] or 0):
                other["flagged"] = None
    return plain


HUMAN = {"text": "2 · 3 is 6.", "rating": None, "source": "human", "flagged": False, "corrected_rating": None}
PUBLISHED_1 = {
    **PHASE_1,
    "question": {"problem": "What is 2 + 2 · 3?", "ground_truth_answer": "8"},
    "label": {
        **PHASE_1["label"],
        "steps": [{**PHASE_1["label"]["steps"][0], "human_completion": HUMAN}, PHASE_1["label"]["steps"][1]],
    },
}


@pytest.mark.parametrize(
    "told", [PHASE_2, PHASE_1, PUBLISHED_1], ids=["phase 2", "phase 1", "phase 1 as in the data"]
)
def test_a_published_line_comes_back_as_it_was(told: dict[str, Any]) -> None:
    found = back(told)
    assert (found.person_id, found.body.timing.active_ms) == ("p7", 27_000)
    ((again,), report) = rows("prm800k", found)
    assert again == without_unrated_flags(told)
    assert report.lost == {}


def test_what_is_behind_the_first_error_has_no_rating_and_stays() -> None:
    found = back(PHASE_2)
    assert found.body.answers == {
        "steps": {"ratings": {"s1": 0, "s2": -1}, "alternatives": {"s2": {"a1": 1}}},
    }
    assert [one["text"] for one in found.task.data["steps"]][-1] == "The answer is 12."  # type: ignore[index, union-attr, call-overload]


def test_a_step_of_ones_own_is_written_as_the_data_have_it() -> None:
    of = task(
        question("steps", steps=["One.", "Two."], mode="each", own_step="optional"),
        texts=("x",),
        layout=Layout.SINGLE,
    )
    first, second = asked_ids(of)
    answer = {"ratings": {first: -1, second: 1}, "own": {first: HUMAN["text"]}}
    ((told,), _) = rows("prm800k", record(of, {"steps": answer}))
    assert told["label"]["steps"][0]["human_completion"] == HUMAN
    assert set(told["question"]) == {*PHASE_2["question"]}


@st.composite
def labels(draw: st.DrawFn) -> dict[str, Any]:
    """Lines as phase 2 made them: right steps, and at the end perhaps a wrong one, a bad problem, or giving up."""
    words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
    steps = [
        step(
            completion(draw(words), draw(st.sampled_from([0, 1])), draw(st.sampled_from([None, False]))),
            *[
                completion(draw(words), draw(st.sampled_from([-1, 0, 1])), False)
                for _ in range(draw(st.integers(0, 2)))
            ],
        )
        for _ in range(draw(st.integers(1, 3)))
    ]
    reason = draw(st.sampled_from(["solution", "found_error", "give_up", "bad_problem"]))
    if reason == "found_error":
        steps.append(step(completion(draw(words), -1), chosen=None))
    return row(steps, reason)


@FEW
@given(told=labels())
def test_any_line_comes_back_as_it_was(
    told: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("prm") / "lines.jsonl"
    path.write_text(json.dumps(told) + "\n", encoding="utf-8")
    (found,) = records_from(IMPORTERS["prm800k"], path)
    assert isinstance(found, Record), found
    ((again,), report) = rows("prm800k", found)
    assert again == told
    assert report.lost == {}


def changed(**label: Any) -> dict[str, Any]:
    return {**PHASE_2, "label": {**PHASE_2["label"], **label}}


@pytest.mark.parametrize(
    ("told", "column", "says"),
    [
        ({"question": None, "label": {}}, "question", "found null"),
        (changed(steps=None), "steps", "expected a list, found null"),
        (changed(steps=[None]), "label.steps.0", "found null"),
        (changed(steps=[step()]), "label.steps.0.completions", "with a text and a rating"),
        (changed(steps=[step(completion("x", 2))]), "label.steps.0.completions.rating", "-1, 0, 1 or null"),
        (changed(steps=[step(completion("x", True))]), "label.steps.0.completions.rating", "found true"),
        (
            changed(steps=[step(completion("x", 1), chosen=3)]),
            "label.steps.0.chosen_completion",
            "no completion 3",
        ),
        (changed(steps=[step(completion("x", 1, True))]), "label.steps.0.completions.flagged", "at once"),
        (changed(finish_reason="solution"), "label.finish_reason", "“found_error”, it says “solution”"),
        (changed(finish_reason=None), "label.finish_reason", "it says “None”"),
    ],
)
def test_a_dirty_line_is_refused(told: dict[str, Any], column: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "dirty.jsonl"
    path.write_text(json.dumps(told) + "\n", encoding="utf-8")
    (bad,) = records_from(IMPORTERS["prm800k"], path)
    assert isinstance(bad, BadRow)
    assert bad.column == column and says in bad.reason


# TRL


def test_stepwise_labels_end_with_the_first_wrong_step() -> None:
    made, report = rows("trl-stepwise", back(PHASE_2))
    assert made == [
        {
            "prompt": "What is 2 + 2 · 3?",
            "completions": ["2 + 2 is 4.", "So 4 · 3 is 12."],
            "labels": [True, False],
        }
    ]
    assert report.lost == {"left out: steps.alternatives": 1, "zero counted as right": 1}


def test_a_first_wrong_step_says_that_those_before_it_are_right() -> None:
    of = task(
        question("steps", steps=["One.", "Two.", "Three."], mode="first_wrong"),
        texts=("x",),
        layout=Layout.SINGLE,
    )
    answered = asked_ids(of)
    made, _ = rows("trl-stepwise", record(of, {"steps": {"first_wrong": answered[1]}}))
    assert made[0]["labels"] == [True, False] and made[0]["completions"] == ["One.", "Two."]
    made, _ = rows("trl-stepwise", record(of, {"steps": {"no_error": True}}))
    assert made[0]["labels"] == [True, True, True]


def asked_ids(of: Any) -> list[str]:
    from hdclient.questions.steps import STEPS, steps_of

    return [one.id for one in steps_of(STEPS.options(of.template.questions[0]))]


def test_what_has_no_steps_is_counted() -> None:
    plain = task(question("comparison"))
    made, report = rows("trl-stepwise", record(plain, {"comparison": {"verdict": "tie"}}))
    assert made == [] and report.dropped == {"no steps": 1}
    given_up = row([step(completion("x", None, True))], "give_up")
    made, report = rows("trl-stepwise", back(given_up))
    assert made == [] and report.dropped == {"unfinished steps": 1}
