"""The WSGI side of a platform: operations registered, requests admitted and read strictly. Knows no database."""

from __future__ import annotations

from typing import Any, cast

import flask
from flask import Flask, request
from flask_openapi.models.info import Info
from flask_openapi.openapi import OpenAPI
from werkzeug.exceptions import RequestEntityTooLarge

from hdclient import __version__
from hdclient.platform import problems
from hdclient.platform.auth import Buckets, admit
from hdclient.platform.operations import OPERATIONS
from hdclient.platform.problems import Refusal
from hdclient.platform.routes import Route
from hdclient.platform.state import EXTENSION, Platform
from hdclient.wire.strict_json import BadJson, parse

BUCKETS = "hdclient.buckets"


def bare_app(*, documented: bool) -> OpenAPI:
    """All operations, with no platform behind them yet. `documented`: with what the OpenAPI document needs."""
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


def _guard(app: Flask, by_name: dict[str, Route]) -> None:
    """What runs around every operation: is this person let in, and is the body of the right kind and size?"""

    @app.before_request
    def _before() -> None:
        route = by_name.get(request.endpoint or "")
        if route is None:
            return
        platform = cast(Platform, app.extensions[EXTENSION])
        settings = platform.settings
        admit(platform, route, cast(Buckets, app.extensions[BUCKETS]))
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
