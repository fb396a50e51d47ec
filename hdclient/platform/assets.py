"""Files that tasks show: known by the SHA-256 of their bytes, never changed, open to members of their campaign."""

from __future__ import annotations

from flask import Response, request
from sqlalchemy import insert, select

from hdclient.model.base import sha256_hex
from hdclient.model.content import Asset
from hdclient.platform.database import Write
from hdclient.platform.problems import Refusal, not_found
from hdclient.platform.routes import ANYBODY, OPERATIONS, Params, Routes, reply
from hdclient.platform.schema import assets, task_assets
from hdclient.platform.state import here, me
from hdclient.wire.admin import AssetReply
from hdclient.wire.base import Sha256

ROUTES = Routes("assets")

# Media type → what its bytes begin with. No SVG: it is a program for drawing, and can hold links and scripts.
MEDIA_TYPES: dict[str, tuple[bytes, ...]] = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}


class AssetPath(Params):
    """An address with a hash in it."""

    sha256: Sha256


@ROUTES.add(
    "PUT",
    "/v1/assets/<sha256>",
    roles=OPERATIONS,
    answers=AssetReply,
    problems=(409,),
    takes=tuple(MEDIA_TYPES),
)
def put_asset(path: AssetPath) -> Response:
    """Stores a file under its hash. Safe to repeat; bytes with another hash are refused."""
    data = request.get_data(cache=False)
    if sha256_hex(data) != path.sha256:
        raise Refusal(
            409, "hash", "These bytes have another SHA-256 than the address says. Nothing was stored."
        )
    with here().write() as write:
        asset = store(write, data, request.mimetype)
    return reply(AssetReply, asset=asset)


@ROUTES.add("GET", "/v1/assets/<sha256>", roles=ANYBODY, answers=tuple(MEDIA_TYPES), problems=(404, 422))
def get_asset(path: AssetPath) -> Response:
    """A file's bytes, or with a `Range` of one piece those (206), so that a download that broke can go on."""
    caller = me()
    with here().read() as connection:
        row = connection.execute(select(assets).where(assets.c.sha256 == path.sha256)).one_or_none()
        shown_in = connection.execute(
            select(task_assets.c.campaign_id).where(task_assets.c.sha256 == path.sha256).distinct()
        ).scalars()
        if row is None or not (
            caller.everywhere or any(caller.sees(campaign_id) for campaign_id in shown_in)
        ):
            raise not_found("asset")
    response = Response(row.data, content_type=row.media_type)
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["ETag"] = f'"{path.sha256}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.make_conditional(request, accept_ranges=True, complete_length=len(row.data))
    return response


def store(write: Write, data: bytes, media_type: str) -> Asset:
    """Keeps a file; the same bytes again change nothing. Raises Refusal 409 when they are not of this type."""
    starts = MEDIA_TYPES.get(media_type)
    if starts is None:
        raise Refusal(415, "media-type", "Assets are PNG, JPEG, GIF or WebP pictures.")
    if not data.startswith(starts) or (media_type == "image/webp" and data[8:12] != b"WEBP"):
        raise Refusal(409, "media-type", f"These bytes are not {media_type}. Nothing was stored.")
    sha256 = sha256_hex(data)
    known = write.execute(select(assets.c.media_type).where(assets.c.sha256 == sha256)).scalar()
    if known is None:
        write.execute(insert(assets).values(sha256=sha256, media_type=media_type, size=len(data), data=data))
    return Asset(sha256=sha256, media_type=media_type, size=len(data))
