"""The pydantic twin of a value: what pydantic checks, and OpenAPI shows, where a value stands in a message.

Made from the value's own fields when hdclient/wire is imported, so that there is one definition only. Must not be
imported at start: pydantic costs more than the rest of the core.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, JsonValue, create_model
from pydantic_core import CoreSchema, core_schema

_LIMITS = ("gt", "ge", "lt", "le", "multiple_of", "pattern", "min_length", "max_length", "description")


def core_schema_of(value: type[msgspec.Struct], handler: GetCoreSchemaHandler) -> CoreSchema:
    """The schema for pydantic: the twin reads, the struct is what comes out; written as plain data."""
    names = value.__struct_fields__

    def read(data: Any, check: Callable[[Any], Any]) -> msgspec.Struct:
        if isinstance(data, value):
            return data
        found = check(data)
        return value(**{name: getattr(found, name) for name in names})

    return core_schema.no_info_wrap_validator_function(
        read,
        handler(_twin(value)),
        serialization=core_schema.plain_serializer_function_ser_schema(msgspec.to_builtins),
    )


@cache
def _twin(value: type[msgspec.Struct]) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for field in msgspec.structs.fields(value):
        given = {"default": field.default, "default_factory": field.default_factory}
        default = {name: one for name, one in given.items() if one is not msgspec.NODEFAULT}
        fields[field.name] = (_pydantic_type(field.type), Field(**default))
    config = value.__struct_config__
    if config.tag is not None:  # of several values that can stand in one place, it says which one this is
        fields[str(config.tag_field)] = (Literal[config.tag], ...)
    with warnings.catch_warnings():
        # pydantic keeps an old class method of that name; an instance has the field all the same.
        warnings.filterwarnings("ignore", 'Field name "schema"', UserWarning)
        return create_model(
            value.__name__,
            __config__=ConfigDict(frozen=True, extra="ignore"),
            __doc__=value.__doc__,
            __module__=value.__module__,
            **fields,
        )


def _pydantic_type(told: Any) -> Any:
    """The annotation as pydantic reads it: limits as its own fields, "any JSON" as its own type."""
    if told is Any:
        return JsonValue
    origin, parts = get_origin(told), get_args(told)
    if origin is Annotated:
        return Annotated[(_pydantic_type(parts[0]), *map(_limits, parts[1:]))]
    if origin in (Union, UnionType):
        return reduce(or_, map(_pydantic_type, parts))
    if origin in (tuple, dict):
        return origin[tuple(part if part is ... else _pydantic_type(part) for part in parts)]
    return told


def _limits(told: Any) -> Any:
    """A msgspec.Meta as a pydantic field."""
    limits = {name: getattr(told, name) for name in _LIMITS}
    return Field(**{name: limit for name, limit in limits.items() if limit is not None})
