"""Formulas drawn: what MathJax draws is what the TeX says, hostile TeX is bounded, and a tree is filled as a whole."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.content import typesetting
from hdclient.content.mathjax import TOO_LARGE, FormulaFailed, MathJax, Typesetter
from hdclient.content.outlines import HIGHEST, NotDrawable, drawing_of
from hdclient.content.plain_typesetter import PlainTypesetter
from hdclient.content.prepared import from_bytes
from hdclient.content.spoken import MOST_CHARS, spoken
from hdclient.content.tree import (
    Drawing,
    Formula,
    Heading,
    List,
    ListItem,
    Message,
    Paragraph,
    Quote,
    Run,
    Table,
    packed,
    unpacked,
)
from hdclient.content.typesetting import NO_TIME_LEFT, drawn, typeset
from hdclient.content.workshop import Workshop
from hdclient.model.content import ContentBlock
from tests.helpers.judged import UNHURRIED

pytest.importorskip("quickjs", reason="MathJax needs QuickJS, which has no wheel for this Python")


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    typesetting._here.results.clear()
    yield
    typesetting._here.results.clear()


def drawing(tex: str, display: bool = True) -> Drawing:
    made = drawn(Formula(tex, display))
    assert made.drawing is not None, made.problem
    return made.drawing


def problem(tex: str) -> str:
    made = drawn(Formula(tex, True))
    assert made.drawing is None
    return made.problem


def colours(tex: str) -> set[str]:
    return {mark[5] for mark in drawing(tex).marks}


def test_a_formula_stands_on_the_baseline() -> None:
    x, y = drawing("x"), drawing("y")
    assert x.width > 400 and x.ascent > 400 and x.descent < 50
    assert y.descent > 150
    assert drawing(r"\frac{1}{2}", display=False).ascent < drawing(r"\frac{1}{2}").ascent


def test_a_division_is_no_divergence() -> None:
    """The physics package, which quickjax's own `render` loads, makes a nabla and a dot of it."""
    assert drawing(r"6\div 2").marks == drawing(r"6÷2").marks
    assert drawing(r"\qty(6\div 2)").marks == drawing(r"\left(6÷2\right)").marks


@pytest.mark.parametrize(
    ("tex", "marks"),
    [
        (r"\left|\begin{matrix}a\\b\\c\\d\end{matrix}\right|", 6),
        (r"\overline{AB}", 3),
        (r"\begin{array}{c|c}a&b\\\hline c&d\end{array}", 6),
        (r"\boxed{x}", 2),
        (r"\cancel{x}", 2),
        (r"\fbox{x}", 2),
        (r"\bm{x}", 1),
        (r"\colorbox{yellow}{x}", 2),
        (r"\phantom{x}y", 1),
        (r"x \tag{7}", 4),
        (r"\qty(x)", 3),
        (r"\require{mhchem}\ce{CO}", 2),
        (r"\href{http://example.org/}{x}", 1),
        (r"\style{position:fixed;font-size:900px}{x}", 1),
    ],
)
def test_every_stroke_is_there(tex: str, marks: int) -> None:
    assert len(drawing(tex).marks) == marks


def test_a_number_stands_beside_its_equation() -> None:
    plain, tagged = drawing("x"), drawing(r"x \tag{7}")
    assert tagged.width > plain.width + 2_000
    assert tagged.marks[0][1] < plain.width < tagged.marks[1][1]


def test_a_stretched_brace_reaches_from_top_to_bottom() -> None:
    lines = r"\\".join("abcdefgh")
    made = drawing(rf"\left\{{\begin{{matrix}}{lines}\end{{matrix}}\right.")
    bars = [made.shapes[mark[0]] for mark in made.marks if mark[1:5] == (0, 0, 1000, 1000)]
    assert len(bars) == 2, "the two straight parts between hooks and middle"


def test_colours_are_names_or_numbers_and_backgrounds_are_told() -> None:
    assert colours(r"y+{\color{red}x}") == {"red", ""}
    assert colours(r"\textcolor[RGB]{0,255,127}{x}") == {"#00ff7f"}
    assert colours(r"\rule{1em}{1em}") == {""}
    assert colours(r"\colorbox{yellow}{x}") == {"~yellow", ""}


def test_what_the_font_lacks_is_text() -> None:
    made = drawing(r"\text{速度} = v")
    assert [(text, colour) for text, _, _, _, colour in made.words] == [("速度", "")]


def test_glyphs_are_kept_once() -> None:
    assert len(drawing("x+x+x+x+x").shapes) == 2
    assert len(packed((drawn(Formula(r"E = mc^2")),))) < 3_000


