"""What is asked may come with the task: points, criteria and trees of each item, under the same check everywhere."""

from __future__ import annotations

from typing import Any

import pytest

from hdclient.model.template import Layout, Question
from hdclient.templates.asked import asked_questions
from hdclient.templates.submission import check_submission
from tests.helpers.judged import body, task

ANCHORS = [
    {"value": 1, "description": "It misses the point"},
    {"value": 2, "description": "It names the law"},
]
TREE = {"id": "root", "requirements": "All", "sub_tasks": [{"id": "x", "requirements": "It runs"}]}
CASES: list[tuple[str, dict[str, Any], dict[str, Any], Any, Any]] = [
    (
        "rating",
        {"points": {"from": "rubric.scale"}},
        {"rubric": {"scale": ANCHORS}},
        {"value": 2},
        {"value": 3},
    ),
    (
        "rubric",
        {"criteria": {"from": "rubric"}},
        {"rubric": [{"text": "It names the dose", "points": 5}]},
        {"cells": {"a": {"1": {"value": 1}}}},
        {"cells": {"a": {"2": {"value": 1}}}},
    ),
    ("rubric_tree", {"tree": {"from": "tree"}}, {"tree": TREE}, {"leaves": {"x": 1}}, {"leaves": {"y": 1}}),
    (
        "checklist",
        {"items": {"from": "claims"}},
        {"claims": [{"id": "c1", "text": "It was in 1969"}]},
        {"items": {"c1": "yes"}},
        {"items": {"c2": "yes"}},
    ),
    (
        "tags",
        {"proposals": {"from": "topics"}, "free": False},
        {"topics": ["law"]},
        {"tags": ["law"]},
        {"tags": ["sport"]},
    ),
]


@pytest.mark.parametrize(("kind", "options", "data", "good", "bad"), CASES)
def test_options_of_the_item_decide(
    kind: str, options: dict[str, Any], data: dict[str, Any], good: Any, bad: Any
) -> None:
    question = Question(id="q", kind=kind, title="How is it?", options=options)
    of = task(question, texts=("one",), layout=Layout.SINGLE, data=data)
    (asked,) = asked_questions(of)
    assert not any(isinstance(value, dict) and "from" in value for value in asked.question.options.values())
    assert check_submission(of, body(of, {"q": good}), ["q"]) == ()
    (problem,) = check_submission(of, body(of, {"q": bad}), ["q"])
    assert problem.question_id == "q" and not problem.incomplete
