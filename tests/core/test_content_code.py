"""Code: coloured within limits, and the text is never another than the one given."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.content.code import CODE_TOKENS, code_blocks, highlight
from hdclient.content.tree import Code, Note
from tests.helpers.judged import UNHURRIED

SNIPPETS = {
    "python": "@cached\ndef total(x: int) -> str:  # why\n    return f'{x:>3}' if x else None\n",
    "c++": "#include <map>\ntemplate<class T> int f(T x) { return 0x1F; /* c */ }",
    "html": "<p class='x'>a &amp; b</p><!-- c -->",
    "diff": "--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new\n",
    "json": '{"a": [1, true, null, "x"]}',
    "bash": "for f in *.txt; do echo \"$f\" | sed 's/a/b/'; done",
    "rust": 'fn main() -> Result<(), E> { let x: &\'static str = "y"; Ok(()) }',
    "sql": "SELECT a, COUNT(*) FROM t WHERE b = 'x' -- c\n",
    "tex": "\\frac{a}{b} % c",
    "text": "plain\n\n  text",
}


def joined(lines: tuple[tuple[tuple[str, str], ...], ...]) -> str:
    return "\n".join("".join(text for text, _ in line) for line in lines)


@pytest.mark.parametrize("language", sorted(SNIPPETS))
def test_colours_never_change_the_text(language: str) -> None:
    lines, note = highlight(SNIPPETS[language], language)
    assert joined(lines) == SNIPPETS[language]
    assert note == ""
    names = {name for line in lines for _, name in line}
    assert names <= {"", *CODE_TOKENS}
    assert language == "text" or names - {""}


def test_colours_say_what_a_word_is() -> None:
    ((line,), _) = highlight("def f(): return 1 + 'a'  # why", "python")
    assert [name for _, name in line if name] == [
        *("keyword", "function", "keyword", "number"),
        *("operator", "string", "comment"),
    ]


@pytest.mark.parametrize("language", ["", "nosuchlanguage", "../../etc/passwd", "x" * 10_000, "\x00"])
def test_a_language_that_nobody_knows_is_plain_without_a_word(language: str) -> None:
    (code,) = code_blocks("a b\n", language)
    assert isinstance(code, Code)
    assert code.lines == ((("a b", ""),), ())


def test_the_last_line_has_colours_like_the_others() -> None:
    assert highlight("- x\n+ y", "diff")[0] == ((("- x", "deleted"),), (("+ y", "inserted"),))


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("x = 1\n" * 40_000, "longer than 200,000"),
        ("y" * 2_001, "more than 2,000"),
        ("a a a\n" * 20_000, "too long"),
    ],
)
def test_beyond_the_limits_code_is_plain_and_says_why(source: str, says: str) -> None:
    note, code = code_blocks(source, "java", deadline_s=0.05)
    assert isinstance(note, Note)
    assert says in note.text
    assert isinstance(code, Code)
    assert joined(code.lines) == source
    assert {name for line in code.lines for _, name in line} == {""}


@pytest.mark.parametrize(
    "source", ["a\r\nb\rc\n", "\n\n", "", "\ufeffx = 1", "\tx\n  \n", "x = '\ud800'\n\x00"]
)
def test_line_ends_are_one_kind_and_all_else_stays(source: str) -> None:
    lines, _ = highlight(source, "python")
    assert joined(lines) == source.replace("\r\n", "\n").replace("\r", "\n")


def test_a_lexer_that_hangs_is_not_used() -> None:
    start = time.thread_time()
    code_blocks("\n".join(["\t" * 1_990] * 4), "easytrieve")
    assert time.thread_time() - start < 1


def test_a_lexer_that_fails_leaves_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise IndexError("a fault of the lexer")

    monkeypatch.setattr("pygments.lexers.python.PythonLexer.get_tokens_unprocessed", broken)
    lines, note = highlight("x = 1", "python")
    assert lines == ((("x = 1", ""),),)
    assert "could not be coloured" in note


def test_a_lexer_that_changes_the_text_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "pygments.lexers.python.PythonLexer.get_tokens_unprocessed", lambda *_: [(0, (), "y")]
    )
    assert highlight("x = 1", "python") == (((("x = 1", ""),),), "")


@UNHURRIED
@given(source=st.text(st.characters(codec=None), max_size=300), language=st.sampled_from(sorted(SNIPPETS)))
def test_any_text_is_kept_in_any_language(source: str, language: str) -> None:
    lines, _ = highlight(source, language)
    assert joined(lines) == source.replace("\r\n", "\n").replace("\r", "\n")
    assert all(text and "\n" not in text for line in lines for text, _ in line)
