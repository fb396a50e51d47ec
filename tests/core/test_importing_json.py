"""Conversations and JSON in records: as a text that holds them, or as the list or object itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hdclient.formats.importing import read_records
from hdclient.model.content import ContentBlock
from hdclient.model.template import Layout
from tests.core.test_importing import LIST, PAIR, load, texts

TURNS = [{"role": "user", "content": "Why é?"}, {"role": "assistant", "content": None}]


def test_conversations_and_json_may_be_lists_and_objects(tmp_path: Path) -> None:
    chat = replace(PAIR, prompt_kind="chat", response_kind="json")
    path = tmp_path / "r.jsonl"
    path.write_text(
        json.dumps({"q": TURNS, "x": {"a": [1]}, "y": "[2]"})
        + "\n"
        + '{"q": "[]", "x": {"n": 1.10}, "y": ""}'
    )
    first, second = read_records([path], chat).tasks
    assert first.prompt == (ContentBlock(kind="chat", text=json.dumps(TURNS, ensure_ascii=False)),)
    assert texts(first) == {"x": '{"a": [1]}', "y": "[2]"}
    assert texts(second)["x"] == '{"n": 1.10}'
    listed = replace(LIST, response_kind="chat")
    (task,) = load(tmp_path, listed, {"q": "Why?", "gens": [TURNS, TURNS[:1]]}).tasks
    assert [len(json.loads(candidate.content[0].text)) for candidate in task.candidates] in ([1, 2], [2, 1])
    (task,) = load(
        tmp_path, replace(PAIR, response_kind="chat"), {"q": "Why?", "x": TURNS, "y": TURNS[:1]}
    ).tasks
    assert len(task.candidates) == 2


SHAREGPT = [{"from": "human", "value": "x"}, {"from": "gpt", "value": "y"}]
VALUES: list[list[Any]] = [
    TURNS,
    SHAREGPT,
    [1, "a"],
    [],
    [{"a": 1}],
    [{"role": "user", "content": "a"}, {"b": 2}],
]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("kind", ["chat", "json"])
def test_a_list_in_one_of_several_columns_is_one_response(
    tmp_path: Path, kind: str, value: list[Any]
) -> None:
    mapping = replace(PAIR, response_kind=kind)
    (task,) = load(tmp_path, mapping, {"q": "Why?", "x": value, "y": "[]"}).tasks
    assert texts(task) == {"x": json.dumps(value, ensure_ascii=False), "y": "[]"}
    assert {block.kind for candidate in task.candidates for block in candidate.content} == {kind}


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("kind", ["chat", "json"])
def test_a_list_is_the_one_response_of_a_layout_with_one(tmp_path: Path, kind: str, value: list[Any]) -> None:
    mapping = replace(LIST, response_kind=kind, layout=Layout.SINGLE)
    (task,) = load(tmp_path, mapping, {"q": "Why?", "gens": value}).tasks
    assert texts(task) == {"gens": json.dumps(value, ensure_ascii=False)}


@pytest.mark.parametrize("kind", ["chat", "json"])
def test_a_list_in_the_only_column_holds_the_responses(tmp_path: Path, kind: str) -> None:
    listed = replace(LIST, response_kind=kind)
    (task,) = load(tmp_path, listed, {"q": "Why?", "gens": [TURNS, SHAREGPT]}).tasks
    wanted = [json.dumps(one, ensure_ascii=False) for one in (TURNS, SHAREGPT)]
    assert texts(task) == dict(zip(("gens.0", "gens.1"), wanted, strict=True))
    (task,) = load(tmp_path, listed, {"q": "Why?", "gens": [{"role": "nurse"}, {"role": "doctor"}]}).tasks
    assert len(task.candidates) == 2, "objects that say nothing are no messages"


@pytest.mark.parametrize("kind", ["chat", "json"])
@pytest.mark.parametrize("value", [TURNS, SHAREGPT])
def test_messages_in_the_only_column_are_one_conversation(
    tmp_path: Path, kind: str, value: list[Any]
) -> None:
    (task,) = load(
        tmp_path, replace(LIST, response_kind=kind, layout=Layout.SINGLE), {"q": "?", "gens": value}
    ).tasks
    assert len(task.candidates) == 1
    path = tmp_path / "r.jsonl"
    path.write_text(json.dumps({"q": "Why?", "gens": value}))
    bad = read_records([path], replace(LIST, response_kind=kind), skip_bad=True).bad
    assert [one.reason for one in bad] == ["expected 2 to 4 for the layout “compare”, found 1 response"]


def test_a_list_of_conversations_is_no_conversation(tmp_path: Path) -> None:
    chat = replace(PAIR, response_kind="chat")
    for listed in (
        [TURNS, SHAREGPT],
        [{"messages": TURNS}, {"conversations": SHAREGPT}],
        [json.dumps(TURNS), "[]"],
    ):
        (task,) = load(tmp_path, chat, {"q": "Why?", "x": listed, "y": TURNS}).tasks
        assert sorted(texts(task)) == ["x.0", "x.1", "y"]


def test_joined_files_have_a_column_each(tmp_path: Path) -> None:
    paths = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    for path in paths:
        path.write_text(json.dumps({"q": "Why?", "gens": [path.stem, 1]}))
    (task,) = read_records(paths, replace(LIST, response_kind="json", join="q")).tasks
    assert texts(task) == {"one": '["one", 1]', "two": '["two", 1]'}


def test_other_kinds_take_every_item_of_a_list_as_before(tmp_path: Path) -> None:
    (task,) = load(tmp_path, PAIR, {"q": "Why?", "x": ["a", "b"], "y": "c"}).tasks
    assert texts(task) == {"x.0": "a", "x.1": "b", "y": "c"}
