"""Cursors: opaque to clients, a sequence number to us. Never an offset: rows may come in while somebody walks."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Column, Connection, Row, Select

from hdclient.platform.problems import not_found
from hdclient.platform.routes import Params
from hdclient.wire.base import Cursor

PAGE = 100


class PageQuery(Params):
    """?cursor=&limit= of every list."""

    cursor: Cursor = ""
    limit: Annotated[int, Field(ge=1, le=500)] = PAGE


def encode(text: str) -> str:
    """Any short text as a cursor."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str) -> str | None:
    """The text of a cursor; None when it was not made here."""
    try:
        return base64.urlsafe_b64decode(cursor.rstrip("=") + "=" * (-len(cursor.rstrip("=")) % 4)).decode(
            "ascii"
        )
    except (binascii.Error, ValueError):
        return None


def page(
    connection: Connection, query: Select[Any], seq: Column[int], wanted: PageQuery
) -> tuple[Sequence[Row[Any]], str | None]:
    """The rows of `query` after the cursor, in the order of `seq` (which must be one of its columns)."""
    after = 0
    if wanted.cursor:
        text = decode(wanted.cursor) or ""
        if not (text.startswith("p") and text[1:].isdecimal() and len(text) < 20):
            raise not_found("page; start again without a cursor")
        after = int(text[1:])
    rows = connection.execute(query.where(seq > after).order_by(seq).limit(wanted.limit + 1)).all()
    more = len(rows) > wanted.limit
    rows = rows[: wanted.limit]
    return rows, encode(f"p{rows[-1]._mapping[seq]}") if more else None
