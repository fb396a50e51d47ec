"""Notes of trainers and reviewers to those who run a campaign. Operations read them; nobody else does."""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy import Row, insert, select

from hdclient.platform.naming import alias
from hdclient.platform.paging import PageQuery, page
from hdclient.platform.problems import Refusal, not_found
from hdclient.platform.routes import ANYBODY, OPERATIONS, ById, Routes, reply
from hdclient.platform.schema import campaigns, notes
from hdclient.platform.state import Platform, here, iso, me
from hdclient.wire.notes import NoteIn, NoteRecord, NoteReply, NotesReply

ROUTES = Routes("notes")


@ROUTES.add(
    "POST", "/v1/campaigns/<id>/notes", roles=ANYBODY, answers=NoteReply, status=201, problems=(404, 409)
)
def post_note(path: ById, body: NoteIn) -> Response:
    """Tells those who run the campaign something. Safe to repeat."""
    platform, caller = here(), me()
    with platform.write() as write:
        found = write.execute(select(campaigns.c.id).where(campaigns.c.id == path.id)).scalar()
        if found is None or not caller.sees(path.id):
            raise not_found("campaign")
        known = write.execute(select(notes).where(notes.c.id == body.id)).one_or_none()
        if known is None:
            known = write.execute(
                insert(notes)
                .values(
                    id=body.id,
                    campaign_id=path.id,
                    person_id=caller.id,
                    text=body.text,
                    created_ms=platform.now_ms(),
                )
                .returning(*notes.c)
            ).one()
        elif (known.person_id, known.campaign_id, known.text) != (caller.id, path.id, body.text):
            raise Refusal(409, "id-taken", "There is another note with this id.")
    return reply(NoteReply, status=201, id=known.id, received_at=iso(known.created_ms))


@ROUTES.add("GET", "/v1/campaigns/<id>/notes", roles=OPERATIONS, answers=NotesReply, problems=(404,))
def list_notes(path: ById, query: PageQuery) -> Response:
    """What people have told those who run this campaign, in the order in which it came."""
    if not me().sees(path.id):
        raise not_found("campaign")
    with here().read() as connection:
        if connection.execute(select(campaigns.c.id).where(campaigns.c.id == path.id)).scalar() is None:
            raise not_found("campaign")
        chosen = select(notes).where(notes.c.campaign_id == path.id)
        rows, cursor = page(connection, chosen, notes.c.seq, query)
    return reply(NotesReply, items=tuple(_value(here(), row) for row in rows), next_cursor=cursor)


def records(platform: Platform, campaign_id: str) -> list[NoteRecord]:
    """All notes of a campaign, oldest first: for the command."""
    with platform.read() as connection:
        chosen = select(notes).where(notes.c.campaign_id == campaign_id).order_by(notes.c.seq)
        return [_value(platform, row) for row in connection.execute(chosen)]


def _value(platform: Platform, row: Row[Any]) -> NoteRecord:
    return NoteRecord(
        id=row.id,
        campaign_id=row.campaign_id,
        by=alias(platform, row.person_id),
        text=row.text,
        received_at=iso(row.created_ms),
    )
