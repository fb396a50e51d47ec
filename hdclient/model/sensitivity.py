"""What can hurt to read: which parts of a task, in which way, and how much of it a campaign asks of one person."""

from typing import Annotated

from msgspec import Meta

from hdclient.model.base import Value

PROMPT = "prompt"
"""Stands for prompt and system prompt among the parts of a task; where it is said, no candidate may be called so."""
NOT_FOR_ME = "Not for me"
"""The reason of a skip that needs no reason. Stored as it is here, in every language."""


class Sensitivity(Value, frozen=True, kw_only=True):
    """One way in which parts of a task can hurt. They are covered until the person asks to see them."""

    category: Annotated[
        str, Meta(min_length=1, max_length=60, description='in words for people: "violence", "self-harm"')
    ]
    severity: Annotated[int, Meta(ge=0, le=4, description="1 mild to 4 extreme; 0: not said")] = 0
    items: Annotated[
        tuple[str, ...], Meta(description='candidate ids and "prompt"; empty: all of the task')
    ] = ()


class ExposureLimit(Value, frozen=True, kw_only=True):
    """How many sensitive tasks of a campaign one person looks at, at most. 0: no limit.

    A day is 24 hours before now. A sitting goes on until nothing sensitive was looked at for half an hour.
    """

    category: Annotated[str, Meta(max_length=60, description="empty: all categories together")] = ""
    per_day: Annotated[int, Meta(ge=0, le=10_000)] = 0
    per_sitting: Annotated[int, Meta(ge=0, le=10_000)] = 0
