"""Markdown: the dialect that models write, and above all that nothing of the text is lost on the way."""

from __future__ import annotations

import pickle
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import astuple

from hdclient.content import markdown_inlines
from hdclient.content.markdown import (
    NOT_ALL_SHOWN,
    NOT_READABLE,
    TOO_DEEP,
    TOO_LONG,
    TOO_SLOW,
    parse_markdown,
)
from hdclient.content.plain import plain_text
from hdclient.content.prepared import Prepared, to_bytes
from hdclient.content.tree import (
    Block,
    Code,
    Formula,
    Heading,
    List,
    ListItem,
    Node,
    Note,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Run,
    Table,
)
from tests.helpers.judged import UNHURRIED
from tests.helpers.trees import nodes, without_source

SHA = "0123456789abcdef" * 4


def text(words: str, **look: Any) -> Paragraph:
    return Paragraph((Run(words, **look),))


def item(*blocks: Block, checked: bool | None = None) -> ListItem:
    return ListItem(blocks, checked)


CASES: list[tuple[str, tuple[Block, ...]]] = [
    ("plain", (text("plain"),)),
    ("two\nlines", (text("two lines"),)),
    ("hard  \nbreak\\\nagain", (text("hard\nbreak\nagain"),)),
    ("## Title #", (Heading(2, (Run("Title"),)),)),
    ("Title\n===", (Heading(1, (Run("Title"),)),)),
    ("***both***", (Paragraph((Run("both", bold=True, italic=True),)),)),
    ("a_b_c 2*3*4", (Paragraph((Run("a_b_c 2"), Run("3", italic=True), Run("4"))),)),
    ("List<String> & x < y", (text("List<String> & x < y"),)),
    ("<b>bold</b><script>x</script>", (text("<b>bold</b><script>x</script>"),)),
    ("<div>\n  *block*\n</div>", (text("<div>\n  *block*\n</div>"),)),
    ("<div>\na\n\n*b*", (text("<div>\na"), text("b", italic=True))),
    ("<!-- note -->", (text("<!-- note -->"),)),
    ("&lt;b&gt; &amp; &nosuch;", (text("<b> & &nosuch;"),)),
    ("a&#10;b", (text("a b"),)),
    ("~~~ f&ouml;\\+o\n~~~", (Code("fö+o", ((),)),)),
    ("#hashtag", (text("#hashtag"),)),
    ("$5 and $10", (text("$5 and $10"),)),
    ("---", (Rule(),)),
    ("> quoted\n> more", (Quote((text("quoted more"),)),)),
    ("- a\n- b", (List(False, 1, (item(text("a")), item(text("b")))),)),
    ("intro\n- a", (text("intro"), List(False, 1, (item(text("a")),)))),
    ("3. a\n4. b", (List(True, 3, (item(text("a")), item(text("b")))),)),
    ("- a\n\n- b", (List(False, 1, (item(text("a")), item(text("b"))), tight=False),)),
    ("- [ ] a\n- [x] b", (List(False, 1, (item(text("a"), checked=False), item(text("b"), checked=True))),)),
    ("- [x]", (List(False, 1, (item(text("[x]")),)),)),
    ("-", (List(False, 1, (item(),)),)),
    (
        "- a\n  - b\n    1. c",
        (
            List(
                False,
                1,
                (item(text("a"), List(False, 1, (item(text("b"), List(True, 1, (item(text("c")),))),))),),
            ),
        ),
    ),
    ("    x = 1\n      y", (Code("", ((("x = 1", ""),), (("  y", ""),))),)),
    ("```\na\n\n  b\n```", (Code("", ((("a", ""),), (), (("  b", ""),))),)),
    ("~~~nosuch extra\na\n~~~", (Code("nosuch extra", ((("a", ""),),)),)),
    ("```\nopen", (Code("", ((("open", ""),),)),)),
    ("[l](http://x.y)", (text("l", href="http://x.y"),)),
    ("[l][r]\n\n[r]: http://x.y", (text("l", href="http://x.y"),)),
    ("[x](javascript:alert(1))", (text("[x](javascript:alert(1))"),)),
    ("auto f = []() { x(); }", (text("auto f = []() { x(); }"),)),
    ("[](http://x.y)", (text("http://x.y", href="http://x.y"),)),
    ("<http://x.y/%20>", (text("http://x.y/%20", href="http://x.y/%20"),)),
    ("https://x.y/a_b_c", (text("https://x.y/a_b_c", href="https://x.y/a_b_c"),)),
    ("`https://x.y`", (text("https://x.y", code=True),)),
    (f"![p](hd-att:{SHA})", (Paragraph((Picture(SHA, alt="p"),)),)),
    ("![*a* b](http://x/y.png)", (Paragraph((Picture("", alt="a b", source="http://x/y.png"),)),)),
    ("![](/etc/passwd)", (Paragraph((Picture("", source="/etc/passwd"),)),)),
    (f"![](hd-att:{SHA[1:]})", (Paragraph((Picture("", source=f"hd-att:{SHA[1:]}"),)),)),
    (
        "|a|b|\n|:-|-:|\n|1|2|",
        (Table(("left", "right"), ((Run("a"),), (Run("b"),)), (((Run("1"),), (Run("2"),)),)),),
    ),
    ("[a](http://b 'title')", (text("a", href="http://b"), Note(NOT_ALL_SHOWN))),
    ("[hidden]: # (comment)", (Note(NOT_ALL_SHOWN),)),
    ("السلام **عليكم**", (Paragraph((Run("السلام "), Run("عليكم", bold=True))),)),
]


