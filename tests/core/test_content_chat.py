"""Conversations: every turn by its role, nothing of a message left out, and the source map through JSON's escapes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.content.chat import NO_MESSAGES, SAYS_NOTHING, parse_chat
from hdclient.content.composed import Taken, moved
from hdclient.content.deadline import Deadline, TooSlow
from hdclient.content.json_source import pieces_of_string, read_json
from hdclient.content.plain import plain_text
from hdclient.content.source_map import clean
from hdclient.content.tree import Code, Message, Note, Paragraph, Picture, Run, packed, unpacked
from tests.core.test_content_markdown import documents
from tests.core.test_content_source_map import same, shown_and_written
from tests.helpers.judged import UNHURRIED
from tests.helpers.trees import nodes, without_source

SHA = "ab" * 32


def turns(messages: Any) -> list[Message]:
    blocks = without_source(parse_chat(json.dumps(messages)))
    assert all(isinstance(block, Message) for block in blocks)
    return list(blocks)  # type: ignore[arg-type]


def test_turns_are_markdown_by_role() -> None:
    assert turns(
        [
            {"role": "system", "content": "Be *kind*"},
            {"role": "user", "content": "Hi", "name": "Ann"},
        ]
    ) == [
        Message("system", (Paragraph((Run("Be "), Run("kind", italic=True))),)),
        Message("user", (Paragraph((Run("Hi"),)),), name="Ann"),
    ]
    assert turns({"messages": [{"role": "user", "content": "a"}]})[0].role == "user"


def test_calls_of_tools_and_their_results() -> None:
    call = {"id": "c1", "type": "function", "function": {"name": "find", "arguments": '{"q": "a\\nb"}'}}
    asked, got = turns(
        [
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": "c1", "content": "42"},
        ]
    )
    words, arguments = asked.blocks
    assert words == Paragraph((Run("Calls "), Run("find", code=True), Run(" (c1)")))
    assert isinstance(arguments, Code)
    assert plain_text((arguments,)) == '{"q": "a\\nb"}'
    assert ('"a\\nb"', "string") in [part for line in arguments.lines for part in line]
    assert (got.role, got.call, plain_text(got.blocks)) == ("tool", "c1", "42")


OUTPUT = "Traceback:\n  File a.py, in __init__\n    *args* <b>x</b>\n\n\n# no heading  \n- no list"


@pytest.mark.parametrize("role", ["tool", "function", "ipython", "Tool"])
def test_the_output_of_a_tool_is_shown_as_it_is(role: str) -> None:
    parts = [{"type": "text", "text": OUTPUT}, OUTPUT, {"type": "image", "image": f"hd-att:{SHA}"}]
    said, listed, empty = turns(
        [
            {"role": role, "content": OUTPUT, "stderr": OUTPUT},
            {"role": role, "content": parts},
            {"role": role, "content": ""},
        ]
    )
    lines = tuple(((line, ""),) if line else () for line in OUTPUT.split("\n"))
    assert said.blocks == (Code("", lines), Paragraph((Run("stderr", bold=True),)), Code("", lines))
    assert listed.blocks == (Code("", lines), Code("", lines), Picture(SHA))
    assert empty.blocks == (Note(SAYS_NOTHING),)
    assert plain_text(said.blocks[:1]) == OUTPUT


def test_a_result_within_a_message_is_shown_as_it_is() -> None:
    result = {"type": "tool_result", "tool_use_id": "t", "content": OUTPUT}
    listed = {"type": "tool_result", "content": [{"type": "text", "text": OUTPUT}]}
    (message,) = turns([{"role": "user", "content": [result, listed, {"type": "text", "text": "*so*"}]}])
    for shown in message.blocks[:2]:
        assert isinstance(shown, Message)
        assert [type(block) for block in shown.blocks] == [Code]
        assert plain_text(shown.blocks) == OUTPUT
    assert message.blocks[2] == Paragraph((Run("so", italic=True),)), "what is said beside it stays Markdown"


@pytest.mark.parametrize(
    ("output", "language"),
    [
        ('{"a": [1,\n  2]}', "json"),
        (" [1.10]", "json"),
        ("42", ""),
        ("[INFO] started", ""),
        ("{'a': 1}", ""),
        ("[" * 5_000, ""),
    ],
)
def test_output_that_is_json_is_coloured_and_not_rearranged(output: str, language: str) -> None:
    (message,) = turns([{"role": "tool", "content": output}])
    (code,) = message.blocks
    assert isinstance(code, Code)
    assert code.language == language
    assert plain_text((code,)) == output


def test_the_shape_of_sharegpt_is_a_conversation() -> None:
    said = [
        ("system", "system"), ("human", "user"), ("gpt", "assistant"), ("Human", "user"), ("observation", "tool"),
        ("tool", "tool"), ("function_call", "function_call"), ("user", "user"), ("narrator", "narrator"),
    ]  # fmt: skip
    made = turns([{"from": name, "value": "*x*"} for name, _ in said])
    assert [message.role for message in made] == [role for _, role in said]
    words = {"tool": "*x*", "function_call": "*x*"}
    assert [plain_text((message,)) for message in made] == [words.get(role, "x") for _, role in said]
    for name in ("conversations", "conversation", "messages"):
        assert (
            len(turns({name: [{"from": "human", "value": "a"}, {"role": "assistant", "content": "b"}]})) == 2
        )


def test_a_message_of_sharegpt_hides_nothing() -> None:
    both, weighed = turns(
        [
            {"role": "user", "from": "gpt", "content": "a", "value": "b"},
            {"from": "gpt", "value": "a", "weight": 1, "content": "c"},
        ]
    )
    assert (both.role, plain_text((both,))) == ("user", "a\nfrom\ngpt\nvalue\nb")
    assert (weighed.role, plain_text((weighed,))) == ("assistant", "a\nweight\n1\ncontent\nc")


def test_parts_of_a_content() -> None:
    (message,) = turns(
        [
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "**Look**"},
                    {"type": "image_url", "image_url": {"url": f"hd-att:{SHA}"}, "alt": "a cat"},
                    {"type": "tool_use", "id": "t", "name": "run", "input": {"x": 1}},
                    {"type": "tool_result", "tool_use_id": "t", "content": "done"},
                    {"type": "audio", "data": "xyz"},
                ],
            }
        ]
    )
    kinds = [type(block) for block in message.blocks]
    assert kinds == [Paragraph, Picture, Paragraph, Code, Message, Code]
    assert message.blocks[1] == Picture(SHA, alt="a cat")
    assert "xyz" in plain_text(message.blocks), "what nobody knows is shown as it is written"


def test_what_else_a_message_holds_is_shown() -> None:
    (message,) = turns([{"role": "user", "content": "a", "weight": 0.5, "reasoning_content": "because"}])
    assert plain_text((message,)) == "a\nweight\n0.5\nreasoning_content\nbecause"


@pytest.mark.parametrize("content", ["", None, []])
def test_an_empty_message_says_so(content: object) -> None:
    (message,) = turns([{"role": "assistant", "content": content}])
    assert message.blocks == (Note(SAYS_NOTHING),)


@pytest.mark.parametrize("role", ["user", "tool"])
def test_the_word_null_is_said_like_any_other(role: str) -> None:
    (message,) = turns([{"role": role, "content": "null"}])
    assert plain_text((message,)) == "null"


@pytest.mark.parametrize(
    "source",
    ["null", "true", "3", "NaN", "[]", "{}", '"hello"', "[1]", '[{"role": 3, "content": "a"}]', '[{"role": "user"}]',
     '[{"role": "user", "content": "a"}, "b"]', '[{"from": "human"}]',
     '[{"from": 1, "value": "a"}]', '[{"value": "a"}]'],
)  # fmt: skip
def test_what_is_no_conversation_is_there_as_written(source: str) -> None:
    note, shown = without_source(parse_chat(source))
    assert note == Note(NO_MESSAGES)
    assert shown == Paragraph((Run(source),))


def test_broken_json_is_there_as_written_and_says_where() -> None:
    note, shown = without_source(parse_chat('[{"role": "user",\n"content": "a}]'))
    assert isinstance(note, Note)
    assert "line 2" in note.text
    assert "as it was written" in note.text
    assert plain_text((shown,)) == '[{"role": "user",\n"content": "a}]'


@pytest.mark.parametrize(
    "source", ["[" * 100_000, '[{"a":' * 50_000, '"' * 1_000_000, "[" + "1," * 900_000, "\\" * 400_000]
)
def test_hostile_json_costs_a_bounded_time(source: str) -> None:
    blocks = parse_chat(source, deadline_s=0.2)
    assert isinstance(blocks[0], Note)
    assert plain_text(blocks) == source


@UNHURRIED
@given(
    text=documents().map(lambda made: made[0].replace("\n", "\r\n"))
    | st.text(st.sampled_from('ab*`"\\/\n\r\t\u00e9\U0001f600\ud800#-> |'), max_size=60),
    ascii_only=st.booleans(),
    role=st.sampled_from(["user", "tool"]),
)
def test_words_know_their_place_behind_escapes(text: str, ascii_only: bool, role: str) -> None:
    source = json.dumps([{"role": role, "content": text}], ensure_ascii=ascii_only)
    tree = parse_chat(source)
    assert [pair for pair in shown_and_written(clean(source), tree) if not same(*pair)] == []
    assert unpacked(packed(tree)) == tree
    for node in nodes(tree):
        if isinstance(node, Run) and node.start < 0:
            assert node.pieces or not node.text.strip()


def test_the_map_of_a_million_escapes_can_be_given_up() -> None:
    """Each looks at the deadline on its way: what is never reached takes no time."""
    text = json.dumps([{"role": "tool", "content": "é" * 300_000}])
    value = read_json(text, Deadline(60)).items[0].get("content")
    assert value is not None
    asked = 0

    def check() -> None:
        nonlocal asked
        asked += 1
        if asked > 100:
            raise TooSlow

    with pytest.raises(TooSlow):
        pieces_of_string(text, value, check)
    with pytest.raises(TooSlow):
        moved(tuple(Run("x") for _ in range(200)), Taken(((1, 0, 1),)), check)
    assert asked == 102
