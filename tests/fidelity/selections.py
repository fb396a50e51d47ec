"""Random selections of whole words on real answers: selection → anchor → (as bytes) → source → selection in a document
of another width, theme and size of text. The words have to be the same.

Without the real answers, the texts of the sample campaigns are used.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication

from hdclient.content.anchors import Sureness, find, words_of_source
from hdclient.content.markdown import parse_markdown
from hdclient.content.shown import Shown
from hdclient.content.tree import Formula, Picture
from hdclient.model.anchor import Words
from tests.bench.report import Result
from tests.fidelity.answers_data import answers, folder
from tests.fidelity.playing import UNHURRIED, application, tree_of, written
from tests.fidelity.spec_text import ROOT
from tests.helpers.trees import nodes
from ui import theme
from ui.renderers import RENDERERS
from ui.renderers.document import PlayedDocument, selected_text
from ui.renderers.formats import NOTE

SELECTIONS = 500
LONGEST = (1, 1, 2, 3, 5, 10, 25, 80)
"""Words of a selection; one of these is drawn."""
FIRST = theme.Look("light"), 760.0
SECOND = theme.Look("dark", scale=1.25, content_px=21), 340.0
_SAMPLES = ROOT / "resources/samples"


@dataclass(frozen=True, slots=True)
class Selection:
    """Words that were selected in an answer, and the anchor that was kept of them."""

    name: str
    source: str
    words: str
    anchor: bytes


def texts() -> list[tuple[str, str]]:
    """(id, source) of what can be selected in."""
    data = folder()
    found = list(answers(data)) if data is not None else list(_sample_texts(_SAMPLES))
    return [(name, text) for name, text in found if text.strip()]


def _sample_texts(samples: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(samples.glob("*/tasks.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            task = json.loads(line)
            for number, candidate in enumerate(task["candidates"]):
                for block in candidate["content"]:
                    yield f"{task['id']}.{number}", block.get("text", "")


def documents_of(source: str, look: theme.Look, width: float) -> PlayedDocument:
    """The laid out document of a source."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    if theme.look() != look:
        theme.apply(app, look)
    tree = tree_of(source)
    document = written(lambda player: RENDERERS["markdown"].play(player, tree))
    document.setTextWidth(width)
    document.size()
    return document


def cursor_at(document: QTextDocument, start: int, end: int) -> QTextCursor:
    """A selection."""
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def words_of(document: QTextDocument) -> list[tuple[int, int]]:
    """(start, end) of every word, in positions of the document; what this program says itself is left out."""
    found = []
    block = document.begin()
    while block.isValid():
        text = block.text()
        if not block.blockFormat().hasProperty(NOTE):
            for word in re.finditer(r"\S+", text):
                found.append(tuple(block.position() + _utf16(text[:at]) for at in word.span()))
        block = block.next()
    return [(start, end) for start, end in found]


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def select(name: str, source: str, chance: random.Random) -> Selection | None:
    """A random selection of an answer; None when it has no words."""
    document = documents_of(source, *FIRST)
    words = words_of(document)
    if not words:
        return None
    first = chance.randrange(len(words))
    last = min(len(words), first + chance.choice(LONGEST)) - 1
    start, end = words[first][0], words[last][1]
    found = document.source_range(start, end)
    assert found is not None, f"{name}: words without a source"
    tree = parse_markdown(source, UNHURRIED)
    whole = [one for one in nodes(tree) if isinstance(one, Formula | Picture)]
    if any(found[1] == one.start or found[2] == one.end for one in whole):
        start, end = document.document_range(*found) or (
            start,
            end,
        )  # formulas and pictures are selected whole
    anchor = words_of_source(source, Shown(tree), *found[1:])
    seen = selected_text(cursor_at(document, start, end))
    return Selection(name, source, seen, msgspec.json.encode(anchor))


def shown_again(selection: Selection) -> str:
    """The words that the anchor leads to, in the other document."""
    anchor = msgspec.json.decode(selection.anchor, type=Words)
    shown = Shown(parse_markdown(selection.source, UNHURRIED))
    place = find(anchor, selection.source, shown)
    assert place.sureness is Sureness.EXACT, f"{selection.name}: {place.sureness}"
    document = documents_of(selection.source, *SECOND)
    found = document.document_range(0, *place.source)
    return "" if found is None else selected_text(cursor_at(document, *found))


def compare(everything: Sequence[tuple[str, str]], count: int) -> tuple[int, list[str]]:
    """How many selections were made, and those that led to other words."""
    chance = random.Random(11)
    chosen = [chance.choice(everything) for _ in range(count * 2)]
    made = [one for name, text in chosen if (one := select(name, text, chance)) is not None][:count]
    wrong = [
        f"{one.name}: {one.words!r:.200} became {again!r:.200}"
        for one in made
        if (again := shown_again(one)) != one.words
    ]
    return len(made), wrong


def measure() -> list[Result]:
    """All selections."""
    application()
    total, wrong = compare(texts(), SELECTIONS)
    for one in wrong:
        print(f"  {one}")
    right = total - len(wrong)
    percent = round(100 * right / total, 2)
    name = f"selections with the same words elsewhere ({right} of {total})"
    return [Result(name, percent, "%", 100.0, right == total == SELECTIONS)]
