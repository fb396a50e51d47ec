"""A known answer, hidden among other tasks: what counts as right, what never does, and which orders must hold.

The platform keeps it and scores by it; a trainer's computer never has any of it.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from hdclient.model.base import JsonValue, Value

Name = Annotated[str, Meta(min_length=1, max_length=64)]


class Above(Value, frozen=True, kw_only=True):
    """One response has to stand above another; what is not said may stand anyhow."""

    better: Name
    worse: Name


class Gold(Value, frozen=True, kw_only=True):
    """Of one question. All that is said must hold: one of `accept` if there is any, none of `refuse`, all `above`."""

    question: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=64,
            description="id; of one asked item by item the address, as in “quality@c1”",
        ),
    ]
    accept: Annotated[
        tuple[JsonValue, ...], Meta(max_length=50, description="answers that count as right")
    ] = ()
    refuse: Annotated[
        tuple[JsonValue, ...], Meta(max_length=50, description="answers that are never right")
    ] = ()
    above: Annotated[
        tuple[Above, ...], Meta(max_length=200, description="orders that a ranking or preference must keep")
    ] = ()
    why: Annotated[str, Meta(max_length=20_000, description="why it is so")] = ""
    rule: Annotated[str, Meta(max_length=64, description="id of the guideline rule that explains it")] = ""
