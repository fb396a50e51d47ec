"""The played document, read back: every example of CommonMark, and that the reading back can fail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from hdclient.content.markdown import parse_markdown
from tests.fidelity.from_document import of_document, visible
from tests.fidelity.lines import of_tree
from tests.fidelity.playing import application, played
from tests.fidelity.spec import judge
from tests.fidelity.spec_played import by_player
from tests.fidelity.spec_text import NoSpecText, commonmark_examples
from ui import theme

SOURCES = {
    "order": ("a\n\nb", "b\n\na"),
    "quotes": ("> a\n>\n> b", "> a\n\n> b"),
    "table in a quote": ("> |a|\n> |-|\n> |b|", "|a|\n|-|\n|b|"),
    "list or text": ("- a", "a"),
    "depth": ("- a\n  - b", "- a\n- b"),
    "two lists": ("- a\n- b", "- a\n* b"),
    "paragraph of an item": ("- a\n\n  b", "- a\n\nb"),
    "number": ("3. a", "4. a"),
    "task": ("- [x] a", "- [ ] a"),
    "level": ("# a", "## a"),
    "look": ("*a* b", "**a** b"),
    "mono": ("`a` b", "a b"),
    "struck": ("~~a~~ b", "a b"),
    "target": ("[a](b)", "[a](c)"),
    "language": ("```c\na\n```", "```d\na\n```"),
    "code blocks": ("```\na\n```\n```\nb\n```", "```\na\nb\n```"),
    "align": ("|a|\n|:-:|\n|b|", "|a|\n|-:|\n|b|"),
    "two tables": ("|a|\n|-|\n\n|b|\n|-|", "|a|\n|-|\n|b|\n|-|"),
    "empty quote": ("a\n\n>\n\nb", "a\n\nb"),
    "empty item": ("- a\n-", "- a"),
    "break": ("a  \nb", "a\nb"),
}


@pytest.fixture(autouse=True)
def light_look(qapp: QApplication) -> Iterator[QApplication]:
    yield application()
    theme.apply(application(), theme.Look("light"))


def test_what_is_shown_of_commonmark() -> None:
    try:
        examples = commonmark_examples()
    except NoSpecText as problem:
        pytest.skip(str(problem))
    assert judge(examples, by_player, visible).wrong == []


@pytest.mark.parametrize("name", SOURCES)
def test_a_difference_can_be_seen(name: str) -> None:
    """What two sources mean differently looks different, and each looks as its tree says."""
    one, other = (parse_markdown(source) for source in SOURCES[name])
    assert of_document(played(one)) == visible(of_tree(one))
    assert of_document(played(other)) == visible(of_tree(other))
    assert visible(of_tree(one)) != visible(of_tree(other))


def test_a_lost_word_is_seen() -> None:
    tree = parse_markdown("- a\n- b *c*\n")
    document = played(tree)
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.deletePreviousChar()
    assert of_document(document) != visible(of_tree(tree))


def test_a_long_list_is_one_list() -> None:
    tree = parse_markdown("".join(f"{number}. x\n" for number in range(7, 260)))
    assert of_document(played(tree)) == visible(of_tree(tree))
