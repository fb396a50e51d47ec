"""The exact place that a comment or a span speaks about, in a way that survives showing and even changing it.

In the manner of the W3C's Web Annotation model: what is spoken about (`part`, `block`), and a selector that says which
piece of it. Every selector carries what was seen there, so that a place which has moved is found again, and one which
has gone can still be quoted. Numbers of lines, rows, turns and steps begin with 0; positions are code points.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta

from hdclient.model.base import Value

CONTEXT = 32
"""Characters kept of what stands before and behind."""
Number: TypeAlias = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Said: TypeAlias = Annotated[str, Meta(max_length=100_000)]
Name: TypeAlias = Annotated[str, Meta(max_length=200)]
Hash: TypeAlias = Annotated[
    str, Meta(max_length=64, description="SHA-256 of the source in UTF-8 (of an image: its bytes)")
]


class Words(Value, frozen=True, kw_only=True, tag_field="kind", tag="words"):
    """Words of a text, as they were shown."""

    start: Annotated[
        int, Meta(ge=-1, description="code point of the block's source; -1: they have no source")
    ]
    end: Annotated[int, Meta(ge=-1, description="code point behind the last one")]
    sha256: Hash
    quote: Said
    prefix: Annotated[str, Meta(max_length=200)] = ""
    suffix: Annotated[str, Meta(max_length=200)] = ""
    nth: Annotated[int, Meta(ge=0, description="which of the occurrences of the quote it is, from 0")] = 0
    total: Annotated[int, Meta(ge=0, description="how often the quote occurred; 0: not counted")] = 0


class Lines(Value, frozen=True, kw_only=True, tag_field="kind", tag="lines"):
    """Whole lines of a code block or a patch, `first` to `last`, counted over all code of the content block."""

    first: Number
    last: Number
    sha256: Hash
    quote: Said
    before: Annotated[str, Meta(max_length=2_000, description="the line above")] = ""
    after: Annotated[str, Meta(max_length=2_000, description="the line below")] = ""


class Cell(Value, frozen=True, kw_only=True, tag_field="kind", tag="cell"):
    """A cell of a table. Row 0 is the header's."""

    table: Number = 0
    row: Number
    column: Number
    sha256: Hash
    quote: Said = ""
    row_name: Annotated[str, Meta(max_length=2_000, description="the first cell of its row")] = ""
    column_name: Annotated[str, Meta(max_length=2_000, description="the header of its column")] = ""


class Turn(Value, frozen=True, kw_only=True, tag_field="kind", tag="turn"):
    """One message of a conversation."""

    turn: Number
    sha256: Hash
    role: Name = ""
    quote: Annotated[str, Meta(max_length=2_000, description="how it begins")] = ""


class Region(Value, frozen=True, kw_only=True, tag_field="kind", tag="region"):
    """A place in an image: a point, two opposite corners of a box, or the outline of an area.

    In pixels of the image as it is seen (turned as its EXIF data says), x to the right, y down.
    """

    shape: Literal["point", "box", "area"]
    points: Annotated[tuple[tuple[Number, Number], ...], Meta(min_length=1, max_length=2_000)]
    width: Number
    height: Number
    sha256: Hash


class Field(Value, frozen=True, kw_only=True, tag_field="kind", tag="field"):
    """A part of an answer: the criterion and the response that it is about; empty: the whole answer."""

    criterion: Name = ""
    candidate: Name = ""


class Gap(Value, frozen=True, kw_only=True, tag_field="kind", tag="gap"):
    """The gap between two neighbouring tiers of a ranking, known by the responses on both sides."""

    above: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=100)]
    below: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=100)]


class Step(Value, frozen=True, kw_only=True, tag_field="kind", tag="step"):
    """One step of a solution."""

    step: Number
    quote: Annotated[str, Meta(max_length=2_000, description="how it begins")] = ""


Selector: TypeAlias = Words | Lines | Cell | Turn | Region | Field | Gap | Step


class Anchor(Value, frozen=True, kw_only=True):
    """A place: a part of what is shown or answered, and which piece of it."""

    part: Annotated[
        str,
        Meta(
            max_length=200,
            description='"prompt", "system_prompt", "slot:NAME", "candidate:ID", "question:ID", or empty: the whole'
            " submission",
        ),
    ] = ""
    block: Annotated[int, Meta(ge=0, description="number of the content block in its part")] = 0
    at: Selector | None = None

    def names(self, kind: str) -> str:
        """The ID, if it is about a "candidate", a "question" or a "slot"; else empty."""
        found, _, name = self.part.partition(":")
        return name if found == kind else ""
