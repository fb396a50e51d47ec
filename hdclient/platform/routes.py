"""How a handler becomes an operation: its address, who may call it, what it answers. Declared beside the handler.

The same declaration feeds the router, the check of roles and the OpenAPI document, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_type_hints

from flask import Response
from pydantic import BaseModel, ConfigDict

from hdclient.model.base import canonical
from hdclient.model.person import Role
from hdclient.platform.problems import PROBLEM_TYPE
from hdclient.platform.state import here
from hdclient.wire.base import Id, Reply

Handler = TypeVar("Handler", bound=Callable[..., Response])

ANYBODY: frozenset[Role] = frozenset(Role)
TRAINERS = frozenset({Role.ANNOTATOR, Role.ADMIN})
REVIEWERS = frozenset({Role.REVIEWER, Role.ADMIN})
JUDGES = frozenset({Role.REVIEWER, Role.OPS, Role.ADMIN})
OPERATIONS = frozenset({Role.OPS, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})


class Params(BaseModel):
    """Base of path and query parameters. Parameters that an address does not have are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """As pydantic's; kept, because flask-openapi asks for it at every request."""
        key = (cls, repr((args, sorted(kwargs.items()))))
        if key not in _SCHEMAS:
            _SCHEMAS[key] = super().model_json_schema(*args, **kwargs)
        return _SCHEMAS[key]


_SCHEMAS: dict[tuple[type[Params], str], dict[str, Any]] = {}


class ById(Params):
    """An address with one id in it."""

    id: Id


@dataclass(frozen=True)
class Route:
    """One operation. `roles` None: no token is asked. `answers`: a reply model, or media types of raw bytes."""

    method: str
    rule: str
    handler: Callable[..., Response]
    roles: frozenset[Role] | None
    answers: type[Reply] | tuple[str, ...]
    status: int
    problems: tuple[int, ...]
    takes: tuple[str, ...] = ()  # media types of a raw body
    takes_json: bool = False
    needs_match: bool = False
    tag: str = ""

    @property
    def name(self) -> str:
        """The operation's id, unique in the API."""
        return self.handler.__name__

    @property
    def path(self) -> str:
        """The address as OpenAPI writes it."""
        return self.rule.replace("<", "{").replace(">", "}")

    @property
    def flask_rule(self) -> str:
        """The address as Flask writes it, with converters named: flask-openapi 5.0.0 takes whatever stands between
        `<` and the next colon for one, and our addresses have colons (`<id>/tasks:batch`). A version is a number, so
        that `1:acknowledge` is none."""
        return self.rule.replace("<version>", "<int:version>").replace("<id>", "<string:id>")

    def body_model(self) -> type[BaseModel] | None:
        """The model of the JSON body, if there is one."""
        found: type[BaseModel] | None = get_type_hints(self.handler).get("body")
        return found

    def responses(self) -> dict[str, Any]:
        """What flask-openapi writes into the document."""
        content: Any = self.answers
        if isinstance(self.answers, tuple):
            raw = {"schema": {"type": "string", "format": "binary"}}
            content = {"description": "The bytes.", "content": dict.fromkeys(self.answers, raw)}
        found: dict[str, Any] = {str(self.status): content}
        for status in self.problems:
            found[str(status)] = {
                "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                **({"headers": _RETRY} if status in (429, 503) else {}),
            }
        return found


_RETRY = {"Retry-After": {"description": "seconds", "schema": {"type": "integer"}}}


@dataclass
class Routes:
    """The operations of one noun."""

    tag: str
    items: list[Route] = field(default_factory=list)

    def add(
        self,
        method: str,
        rule: str,
        *,
        roles: frozenset[Role] | None,
        answers: type[Reply] | tuple[str, ...],
        status: int = 200,
        problems: tuple[int, ...] = (),
        takes: tuple[str, ...] = (),
        needs_match: bool = False,
    ) -> Callable[[Handler], Handler]:
        """Declares a handler as an operation."""

        def declare(handler: Handler) -> Handler:
            takes_json = "body" in handler.__annotations__
            checked = takes_json or "query" in handler.__annotations__ or "<" in rule
            usual = {400, 503}
            usual |= {401, 403, 429} if roles is not None else set()
            usual |= {413, 415} if takes or takes_json else set()
            usual |= {422} if checked else set()
            usual |= {412, 428} if needs_match else set()
            found = tuple(sorted({*problems, *usual}))
            told = (takes, takes_json, needs_match, self.tag)
            self.items.append(Route(method, rule, handler, roles, answers, status, found, *told))
            return handler

        return declare


def reply(
    model: type[Reply], *, status: int = 200, headers: dict[str, str] | None = None, **fields: Any
) -> Response:
    """A whole JSON answer: the model's fields, and the three that every reply carries."""
    platform = here()
    value = model(server_uuid=platform.server_uuid, server_time_ms=platform.now_ms(), **fields)
    response = Response(
        canonical(value.model_dump(by_alias=True)), status=status, content_type="application/json"
    )
    response.headers["Cache-Control"] = "no-store"
    for name, text in (headers or {}).items():
        response.headers[name] = text
    return response