def test_a_definition_ends_with_its_formula() -> None:
    assert len(drawing(r"\newcommand{\R}{\mathbb{R}}\R").marks) == 1
    assert "\\R" in problem(r"\R")
    drawing(r"\renewcommand{\frac}[2]{x}\frac{1}{2}")
    assert len(drawing(r"\frac{1}{2}").marks) == 3
    drawing(r"\def\bm{oops}\let\sin=\cos x")
    assert len(drawing(r"\bm{x}").marks) == 1
    drawing(r"x \label{eq:1}")
    drawing(r"y \label{eq:1}")


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\foo{x}", r"It uses \foo, which is not known here."),
        (r"\frac{1}{2", "A closing brace is missing."),
        (r"x}", "There is a closing brace without an opening one."),
        (r"\begin{nothing}x\end{nothing}", "It uses nothing, which is not known here."),
        (r"\def\a{\a\a}\a", "It defines a command by itself without end."),
        (r"\rule{100000em}{1em}", "It is too large to be shown."),
        (r"\rule{1em}{100000em}", "It is too large to be shown."),
        (r"\hspace{100000em}x", "It is too large to be shown."),
        (r"\includegraphics{/etc/passwd}", r"It uses \includegraphics, which is not known here."),
        (r"\input{/etc/passwd}", r"It uses \input, which is not known here."),
        ("x" * 10_001, "It is longer than 10,000 characters."),
    ],
)
def test_what_cannot_be_drawn_says_why(tex: str, words: str) -> None:
    assert problem(tex) == words


MANY_CELLS = r"\begin{matrix}" + r"\\".join("&".join("1" * 70) for _ in range(70)) + r"\end{matrix}"
HOSTILE = [
    r"\sqrt{" * 1_600 + "x" + "}" * 1_600,
    "{" * 9_000,
    r"\left(" * 1_400,
    "x^" * 5_000,
    r"\def\a#1{\b{#1#1}}\def\b#1{\a{#1#1}}\a{x}",
    r"\def\a{xxxxxxxxxx}"
    + "".join(rf"\def\{b}{{\{a * 9}}}" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + r"\i",
    MANY_CELLS,
    r"\begin{array}{" + "c|" * 2_000 + r"}a\end{array}",
    r"\frac" * 2_000,
    r"\overbrace{" * 900 + "x" + "}" * 900,
    r"\unicode{x1F4A9}\unicode{x0}\unicode{99999999}",
    "\x00\x01\ud800\ufffe]]>&lt;<!DOCTYPE x>",
    r"\text{" * 1_500,
    r"\color{url(http://example.org)}{x}",
]


@pytest.mark.parametrize("tex", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_tex_is_bounded(tex: str) -> None:
    start = time.process_time()
    made = drawn(Formula(tex, True))
    assert time.process_time() - start < 4
    assert (made.drawing is None) == bool(made.problem)
    assert len(packed((made,)) if "\ud800" not in tex else b"") < 500_000
    assert drawing("x+1").marks, "the next formula is drawn as if nothing had been"


def test_who_had_no_memory_left_is_not_asked_again() -> None:
    """QuickJS has none for the words of its error either then. The next formula in it ended the process, at times."""
    engine = MathJax()
    with pytest.raises(FormulaFailed, match=TOO_LARGE):
        engine.svg(MANY_CELLS, True, 60.0)
    assert engine.svg("x+1", True).startswith("<svg")


def test_a_tree_is_filled_everywhere() -> None:
    one = Formula("x")
    tree = (
        Paragraph((Run("so "), one)),
        Heading(2, (one,)),
        List(False, 1, (ListItem((Paragraph((one,)), Formula("y", True))),)),
        Quote((Paragraph((one,)),)),
        Table(("",), ((one,),), (((one,),),)),
        Message("user", (Paragraph((one,)),)),
        Formula("z", True),
        Formula(r"\foo", True),
        Paragraph((Run("no formula"),)),
    )
    made = typeset(tree, 5.0)
    assert unpacked(packed(made)) == made
    text = repr(made)
    assert text.count("drawing=Drawing") == 9
    assert text.count("drawing=None") == 1
    assert made[-1] is tree[-1]
    filled = made[0]
    assert isinstance(filled, Paragraph) and isinstance(filled.inlines[1], Formula)
    assert filled.inlines[1].spoken == "x"


def test_there_is_a_limit_to_all_formulas_together() -> None:
    tree = tuple(Formula(f"x_{{{number}}}", True) for number in range(400))
    start = time.process_time()
    made = typeset(tree, 0.2)
    assert time.process_time() - start < 2
    drawn_ones = [one for one in made if isinstance(one, Formula) and one.drawing is not None]
    late = [one for one in made if isinstance(one, Formula) and one.problem == NO_TIME_LEFT]
    assert len(drawn_ones) + len(late) == 400 and late and drawn_ones
    assert typeset(tuple(drawn_ones), 0.0) == tuple(drawn_ones), "what is known costs no time"


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "MOST_KEPT", 3)
    for tex in "abcdabe":
        drawing(tex)
    assert len(typesetting._here.results) == 3


SVG = '<svg viewBox="0 -10 20 15" {}><g transform="scale(1,-1)">{}</g></svg>'


def test_svg_is_read_strictly() -> None:
    for bad in (
        '<!DOCTYPE svg [<!ENTITY a "x">]>' + SVG.format("", "&a;"),
        '<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + SVG.format("", ""),
        "<svg",
        "<p/>",
        SVG.format("", '<use xlink:href="#nowhere"/>').replace("<svg", '<svg xmlns:xlink="x"'),
        SVG.format("", '<rect width="a" height="1"/>'),
        f'<svg viewBox="0 0 10 {HIGHEST + 1}"/>',
        '<svg viewBox="0 0 1e999 10"/>',
    ):
        with pytest.raises(NotDrawable):
            drawing_of(bad)


def test_what_is_nested_is_moved_scaled_and_cut() -> None:
    inner = '<svg x="1" y="2" width="10" height="4" viewBox="0 0 5 4"><path d="M1 -9V9H2V-9Z"/></svg>'
    made = drawing_of(SVG.format("", inner))
    assert made.shapes == ("M3 -6L5 -6L5 -2L3 -2Z",)
    arc = drawing_of(SVG.format("", '<path d="M0 0a10 10 0 0 1 20 0Z"/>'))
    assert "10 10" in arc.shapes[0] and "-" not in arc.shapes[0], "over the top, and all turned upside down"
    frame = drawing_of(
        SVG.format("", '<rect x="2" y="0" width="10" height="6" fill="none" stroke-width="2"/>')
    )
    assert frame.shapes == ("M1 1L13 1L13 -7L1 -7ZM11 -1L3 -1L3 -5L11 -5Z",)


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"x^2+\frac{1}{2}", "x squared plus 1 over 2"),
        (r"\frac{-b}{2a}", "the fraction minus b over 2 a end of fraction"),
        (r"\sqrt[3]{x} \le 0", "the cube root of x, is at most 0"),
        (r"\text{for } x \in \mathbb{R}^n", "for x in R to the power n"),
        (r"\alpha_{ij}", "alpha sub ij"),
        (r"\begin{cases}a\\b\end{cases}", "cases: a, next line, b, end of cases"),
    ],
)
def test_formulas_are_said_in_words(tex: str, words: str) -> None:
    assert spoken(tex) == words


