"""Puts a platform together: settings, database, operations → one WSGI app. Served by serve.py, or called in process."""

from __future__ import annotations

from functools import cache
from random import Random, SystemRandom
from typing import Any

from flask import Flask, Response

from hdclient.clock import Clock, SystemClock
from hdclient.platform.auth import Buckets
from hdclient.platform.migrations import migrate
from hdclient.platform.state import EXTENSION, Platform, Settings, platform_of
from hdclient.platform.wsgi import BUCKETS, bare_app


def create_app(
    url: str,
    *,
    name: str = "hdclient platform",
    clock: Clock | None = None,
    rng: Random | None = None,
    **settings: Any,
) -> Flask:
    """A WSGI app on the database at `url` (an SQLAlchemy URL), which is brought to this program's schema first.

    `settings` are fields of state.Settings. Raises ConfigError for a newer database. Close it with `close_app`.
    """
    platform = Platform(Settings(name=name, **settings), clock or SystemClock(), rng or SystemRandom())
    platform.open(url)
    try:
        migrate(platform.database)
        platform.identify()
    except BaseException:
        platform.close()
        raise
    app = bare_app(documented=False)
    app.extensions[EXTENSION] = platform
    app.extensions[BUCKETS] = Buckets(platform.settings.rate_per_s, platform.settings.rate_burst)
    app.add_url_rule(
        "/v1/openapi.json", "openapi", _openapi, methods=["GET"], provide_automatic_options=False
    )
    return app


def close_app(app: Flask) -> None:
    """Ends jobs and long polls and closes the database."""
    platform_of(app).close()


@cache
def _document() -> bytes:
    # Late: making the document takes as long as the whole start, and clients of an embedded platform never ask.
    from hdclient.platform.openapi import as_text

    return as_text().encode()


def _openapi() -> Response:
    """The OpenAPI document; the one answer without server_uuid, because it is a document and not a message."""
    return Response(_document(), content_type="application/json")
