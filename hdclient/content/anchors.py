"""The words of a text that a comment or a span speaks about: made of a selection, and found again.

As long as the source is the same, the range decides. When it is another, the words are looked for, and how sure the
find is belongs to the answer: a place is never silently a wrong one. Lines, cells and turns: places.py.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from hdclient.content.shown import Shown
from hdclient.model.anchor import CONTEXT, Words
from hdclient.model.base import sha256_hex

MAX_QUOTE = 2_000
"""Of a longer quote, so many characters of its beginning and of its end are looked for."""
_MAX_FINDS = 1_000
_SURE = 0.6
_LIKELY = 70.0
_LEAD = 0.15
_SOME = 0.35
_LONG = 12
"""A quote of so many characters is hardly ever written anew by chance."""


class Sureness(StrEnum):
    """How sure it is that a place is the one that was meant."""

    EXACT = "exact"
    """The source is the same."""
    MOVED = "moved"
    """The source is another; the words are the same, and what is around them says which ones."""
    DOUBTFUL = "doubtful"
    """Similar words, or the same in another surrounding: a person has to look."""
    LOST = "lost"
    """Nothing like it is there."""


class Place(msgspec.Struct, frozen=True):
    """Where something is found: a range of the shown text and of the source; both (-1, -1) when it is lost."""

    sureness: Sureness
    shown: tuple[int, int] = (-1, -1)
    source: tuple[int, int] = (-1, -1)


def source_hash(source: str) -> str:
    """The hash that a selector keeps of its source."""
    return sha256_hex(source.encode("utf-8", "surrogatepass"))


def words_at(source: str, shown: Shown, start: int, end: int) -> Words:
    """The selector of shown.text[start:end]."""
    low, high = shown.source_range(start, end) or (-1, -1)
    quote = shown.text[start:end]
    finds = _finds(shown.text, quote)
    counted = start in finds and len(finds) < _MAX_FINDS
    return Words(
        start=low,
        end=high,
        sha256=source_hash(source),
        quote=quote,
        nth=finds.index(start) if counted else 0,
        total=len(finds) if counted else 0,
        prefix=shown.text[max(0, start - CONTEXT) : start],
        suffix=shown.text[end : end + CONTEXT],
    )


def words_of_source(source: str, shown: Shown, start: int, end: int) -> Words:
    """The selector of a range of the source: of the words that it is shown as."""
    low, high = shown.shown_range(start, end) or (0, 0)
    made = words_at(source, shown, low, high)
    return msgspec.structs.replace(made, start=start, end=end)


def find(words: Words, source: str, shown: Shown) -> Place:
    """The place of words in a source, which may be another one than they were selected in."""
    if words.start >= 0 and words.sha256 == source_hash(source):
        found = shown.shown_range(words.start, words.end)
        if found is not None:
            return Place(Sureness.EXACT, found, (words.start, words.end))
    if not words.quote.strip():
        return Place(Sureness.LOST)
    return _same_words(words, shown) or _similar_words(words, shown) or Place(Sureness.LOST)


def _finds(text: str, quote: str) -> list[int]:
    """Where the quote begins, at most _MAX_FINDS times."""
    found: list[int] = []
    at = text.find(quote) if quote else -1
    while at >= 0 and len(found) < _MAX_FINDS:
        found.append(at)
        at = text.find(quote, at + 1)
    return found


def _same_words(words: Words, shown: Shown) -> Place | None:
    """The occurrence of the quote that was meant; doubtful when it is not clear which."""
    finds = _finds(shown.text, words.quote)
    if not finds:
        return None
    scores = [_likeness(words, shown.text, at, at + len(words.quote)) for at in finds]
    ranked = sorted(range(len(finds)), key=scores.__getitem__, reverse=True)
    best, lead = ranked[0], scores[ranked[0]] - (scores[ranked[1]] if len(ranked) > 1 else 0.0)
    if words.total == len(finds):
        # As many as there were: unless another stands clearly better, it is the one of the same number.
        beaten = scores[words.nth] < scores[best] - _LEAD
        best = best if beaten else words.nth
        sure = not beaten and (scores[best] >= _SOME or (words.total == 1 and len(words.quote) >= _LONG))
    else:
        # When there are fewer, ours may be the one that has gone, however alike another one's surrounding is.
        sure = words.total < len(finds) < _MAX_FINDS and lead >= _LEAD and scores[best] >= _SURE
    at = finds[best]
    return _place(Sureness.MOVED if sure else Sureness.DOUBTFUL, shown, at, at + len(words.quote))


def _likeness(words: Words, text: str, start: int, end: int) -> float:
    """0 to 1: how alike the surrounding is; the better side counts most, for a change may border on the quote."""
    from rapidfuzz.distance import Indel  # start-up

    before = Indel.normalized_similarity(text[max(0, start - CONTEXT) : start], words.prefix)
    behind = Indel.normalized_similarity(text[end : end + CONTEXT], words.suffix)
    return 0.7 * max(before, behind) + 0.3 * min(before, behind)


def _similar_words(words: Words, shown: Shown) -> Place | None:
    """The stretch that is most like the quote in its surrounding; never more than doubtful."""
    from rapidfuzz import fuzz  # start-up

    quote = words.quote[:MAX_QUOTE]
    around = fuzz.partial_ratio_alignment(
        words.prefix + quote + words.suffix, shown.text, score_cutoff=_LIKELY
    )
    if around is None or not shown.text:
        return None
    window = shown.text[around.dest_start : around.dest_end]
    inner = fuzz.partial_ratio_alignment(quote, window, score_cutoff=_LIKELY)
    if inner is None or inner.dest_start == inner.dest_end:
        return None
    start = around.dest_start + inner.dest_start
    return _place(Sureness.DOUBTFUL, shown, start, start + inner.dest_end - inner.dest_start)


def _place(sureness: Sureness, shown: Shown, start: int, end: int) -> Place:
    return Place(sureness, (start, end), shown.source_range(start, end) or (-1, -1))
