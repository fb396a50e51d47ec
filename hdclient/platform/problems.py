"""Every refusal as RFC 9457 problem+json, with a plain sentence for the person. No refusal repeats what was sent."""

from __future__ import annotations

import logging
import traceback
from http import HTTPStatus

from flask import Flask, Response
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException

from hdclient.model.base import canonical
from hdclient.platform.state import here
from hdclient.wire.admin import Problem

PROBLEM_TYPE = "application/problem+json"
_log = logging.getLogger(__name__)


class Refusal(Exception):
    """Raised anywhere below a request to answer with a problem. `kind` is the last part of the problem's type."""

    def __init__(
        self, status: int, kind: str, detail: str, *, errors: tuple[dict[str, str], ...] = (), **headers: str
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.errors = errors
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def not_found(what: str) -> Refusal:
    """404: it is not there, or not for this person; the two look the same from outside."""
    return Refusal(404, "not-found", f"There is no such {what}, or it is not open to you.")


def problem_reply(
    status: int,
    kind: str,
    detail: str,
    *,
    errors: tuple[dict[str, str], ...] = (),
    headers: dict[str, str] | None = None,
) -> Response:
    """A problem as a whole HTTP answer."""
    platform = here()
    problem = Problem(
        type=f"/problems/{kind}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        errors=errors,
        server_uuid=platform.server_uuid,
        server_time_ms=platform.now_ms(),
    )
    response = Response(canonical(problem.model_dump()), status=status, content_type=PROBLEM_TYPE)
    response.headers["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response


def invalid(error: ValidationError) -> Response:
    """422 with a JSON pointer for each field that does not fit. Inputs are not repeated."""
    errors = tuple(
        {"pointer": "/" + "/".join(str(part) for part in entry["loc"]), "text": entry["msg"]}
        for entry in error.errors(include_url=False, include_input=False, include_context=False)[:50]
    )
    return problem_reply(422, "invalid", "Some fields do not fit; they are named in errors.", errors=errors)


_SENTENCES = {
    400: "The request cannot be read.",
    404: "There is nothing at this address.",
    405: "This address does not take this method.",
    408: "The request took too long to arrive.",
    413: "The request is bigger than this platform takes.",
    431: "The headers of the request are bigger than this platform takes.",
    415: "The body has another media type than this address takes.",
}


def _from_http(error: HTTPException) -> Response:
    if error.response is not None and error.response.mimetype == PROBLEM_TYPE:
        return error.response  # type: ignore[return-value]  # our own, made by `invalid`
    methods = getattr(error, "valid_methods", None)  # of MethodNotAllowed
    allow = {"Allow": ", ".join(sorted(methods))} if methods else {}
    return problem_for(error.code or 500, headers=allow)


def problem_for(status: int, *, headers: dict[str, str] | None = None) -> Response:
    """The usual problem for a status that says all there is to say."""
    phrase = HTTPStatus(status).phrase
    kind = phrase.lower().replace(" ", "-")
    return problem_reply(status, kind, _SENTENCES.get(status, phrase + "."), headers=headers)


def _from_refusal(refusal: Refusal) -> Response:
    return problem_reply(
        refusal.status, refusal.kind, refusal.detail, errors=refusal.errors, headers=refusal.headers
    )


def _from_database(error: DBAPIError) -> Response:
    # The statement's parameters are people's words: neither they nor the driver's text may reach a log.
    _log.error("database: %s", type(error.orig).__name__)
    if not isinstance(error, OperationalError | IntegrityError | InterfaceError):
        return _fault()
    # Locked, gone, or a race lost to somebody who wrote the same thing first: asking again helps.
    return problem_reply(
        503,
        "busy",
        "The platform's database does not answer now. Nothing was changed.",
        headers={"Retry-After": "2"},
    )


def _from_bug(error: Exception) -> Response:
    place = traceback.extract_tb(error.__traceback__)[-1]
    _log.error("%s at %s:%s", type(error).__name__, place.filename, place.lineno)
    return _fault()


def _fault() -> Response:
    return problem_reply(500, "fault", "The platform failed on this request. Nothing was changed.")


def install(app: Flask) -> None:
    """Makes every way out of a request that is not a reply a problem."""
    app.register_error_handler(Refusal, _from_refusal)
    app.register_error_handler(HTTPException, _from_http)
    app.register_error_handler(DBAPIError, _from_database)
    app.register_error_handler(Exception, _from_bug)
