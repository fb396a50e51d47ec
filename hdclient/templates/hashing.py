"""The hash by which a label knows the template that it was made under."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import msgspec

from hdclient.model.base import canonical, sha256_hex
from hdclient.model.template import Template


def template_hash(template: Template) -> str:
    """SHA-256 of what the template says. A field that says nothing does not count, so that a newer program, which knows
    more fields, gives the same template the same hash."""
    return _hash_of(msgspec.json.encode(template))


@lru_cache(maxsize=64)
def _hash_of(encoded: bytes) -> str:
    """Kept: every submit asks for it, and the tasks of a campaign have one template."""
    return sha256_hex(canonical(_said(msgspec.json.decode(encoded, type=Template))))


def _said(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return {
            name: _said(getattr(value, name))
            for name, default in _defaults(type(value))
            if name != "schema" and getattr(value, name) != default
        }
    return [_said(one) for one in value] if isinstance(value, tuple | list) else value


@cache
def _defaults(kind: type[msgspec.Struct]) -> tuple[tuple[str, Any], ...]:
    """Every field with its default. Kept: msgspec works them out anew each time, and a submit waits for it."""
    return tuple((field.name, _default(field)) for field in msgspec.structs.fields(kind))


def _default(field: msgspec.structs.FieldInfo) -> Any:
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return field.default
