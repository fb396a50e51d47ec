"""English in disguise: what a test of the screens reads, to find words that nobody marked, and places too small.

Every letter gets an accent, the text grows by two fifths, brackets show where it begins and ends; placeholders stay.
"""

from __future__ import annotations

import re

_PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ACCENTED = "ÀƁĆĎÉƑĜĤÎĴĶĹḾŃÔṔǪŔŠŢÛṼŴẊÝŽàƀćďéƒĝĥîĵķĺḿńôṕǫŕšţûṽŵẋýž"
_LETTERS = str.maketrans(_PLAIN, _ACCENTED)
_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]*>|&\w+;)")
_LONGER = "~~~~~~~ " * 200
"""What is put behind, in words that a line may end between, as in every language."""


def disguise(text: str) -> str:
    """The text as the pseudo-locale has it; blanks around it stay around it."""
    core = text.strip()
    if not any(letter.isalpha() for letter in _KEPT.sub("", core)):
        return text
    before, _, after = text.partition(core)
    parts = _KEPT.split(core)
    said = "".join(part if n % 2 else part.translate(_LETTERS) for n, part in enumerate(parts))
    return f"{before}[{said}{_LONGER[: max(1, len(core) * 2 // 5)]}]{after}"
