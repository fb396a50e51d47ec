"""Of several judgements of one task, the verdict is exported as its preference, in whatever place it is asked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hdclient.formats import EXPORTERS
from hdclient.formats.library import protocol_template
from hdclient.formats.record import judging_question
from hdclient.model.template import Layout
from tests.helpers.format_records import preferred, rows_of
from tests.helpers.judged import question, record, task

CRITERION = question("comparison").changed(id="helpful", role="criterion")
VERDICT = question("comparison").changed(id="overall", role="verdict")
ANSWERS = {"helpful": preferred("a", -2), "overall": preferred("b", 1)}


@pytest.mark.parametrize("order", [(CRITERION, VERDICT), (VERDICT, CRITERION)])
@pytest.mark.parametrize("name", ["trl-preference", "trl-preference-implicit", "hh"])
def test_pairs_are_those_of_the_verdict_and_what_else_was_judged_is_counted(name: str, order: Any) -> None:
    one = record(task(*order, texts=("one", "two")), ANSWERS)
    made = rows_of(name, [one])
    (row,) = made["rows"]
    assert "two" in json.dumps(row["chosen"]) and "two" not in json.dumps(row["rejected"])
    assert made["left_out"]["comparison"] == 1
    alone = record(task(VERDICT, texts=("one", "two")), {"overall": ANSWERS["overall"]})
    assert "comparison" not in rows_of(name, [alone])["left_out"]


def test_ranks_labels_and_scores_are_those_of_the_verdict() -> None:
    one = record(task(CRITERION, VERDICT, texts=("one", "two")), ANSWERS)
    (tree,) = rows_of("oasst", [one])["rows"]
    assert [reply["rank"] for reply in tree["prompt"]["replies"]] == [1, 0]
    (score,) = rows_of("helpsteer3", [one])["rows"]
    assert score["overall_preference"] > 0
    (line,), _ = EXPORTERS["canonical"].rows([one])
    assert line["answer"]["question"] == "overall"


def test_what_is_asked_once_comes_before_what_is_repeated() -> None:
    repeated = CRITERION.changed(group="dimension", role="verdict")
    once = VERDICT.changed(role="")
    found = judging_question(task(repeated, once, texts=("one", "two")))
    assert found is not None and found.id == "overall"


@pytest.mark.parametrize("name", ["multipref", "webgpt-comparison", "webgpt-minimal"])
def test_protocols_that_compare_by_criteria_first_export_their_verdict(name: str) -> None:
    template = protocol_template(name)
    found = judging_question(task(texts=("one", "two")).changed(template=template))
    assert found is not None and found.role == "verdict" and found is not template.questions[0]


def test_a_response_is_good_or_bad_by_the_rating_that_is_the_verdict() -> None:
    asked = [
        question("rating", range=[1, 5]).changed(id=name, role=role)
        for name, role in (("clear", "criterion"), ("overall", "verdict"))
    ]
    one = record(
        task(*asked, texts=("only",), layout=Layout.SINGLE), {"clear": {"value": 5}, "overall": {"value": 1}}
    )
    (row,) = rows_of("trl-unpaired", [one])["rows"]
    assert row["label"] is False
