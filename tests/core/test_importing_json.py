"""Conversations and JSON in records: as a text that holds them, or as the list or object itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from hdclient.formats.importing import read_records
from hdclient.model.content import ContentBlock
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
