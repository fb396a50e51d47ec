"""Every example of the specifications, in CI too: their text comes from the registry that `make setup` used."""

from __future__ import annotations

import pytest

from tests.fidelity.from_html import of_html
from tests.fidelity.lines import PLAIN, Line
from tests.fidelity.spec import by_engine, judge
from tests.fidelity.spec_text import Example, NoSpecText, commonmark_examples, gfm_extension_examples


@pytest.fixture(scope="module")
def commonmark() -> list[Example]:
    try:
        return commonmark_examples()
    except NoSpecText as problem:
        pytest.skip(str(problem))


def test_the_engine_reads_commonmark(commonmark: list[Example]) -> None:
    judged = judge(commonmark, by_engine)
    assert judged.wrong == []
    assert judged.total == len(commonmark) > 600


def test_the_engine_reads_githubs_extensions(commonmark: list[Example]) -> None:
    """One differs and is meant to: cells beyond the header's columns are shown; GitHub drops them."""
    examples = gfm_extension_examples()
    judged = judge(examples, by_engine)
    assert [wrong.partition(":")[0] for wrong in judged.wrong] == ["table 204"]
    assert judged.total == len(examples) == 24


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("a\n", "<p>b</p>"),
        ("*a*\n", "<p>a</p>"),
        ("- a\n- b\n", "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>"),
        ("- a\n\n  b\n", "<ul><li>a</li></ul><p>b</p>"),
        ("2. a\n", '<ol start="3"><li>a</li></ol>'),
        ("> a\n\n> b\n", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("[a](b)\n", '<p><a href="c">a</a></p>'),
        ("```x\na\n```\n", "<pre><code>a\n</code></pre>"),
        ("- [x] a\n", '<ul><li><input type="checkbox" disabled=""> a</li></ul>'),
    ],
)
def test_a_wrong_reading_is_seen(source: str, html: str) -> None:
    """The comparison can fail: in words, looks, lists, their numbers and spacing, quotes, links, code, tasks."""
    assert judge([Example(1, source, html, "made up")], by_engine).right == 0


def test_html_is_read_into_lines() -> None:
    lines = of_html(
        '<ol start="3">\n<li>a<br />\n<em>b</em>\n<pre><code class="language-c">d\n\n</code></pre>\n</li>\n</ol>'
    )
    path = ("ol from 3 #1", "item 1")
    assert lines == [
        Line(path, "text", ((("a\n", PLAIN), ("b", frozenset({"italic"}))),)),
        Line(path, "code c", ((("d\n", PLAIN),),)),
    ]
