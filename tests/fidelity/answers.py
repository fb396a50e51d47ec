"""Real answers: the engine against GitHub's own parser, and a sample of them read back from the played document.

Mathematics, which that parser does not know, is folded: wherever the engine finds a formula, both sides read one word
in its place, and what stands on a line of its own is a line on both. What differs is listed with its reason in
out/fidelity/differences.txt.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from hdclient.content.markdown import parse_markdown
from hdclient.content.tree import Block, Formula
from tests.bench.report import Result, at_most, shown
from tests.fidelity.answers_data import answers, folder
from tests.fidelity.cmark import Unclear, of_cmark
from tests.fidelity.from_document import of_document, visible
from tests.fidelity.letters import unseen_letters
from tests.fidelity.lines import PLAIN, Line, Look, Text, formula_word, joined, of_tree, words
from tests.fidelity.playing import UNHURRIED, application, played, tree_of
from tests.fidelity.spec_text import OUT
from tests.helpers.trees import nodes

_WORD = re.compile(r"(QX\d+[DI]X)")
_DISPLAY = re.compile(r"QX\d+DX")
_PREFIX = re.compile(r"[\s>]*")
PLAYED = 1_000
"""Answers of the sample that is also played."""
NEWER_BLOCKS = "<search"
"""What became the beginning of an HTML block after the version of CommonMark that cmark-gfm keeps to."""


@dataclass
class Tally:
    """What came of comparing."""

    total: int = 0
    with_formulas: int = 0
    by_text: list[str] = field(default_factory=list)
    """Answers of which only the text could be compared."""
    differing: list[tuple[str, str, str]] = field(default_factory=list)
    """(id, reason, first lines that differ)."""
    losing: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    """Answers with letters in their source that are shown nowhere, and no note says so."""

    def add(self, name: str, text: str) -> None:
        """Compares one answer."""
        self.total += 1
        tree = parse_markdown(text, UNHURRIED)
        if letters := unseen_letters(text, tree):
            self.unseen.append(f"{name}: {letters:.80}")
        masked, tokens = masked_source(text, tree)
        self.with_formulas += bool(tokens)
        found = of_tree(tree, lambda one: tokens.get(one.start, one.tex))
        try:
            expected = of_cmark(masked)
        except Unclear:
            self.by_text.append(name)
            return
        found, expected = with_formulas_apart(found), with_formulas_apart(expected)
        if found != expected:
            self.differing.append((name, reason(expected, found), first_difference(expected, found)))
        if lost := _lost(words(expected), words(found)):
            self.losing.append(f"{name}: {lost}")


def masked_source(text: str, tree: Sequence[Block]) -> tuple[str, dict[int, str]]:
    """The text with a word for each formula, and the words by the formula's start."""
    tokens: dict[int, str] = {}
    parts, at = [], 0
    for formula in sorted(formulas(tree), key=lambda one: one.start):
        if formula.start < at:
            continue
        tokens[formula.start] = word = formula_word(formula)
        source = text[formula.start : formula.end]  # a block's begins with its line, a quote's marks among it
        lead, tail = _PREFIX.match(source), source[len(source.rstrip()) :]
        parts += [text[at : formula.start], lead[0] if lead is not None else "", word, tail]
        at = formula.end
    return "".join([*parts, text[at:]]), tokens


def formulas(tree: Sequence[Block]) -> Iterator[Formula]:
    """Every formula of a tree."""
    return (one for one in nodes(tuple(tree)) if isinstance(one, Formula))


def with_formulas_apart(lines: Sequence[Line]) -> list[Line]:
    """The lines with formulas bare of looks, and each displayed one of running text as a line of its own."""
    made: list[Line] = []
    for line in lines:
        cells = [joined(_bare(cell)) for cell in line.cells]
        if line.kind != "text" or not any(_DISPLAY.fullmatch(text) for text, _ in _bare(line.cells[0])):
            made.append(replace(line, cells=tuple(cells)))
            continue
        pieces: list[list[tuple[str, Look]]] = [[]]
        for text, look in _bare(line.cells[0]):
            pieces += [[(text, look)], []] if _DISPLAY.fullmatch(text) else []
            pieces[-1] += [] if _DISPLAY.fullmatch(text) else [(text, look)]
        made += [replace(line, cells=(_stripped(joined(piece)),)) for piece in pieces if _has_words(piece)]
    return made


