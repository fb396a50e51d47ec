"""The structure of a text: what one can jump to, where it stands in the source, and what can be counted of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.content import CONTENT_KINDS
from hdclient.content.guideline import contents, parse_guideline
from hdclient.content.markdown import parse_markdown
from hdclient.content.outline import LONGEST_TITLE, Counts, counts, headings, outline
from hdclient.content.tree import Note, Picture
from hdclient.model.content import ContentBlock

SOURCE = """# First *title*

Words with $x$ and ![a picture](p.png).

- item

  ## Inside a list

  ```python
  x = 1

  y = 2
  ```

> ### Quoted
>
> | a | b |
> |---|---|
> | 1 | 2 |

$$
y^2
$$

Underlined
==========

    indented code
"""


def test_landmarks_stand_where_their_source_does() -> None:
    found = outline(parse_markdown(SOURCE))
    assert [(mark.kind, mark.title, mark.level) for mark in found] == [
        ("heading", "First title", 1),
        ("heading", "Inside a list", 2),
        ("code", "python", 0),
        ("heading", "Quoted", 3),
        ("table", "a, b", 0),
        ("formula", "y^2", 0),
        ("heading", "Underlined", 1),
        ("code", "", 0),
    ]
    begins = [
        "# First *title*",
        "## Inside a list",
        "```python",
        "### Quoted",
        "| a | b |",
        "$$\ny^2\n$$",
        "Underlined\n===",
    ]
    for mark, words in zip(found, begins, strict=False):
        assert words in SOURCE[mark.start : mark.end], mark
    assert [mark.start for mark in found] == sorted(mark.start for mark in found)


def test_counts_are_those_of_what_is_seen() -> None:
    found = counts(parse_markdown(SOURCE))
    assert found == Counts(
        words=found.words, headings=4, code_blocks=2, code_lines=4, tables=1, pictures=1, formulas=2
    )
    assert counts(parse_markdown("one two, three")).words == 3


def parsed(kind: str, text: str):
    return CONTENT_KINDS[kind].parse(ContentBlock(kind=kind, text=text))


def test_other_kinds_have_landmarks_too() -> None:
    patch = parsed("diff", "--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-a\n+b\n")
    assert [(mark.kind, mark.title) for mark in outline(patch)] == [("patch", "x.py")]
    assert (counts(patch).patches, counts(patch).code_lines) == (1, 5)
    chat = parsed("chat", '[{"role": "user", "content": "# Title\\n\\ntext"}]')
    (mark,) = headings(chat)
    assert (mark.title, mark.level) == ("Title", 1)
    assert counts(parsed("code", "a\nb\n")).code_lines == 2
    assert [mark.kind for mark in outline((Note("ours"), Picture("", "words")))] == ["picture"]
    assert counts((Note("a note of ours"),)) == Counts()


def test_a_guideline_keeps_the_ids_of_its_rules() -> None:
    tree = parse_guideline("# Rules\n\n## 2.3 Be exact\n")
    found = headings(tree)
    assert [(one.level, one.title, one.anchor) for one in found] == [
        (entry.level, entry.title, entry.anchor) for entry in contents(tree)
    ]
    assert all(one.start == -1 for one in found), "a guideline has no source map"


def test_a_long_title_is_cut() -> None:
    (mark,) = headings(parse_markdown("# " + "word " * 100))
    assert len(mark.title) == LONGEST_TITLE and mark.title.endswith("…")


@pytest.mark.parametrize("source", ["", " \n", "text", "***", "[x]: y"])
def test_what_has_no_structure_has_no_landmarks(source: str) -> None:
    assert outline(parse_markdown(source)) == ()


@given(st.text(alphabet="#`|-\n >$ ab1.", max_size=80))
def test_places_are_inside_the_source(source: str) -> None:
    for mark in outline(parse_markdown(source)):
        assert 0 <= mark.start <= mark.end <= len(source)
