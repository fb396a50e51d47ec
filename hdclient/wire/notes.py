"""Notes to those who run a campaign, on their way to the platform and as operations read them there."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from hdclient.model.notes import MOST_LETTERS
from hdclient.wire.base import Id, Part, Reply, Request


class NoteIn(Request):
    """POST /v1/campaigns/{id}/notes. The id is made by the client, so that a repeat is recognised and kept once."""

    id: Id
    text: Annotated[str, Field(min_length=1, max_length=MOST_LETTERS)]


class NoteReply(Reply):
    """The platform has the note. The same answer for a repeat."""

    id: str
    received_at: str = Field(description="ISO 8601 UTC, when it came first")


class NoteRecord(Part):
    """A note as operations see it. `by` is the name under which they know the person everywhere else."""

    id: str
    campaign_id: str
    by: str
    text: str
    received_at: str


class NotesReply(Reply):
    """GET /v1/campaigns/{id}/notes?cursor=."""

    items: tuple[NoteRecord, ...]
    next_cursor: str | None = None
