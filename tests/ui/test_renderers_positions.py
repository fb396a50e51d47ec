"""Selections know their source: exactly, in UTF-16 units here and code points there, in every construct."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from hdclient.content import CONTENT_KINDS
from hdclient.content.markdown import parse_markdown
from hdclient.content.outline import outline
from hdclient.content.source_map import clean
from hdclient.model.content import ContentBlock
from tests.core.test_content_markdown import documents
from tests.helpers.judged import UNHURRIED
from ui.renderers import RENDERERS
from ui.renderers.document import PlayedDocument
from ui.renderers.player import Player

DATA = Path(__file__).parents[3] / "shared" / "data"

ALL = """\
# Title 😀 *one*

Some **bold 😀 text**, `code 👍🏽 x`, a\\*b &amp; c, [link](http://x.y) and https://a.b/c.

> - quoted 𝔘 item
>   goes on
> - | a | b😀 |
>   |---|---|
>   | 1\\|2 | **t** |

1. [x] done

```python
def f():  # 😀
    return "x"
```

$x^2$ last 😀 words
"""


def played(*blocks: ContentBlock, reveals: bool = False) -> PlayedDocument:
    document = PlayedDocument(None)
    document.reveals = reveals
    player = Player(document)
    for number, block in enumerate(blocks):
        player.content_block(number)
        for _ in RENDERERS[block.kind].play(player, CONTENT_KINDS[block.kind].parse(block)):
            pass
    player.finish()
    return document


def words_at(document: PlayedDocument, start: int, end: int) -> str:
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def find(document: PlayedDocument, words: str) -> tuple[int, int]:
    cursor = document.find(words)
    assert not cursor.isNull(), words
    return cursor.selectionStart(), cursor.selectionEnd()


@pytest.mark.parametrize("source", [ALL, ALL.replace("\n", "\r\n")], ids=["lf", "crlf"])
@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("Title 😀 one", "Title 😀 *one"),
        ("bold 😀 text", "bold 😀 text"),
        ("code 👍🏽 x", "code 👍🏽 x"),
        ("a*b & c", "a\\*b &amp; c"),
        ("* ", "\\* "),
        ("link", "link"),
        ("https://a.b/c", "https://a.b/c"),
        ("quoted 𝔘 item", "quoted 𝔘 item"),
        ("𝔘", "𝔘"),
        ("b😀", "b😀"),
        ("1|2", "1\\|2"),
        ("done", "done"),
        ('return "x"', 'return "x"'),
        ("# 😀", "# 😀"),
        ("last 😀 words", "last 😀 words"),
    ],
)
def test_a_selection_and_its_source(qapp: QApplication, source: str, words: str, written: str) -> None:
    if words == "* ":
        words, written = "*b", "\\*b"
    document = played(ContentBlock(kind="markdown", text=source))
    start, end = find(document, words)
    found = document.source_range(start, end)
    assert found is not None
    assert (found[0], source[found[1] : found[2]]) == (0, written)
    assert document.document_range(*found) == (start, end)


def test_a_selection_of_several_blocks_and_none(qapp: QApplication) -> None:
    document = played(*(ContentBlock(kind="text", text=f"word{n}\r\nnext{n}") for n in range(3)))
    start, end = find(document, "next1")
    assert document.source_range(start, end) == (1, 7, 12)
    assert document.document_range(1, 7, 12) == (start, end)
    assert document.positions.source_ranges(0, 10_000) == [(n, 0, 12) for n in range(3)]
    assert document.source_range(10_000, 10_001) is None
    assert document.document_range(7, 0, 1) is None


def test_notes_and_captions_have_no_source(qapp: QApplication) -> None:
    document = played(ContentBlock(kind="json", text='{"a": 1,}'))
    assert document.source_range(*find(document, "is not JSON")) is None
    assert document.source_range(*find(document, '"a"')) == (0, 1, 4)


def test_every_kind_knows_its_source(qapp: QApplication) -> None:
    chat = json.dumps([{"role": "user", "content": 'say **"hello"**\n\nthen 😀 there'}])
    for kind, text, words, written in (
        ("chat", chat, '"hello"', '\\"hello\\"'),
        ("chat", chat, "there", "there"),
        ("diff", "--- a\n+++ b\n@@ -1 +1 @@\n-old 😀\n+new", "-old 😀", "-old 😀"),
        ("diff", "--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new", "new", "new"),
        ("table", 'a,b\n"x ""y""",z', 'x "y"', 'x ""y""'),
        ("code", "x = 1\r\ny = 2", "y = 2", "y = 2"),
        ("math", "a + b\n\nc", "a + b", "a + b"),
    ):
        document = played(ContentBlock(kind=kind, text=text))
        found = document.source_range(*find(document, words))
        assert found is not None
        assert text[found[1] : found[2]] == written, kind


def test_hidden_characters_as_chips_keep_the_count(qapp: QApplication) -> None:
    source = "a\u200bb\U000e0041c 😀 *end*"
    for reveals in (False, True):
        document = played(ContentBlock(kind="markdown", text=source), reveals=reveals)
        found = document.source_range(*find(document, "end"))
        assert found == (0, 9, 12)


def check(document: PlayedDocument, source: str, chance: random.Random) -> None:
    """A random selection, its source, and the selection that shows that source again."""
    last = document.characterCount() - 1
    start = chance.randrange(0, max(1, last))
    end = min(last, start + chance.choice((1, 2, 5, 20, 200)))
    found = document.source_range(start, end)
    if found is None:
        return
    _, low, high = found
    assert 0 <= low <= high <= len(source)
    again = document.document_range(*found)
    assert again is not None
    same = document.source_range(*again)
    assert same == found, "there and back is the same place"


@UNHURRIED
@given(
    source=documents().map(lambda made: made[0].replace("w1q", "😀"))
    | st.text(st.characters(codec=None), max_size=80),
    seed=st.integers(0, 1_000),
)
def test_there_and_back_is_the_same_place(qapp: QApplication, source: str, seed: int) -> None:
    document = played(ContentBlock(kind="markdown", text=clean(source)))
    chance = random.Random(seed)
    for _ in range(5):
        check(document, source, chance)


@pytest.mark.skipif(not DATA.is_dir(), reason="the published records are not on this computer")
def test_selections_on_real_answers(qapp: QApplication) -> None:
    records = json.loads((DATA / "alpaca_eval" / "gpt4_1106_preview.model_outputs.json").read_text())
    chance = random.Random(7)
    for record in chance.sample(records, 60):
        source = record["output"]
        document = played(ContentBlock(kind="markdown", text=source))
        for _ in range(10):
            check(document, source, chance)


def test_every_landmark_of_an_outline_has_its_place_in_the_document(qapp) -> None:
    source = "# One\n\ntext\n\n- ## Two *b*\n\n```python\nx = 1\n```\n\n| a |\n|---|\n| b |\n\n> ### שלוש\n"
    document = played(ContentBlock(kind="markdown", text=source))
    places = []
    for mark in outline(parse_markdown(source)):
        found = document.document_range(0, mark.start, mark.end)
        assert found is not None, mark
        places.append((mark.title, document.findBlock(found[0]).text()))
    assert places[:2] == [("One", "One"), ("Two b", "Two b")]
    assert [text for _, text in places[2:5]] == ["x = 1", "a", "שלוש"]