@given(st.text(alphabet="\\frac{}^_[]sqrtx1&~ ", max_size=60))
@UNHURRIED
def test_any_tex_is_said(tex: str) -> None:
    assert len(spoken(tex * 20)) <= MOST_CHARS + 9


@pytest.mark.parametrize("typesetter", [MathJax, PlainTypesetter])
def test_both_typesetters_agree_on_the_size(typesetter: type[Typesetter]) -> None:
    made = drawing_of(typesetter().svg(r"\frac{a}{b}+\sqrt{x}", True))
    assert 3_000 < made.width < 5_000
    assert 900 < made.ascent < 1_500 and 500 < made.descent < 1_100
    assert {mark[5] for mark in made.marks} == {""}


@pytest.mark.parametrize(
    "tex",
    [
        r"\ce{H2O}",
        r"\begin{array}{c|c}a&b\end{array}",
        r"\frac{1}{2",
        r"\foo",
        r"\text{速度}",
        r"\hline",
        "}{",
    ],
)
def test_without_mathjax_nothing_is_drawn_wrong_in_silence(tex: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "typesetter", PlainTypesetter)
    assert problem(tex)


def test_the_worker_draws_formulas() -> None:
    """From the source through the process and back as bytes; a hostile one costs no more than its own place."""
    made: dict[str, bytes] = {}
    done = threading.Event()

    def keep(block: ContentBlock, data: bytes, whole: bool) -> None:
        assert whole
        made[block.text] = data
        if len(made) == 2:
            done.set()

    workshop = Workshop(keep)
    workshop.start()
    hostile = "$x$ and $" + "\\frac{" * 900 + "x$ and $y$"
    try:
        workshop.want([ContentBlock(kind="markdown", text=text) for text in ("so $x^2$", hostile)], near=True)
        assert done.wait(60)
    finally:
        workshop.stop()
    shown = repr(from_bytes(made["so $x^2$"]).blocks)
    assert "drawing=Drawing" in shown and "spoken='x squared'" in shown
    bad = repr(from_bytes(made[hostile]).blocks)
    assert bad.count("drawing=Drawing") == 2 and bad.count("drawing=None") == 1
