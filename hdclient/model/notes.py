"""A note of a person to those who run a campaign: a wish, a question, something that is wrong with the tasks."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from hdclient.model.base import Value

MOST_LETTERS = 5_000


class Note(Value, frozen=True, kw_only=True):
    """One note as this computer has it. "waiting" is safe here and not yet on the platform."""

    id: str
    campaign_id: str
    text: str
    written_at: Annotated[str, Meta(description="ISO 8601 UTC, this computer's clock")]
    state: Literal["waiting", "sent", "refused"] = "waiting"
    received_at: Annotated[
        str, Meta(description="ISO 8601 UTC, the platform's clock; empty until it has it")
    ] = ""
    reason: Annotated[str, Meta(description="why it waits or was refused, for the person")] = ""
