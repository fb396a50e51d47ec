"""Guidelines: the documentation dialect, rule ids, and raw HTML as nothing but text."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.content.guideline import Entry, contents, parse_guideline
from hdclient.content.markdown import NOT_READABLE, TOO_DEEP, TOO_LONG, TOO_SLOW
from hdclient.content.prepared import GUIDELINE, prepare
from hdclient.content.tree import (
    Block,
    Code,
    Formula,
    Heading,
    List,
    ListItem,
    Note,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Run,
    Table,
)
from hdclient.model.content import ContentBlock
from tests.core.test_content_markdown import strings
from tests.helpers.judged import UNHURRIED
from tests.helpers.trees import without_source

SHA = "f" * 64


def text(words: str, **look: bool | str) -> Paragraph:
    return Paragraph((Run(words, **look),))  # type: ignore[arg-type]


def _lines(*lines: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    return tuple(((line, ""),) if line else () for line in lines)


CASES: list[tuple[str, tuple[Block, ...]]] = [
    ("# 2.3 Refusals", (Heading(1, (Run("2.3 Refusals"),), anchor="2.3"),)),
    ("## Be kind", (Heading(2, (Run("Be kind"),), anchor="be-kind"),)),
    ("## Be *kind* {#4.1}", (Heading(2, (Run("Be "), Run("kind", italic=True)), anchor="4.1"),)),
    ("two\nlines  \nbroken", (text("two lines\nbroken"),)),
    ("<b>bold</b> <script>alert(1)</script>", (text("<b>bold</b> <script>alert(1)</script>"),)),
    ("<div>\n<p>raw</p>\n</div>", (text("<div> <p>raw</p> </div>"),)),
    ("<!-- to do -->", (text("<!-- to do -->"),)),
    ("> quoted", (Quote((text("quoted"),)),)),
    ("- a\n- b", (List(False, 1, (ListItem((text("a"),)), ListItem((text("b"),)))),)),
    ("4. a\n5. b", (List(True, 4, (ListItem((text("a"),)), ListItem((text("b"),)))),)),
    ("- a\n\n- b", (List(False, 1, (ListItem((text("a"),)), ListItem((text("b"),))), tight=False),)),
    ("---", (Rule(),)),
    ("Term\n: Meaning", (text("Term", bold=True), Quote((text("Meaning"),)))),
    ('!!! warning "Mind *this*"\n    inside', (Quote((text("inside"),), title="Mind this"),)),
    ("!!! note\n    inside", (Quote((text("inside"),), title="Note"),)),
    ("```python\nx\n```", (Code("python", ((("x", ""),),)),)),
    ("text\n```\n<b> &amp;\n```\nmore", (text("text"), Code("", ((("<b> &amp;", ""),),)), text("more"))),
    ("    <b> &lt;", (Code("", ((("<b> &lt;", ""),),)),)),
    ("```\nopen", (text("``` open"),)),
    ("a\n\n    ```py\n    x\n    ```", (text("a"), Code("py", ((("x", ""),),)))),
    ("    one\n\n    ```py\n    x\n    ```", (Code("", _lines("one", "", "```py", "x", "```")),)),
    ("[TOC]\n**a**", (Paragraph((Run("[TOC] "), Run("a", bold=True))),)),
    (
        "- a\n\n    ```\n    x\n      y\n    ```",
        (List(False, 1, (ListItem((text("a"), Code("", ((("x", ""),), (("  y", ""),))))),), tight=False),),
    ),
    (
        "| a | b |\n|:-:|---|\n| *1* | 2 |",
        (
            Table(
                ("center", ""),
                ((Run("a"),), (Run("b"),)),
                (((Run("1", italic=True),), (Run("2"),)),),
            ),
        ),
    ),
    ("[l](http://x.y)", (text("l", href="http://x.y"),)),
    ("[l](#2.3)", (text("l", href="#2.3"),)),
    ("[l](javascript:alert(1))", (text("l (javascript:alert(1))"),)),
    ("[l](FILE:///etc/passwd)", (text("l (FILE:///etc/passwd)"),)),
    ("<me@x.org>", (text("me@x.org", href="mailto:me@x.org"),)),
    (f"![p](hd-att:{SHA})", (Paragraph((Picture(SHA, alt="p"),)),)),
    ("![p](http://x/y.png)", (Paragraph((Picture("", alt="p", source="http://x/y.png"),)),)),
    ("a $x_1*y*z$ b", (Paragraph((Run("a "), Formula("x_1*y*z", markup="$"), Run(" b"))),)),
    ("**a \\(b\\)**", (Paragraph((Run("a ", bold=True), Formula("b", markup="\\(", bold=True))),)),
    (
        "from $5 to $10, `$x$`, \\$x$",
        (Paragraph((Run("from $5 to $10, "), Run("$x$", code=True), Run(", $x$"))),),
    ),
    ("$`x`$", (Paragraph((Run("$"), Run("x", code=True), Run("$"))),)),
    ("a\n$$\n- b\n\n# c\n$$\nd", (text("a"), Formula("\n- b\n\n# c\n", True, markup="$$"), text("d"))),
    ("> \\[\n> x\n> \\]", (Quote((Paragraph((Formula("\nx\n", True, markup="\\["),)),)),)),
    (
        "1. a\n\n    $$\n    x\n      y\n    $$\n\n2. b",
        (
            List(
                True,
                1,
                (
                    ListItem((text("a"), Formula("\nx\n  y\n", True, markup="$$"))),
                    ListItem((text("b"),)),
                ),
                tight=False,
            ),
        ),
    ),
    ("    $$\n    x\n    $$", (Code("", _lines("$$", "x", "$$")),)),
    ("```\n$$\nx\n$$\n```", (Code("", _lines("$$", "x", "$$")),)),
    ("```math\nx\n```", (Formula("x", True, markup="```math"),)),
    ("$$\nnever closed\n\na", (text("$$ never closed"), text("a"))),
    ("a \x02wzxhzdk:0\x03 b", (text("a ␂wzxhzdk:0␃ b"),)),
]


@pytest.mark.parametrize(("source", "tree"), CASES, ids=lambda one: repr(one)[:40])
def test_the_dialect(source: str, tree: tuple[Block, ...]) -> None:
    assert without_source(parse_guideline(source)) == tree


def test_characters_with_a_meaning_for_html_show_as_they_are() -> None:
    (paragraph,) = parse_guideline("a **b** `c<d &amp;` &amp; &copy; &#8364; &nosuch; & x<y")
    assert isinstance(paragraph, Paragraph)
    assert paragraph.inlines == (
        Run("a "),
        Run("b", bold=True),
        Run(" "),
        Run("c<d &amp;", code=True),
        Run(" & © € &nosuch; & x<y"),
    )


def test_formulas_of_a_guideline_are_drawn() -> None:
    prepared = prepare(
        ContentBlock(kind=GUIDELINE, text="## 1 The $x$ rule\n\n$$\n\\frac{a}{b}\n$$\n"), draw_s=5
    )
    heading, formula = prepared.blocks
    assert isinstance(heading, Heading) and heading.anchor == "1" and isinstance(formula, Formula)
    drawn = [one for one in (*heading.inlines, formula) if isinstance(one, Formula)]
    assert [one.problem for one in drawn] == ["", ""] and all(one.drawing for one in drawn)


def test_openers_that_nothing_closes_cost_no_more_than_their_length() -> None:
    for source in ("$$\n" * 60_000, "\\[\n" * 6_000, "\\begin{align}\n" * 12_000, "\\( $" * 1_500 + "\n"):
        tree = parse_guideline(source, deadline_s=5)
        assert not any(isinstance(block, Note) for block in tree), source[:9]


def test_contents_name_every_heading_once_with_its_anchor() -> None:
    source = "[TOC]\n\n# 1 First & *last*\n\n> ## 1.1 Quoted\n\n# 1 Again\n\n[TOC]\n"
    tree = parse_guideline(source)
    assert contents(tree) == (
        Entry(1, "1 First & last", "1"),
        Entry(2, "1.1 Quoted", "1.1"),
        Entry(1, "1 Again", "1_1"),
    )
    assert isinstance(tree[0], List)
    first, below, again = (
        Paragraph((Run(words, href=href),))
        for words, href in (("1 First & last", "#1"), ("1.1 Quoted", "#1.1"), ("1 Again", "#1_1"))
    )
    inner = List(False, 1, (ListItem((below,)),))
    assert tree[0].items == (ListItem((first, inner)), ListItem((again,)))
    assert tree[-1] == text("[TOC]"), "a second mark is text"


def test_a_footnote_is_a_number_and_a_note_at_the_end() -> None:
    tree = parse_guideline("Word[^x] goes on.\n\n[^x]: The *note*.\n")
    assert tree == (
        Paragraph((Run("Word["), Run("1", href="#fn:x"), Run("] goes on."))),
        Rule(),
        List(
            True,
            1,
            (ListItem((Paragraph((Run("The "), Run("note", italic=True), Run("."))),), anchor="fn:x"),),
            tight=False,
        ),
    )


@pytest.mark.parametrize(
    ("source", "note"),
    [
        ("x" * 10_001, TOO_LONG),
        ("a\n" * 100_001, TOO_LONG),
        ("> " * 300 + "a", TOO_DEEP),
        ("a&b\n\n" * 30_000, TOO_SLOW),
        ("$x$ " * 2_000 + "\n" + "$a$\n" * 20_000, TOO_SLOW),
    ],
)
def test_what_cannot_be_formatted_is_there_as_written(source: str, note: str) -> None:
    seconds = 0.05 if note == TOO_SLOW else 5.0
    assert without_source(parse_guideline(source, seconds)) == (
        Note(note, note == TOO_SLOW),
        text(source),
    )


def test_when_the_parser_fails_the_text_is_there_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise IndexError("a fault of the parser")

    monkeypatch.setattr("markdown.blockparser.BlockParser.parseDocument", broken)
    assert without_source(parse_guideline("**a**")) == (Note(NOT_READABLE), text("**a**"))


FRAGMENTS = [
    *(
        "{}",
        "# {}",
        "{}\n===",
        "**{}**",
        "*{} {}*",
        "`{}`",
        "> {}",
        "- {}",
        "1. {}",
        "    {}",
        "- {}\n\n    {}",
    ),
    *(
        "[{}](http://{})",
        "[{}](ftp:{})",
        "![{}](x-{})",
        "<http://{}>",
        "<div>{}</div>",
        "<b>{}</b>",
        "<!-- {} -->",
    ),
    *(
        "&{};",
        "```{}\n{}\n```",
        "```\n{}",
        "!!! note\n    {}",
        '!!! tip "{}"\n    {}',
        "{}\n: {}",
        "[TOC]",
        "{}[^a]",
    ),
    *("|{}|{}|\n|-|-|\n|{}|{}|", "---", "**{}", "\\{}"),
    *(
        "${}$",
        "\\({}\\)",
        "$${}$$",
        "$$\n{}\n\n- {}\n$$",
        "\\[{}",
        "$${}",
        "\\begin{{align}}\n{}\n\\end{{align}}",
    ),
]


@UNHURRIED
@given(
    st.lists(st.tuples(st.sampled_from(FRAGMENTS), st.sampled_from(["\n", "\n\n", "\n\n    "])), max_size=10)
)
def test_no_word_is_lost(parts: list[tuple[str, str]]) -> None:
    words: list[str] = []
    source = ""
    for fragment, end in parts:
        own = [f"w{len(words) + number}q" for number in range(fragment.count("{}"))]
        words += own
        source += fragment.format(*own) + end
    tree = parse_guideline(source)
    assert not any(isinstance(block, Note) for block in tree)
    shown = " ".join(strings(tree))
    assert [word for word in words if word not in shown] == []


@UNHURRIED
@given(source=st.text(st.characters(codec=None), max_size=200))
def test_any_text_gives_a_tree_that_can_travel(source: str) -> None:
    tree = parse_guideline(source)
    assert pickle.loads(pickle.dumps(tree)) == tree
    assert not any(isinstance(block, Note) for block in tree)