def _bare(cell: Text) -> list[tuple[str, Look]]:
    return [
        (part, PLAIN if _WORD.fullmatch(part) else look)
        for text, look in cell
        for part in _WORD.split(text)
        if part
    ]


def _has_words(piece: Sequence[tuple[str, Look]]) -> bool:
    return any(text.strip() for text, _ in piece)


def _stripped(cell: Text) -> Text:
    parts = list(cell)
    parts[0] = (parts[0][0].lstrip(), parts[0][1])
    parts[-1] = (parts[-1][0].rstrip(), parts[-1][1])
    return joined(parts)


def reason(expected: Sequence[Line], found: Sequence[Line]) -> str:
    """Why two readings differ, in a few words."""
    for one, other in zip(expected, found, strict=False):
        if one == other:
            continue
        both = one.kind.startswith("table") and other.kind.startswith("table")
        if both and other.kind.count(",") > one.kind.count(","):
            return "cells beyond the header's columns are shown; GitHub drops them"
        text = "".join(part for cell in (*one.cells, *other.cells) for part, _ in cell)
        if NEWER_BLOCKS in text or "<!" in text:
            return "HTML as CommonMark has it since 0.31; cmark-gfm keeps to 0.29"
        if re.match(r"\s*</?[a-z]", text):
            return "blocks of HTML right behind each other, which cmark-gfm's output does not tell apart"
        break
    return "not explained"


def first_difference(expected: Sequence[Line], found: Sequence[Line]) -> str:
    """The first lines that differ, shortened."""
    for one, other in zip(expected, found, strict=False):
        if one != other:
            return f"  expected {one!s:.400}\n  found    {other!s:.400}"
    return f"  {len(expected)} lines expected, {len(found)} found"


def _lost(expected: str, found: str) -> str:
    """Characters that are expected and not found, in any order."""
    return "".join((Counter(expected) - Counter(found)).elements())[:80]


def play_sample(texts: Sequence[tuple[str, str]]) -> list[str]:
    """Answers whose played document, read back, is not what their tree says. A drawn formula is one word on both sides;
    answers with one that could not be drawn are left to the tests of mathematics."""
    wrong = []
    for name, text in texts:
        tree = tree_of(text)
        if all(formula.drawing is not None for formula in formulas(tree)):
            expected = with_formulas_apart(visible(of_tree(tree, formula_word)))
            found = with_formulas_apart(of_document(played(tree)))
            if found != expected:
                wrong.append(f"{name}\n{first_difference(expected, found)}")
    return wrong


def sample(texts: Sequence[tuple[str, str]], count: int) -> list[tuple[str, str]]:
    """The same answers in every run."""
    return random.Random(3).sample(list(texts), min(count, len(texts)))


def measure() -> list[Result]:
    """All answers that are there."""
    data = folder()
    if data is None:
        print("skipped: real answers (no ../shared/data beside the checkout, and HD_DATA names no folder)")
        return []
    application()
    everything = list(answers(data))
    tally = Tally()
    for name, text in everything:
        tally.add(name, text)
    wrong = play_sample(sample(everything, PLAYED))
    _write(tally, wrong, OUT / "differences.txt")
    print(f"answers: {tally.total}, with formulas {tally.with_formulas}, by text only {len(tally.by_text)}")
    for why, count in Counter(why for _, why, _ in tally.differing).items():
        print(f"  {count} differ: {why}")
    for name in (*tally.by_text, *tally.losing, *tally.unseen, *wrong):
        print(f"  {name}", file=sys.stderr)
    percent = 100 * len(tally.differing) / tally.total
    return [
        shown("answers compared with cmark-gfm", tally.total, ""),
        at_most("answers that differ from cmark-gfm in structure", percent, "%", 0.2),
        at_most("answers that lose text", len(tally.losing), "", 0),
        at_most("answers with a letter that is shown nowhere", len(tally.unseen), "", 0),
        at_most("answers compared by text only", len(tally.by_text), "", 0),
        at_most(f"answers of {PLAYED:,} that look different from their tree", len(wrong), "", 0),
    ]


def _write(tally: Tally, wrong: Sequence[str], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    parts = [f"{name}\n  {why}\n{lines}" for name, why, lines in tally.differing]
    parts += [f"loses text: {one}" for one in tally.losing]
    parts += [f"letters shown nowhere: {one}" for one in tally.unseen]
    parts += [f"by text only: {one}" for one in tally.by_text]
    parts += [f"looks different from its tree: {one}" for one in wrong]
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")
