"""Whether every letter of a source is shown somewhere: asked of the source itself, without another parser's word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from hdclient.content.tree import Block, Code, Formula, ListItem, Node, Note, Picture, Run
from tests.helpers.trees import nodes


def unseen_letters(source: str, tree: Sequence[Block]) -> str:
    """The letters that stand in the source more often than in what is shown; "" also when a note says what is left out.

    Targets of links are shown when somebody points at them, languages and task boxes above and beside what they name.
    """
    made = list(nodes(tuple(tree)))
    if any(isinstance(one, Note) for one in made):
        return ""
    shown = "".join(part for one in made for part in _words(one))
    return "".join((_letters(source) - _letters(shown)).elements())


def _letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalpha())


def _words(one: Node) -> Iterator[str]:
    if isinstance(one, Run):
        yield from (one.text, one.href)
    elif isinstance(one, Picture):
        yield from (one.alt, one.source)
    elif isinstance(one, Formula):
        yield one.written()
    elif isinstance(one, Code):
        yield from (one.language, *(text for line in one.lines for text, _ in line))
    elif isinstance(one, ListItem) and one.checked:
        yield "xX"
