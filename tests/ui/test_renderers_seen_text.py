"""What is seen as text to compare, and back to places of the document: emoji, objects, our own breaks and notes."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from hdclient.content.tree import (
    Block,
    Code,
    Drawing,
    Formula,
    Heading,
    Note,
    Paragraph,
    Picture,
    Run,
    Table,
)
from ui.renderers.document import PlayedDocument
from ui.renderers.player import Player
from ui.renderers.raw_view import RawView
from ui.renderers.seen_text import SeenText, seen_text

DRAWN = Drawing(2_000, 700, 200, ("M0 0L10 0L0 10Z",), ())
BLOCKS: tuple[Block, ...] = (
    Heading(2, (Run("A 😀 title"),)),
    Note("This is ours."),
    Paragraph(
        (Run("so 𝒳 is "), Formula("x^2", drawing=DRAWN), Run(" and "), Picture("a" * 64, alt="sky"), Run("."))
    ),
    Table(("", ""), ((Run("h1"),), (Run("h2"),)), (((Run("c1 😀"),), (Run("c2"),)),)),
    Code("python", ((("x", "name"), (" = 1", "")), (("# 😀 y", "comment"),))),
    Paragraph((Run("one\ntwo"),)),
)


def played(*blocks: Block) -> PlayedDocument:
    document = PlayedDocument(None)
    player = Player(document)
    for _ in player.steps(blocks):
        pass
    player.finish()
    return document


def at(document: PlayedDocument, seen: SeenText, words: str) -> str:
    """What Qt finds at the places of these words of the text."""
    start = seen.side.text.index(words)
    cursor = QTextCursor(document)
    cursor.setPosition(seen.place(start))
    cursor.setPosition(seen.place(start + len(words)), QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


@pytest.mark.parametrize("words", ["😀 title", "𝒳 is", "is \ufffc and \ufffc.", "c1 😀", "c2", "😀 y", "two"])
def test_places_are_those_of_the_document(qtbot: QtBot, words: str) -> None:
    document = played(*BLOCKS)
    assert at(document, seen_text(document), words) == words


def test_what_is_ours_is_not_compared(qtbot: QtBot) -> None:
    seen = seen_text(played(*BLOCKS))
    assert "ours" not in seen.side.text and "python" not in seen.side.text


def test_objects_are_known_by_what_they_are(qtbot: QtBot) -> None:
    seen = seen_text(played(*BLOCKS))
    assert len(seen.side.objects) == 2
    assert "x^2" in seen.side.objects[0] and seen.side.objects[1] == "a" * 64
    again = seen_text(played(Paragraph((Picture("b" * 64), Picture("a" * 64)))))
    assert again.side.objects == ("b" * 64, "a" * 64)


def test_code_is_told_apart(qtbot: QtBot) -> None:
    seen = seen_text(played(*BLOCKS))
    assert [seen.side.text[start:end] for start, end in seen.side.code] == ["x = 1\n# 😀 y"]
    assert [passage.kind for passage in seen.passages].count("code") == 1
    assert seen.passages[0].kind == "heading"


def test_breaks_that_are_ours_are_joined(qtbot: QtBot) -> None:
    word = "w" * 5_000
    document = played(Paragraph((Run(f"a {word}😀 z"),)))
    assert document.blockCount() > 1
    seen = seen_text(document)
    assert seen.side.text == f"a {word}😀 z"
    assert at(document, seen, " z") == " z"
    raw = RawView("raw")
    qtbot.addWidget(raw)
    raw.show_source(f"# 😀\n{word}\nend")
    assert raw.blockCount() > 3
    assert seen_text(raw.document(), raw.goes_on).side.text == f"# 😀\n{word}\nend"


def test_an_empty_document(qtbot: QtBot) -> None:
    seen = seen_text(played())
    assert seen.side.text == "" and seen.place(0) == 0
