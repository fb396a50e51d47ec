"""Every shown character knows where it came from, whatever the line ends, quotes, lists and tables around it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.content.code import code_blocks
from hdclient.content.markdown import parse_markdown
from hdclient.content.source_map import MAX_PIECES, clean, pieces_of_lines
from hdclient.content.text import verbatim
from hdclient.content.tree import (
    Block,
    Code,
    Formula,
    Heading,
    List,
    Paragraph,
    Picture,
    Run,
    packed,
    unpacked,
)
from tests.core.test_content_markdown import documents
from tests.helpers.judged import UNHURRIED
from tests.helpers.trees import nodes

DATA = Path(__file__).parents[3] / "shared" / "data"
ANSWERS = (
    "alpaca_eval/gpt4_1106_preview.model_outputs.json",
    "alpaca_eval/claude-3-opus-20240229.model_outputs.json",
    "arena_hard/gpt-4-0314.jsonl",
    "oasst/en_100_message.jsonl",
)


def shown_and_written(source: str, blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    """(shown, written) of every stretch that claims to stand one for one in the source."""
    for node in nodes(blocks):
        if isinstance(node, Run) and node.start >= 0:
            assert not node.pieces
            yield node.text, source[node.start : node.start + len(node.text)]
        elif isinstance(node, Run):
            at = last = 0
            for count, start, end in node.pieces:
                assert count > 0
                assert last <= start <= end <= len(source)
                if end - start == count:
                    yield node.text[at : at + count], source[start:end]
                at, last = at + count, end
            assert at == (len(node.text) if node.pieces else 0), "pieces cover the text"
        elif isinstance(node, Code) and node.starts:
            assert len(node.starts) == len(node.lines)
            for line, start in zip(node.lines, node.starts, strict=True):
                if start < 0:
                    continue  # a line with escapes in it
                text = "".join(part for part, _ in line)
                blank = len(text) - len(text.lstrip(" "))  # may stand for part of a tab
                yield text[blank:], source[start + blank : start + len(text)]


def same(shown: str, written: str) -> bool:
    """Whether all of it is identical; a line break may be shown as a blank or another kind of line break."""
    return len(shown) == len(written) and all(
        one == other or (one in " \n" and other in "\r\n") for one, other in zip(shown, written, strict=True)
    )


@pytest.mark.parametrize(
    ("source", "run", "at"),
    [
        ("a **b** c", "b", 4),
        ("> - > quoted\r\n> - > twice", "twice", 20),
        ("# Title ##\r\n", "Title", 2),
        ("- # T #", "T", 4),
        ("# # #", "#", 2),
        ("a\r\nb\rc\n\n*d*", "d", 9),
        ("| a | b |\r\n|---|---|\r\n| 1 | *two* |", "two", 29),
        ("- | a |\n  |---|\n  | 1 | over |", "over", 24),
        ("see https://a.b/c_d now", "https://a.b/c_d", 4),
        ("see www.a.b.", "www.a.b", 4),
        ("[*l*](<x y> 'z') `` c`d ``", "c`d", 20),
        ("[l](x)b\\\n  c", "l", 1),
        ("- [x] done", "done", 6),
        ("| a | b |\n|---|---|\n|  | c |", "c", 25),
        ("x ~~~a~~~ ~~b~~ c", " c", 15),
        ("![a](b)*c*", "c", 8),
        ("a\u00a0\n\u00a0 *b*", "b", 6),
        ("*b*\u3000\u00a0", "b", 1),
        ("# \u00a0*b*", "b", 4),
        ("|\u00a0*b*\u00a0|\n|-|", "b", 3),
    ],
)
def test_text_that_stands_in_the_source_knows_where(source: str, run: str, at: int) -> None:
    found = [one for one in nodes(parse_markdown(source)) if isinstance(one, Run) and one.text == run]
    assert [one.start for one in found] == [at]
    assert source[at : at + len(run)] == run


def test_what_is_written_otherwise_is_one_piece() -> None:
    source = "> a &amp; b\\*c\r\n> next"
    (run,) = [one for one in nodes(parse_markdown(source)) if isinstance(one, Run)]
    assert run.text == "a & b*c next"
    assert [(source[start:end], count) for count, start, end in run.pieces] == [
        ("a ", 2),
        ("&amp;", 1),
        (" b", 2),
        ("\\*", 1),
        ("c", 1),
        ("\r\n> ", 1),
        ("next", 4),
    ]


def test_an_escaped_pipe_of_a_cell_leaves_the_rest_in_place() -> None:
    source = "|a|\n|-|\n|x\\|y \\| **z**|"
    runs = [one for one in nodes(parse_markdown(source)) if isinstance(one, Run)]
    assert [run.text for run in runs] == ["a", "x|y | ", "z"]
    assert [source[start:end] for _, start, end in runs[1].pieces] == ["x", "|y ", "| "]
    assert source[runs[2].start] == "z"


def test_blocks_know_their_lines() -> None:
    source = "# A\r\n\r\n- b\r\n- c\r\n\r\n\r\n> d\r\n\r\n    e\r\n\r\n---\r\n|f|\r\n|-|\r\n|g|"
    spans = [source[one.start : one.end] for one in parse_markdown(source)]  # type: ignore[union-attr]
    assert spans == ["# A", "- b\r\n- c", "> d", "    e", "---", "|f|\r\n|-|\r\n|g|"]
    heading, numbers = parse_markdown(source)[:2]
    assert isinstance(heading, Heading)
    assert isinstance(numbers, List)
    assert [source[one.start : one.end] for one in numbers.items] == ["- b", "- c"]


def test_code_knows_its_lines_behind_quotes_and_tabs() -> None:
    source = "> ```py\r\n> x = 1\r\n>\r\n>   y\r\n> ```\n\n-\ta\n\n\t\tcode\n"
    codes = [one for one in nodes(parse_markdown(source)) if isinstance(one, Code)]
    assert [source[start : start + 3] for start in codes[0].starts] == ["x =", "\r\n>", "  y"]
    assert all(same(*pair) for pair in shown_and_written(source, parse_markdown(source)))


def test_a_picture_knows_its_whole_source() -> None:
    source = "a ![b](c 'd') e"
    (picture,) = [one for one in nodes(parse_markdown(source)) if isinstance(one, Picture)]
    assert source[picture.start : picture.end] == "![b](c 'd')"


def test_text_and_code_are_their_source() -> None:
    source = "a\r\nb\r\r\nc\x00\ud800"
    for tree in (verbatim(source), code_blocks(source, "python")):
        assert all(same(shown, clean(written)) for shown, written in shown_and_written(source, tree))
        assert unpacked(packed(tree)) == tree


def test_line_ends_without_end_are_one_piece() -> None:
    assert pieces_of_lines("\r\n" * 5_000_000) == ((5_000_000, 0, 10_000_000),)
    mixed = "a\r\n" * MAX_PIECES
    assert pieces_of_lines(mixed) == ((2 * MAX_PIECES, 0, 3 * MAX_PIECES),)


@UNHURRIED
@given(
    source=st.text(st.characters(codec=None), max_size=200)
    | st.text(st.sampled_from("ab *_~`[]()!<>&;\\|-#\t\r\n $:/.w@1"), max_size=80)
    | documents().map(lambda made: made[0].replace("\n", "\r\n"))
    | documents().map(lambda made: made[0].replace("\n", "\n> ").replace(" ", "\t"))
)
def test_one_for_one_means_one_for_one(source: str) -> None:
    tree = parse_markdown(source)
    cleaned = clean(source)
    wrong = [pair for pair in shown_and_written(cleaned, tree) if not same(*pair)]
    assert wrong == []
    assert unpacked(packed(tree)) == tree


def answers(name: str) -> list[str]:
    text = (DATA / name).read_text(encoding="utf-8")
    if name.endswith(".json"):
        return [record["output"] for record in json.loads(text)]
    records = [json.loads(line) for line in text.splitlines()]
    if "oasst" in name:
        return [record["text"] for record in records]
    return [turn["content"] for record in records for turn in record["choices"][0]["turns"]]


@pytest.mark.skipif(not DATA.is_dir(), reason="the published records are not on this computer")
@pytest.mark.parametrize("name", ANSWERS)
def test_real_answers_are_mapped_to_the_character(name: str) -> None:
    shown = right = 0
    for answer in answers(name)[:250]:
        tree = parse_markdown(answer)
        for node in nodes(tree):
            if isinstance(node, Run):
                shown += sum(not character.isspace() for character in node.text)
            elif isinstance(node, Code):
                shown += sum(
                    not character.isspace() for line in node.lines for part in line for character in part[0]
                )
            elif isinstance(node, Paragraph | Formula):
                assert node.start >= 0
        for one, other in shown_and_written(answer, tree):
            right += sum(a == b for a, b in zip(one, other, strict=False) if not a.isspace())
        escapes = sum(
            count
            for node in nodes(tree)
            if isinstance(node, Run)
            for count, start, end in node.pieces
            if end - start != count and answer[start : start + 1] in "&\\"
        )
        shown -= escapes
    assert shown > 10_000
    assert right >= 0.99999 * shown


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("a $x^2$ *b*", ["$x^2$"]),
        ("> a \\(x\r\n> y\\) b", ["\\(x\r\n> y\\)"]),
        ("- $$\n  x\n  $$\n- b", ["- $$\n  x\n  $$"]),
        ("\\[x\\] and $$y$$", ["\\[x\\]", "$$y$$"]),
    ],
)
def test_a_formula_knows_its_source(source: str, written: list[str]) -> None:
    tree = parse_markdown(source)
    formulas = [one for one in nodes(tree) if isinstance(one, Formula)]
    assert [source[one.start : one.end] for one in formulas] == written
    assert all(same(*pair) for pair in shown_and_written(source, tree))
