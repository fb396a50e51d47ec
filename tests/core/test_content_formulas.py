"""Mathematics in Markdown: what is a formula, what is money or an escaped bracket, and that looking stays quick."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from hdclient.content.formulas import CLOSERS, recognise_formulas
from tests.helpers.judged import UNHURRIED

PARSER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
recognise_formulas(PARSER)


def tokens_of(text: str) -> list[Token]:
    return list(_all(PARSER.parse(text)))


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])


def found(text: str) -> list[tuple[str, str]]:
    """(markup, content) of every formula."""
    return [(token.markup, token.content) for token in tokens_of(text) if token.type == "formula"]


INLINE = [
    ("$x$", "$", "x"),
    ("so $a_1 * b_1 * c$ is", "$", "a_1 * b_1 * c"),
    (r"\(x_1*y*z\)", r"\(", "x_1*y*z"),
    (r"\[ x \] and", r"\[", " x "),
    ("words $$x+y$$ words", "$$", "x+y"),
    ("the $n$th and $k$-th and 当$z$时", "$", "n"),
    (r"**bold $\frac{1}{2}$**", "$", r"\frac{1}{2}"),
    (r"$\text{costs \$5 or $y$}$", "$", r"\text{costs \$5 or $y$}"),
    (r"see \begin{align*}a&=b\\c&=d\end{align*}!", "", r"\begin{align*}a&=b\\c&=d\end{align*}"),
    ("$a\n+b$", "$", "a\n+b"),
    (r"\(a \\) b\)", r"\(", r"a \\) b"),
    (r"broken $\frac{1}{2$ stays whole", "$", r"\frac{1}{2"),
    ("# Title $x$", "$", "x"),
    ("[link $x_1$](http://example.org/)", "$", "x_1"),
    ("| a | b |\n|---|---|\n| $x$ | 1 |", "$", "x"),
    (r"is \(5\) and \(x\)", r"\(", "5"),
]

BLOCKS = [
    ("$$\nx\n$$", "$$", "\nx\n"),
    ("$$x$$", "$$", "x"),
    ("\\[\na\n\n- b\n\\]", "\\[", "\na\n\n- b\n"),
    ("> \\[\n> x\n> \\]", "\\[", "\nx\n"),
    ("- item\n\n  $$\n  x\n  = 1\n  $$", "$$", "\nx\n= 1\n"),
    ("words\n$$x$$\nwords", "$$", "x"),
    ("\\begin{cases}\n1\\\\\n2\n\\end{cases}", "", "\\begin{cases}\n1\\\\\n2\n\\end{cases}"),
    (
        "\\begin{array}{c}\\begin{array}{c}x\\end{array}\\end{array}",
        "",
        "\\begin{array}{c}\\begin{array}{c}x\\end{array}\\end{array}",
    ),
]

NO_FORMULA = [
    "it costs $5 and $10",
    "between $5-$10 or 5$ and 6$",
    "$5 million and 1,000 more (US$ million)",
    "$20,000 and the repairs cost 50,000 so 80,000+50,000=$<<80000+50000=130000>>130,000",
    'DIR="$(dirname -- "$(readlink -f -- "$0")")"',
    "PATH=$HOME/bin:$PATH and ${a}.${b}",
    "rated $$ or $$$, once $$$$",
    "`$x$` and `\\(x\\)`",
    "$x `y$` z",
    "```\n$$\nx\n$$\n```",
    "    $$x$$",
    r"\$x\$",
    r"\\(x\\)",
    r"\[see the note\](http://example.org/)",
    r"\(see the note\)",
    "$ x $",
    "$$ $$",
    r"\(\)",
    r"\begin{document}x\end{document}",
    r"\begin{align}x",
    "Category: '$$', 'Back to my burger\nnext', '$$'",
    "one $$\n\ntwo $$",
]


@pytest.mark.parametrize(("text", "markup", "content"), INLINE)
def test_inline_formulas_are_found(text: str, markup: str, content: str) -> None:
    assert found(text)[0] == (markup, content)
    token = next(token for token in tokens_of(text) if token.type == "formula")
    assert token.meta["display"] is (markup in ("$$", "\\[", ""))


@pytest.mark.parametrize(("text", "markup", "content"), BLOCKS)
def test_formulas_on_their_own_lines_are_blocks(text: str, markup: str, content: str) -> None:
    assert found(text) == [(markup, content)]
    token = next(token for token in PARSER.parse(text) if token.type == "formula")
    assert token.meta["display"] and token.block and token.map is not None
    lines = text.split("\n")[slice(*token.map)]
    whole = markup + content + CLOSERS[markup]
    assert lines[0].endswith(whole.split("\n")[0])
    assert lines[-1].endswith(whole.split("\n")[-1])


@pytest.mark.parametrize("text", NO_FORMULA)
def test_what_is_no_formula_stays_as_it_was(text: str) -> None:
    assert found(text) == []


def test_words_behind_a_display_formula_keep_it_whole() -> None:
    """Its lines would be a list by themselves, and the empty one would end the paragraph."""
    text = "So \\[\na\n\n- b\n\\] where $c$\nis known.\n\nNext."
    assert [token.type for token in PARSER.parse(text)] == [
        *("paragraph_open", "inline", "paragraph_close") * 2,
    ]
    assert found(text) == [("\\[", "\na\n\n- b\n"), ("$", "c")]
    assert found("$$\na\n- b\n$$, where $c$") == [("$$", "\na\n- b\n"), ("$", "c")]


def test_a_formula_without_indent_stays_in_its_list() -> None:
    kinds = [token.type for token in PARSER.parse("1. first\n\\[ x \\]\n2. second")]
    assert kinds.count("ordered_list_open") == 1


@given(st.text(alphabet="$\\()[]{} \nab1`>-*_", max_size=80))
@UNHURRIED
def test_any_text_gives_formulas_that_are_in_it(text: str) -> None:
    for token in PARSER.parse(text):
        for child in token.children or []:
            if child.type == "formula":
                assert child.markup + child.content + CLOSERS[child.markup] in token.content
        if token.type == "formula":
            for line in (token.markup + token.content + CLOSERS[token.markup]).split("\n"):
                assert line in text


REPEATED = [
    "\\(",
    "\\[",
    "$",
    "$$ ",
    "$a ",
    "$a",
    "\\[\n",
    "$$\nx\n\n",
    "a $$\n",
    "\\begin{align}",
    "\\begin{align}\n",
    "$\\text{",
    "\\(\\text{",
    "[\\(",
    "![\\(](x)",
    "\\(`",
    "> \\[\n",
    "- \\[\n",
    "a \\[\n- b\n",
    "$\\text{$}$",
    "\\[x\\](",
]


def _seconds(text: str) -> float:
    start = time.process_time()
    PARSER.parse(text)
    return time.process_time() - start


@pytest.mark.parametrize("part", REPEATED)
def test_what_is_left_open_costs_no_more_than_its_length(part: str) -> None:
    """Four times the text takes some four times as long; a search from every opener to the end takes sixteen."""
    sizes = [5_000 // len(part), 20_000 // len(part)]
    took = [min(_seconds(part * size) for _ in range(3)) for size in sizes]
    for small, large in pairwise(took):
        assert large < 8 * small + 0.02, took


def test_the_last_open_one_costs_no_more_either() -> None:
    """One closer at the very end, which none of the openers may have."""
    for part, tail in (
        ("\\[", "\\](x)"),
        ("\\(", "`\\)"),
        ("$$ x ", "$$$"),
        ("\\begin{cases}", "\\end{cases}"),
    ):
        took = [min(_seconds(part * size + tail) for _ in range(3)) for size in (1_000, 4_000)]
        assert took[1] < 8 * took[0] + 0.02, (part, took)
