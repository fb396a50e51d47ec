"""JSON in one line is shown in lines: nothing but white space between values is added, every character is placed."""

from __future__ import annotations

import json
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.content.chat import parse_chat
from hdclient.content.code import MAX_CHARS
from hdclient.content.json import parse_json
from hdclient.content.json_layout import LAID_OUT, WIDTH
from hdclient.content.plain import plain_text
from hdclient.content.shown import Shown
from hdclient.content.tree import Block, Code, Message, Note
from tests.helpers.judged import UNHURRIED

CALL = {
    "city": "Köln \U0001f600",
    "days": [1, 2.50, -3e2],
    "units": {"t": "°C", "w": 'say "km/h"\nplease'},
    "x": None,
}


def code_of(blocks: tuple[Block, ...]) -> Code:
    (code,) = (block for block in blocks if isinstance(block, Code))
    return code


def test_members_and_items_stand_in_lines_and_what_fits_stays_together() -> None:
    source = json.dumps({"name": "search", "arguments": CALL}, ensure_ascii=False)
    tree = parse_json(source)
    assert tree[0] == Note(LAID_OUT)
    assert plain_text(tree).split("\n") == [
        "{",
        '  "name": "search",',
        '  "arguments": {',
        '    "city": "Köln \U0001f600",',
        '    "days": [1, 2.5, -300.0],',
        '    "units": {"t": "°C", "w": "say \\"km/h\\"\\nplease"},',
        '    "x": null',
        "  }",
        "}",
    ]
    assert {"constant", "string"} <= {token for line in code_of(tree).lines for _, token in line}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=9), inner, max_size=6),
    max_leaves=40,
)


@UNHURRIED
@given(VALUES, st.booleans(), st.sampled_from([(", ", ": "), (",", ":"), (" ,  ", " : ")]))
def test_every_character_stands_where_it_came_from(
    value: object, ascii_only: bool, signs: tuple[str, str]
) -> None:
    source = json.dumps(value, ensure_ascii=ascii_only, separators=signs)
    if not ascii_only:
        source = source.encode("utf-8", "replace").decode("utf-8")
    code = code_of(parse_json(source))
    lines = ["".join(text for text, _ in line) for line in code.lines]
    assert json.loads("".join(line.strip(" ") if code.pieces else line for line in lines)) == json.loads(
        source
    )
    if not code.pieces:
        assert lines == [source]
        return
    covered = []
    for line, start, pieces in zip(lines, code.starts, code.pieces, strict=True):
        ends = list(accumulate(count for count, _, _ in pieces))
        for end, (count, since, until) in zip(ends, pieces, strict=True):
            if until > since:
                assert line[end - count : end] == source[since:until]
                covered.append((since, until))
            else:
                assert not line[end - count : end].strip()
        if not pieces:
            assert source.startswith(line, start)
            covered.append((start, start + len(line)))
    gaps = zip([(0, 0), *covered], [*covered, (len(source), 0)], strict=True)
    assert not "".join(source[before[1] : after[0]] for before, after in gaps).strip(" ")


@pytest.mark.parametrize(
    "source",
    [
        '{"a": 1}',
        json.dumps(CALL, indent=1),
        '"' + "x" * 200 + '"',
        "[" + "1," * 100 + "]",
        json.dumps(["x" * 50] * (MAX_CHARS // 50)),
        "[" * 90 + ",".join("1" * 20_000) + "]" * 90,
    ],
    ids=lambda source: source[:20],
)
def test_what_is_short_or_has_lines_or_is_no_json_or_too_long_is_shown_as_it_is(source: str) -> None:
    tree = parse_json(source)
    assert Note(LAID_OUT) not in tree
    assert plain_text(tree) == source


def test_arguments_and_output_of_tools_are_shown_in_lines_and_keep_their_source() -> None:
    arguments = json.dumps(CALL)
    assert len(arguments) > WIDTH
    said = [
        {"role": "assistant", "tool_calls": [{"function": {"name": "a", "arguments": arguments}}]},
        {"role": "assistant", "tool_calls": [{"function": {"name": "a", "arguments": CALL}}]},
        {"role": "tool", "content": arguments},
        {"role": "user", "content": arguments},
    ]
    source = json.dumps(said)
    note, *turns = parse_chat(source)
    assert note == Note(LAID_OUT)
    codes = [code_of(turn.blocks) for turn in turns[:3] if isinstance(turn, Message)]
    for code in codes:
        shown = plain_text((code,))
        assert shown.startswith('{\n  "city": ') and json.loads(shown) == CALL
        one = Shown((code,))
        at = one.text.index('"w": "say')
        low, high = one.source_range(at, at + len('"w": "say \\"km/h')) or (0, 0)
        assert source[low:high] in ('"w": "say \\"km/h', '\\"w\\": \\"say \\\\\\"km/h')
        assert one.shown_range(low, high) == (at, at + len('"w": "say \\"km/h'))
    assert isinstance(turns[3], Message)
    assert "\n" not in plain_text(turns[3].blocks), "what a person says is no code"