@pytest.mark.parametrize(("source", "tree"), CASES, ids=lambda one: repr(one)[:40])
def test_the_dialect(source: str, tree: tuple[Block, ...]) -> None:
    assert without_source(parse_markdown(source)) == tree


def test_looks_of_text() -> None:
    (paragraph,) = without_source(parse_markdown("**b** *i* ~~s~~ `c` ***~~all~~***"))
    assert isinstance(paragraph, Paragraph)
    runs = [run for run in paragraph.inlines if isinstance(run, Run) and run.text.strip()]
    assert runs == [
        Run("b", bold=True),
        Run("i", italic=True),
        Run("s", strike=True),
        Run("c", code=True),
        Run("all", bold=True, italic=True, strike=True),
    ]


def test_an_address_ends_where_the_sentence_goes_on() -> None:
    (paragraph,) = parse_markdown("(see http://x.y/a_(b)). And https://q.r, too; http:// is none")
    assert isinstance(paragraph, Paragraph)
    links = [run.text for run in paragraph.inlines if isinstance(run, Run) and run.href]
    assert links == ["http://x.y/a_(b)", "https://q.r"]


def test_cells_beyond_the_header_are_shown() -> None:
    (table,) = parse_markdown("> | a |\n> |---|\n> | 1 | *2* | 3\\|4 |\n> | 5 |")[0].blocks  # type: ignore[union-attr]
    assert isinstance(table, Table)
    assert table.align == ("", "", "")
    assert plain_text((table,)) == "a\t\t\n1\t*2*\t3|4\n5\t\t"


def test_a_long_data_address_is_shortened_with_its_length() -> None:
    (paragraph,) = parse_markdown(f"![](data:image/png;base64,{'A' * 5_000})")
    assert isinstance(paragraph, Paragraph)
    (picture,) = paragraph.inlines
    assert isinstance(picture, Picture)
    assert picture.source.endswith("(5,022 characters)")
    assert len(picture.source) < 600


def test_code_is_coloured_by_its_language() -> None:
    (code,) = parse_markdown("```Python title=x\ndef f(): pass\n```")
    assert isinstance(code, Code)
    assert code.language == "Python title=x"
    assert code.lines[0][0] == ("def ", "keyword")


@pytest.mark.parametrize(
    ("source", "note"),
    [("x" * 3_000_001, TOO_LONG), ("> " * 60 + "deep", TOO_DEEP), ("- " * 30 + "deep", TOO_DEEP)],
)
def test_what_cannot_be_formatted_is_there_as_written(source: str, note: str) -> None:
    assert without_source(parse_markdown(source)) == (Note(note), text(source))


def test_when_time_is_up_the_text_is_there_as_written() -> None:
    source = "**a** b\n\n" * 2_000
    assert without_source(parse_markdown(source, deadline_s=0.001)) == (
        Note(TOO_SLOW, again=True),
        text(source),
    )


def test_when_the_parser_fails_the_text_is_there_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise IndexError("a fault of the parser")

    monkeypatch.setattr("markdown_it.parser_block.ParserBlock.parse", broken)
    assert without_source(parse_markdown("**a**")) == (Note(NOT_READABLE), text("**a**"))


def test_a_table_of_too_many_cells_is_there_as_written() -> None:
    source = "|a|\n|-|\n|" + "c|" * 1_001 + "\n" + "|d|\n" * 200
    note, code = parse_markdown(source, deadline_s=60)
    assert isinstance(note, Note)
    assert isinstance(code, Code)
    assert plain_text((code,)) == source.rstrip("\n")


def test_a_large_table_is_a_table_and_its_tree_no_larger_than_a_few_times_its_source() -> None:
    for rows, columns in ((5_000, 2), (500, 200)):
        lines = ["|".join(f"r{row}c{column}" for column in range(columns)) for row in range(rows + 1)]
        source = "\n".join([lines[0], "|".join("-" * columns), *lines[1:]])
        (table,) = parse_markdown(source, deadline_s=60)
        assert isinstance(table, Table)
        assert (len(table.align), len(table.rows)) == (columns, rows)
        assert plain_text((table,)).split()[-1] == f"r{rows}c{columns - 1}"
        assert len(to_bytes(Prepared(0, (table,)))) < 5 * len(source)


