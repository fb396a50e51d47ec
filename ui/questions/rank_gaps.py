"""How much better a place of a ranking is than the next: what was said of two neighbours, and the button between."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hdclient.words import tr
from ui.components.buttons import Button

Place = Sequence[str]
GAP_ROW = 30


class RankGaps:
    """What was said belongs to two neighbouring places as they are: where one of them changes, it is asked anew."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self._said: dict[tuple[frozenset[str], frozenset[str]], int] = {}

    def load(self, tiers: object, gaps: object) -> None:
        """Takes an answer's; what was said before is forgotten."""
        self._said = {}
        places = (
            [one for one in tiers if isinstance(one, list | tuple)] if isinstance(tiers, list | tuple) else []
        )
        given = gaps if isinstance(gaps, list | tuple) else ()
        for (above, below), gap in zip(_neighbours(places), given, strict=False):
            if type(gap) is int and 1 <= gap <= len(self.words):
                self._said[frozenset(above), frozenset(below)] = gap

    def of(self, tiers: Sequence[Place]) -> list[int | None]:
        """One for every two neighbours."""
        return [self.between(above, below) for above, below in _neighbours(tiers)]

    def between(self, above: Place, below: Place) -> int | None:
        """What was said of these two; None for nothing."""
        return self._said.get((frozenset(above), frozenset(below)))

    def step(self, above: Place, below: Place) -> None:
        """The next strength; after the greatest the least again."""
        said = self.between(above, below) or 0
        self._said[frozenset(above), frozenset(below)] = said % len(self.words) + 1

    def word(self, gap: int | None) -> str:
        """In words; "" for nothing said."""
        return "" if gap is None else self.words[gap - 1]


def _neighbours(tiers: Sequence[Place]) -> list[tuple[Place, Place]]:
    return list(itertools.pairwise(tiers))


class GapButton(Button):
    """Stands between two places and says how far apart they are; pressed, it says the next strength."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", variant="ghost", small=True, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def tell(self, above: str, below: str, words: str) -> None:
        """The letters on both sides, and what was said."""
        self.set_label(words or tr("How much better?"))
        said = words or tr("not said yet")
        self.setAccessibleName(tr("{above} over {below}: {words}", above=above, below=below, words=said))
