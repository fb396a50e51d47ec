"""The form that a template declares for its labels: published names, objects by dots, a row for each item."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hdclient.formats import EXPORTERS, IMPORTERS, Record
from hdclient.formats.mapping import Unfit
from hdclient.model.task import Task
from hdclient.model.template import Question
from hdclient.model.template_parts import Export, Group, Over
from tests.helpers.judged import question, record, task

GROUP = Group(id="each", title="Each response", over=Over.CANDIDATES)
GOOD = Question(id="good", kind="rating", title="Good?", group="each", options={"range": [1, 5]})


def of(fields: dict[str, str], group: str = "", *questions: Question) -> Task:
    made = task(question("comparison"), GOOD, *questions)
    export = Export(id="published", format="protocol", group=group, fields=fields)
    return made.changed(template=made.template.changed(groups=(GROUP,), exports=(export,)))


ANSWERS: dict[str, Any] = {
    "comparison": {"verdict": "preferred", "winner": "b", "strength": 2, "pair": ["a", "b"]},
    "good@a": {"value": 2},
    "good@b": {"value": 5},
}


def rows(one: Record) -> tuple[list[Any], dict[str, int]]:
    made, report = EXPORTERS["protocol"].rows([one])
    return list(made), report.lost


def test_values_have_their_published_names_and_dots_make_objects() -> None:
    fields = {
        "prompt": 'content("prompt")',
        "label": "if(comparison.strength < 0, 1, 2)",
        "ratings.first": 'at(good, "a")',
        "ratings.second": 'at(good, "b")',
        "never": "data.nothing",
    }
    (row,), lost = rows(record(of(fields), ANSWERS))
    assert row == {"prompt": "Why?", "label": 2, "ratings": {"first": 2, "second": 5}, "never": None}
    assert lost == {}


def test_brackets_make_an_object_of_each_entry() -> None:
    fields = {
        "answers[].text": "each(candidates, content(it))",
        "answers[].rated.good": "each(candidates, at(good, it))",
    }
    (row,), _ = rows(record(of(fields), ANSWERS))
    assert row == {"answers": [{"text": "one", "rated": {"good": 2}}, {"text": "two", "rated": {"good": 5}}]}


def test_a_text_that_names_a_response_says_which_one_it_is() -> None:
    reason = question("text", response_tokens=True)
    said = {**ANSWERS, "text": {"text": "@[b] beats @[a], and @Response 3 is none."}}
    (row,), _ = rows(record(of({"why": "text", "all": "[text]"}, "", reason), said))
    assert row["why"] == "@Response 2 beats @Response 1, and @Response 3 is none." and row["all"] == [
        row["why"]
    ]


def test_there_is_a_row_for_each_item_of_a_group() -> None:
    fields = {"response": "content(item.id)", "score": "good"}
    made, lost = rows(record(of(fields, "each"), ANSWERS))
    assert made == [{"response": "one", "score": 2}, {"response": "two", "score": 5}]
    assert lost == {"left out: comparison": 1}, "the comparison is in no field"


def test_what_declares_nothing_and_what_does_not_stand_is_counted() -> None:
    assert rows(record(task(question("comparison")), {"comparison": ANSWERS["comparison"]})) == (
        [],
        {"no published form": 1},
    )
    assert rows(record(of({"x": "1"}), {}, skip="Not in my field")) == ([], {"skipped": 1})


def test_the_canonical_form_is_read_again_or_refused_with_its_reason() -> None:
    (row,) = EXPORTERS["canonical"].rows([record(of({"x": "1"}), ANSWERS)])[0]
    plain = json.loads(json.dumps(row))
    (found,) = IMPORTERS["canonical"].read(plain)
    assert found == record(of({"x": "1"}), ANSWERS)
    for broken, said in (({}, "expected hd.answer/1"), ({**plain, "who": None}, "no whole row")):
        with pytest.raises(Unfit, match=said):
            list(IMPORTERS["canonical"].read(broken))
