"""Puts a platform together: settings, database, operations → one WSGI app. Served by serve.py, or called in process."""

from __future__ import annotations

from functools import cache
from random import Random, SystemRandom
from typing import Any, cast

import flask
from flask import Flask, request
from flask_openapi.models.info import Info
from flask_openapi.openapi import OpenAPI
from werkzeug.exceptions import RequestEntityTooLarge

from hdclient import __version__
from hdclient.clock import Clock, SystemClock
from hdclient.platform import problems
from hdclient.platform.auth import Buckets, admit
from hdclient.platform.migrations import migrate
from hdclient.platform.operations import OPERATIONS
from hdclient.platform.problems import Refusal
from hdclient.platform.routes import Route
from hdclient.platform.state import EXTENSION, Platform, Settings, platform_of
from hdclient.platform.strict_json import BadJson, parse


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
    app = _bare_app(documented=False)
    app.extensions[EXTENSION] = platform
    return app


def close_app(app: Flask) -> None:
    """Ends jobs and long polls and closes the database."""
    platform_of(app).close()


def documented_app() -> OpenAPI:
    """The same operations without a platform behind them, for the OpenAPI document."""
    return _bare_app(documented=True)


def _bare_app(*, documented: bool) -> OpenAPI:
    app = OpenAPI(
        "hdclient.platform",
        info=Info(title="hdclient platform", version=__version__),
        security_schemes={"token": {"type": "http", "scheme": "bearer", "description": "a personal token"}},
        validation_error_status=422,
        validation_error_callback=problems.invalid,
        doc_ui=False,
        static_folder=None,
    )
    app.openapi_version = "3.1.0"
    app.request_class = StrictRequest
    app.url_map.merge_slashes = False
    app.url_map.strict_slashes = True
    app.json.sort_keys = False  # type: ignore[attr-defined]
    by_name = {route.name: route for route in OPERATIONS}
    for route in OPERATIONS:
        _register(app, route, documented)
    app.add_url_rule(
        "/v1/openapi.json", "openapi", _openapi, methods=["GET"], provide_automatic_options=False
    )
    problems.install(app)
    _guard(app, by_name)
    return app


def _register(app: OpenAPI, route: Route, documented: bool) -> None:
    extra: dict[str, Any] = {}
    if route.takes:
        raw = {"schema": {"type": "string", "format": "binary"}}
        extra["request_body"] = {"required": True, "content": dict.fromkeys(route.takes, raw)}
    getattr(app, route.method.lower())(
        route.flask_rule,
        operation_id=route.name,
        tags=[{"name": route.tag}],
        responses=route.responses() if documented else None,
        security=[{"token": []}] if route.roles is not None else [],
        doc_ui=documented,
        provide_automatic_options=False,
        **extra,
    )(route.handler)


@cache
def _document() -> bytes:
    # Late: making the document takes as long as the whole start, and clients of an embedded platform never ask.
    from hdclient.platform.openapi import as_text

    return as_text().encode()


def _openapi() -> flask.Response:
    """The OpenAPI document; the one answer without server_uuid, because it is a document and not a message."""
    return flask.Response(_document(), content_type="application/json")


def _guard(app: Flask, by_name: dict[str, Route]) -> None:
    """What runs around every operation: is this person let in, and is the body of the right kind and size?"""
    buckets: dict[int, Buckets] = {}

    @app.before_request
    def _before() -> None:
        route = by_name.get(request.endpoint or "")
        if route is None:
            return
        platform = cast(Platform, app.extensions[EXTENSION])
        settings = platform.settings
        bucket = buckets.setdefault(id(platform), Buckets(settings.rate_per_s, settings.rate_burst))
        admit(platform, route, bucket)
        request.max_content_length = settings.asset_bytes if route.takes else settings.request_bytes
        if (request.content_length or 0) > request.max_content_length:
            raise RequestEntityTooLarge
        expected = ("application/json",) if route.takes_json else route.takes
        if expected and request.mimetype not in expected:
            raise Refusal(415, "media-type", "The body must be of this type: " + ", ".join(expected) + ".")

    @app.after_request
    def _after(response: flask.Response) -> flask.Response:
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


class StrictRequest(flask.Request):
    """Reads JSON bodies by strict_json, and refuses what is not one JSON object with 400."""

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:  # noqa: ARG002
        """The body. flask-openapi asks silently; we are not silent."""
        try:
            found = parse(self.get_data(cache=True))
        except BadJson as error:
            raise Refusal(400, "bad-json", f"The body cannot be read. {error}") from None
        if not isinstance(found, dict):
            raise Refusal(422, "invalid", "The body must be one JSON object.")
        return found
