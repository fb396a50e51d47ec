"""Rubrics: scores of HealthBench's kind, trees rolled up by weight, and the real trees of PaperBench."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.questions.grading import Cell, met_or_not
from hdclient.questions.rubric import RUBRIC, RubricAnswer, RubricOptions, scores
from hdclient.questions.rubric_tree import RUBRIC_TREE, RubricTreeOptions, roll_up
from tests.helpers.judged import UNHURRIED, question
from tests.helpers.real import real

CRITERIA = [
    {"id": "dose", "text": "It names the dose", "points": 5},
    {"id": "see", "text": "It says to see a doctor", "points": 3},
    {"id": "wrong", "text": "It names a wrong drug", "points": -4},
]
TREES = ("pinn.rubric.json", "fre.rubric.json", "rice.human_graded_expected_result.json")


def graded(**values: int | None) -> RubricAnswer:
    cells = {
        name: Cell(value=value) if value is not None else Cell(na=True) for name, value in values.items()
    }
    return RubricAnswer(cells={"a": cells})


@pytest.mark.parametrize(
    ("values", "share", "total"),
    [
        ({"dose": 1, "see": 1, "wrong": 0}, 1.0, 8),
        ({"dose": 1, "see": 0, "wrong": 1}, 1 / 8, 1),
        ({"dose": 0, "see": 0, "wrong": 1}, -0.5, -4),
        ({"dose": 1, "see": None, "wrong": 0}, 1.0, 5),
        ({"dose": 1}, 1.0, 5),
    ],
)
def test_the_score_is_met_points_over_positive_points(
    values: dict[str, int], share: float, total: float
) -> None:
    asked = {"criteria": CRITERIA, "allow_na": True}
    assert scores(RubricOptions.of({**asked, "score": "share"}), graded(**values)) == {
        "a": pytest.approx(share)
    }
    assert scores(RubricOptions.of({**asked, "score": "sum"}), graded(**values)) == {"a": total}
    assert scores(RubricOptions.of(asked), graded(**values)) == {}


def test_what_is_not_graded_is_no_zero() -> None:
    options = RubricOptions.of({"criteria": CRITERIA, "score": "share"})
    assert scores(options, RubricAnswer(cells={"a": {}})) == {}


def test_a_rubric_of_a_record_needs_no_ids_and_may_have_more_fields() -> None:
    options = RubricOptions.of(
        {"criteria": [{"text": "A", "tags": ["axis:accuracy"]}, {"text": "B", "points": -2}]}
    )
    assert [one.id for one in options.criteria] == ["1", "2"]


def test_a_note_without_a_grade_is_unfinished_and_a_required_note_is_asked_for() -> None:
    asked = question("rubric", criteria=CRITERIA, notes="required")
    bare = {"cells": {"a": {one["id"]: {"value": 1} for one in CRITERIA}}}
    (problem,) = RUBRIC.check(asked, bare, ("a",))
    assert problem.incomplete and problem.text == "3 grades need a note."
    only_note = {"cells": {"a": {"dose": {"note": "Hm."}}}}
    (problem,) = RUBRIC.check(asked, only_note, ("a",))
    assert problem.incomplete and problem.text == "3 criteria are not graded yet."


def test_a_rubric_reads_well() -> None:
    asked = question("rubric", criteria=CRITERIA, score="share")
    value = {"cells": {"a": {"dose": {"value": 1}, "see": {"value": 0}}, "b": {"dose": {"value": 1}}}}
    assert RUBRIC.describe(asked, value, {"a": "B", "b": "A"}) == "A 100 %; B 62 %"
    plain = question("rubric", criteria=CRITERIA)
    assert RUBRIC.describe(plain, {"cells": {"": {"dose": {"value": 1}}}}, {}) == "1 graded"


# Trees


def tree(*weights: float) -> dict[str, Any]:
    leaves = [{"id": f"l{n}", "text": "L", "weight": weight} for n, weight in enumerate(weights)]
    return {
        "id": "root",
        "text": "R",
        "children": [{"id": "mid", "text": "M", "weight": 2, "children": leaves}],
    }


def test_a_parent_is_the_weighted_mean_of_what_is_graded_below() -> None:
    options = RubricTreeOptions.of({"tree": tree(3, 1, 0)})
    nodes, levels = options.nodes, met_or_not()
    assert [node.id for node in nodes] == ["root", "mid", "l0", "l1", "l2"]
    assert roll_up(nodes, {}, levels) == [None] * 5
    assert roll_up(nodes, {"l0": 1, "l1": 0, "l2": 0}, levels)[:2] == [0.75, 0.75]
    assert roll_up(nodes, {"l1": 0}, levels)[0] == 0
    assert roll_up(nodes, {"l2": 1}, levels)[:2] == [None, None], "what weighs nothing gives no score"


@UNHURRIED
@given(st.lists(st.tuples(st.floats(0.1, 10), st.integers(0, 1)), min_size=1, max_size=30))
def test_the_roll_up_is_the_mean_by_hand(leaves: list[tuple[float, int]]) -> None:
    nodes = RubricTreeOptions.of({"tree": tree(*(weight for weight, _ in leaves))}).nodes
    found = roll_up(nodes, {f"l{n}": value for n, (_, value) in enumerate(leaves)}, met_or_not())[0]
    assert found == pytest.approx(sum(w * v for w, v in leaves) / sum(w for w, _ in leaves))


def test_what_has_no_id_is_known_by_its_place() -> None:
    parts = [{"text": "A", "children": [{"text": "B"}, {"text": "C"}]}, {"text": "D"}]
    options = RubricTreeOptions.of({"tree": {"text": "All", "children": parts}})
    nodes = options.nodes
    assert [(node.id, node.text) for node in nodes] == [
        ("0", "All"),
        ("1", "A"),
        ("2", "B"),
        ("3", "C"),
        ("4", "D"),
    ]
    assert options.leaves == {"2", "3", "4"}


def test_a_circle_or_a_depth_without_end_is_refused() -> None:
    deep: dict[str, Any] = {"id": "a", "text": "A"}
    deep["children"] = [deep]
    with pytest.raises(ValueError, match="the id"):
        RubricTreeOptions(tree=deep)


@pytest.mark.parametrize(
    ("name", "count", "leaves"), [(TREES[0], 2551, 1963), (TREES[1], 636, 437), (TREES[2], 489, 361)]
)
def test_the_real_trees_are_read_whole(name: str, count: int, leaves: int) -> None:
    record = json.loads(real(f"paperbench_rubrics/{name}").read_text("utf-8"))
    options = RubricTreeOptions.of({"tree": record})
    nodes, waiting, bare = options.nodes, [record], set()
    while waiting:
        node = waiting.pop()
        waiting += node["sub_tasks"]
        bare |= set() if node["sub_tasks"] else {node["id"]}
    assert options.leaves == bare
    assert (len(nodes), sum(not node.children for node in nodes)) == (count, leaves)


def test_options_that_were_read_once_are_not_those_of_another_question() -> None:
    """A question with the same id, and one whose tree is equal, have each their own."""
    one, other = question("rubric_tree", tree=tree(1)), question("rubric_tree", tree=tree(1, 1))
    for _ in range(3):
        assert RUBRIC_TREE.options(one).leaves == {"l0"}
        assert RUBRIC_TREE.options(other).leaves == {"l0", "l1"}
    assert RUBRIC_TREE.options(one) is RUBRIC_TREE.options(one), "it is read anew at every press"
    assert RUBRIC_TREE.check(one, {"leaves": {"l1": 1}}, ())[0].text.startswith("The answer grades a leaf")


def test_the_published_grades_give_the_published_score() -> None:
    record = json.loads(real(f"paperbench_rubrics/{TREES[2]}").read_text("utf-8"))
    options = RubricTreeOptions.of({"tree": record})
    given: dict[str, int] = {}
    waiting = [record]
    while waiting:
        node = waiting.pop()
        waiting += node["sub_tasks"]
        if not node["sub_tasks"]:
            given[node["id"]] = int(node["score"])
    asked = question("rubric_tree", tree=record)
    assert RUBRIC_TREE.check(asked, {"leaves": given}, ()) == ()
    found = roll_up(options.nodes, given, options.grades())[0]
    assert found == pytest.approx(record["score"], abs=1e-9)
