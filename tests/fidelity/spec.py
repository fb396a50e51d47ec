"""The examples of the specifications, through the engine and through the player.

HTML that an example holds is judged as what this program shows: the same words, as text, in the same place. Where that
is, says markdown-it-py with HTML switched on, and only after it has reproduced the example's own HTML to the letter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML

from hdclient.content.markdown import parse_markdown
from tests.bench.report import Result
from tests.fidelity.from_html import of_html
from tests.fidelity.lines import Line, of_tree, without_own_links
from tests.fidelity.playing import UNHURRIED
from tests.fidelity.spec_text import Example, NoSpecText, commonmark_examples, gfm_extension_examples

_FILTERED = re.compile(
    r"<(?=/?(?:title|textarea|style|xmp|iframe|noembed|noframes|script|plaintext)\b)", re.IGNORECASE
)


@dataclass
class Judgement:
    """How the examples of one specification fared."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    how: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """Every example is judged; none is skipped."""
        return self.right + len(self.wrong)


Shown = Callable[[Example], list[Line]]


def by_engine(example: Example) -> list[Line]:
    """What the engine makes of an example."""
    return of_tree(parse_markdown(example.source, UNHURRIED))


def judge(
    examples: Sequence[Example], shown: Shown, level: Callable[[list[Line]], list[Line]] = lambda lines: lines
) -> Judgement:
    """Compares what is shown with what is expected; `level` takes away what cannot be read back."""
    made = Judgement()
    for example in examples:
        expected, has_html = expectation(example)
        expected, found = level(expected), level(shown(example))
        how = "HTML shown as text" if has_html else "as the specification has it"
        if found != expected and not example.extension:
            expected, found = without_own_links(expected), without_own_links(found)
            how = "with bare addresses as links"
        if found == expected:
            made.right += 1
            made.how[how] += 1
        else:
            made.wrong.append(
                f"{example.extension or 'commonmark'} {example.number}: {_first(expected, found)}"
            )
    return made


def _first(expected: list[Line], found: list[Line]) -> str:
    for number, (one, other) in enumerate(zip(expected, found, strict=False)):
        if one != other:
            return f"line {number}: expected {one}, found {other}"
    return f"{len(expected)} lines expected, {len(found)} found: {(expected + found)[-1:]}"


def expectation(example: Example) -> tuple[list[Line], bool]:
    """The lines that the specification expects, and whether HTML of the source is among them."""
    parser = MarkdownIt("commonmark", {"html": True})
    if example.extension:
        parser.enable(["table", "strikethrough"])
    html = parser.render(example.source)
    if example.extension == "tagfilter":
        html = _FILTERED.sub("&lt;", html)
    tokens = parser.parse(example.source)
    inner = [child for token in tokens for child in token.children or ()]
    if not any(token.type in ("html_block", "html_inline") for token in (*tokens, *inner)):
        return of_html(example.html), False
    assert html == example.html, f"HTML cannot be located in example {example.number}"
    return of_html(_escaping(parser).render(example.source)), True


def _escaping(parser: MarkdownIt) -> MarkdownIt:
    def block(self: RendererHTML, tokens: list, index: int, *rest: object) -> str:
        return f"<x-block>{escape(tokens[index].content.rstrip(chr(10)))}</x-block>"

    def inline(self: RendererHTML, tokens: list, index: int, *rest: object) -> str:
        return f"<x-inline>{escape(tokens[index].content)}</x-inline>"

    parser.add_render_rule("html_block", block)
    parser.add_render_rule("html_inline", inline)
    return parser


def measure() -> list[Result]:
    """Both specifications, through the engine and through the player."""
    try:
        commonmark, gfm = commonmark_examples(), gfm_extension_examples()
    except NoSpecText as problem:
        print(f"skipped: the specifications ({problem})")
        return []
    return [
        share("CommonMark examples, engine", judge(commonmark, by_engine), 100.0),
        _count("GitHub extension examples, engine", judge(gfm, by_engine), 21),
    ]


def share(name: str, judged: Judgement, target: float) -> Result:
    _print(name, judged)
    percent = round(100 * judged.right / judged.total, 2)
    return Result(f"{name} ({judged.right} of {judged.total})", percent, "%", target, percent >= target)


def _count(name: str, judged: Judgement, target: int) -> Result:
    _print(name, judged)
    return Result(f"{name} (of {judged.total})", judged.right, "", target, judged.right >= target)


def _print(name: str, judged: Judgement) -> None:
    print(f"{name}: {judged.right} of {judged.total}; {dict(judged.how)}")
    for wrong in judged.wrong:
        print(f"  differs: {wrong}")
