"""Words of real answers, looked for after the answer was changed: elsewhere, or in the very words.

Changes are words put in, taken out or exchanged at random. Where the words went is followed beside them, so that the
place that is found can be held against the true one.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass

from hdclient.content.anchors import Sureness, find, words_at
from hdclient.content.markdown import parse_markdown
from hdclient.content.shown import Shown
from hdclient.model.anchor import Words
from tests.bench.report import Result
from tests.fidelity.playing import UNHURRIED
from tests.fidelity.selections import LONGEST, texts

SELECTIONS = 500
EDITS = (1, 5, 20)
_SURE = (Sureness.EXACT, Sureness.MOVED)
_MARKUP = 6
"""Delimiters beside the words, such as those of bold, may belong to either side."""
_NEW = ("here", "changed", "another", "10", "of", "**bold**", "`code`")


@dataclass(slots=True)
class Answer:
    """A text that is changed, and where the words are now."""

    text: str
    start: int
    end: int

    def change_elsewhere(self, chance: random.Random) -> None:
        """Changes a word that does not touch ours."""
        spans = [one.span() for one in re.finditer(r"\S+", self.text)]
        free = [(a, b) for a, b in spans if b < self.start or a > self.end]
        if not free:
            return
        start, end = chance.choice(free)
        new = chance.choice(("", f"{chance.choice(_NEW)} {self.text[start:end]}", chance.choice(_NEW)))
        self.text = self.text[:start] + new + self.text[end:]
        if start < self.start:
            self.start += len(new) - (end - start)
            self.end += len(new) - (end - start)

    def change_within(self, chance: random.Random) -> None:
        """Changes letters of the words themselves."""
        letters = [at for at in range(self.start, self.end) if self.text[at].isalnum()]
        for at in chance.sample(letters, max(1, len(letters) // 4)):
            self.text = f"{self.text[:at]}~{self.text[at + 1 :]}"

    def has(self, start: int, end: int) -> bool:
        """Whether this is where the words are."""
        return abs(start - self.start) <= _MARKUP and abs(end - self.end) <= _MARKUP

    def is_near(self, start: int, end: int) -> bool:
        """Whether somebody who looks here sees the words: the places share most of their letters."""
        shared = min(end, self.end) - max(start, self.start)
        return 2 * shared > max(end - start, self.end - self.start)


def _shown(source: str) -> Shown:
    return Shown(parse_markdown(source, UNHURRIED))


def select(source: str, chance: random.Random) -> Words | None:
    """Random words of an answer; None when it has too few, or these have no source."""
    shown = _shown(source)
    spans = [one.span() for one in re.finditer(r"\S+", shown.text)]
    if len(spans) < max(LONGEST):
        return None
    first = chance.randrange(len(spans) - max(LONGEST) + 1)
    words = words_at(source, shown, spans[first][0], spans[first + chance.choice(LONGEST) - 1][1])
    seen = source[words.start : words.end]
    return words if words.start >= 0 and any(letter.isalnum() for letter in seen) else None


def outcomes(count: int, edits: int, chance: random.Random) -> Counter[str]:
    """How `count` searches ended: "sure", "doubtful", "lost", or "wrong". `edits` 0: the words themselves change."""
    everything = [text for _, text in texts()]
    found: Counter[str] = Counter()
    while found.total() < count:
        source = chance.choice(everything)
        words = select(source, chance)
        if words is None:
            continue
        answer = Answer(source, words.start, words.end)
        if not edits:
            answer.change_within(chance)
        for _ in range(edits):
            answer.change_elsewhere(chance)
        place = find(words, answer.text, _shown(answer.text))
        if place.sureness in _SURE:
            found["sure" if edits and answer.has(*place.source) else "wrong"] += 1
        else:
            found["doubtful" if edits and answer.is_near(*place.source) else "lost"] += 1
    return found


def measure() -> list[Result]:
    """All searches."""
    results = []
    for edits in EDITS:
        found = outcomes(SELECTIONS, edits, random.Random(edits))
        there = 100 * (found["sure"] + found["doubtful"]) / SELECTIONS
        print(f"  after {edits} changes: {dict(found)}")
        name = f"words found after {edits} changes elsewhere ({found['sure']} surely, of {SELECTIONS})"
        results.append(Result(name, round(there, 2), "%", 99.0, there >= 99))
        results.append(
            Result(f"of these in a wrong place, after {edits}", found["wrong"], "", 0, not found["wrong"])
        )
    found = outcomes(SELECTIONS, 0, random.Random(0))
    print(f"  the words changed: {dict(found)}")
    results.append(Result("changed words taken for others", found["wrong"], "", 0, not found["wrong"]))
    return results
