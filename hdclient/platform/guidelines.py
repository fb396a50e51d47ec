"""Guidelines: immutable numbered versions, and who has read which."""

from __future__ import annotations

from typing import Annotated

from flask import Response
from pydantic import Field
from sqlalchemy import insert, select, update

from hdclient.model.campaign import Guideline
from hdclient.platform.campaigns import find, lock
from hdclient.platform.database import Write
from hdclient.platform.problems import Refusal, not_found
from hdclient.platform.routes import ANYBODY, OPERATIONS, ById, Params, Routes, reply
from hdclient.platform.schema import acknowledgements, campaigns, guidelines
from hdclient.platform.state import here, iso, me
from hdclient.wire.admin import GuidelineIn
from hdclient.wire.base import Id
from hdclient.wire.work import AcknowledgeReply, GuidelineReply

ROUTES = Routes("guidelines")


class VersionPath(Params):
    """An address with a campaign and a version in it."""

    id: Id
    version: Annotated[int, Field(ge=1, le=2**31 - 1)]


@ROUTES.add(
    "GET", "/v1/campaigns/<id>/guidelines/<version>", roles=ANYBODY, answers=GuidelineReply, problems=(404,)
)
def get_guideline(path: VersionPath) -> Response:
    """One version of a guideline."""
    with here().read() as connection:
        find(connection, path.id, me())
        body = connection.execute(
            select(guidelines.c.body).where(
                guidelines.c.campaign_id == path.id, guidelines.c.version == path.version
            )
        ).scalar()
    if body is None:
        raise not_found("guideline version")
    return reply(GuidelineReply, guideline=Guideline(campaign_id=path.id, **body))


@ROUTES.add(
    "POST",
    "/v1/campaigns/<id>/guidelines",
    roles=OPERATIONS,
    answers=GuidelineReply,
    status=201,
    problems=(404, 409),
)
def publish_guideline(path: ById, body: GuidelineIn) -> Response:
    """The next version. The same version with the same text again is answered as the first time."""
    with here().write() as write:
        lock(write, path.id)
        find(write.connection, path.id, me())
        publish(write, path.id, body)
    return reply(GuidelineReply, status=201, guideline=Guideline(campaign_id=path.id, **body.model_dump()))


@ROUTES.add(
    "POST",
    "/v1/campaigns/<id>/guidelines/<version>:acknowledge",
    roles=ANYBODY,
    answers=AcknowledgeReply,
    problems=(404,),
)
def acknowledge_guideline(path: VersionPath) -> Response:
    """You have read this version. Safe to repeat."""
    person_id, platform = me().id, here()
    key = {"campaign_id": path.id, "version": path.version}
    with platform.write() as write:
        find(write.connection, path.id, me())
        if write.execute(select(guidelines.c.version).filter_by(**key)).first() is None:
            raise not_found("guideline version")
        at = write.execute(select(acknowledgements.c.at_ms).filter_by(person_id=person_id, **key)).scalar()
        if at is None:
            at = platform.now_ms()
            write.execute(insert(acknowledgements).values(person_id=person_id, at_ms=at, **key))
    return reply(AcknowledgeReply, campaign_id=path.id, version=path.version, acknowledged_at=iso(at))


def publish(write: Write, campaign_id: str, body: GuidelineIn) -> bool:
    """Stores a version; False when the very same one is there already. Raises Refusal 409."""
    known = write.execute(
        select(guidelines.c.body).where(
            guidelines.c.campaign_id == campaign_id, guidelines.c.version == body.version
        )
    ).scalar()
    if known is not None:
        if known == body.model_dump():
            return False
        raise Refusal(409, "version-taken", f"Version {body.version} is published already with another text.")
    row = write.execute(select(campaigns).where(campaigns.c.id == campaign_id)).one()
    if body.version != row.guideline_version + 1:
        raise Refusal(409, "version-order", f"The next version is {row.guideline_version + 1}.")
    write.execute(
        insert(guidelines).values(campaign_id=campaign_id, version=body.version, body=body.model_dump())
    )
    write.execute(
        update(campaigns)
        .where(campaigns.c.id == campaign_id)
        .values(guideline_version=body.version, edition=row.edition + 1)
    )
    write.event(
        "guideline",
        {"campaign_id": campaign_id, "version": body.version},
        campaign_id=campaign_id,
        audience="members",
    )
    return True
