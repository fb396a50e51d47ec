"""A template becomes the questions of one task: addresses by ids, items from data, options from data."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.model.address import address, items_of, question_of
from hdclient.model.items import items_from
from hdclient.model.task import Task
from hdclient.model.template import Template
from hdclient.templates.asked import MAX_ASKED, asked_questions
from hdclient.templates.defaults import DEFAULT_TEMPLATES
from hdclient.templates.task_faults import task_faults
from hdclient.templates.validation import validate
from tests.helpers.judged import UNHURRIED

YES_NO = {"options": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}]}


def template(**parts: Any) -> Template:
    return Template.of({"id": "t", "version": 1, "title": "T", "layout": "single", "questions": [], **parts})


def asks(question_id: str, **parts: Any) -> dict[str, Any]:
    return {"id": question_id, "kind": "choice", "title": question_id, "options": YES_NO, **parts}


def task(made: Template, *candidates: str, **parts: Any) -> Task:
    content = [{"kind": "text", "text": "said"}]
    told = [{"id": name, "content": content} for name in candidates]
    return Task.of(
        {"id": "x", "rev": 1, "campaign_id": "c", "template": made.plain(), "candidates": told, **parts}
    )


def keys(found: Task) -> list[str]:
    return [one.key for one in asked_questions(found)]


IDS = st.text(min_size=1, max_size=12)


@UNHURRIED
@given(question=IDS.filter(lambda text: "@" not in text), items=st.lists(IDS, max_size=2))
def test_an_address_gives_back_what_it_was_made_of(question: str, items: list[str]) -> None:
    key = address(question, tuple(items))
    assert (question_of(key), items_of(key)) == (question, tuple(items))


def test_two_items_that_look_alike_have_two_addresses() -> None:
    assert address("q", ("a/b",)) != address("q", ("a", "b"))
    assert address("q", ("a%2Fb",)) != address("q", ("a/b",))


@pytest.mark.parametrize("made", DEFAULT_TEMPLATES.values(), ids=str)
def test_a_template_without_groups_asks_its_questions_as_they_are(made: Template) -> None:
    assert [one.question for one in asked_questions(task(made, "a", "b", "c"))] == list(made.questions)


def test_questions_of_a_group_are_asked_item_by_item_where_the_first_of_them_stands() -> None:
    made = template(
        layout="compare",
        groups=[{"id": "each", "over": "candidates"}],
        questions=[asks("first"), asks("good", group="each"), asks("safe", group="each"), asks("last")],
    )
    found = task(made, "c1", "c2")
    assert keys(found) == ["first", "good@c1", "safe@c1", "good@c2", "safe@c2", "last"]
    by_key = {one.key: one for one in asked_questions(found)}
    assert by_key["good@c2"].candidate_ids == ("c2",) and by_key["last"].candidate_ids == ("c1", "c2")
    assert list(by_key["good@c2"].about.candidates) == ["c1", "c2"], "it may still look at the others"


def test_claims_within_responses_are_two_deep() -> None:
    made = template(
        layout="compare",
        groups=[
            {"id": "each", "over": "candidates"},
            {"id": "claims", "over": "data", "path": "claims", "within": "each"},
        ],
        questions=[asks("good", group="each"), asks("true", group="claims")],
    )
    data = {"claims": {"c1": [{"id": "k1", "text": "one"}], "c2": ["two", "three"]}}
    found = task(made, "c1", "c2", data=data)
    assert validate(made) == () and task_faults(found) == ()
    said = keys(found)
    assert said[:2] == ["good@c1", "true@c1/k1"] and len(said) == 5
    titles = [one.items[-1].title for one in asked_questions(found) if one.base == "true"]
    assert titles == ["one", "two", "three"]


def test_items_without_ids_keep_theirs_when_the_list_is_put_in_another_order() -> None:
    there = {item.title: item.id for item in items_from(["a", "b", "c"])}
    assert {item.title: item.id for item in items_from(["c", "x", "a", "b"])} | there == {
        item.title: item.id for item in items_from(["x", "a", "b", "c"])
    }
    assert len({item.id for item in items_from(["same", "same", "same"])}) == 3


def test_turns_of_a_conversation_are_items() -> None:
    made = template(
        groups=[{"id": "turns", "over": "turns", "roles": ["assistant"]}],
        questions=[asks("ok", group="turns")],
    )
    said = [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "hello", "id": "m2"}]
    found = task(made, prompt=[{"kind": "chat", "text": json.dumps(said)}])
    assert keys(found) == ["ok@m2"] and asked_questions(found)[0].items[0].title == "hello"


def test_stages_put_their_questions_in_order() -> None:
    made = template(
        stages=[{"id": "one", "title": "One"}, {"id": "two", "title": "Two"}],
        questions=[asks("late", stage="two"), asks("early", stage="one"), asks("unsaid")],
    )
    assert [(one.key, one.stage) for one in asked_questions(task(made))] == [
        ("early", "one"),
        ("unsaid", "one"),
        ("late", "two"),
    ]


def test_options_can_come_from_the_task() -> None:
    points = [{"value": 1, "label": "poor"}, {"value": 2, "label": "good"}]
    made = template(
        questions=[
            {"id": "r", "kind": "rating", "title": "R", "options": {"points": {"from": "rubric.points"}}}
        ]
    )
    assert validate(made) == ()
    assert task_faults(task(made, data={"rubric": {"points": points}})) == ()
    assert asked_questions(task(made, data={"rubric": {"points": points}}))[0].question.options == {
        "points": points
    }
    (missing,) = task_faults(task(made))
    assert "points" in missing and '"r"' in missing


BROKEN: list[tuple[dict[str, Any], str]] = [
    ({"questions": [asks("q", stage="no")]}, 'there is no stage "no"'),
    ({"questions": [asks("q", group="no")]}, 'there is no group "no"'),
    ({"questions": [asks("q")], "groups": [{"id": "g", "over": "candidates"}]}, "no question is asked in it"),
    ({"questions": [asks("q", group="g")], "groups": [{"id": "g", "over": "data"}]}, "does not say where"),
    (
        {"questions": [asks("q")], "stages": [{"id": "s", "title": "S", "reveals": ["source"]}]},
        'reveals "source", which is no slot',
    ),
    (
        {"questions": [asks("q")], "checks": [{"id": "c", "expect": "true", "text": "no", "question": "z"}]},
        'there is no question "z"',
    ),
    ({"questions": [asks("q")], "slots": [{"id": "a"}, {"id": "a"}]}, '2 slots have the id "a"'),
]


@pytest.mark.parametrize(("parts", "said"), BROKEN, ids=[said for _, said in BROKEN])
def test_parts_that_name_nothing_are_said(parts: dict[str, Any], said: str) -> None:
    assert any(said in fault for fault in validate(template(**parts)))


def test_a_task_that_lacks_what_its_template_needs_is_refused() -> None:
    made = template(questions=[asks("q")], slots=[{"id": "source"}], data=[{"name": "answer"}])
    assert len(task_faults(task(made))) == 2
    slots = [{"id": "source", "content": [{"kind": "text", "text": "words"}]}]
    assert task_faults(task(made, slots=slots, data={"answer": "42"})) == ()


def test_too_many_questions_are_refused_and_never_made() -> None:
    made = template(groups=[{"id": "g", "over": "data", "path": "all"}], questions=[asks("q", group="g")])
    found = task(made, data={"all": [str(n) for n in range(MAX_ASKED * 3)]})
    assert len(asked_questions(found)) == MAX_ASKED and str(MAX_ASKED) in task_faults(found)[0]


def test_entries_that_claim_one_id_are_refused() -> None:
    made = template(groups=[{"id": "g", "over": "data", "path": "all"}], questions=[asks("q", group="g")])
    (fault,) = task_faults(task(made, data={"all": [{"id": "a"}, {"id": "a", "text": "other"}]}))
    assert '"a"' in fault
