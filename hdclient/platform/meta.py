"""Who this platform is, who you are, and whether it is well."""

from __future__ import annotations

from flask import Response
from sqlalchemy import select

from hdclient import __version__
from hdclient.model.person import Person
from hdclient.platform.routes import ANYBODY, Routes, reply
from hdclient.platform.schema import facts
from hdclient.platform.signing import public_keys
from hdclient.platform.state import here, me
from hdclient.wire.work import HealthReply, Limits, MeReply, MetaReply

ROUTES = Routes("platform")


@ROUTES.add("GET", "/v1/meta", roles=None, answers=MetaReply)
def get_meta() -> Response:
    """Who this platform is. Needs no token."""
    platform = here()
    return reply(
        MetaReply,
        name=platform.settings.name,
        version=__version__,
        epoch=platform.epoch,
        limits=Limits(batch_items=platform.settings.batch_items),
        signing_keys=public_keys(platform),
    )


@ROUTES.add("GET", "/v1/me", roles=ANYBODY, answers=MeReply)
def get_me() -> Response:
    """Who the token belongs to."""
    caller = me()
    return reply(MeReply, person=Person(id=caller.id, name=caller.name, role=caller.role))


@ROUTES.add("GET", "/healthz", roles=None, answers=HealthReply)
def get_health() -> Response:
    """The program runs."""
    return reply(HealthReply)


@ROUTES.add("GET", "/readyz", roles=None, answers=HealthReply)
def get_readiness() -> Response:
    """The program runs and its database answers; 503 when it does not."""
    with here().read() as connection:
        connection.execute(select(facts.c.key).limit(1)).all()
    return reply(HealthReply)
