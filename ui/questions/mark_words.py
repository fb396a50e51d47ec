"""What is said of marks: why one cannot be put, how it is drawn, and where it stands."""

from __future__ import annotations

from hdclient.model.anchor import Anchor, Region, Words
from hdclient.questions.regions import place_words
from hdclient.words import isolated, tr, trn

_QUOTED = 200


def fault_words(fault: str, most: int) -> str:
    """Why a mark cannot be put there; `fault` is one of ui/questions/span_draft.py."""
    return {
        "same": tr("This is marked so already."),
        "alone": tr("What is said of the whole stands alone: take the other marks out first."),
        "most": trn(
            "There is {count} mark here, which is the most: keep the worst.",
            "There are {count} marks here, which is the most: keep the worst.",
            most,
        ),
        "overlap": tr("This is marked already, and marks must not lie upon each other."),
    }[fault]


def shape_name(shape: str) -> str:
    """How it is drawn."""
    return {"point": tr("Point"), "box": tr("Box"), "area": tr("Region")}[shape]


def standing_words(anchor: Anchor, *, lost: bool) -> str:
    """Where a mark stands: its words, its place in the picture, or all of it."""
    at = anchor.at
    if isinstance(at, Region):
        words = place_words(at.shape, at.points)
    else:
        words = at.quote[:_QUOTED] if isinstance(at, Words) else tr("The whole text")
    if not lost:
        return words
    if isinstance(at, Region):
        return tr("Its picture is not here: {words}", words=words)
    return tr("No longer in the text: {words}", words=isolated(words))
