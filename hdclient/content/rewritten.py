"""What a rewrite changed, in numbers: words that came in and words that went out, by the one comparison of texts.

Neutral on purpose: it counts, and says of no change that it is for the better.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from hdclient.content.compare import Differences, Kind, differences
from hdclient.content.matches import nothing
from hdclient.model.words import count_words


class Rewritten(Struct, frozen=True):
    """What became of a text. `words_in` are in the new one only, `words_out` in the old one only."""

    words_in: int
    words_out: int
    places: int
    found: Differences

    @property
    def is_same(self) -> bool:
        """Whether not even a space differs."""
        return not self.places


def rewritten(before: str, after: str, check: Callable[[], None] = nothing) -> Rewritten:
    """The differences of two texts, counted. `check` is called between stages, and may raise to give it up."""
    found = differences(before, after, check)
    changes = [part for part in found.parts if part.kind is not Kind.SAME]
    return Rewritten(
        sum(count_words(after[slice(*part.b)]) for part in changes),
        sum(count_words(before[slice(*part.a)]) for part in changes),
        len(changes),
        found,
    )