PLAIN_WORDS = [
    "word",
    "12.5 %",
    "a-b, (c); 'd' \"e\" +1/2",
    "\u0437\u0434\u0435\u0441\u044c",
    "www.example.org a",
]


@pytest.mark.parametrize("words", PLAIN_WORDS)
def test_plain_words_read_as_the_parser_reads_them(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source = f"# {words}\n\n{words}\n\n- {words}\n\n|a|\n|-|\n|{words}|\n"
    assert markdown_inlines._PLAIN.fullmatch(words)
    quick = parse_markdown(source)
    monkeypatch.setattr(markdown_inlines, "_PLAIN", re.compile("(?!)"))
    assert parse_markdown(source) == quick


FRAGMENTS = [
    *("{}", "# {}", "{}\n===", "**{}**", "*{} {}*", "~~{}~~", "`{}`", "> {}", "- {}", "- [ ] {}", "1. {}"),
    *(
        "[{}](http://{})",
        "[{}]({} '{}')",
        "[{}][{}]",
        "[{}]: http://{}",
        "![{}]({})",
        "[![{}]({})]({})",
        "<http://{}>",
    ),
    *(
        "<div>{}</div>",
        "<!-- {} -->",
        "<{}>",
        "&{};",
        "\\{}",
        "    {}",
        "\t{}",
        "---",
        "***",
        "{}|{}\n-|-\n{}|{}|{}",
    ),
    *(
        "| {} | {} |\n|:--|--:|\n| {} |\n| {} | {} | {} |",
        "```{}\n{}\n```",
        "~~~\n{}\n",
        "[{}",
        "](",
        "**{}",
        "{}`",
        "$${}$$",
    ),
]


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Markdown made of all kinds of fragments, every word in it different from all others."""
    words: list[str] = []
    parts: list[str] = []
    for fragment in draw(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=12)):
        own = [f"w{len(words) + number}q" for number in range(fragment.count("{}"))]
        words += own
        parts.append(fragment.format(*own))
        parts.append(draw(st.sampled_from(["\n", "\n\n", " ", "", "\n  ", "\n> "])))
    return "".join(parts), words


def strings(value: Any) -> list[str]:
    """All text anywhere in a tree."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Node):
        return [one for inner in astuple(value) for one in strings(inner)]
    return [one for inner in value for one in strings(inner)] if isinstance(value, tuple) else []


@UNHURRIED
@given(document=documents())
def test_no_word_is_lost(document: tuple[str, list[str]]) -> None:
    source, words = document
    tree = parse_markdown(source)
    shown = " ".join(strings(tree))
    lost = [word for word in words if word not in shown]
    assert not lost or Note(NOT_ALL_SHOWN) in tree


@UNHURRIED
@given(source=st.text(st.characters(codec=None), max_size=200) | documents().map(lambda made: made[0]))
def test_any_text_gives_a_tree_that_can_travel(source: str) -> None:
    tree = parse_markdown(source)
    assert pickle.loads(pickle.dumps(tree)) == tree
    assert isinstance(plain_text(tree), str)
    notes = {block.text for block in tree if isinstance(block, Note)}
    assert notes <= {NOT_ALL_SHOWN}, "an ordinary text must not fall back to its source"


@pytest.mark.parametrize(
    ("source", "tex", "markup"),
    [
        ("```math\na^2\n\nb\n```", "a^2\n\nb", "```math"),
        ("~~~~ Math \nx\n~~~~", "x", "~~~~ Math"),
        ("> ```math\n> x\n> ```", "x", "```math"),
        ("1. one\n\n   ```math\n   x\n   ```", "x", "```math"),
    ],
)
def test_a_fence_of_mathematics_is_a_formula_on_lines_of_its_own(source: str, tex: str, markup: str) -> None:
    found = [node for node in nodes(parse_markdown(source)) if isinstance(node, Formula)]
    assert [(one.tex, one.markup, one.display) for one in found] == [(tex, markup, True)]
    written = source[found[0].start : found[0].end].lstrip(" >")
    assert written.startswith(markup[:3]) and written.rstrip().endswith(markup[:3])


@pytest.mark.parametrize("info", ["maths", "math python", "latex", ""])
def test_any_other_fence_is_code(info: str) -> None:
    assert isinstance(parse_markdown(f"```{info}\nx\n```")[0], Code)


def test_an_empty_fence_of_mathematics_is_shown_as_the_code_that_it_is() -> None:
    assert isinstance(parse_markdown("```math\n \n```")[0], Code)


def test_formulas_know_the_emphasis_around_them() -> None:
    inlines = parse_markdown("**$a$** ~~$b$~~ ***~~$c$~~*** $d$")[0].inlines
    looks = [(one.tex, one.bold, one.strike) for one in inlines if isinstance(one, Formula)]
    assert looks == [("a", True, False), ("b", False, True), ("c", True, True), ("d", False, False)]
