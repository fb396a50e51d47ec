"""Where a comment belongs, in words: "Response B, “the words that were meant”"."""

from __future__ import annotations

from collections.abc import Mapping

from hdclient.model.anchor import Anchor, Cell, Field, Gap, Lines, Region, Selector, Step, Turn, Words
from hdclient.words import tr

_LONGEST = 160


def anchor_words(anchor: Anchor, places: Mapping[str, str]) -> str:
    """`places` names questions and candidates by their ids; empty for the whole submission."""
    named = places.get(anchor.names("question")) or places.get(anchor.names("candidate")) or ""
    part = tr("the prompt") if anchor.part == "prompt" else named
    piece = "" if anchor.at is None else _piece(anchor.at, places)
    return tr("{part}, {piece}", part=part, piece=piece) if part and piece else part or piece


def _piece(at: Selector, places: Mapping[str, str]) -> str:
    if isinstance(at, Words):
        return quoted(at.quote)
    if isinstance(at, Lines):
        if at.first == at.last:
            return tr("line {number}", number=at.first + 1)
        return tr("lines {first} to {last}", first=at.first + 1, last=at.last + 1)
    if isinstance(at, Cell):
        if at.quote:
            return tr("the cell {quote}", quote=quoted(at.quote))
        return tr("row {row}, column {column}", row=at.row + 1, column=at.column + 1)
    if isinstance(at, Turn):
        return tr("message {number}", number=at.turn + 1)
    if isinstance(at, Region):
        return tr("a place in the image")
    if isinstance(at, Field):
        return ", ".join(filter(None, (at.criterion, places.get(at.candidate, ""))))
    if isinstance(at, Gap):
        return tr(
            "between {above} and {below}",
            above=_all(at.above, places),
            below=_all(at.below, places),
        )
    assert isinstance(at, Step)
    return tr("step {number}", number=at.step + 1)


def _all(candidates: tuple[str, ...], places: Mapping[str, str]) -> str:
    return ", ".join(places.get(one, one) for one in candidates)


def quoted(text: str) -> str:
    """The words in quotation marks, on one line and not too long."""
    flat = " ".join(text.split())
    return tr("“{words}”", words=flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…")
