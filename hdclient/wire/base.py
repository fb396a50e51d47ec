"""The bases of all messages, and the few field types that JSON Schema and pydantic must read alike."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ModelWrapValidatorHandler, model_validator
from pydantic_core import PydanticCustomError

from hdclient.model.base import Value


class Request(BaseModel):
    """What a client sends. Unknown fields are refused: a typing error must not pass for a wish.

    Nothing is converted on the way in either: "5" is not 5, and true is not 1. (pydantic's lax mode converts; its
    strict mode refuses what JSON cannot say, as tuples and enums; so the values are compared after the fact.)
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="wrap")
    @classmethod
    def _as_it_was_sent(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        taken = handler(data)
        if isinstance(data, dict):
            _refuse_conversions(data, taken, "")
        return taken


class Part(BaseModel):
    """A piece of a reply. Unknown fields of a newer platform are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Reply(Part):
    """What a platform answers.

    `complete` is the last promise of a whole body: a reply without it counts as cut.
    """

    server_uuid: str
    server_time_ms: int
    complete: bool = True


def _refuse_conversions(sent: Any, taken: Any, place: str) -> None:
    if isinstance(taken, BaseModel | Value):
        if isinstance(sent, dict):
            names = type(taken).model_fields if isinstance(taken, BaseModel) else taken.__struct_fields__
            for name in names:
                if name in sent and not isinstance(taken_value := getattr(taken, name), Request):
                    _refuse_conversions(sent[name], taken_value, f"{place}/{name}")
    elif isinstance(taken, dict) and isinstance(sent, dict):
        for key, value in taken.items():
            _refuse_conversions(sent.get(key), value, f"{place}/{key}")
    elif isinstance(taken, tuple | list) and isinstance(sent, tuple | list):
        for index, (one_sent, one_taken) in enumerate(zip(sent, taken, strict=False)):
            _refuse_conversions(one_sent, one_taken, f"{place}/{index}")
    elif _json_type(sent) != _json_type(taken):
        raise PydanticCustomError(
            "json_type", "{place} has another JSON type than it must have", {"place": place}
        )


def _json_type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "string" if isinstance(value, str) else "null" if value is None else "other"


def _only_numbers(value: Any) -> Any:
    """JSON Schema's integer takes 1.0 and refuses true and "1"; pydantic's lax mode does it the other way round."""
    if isinstance(value, bool | str):
        raise ValueError("must be a whole number")
    return value


# The constraint stands before the validator, else `minimum` is missing from the schema.
Count = Annotated[int, Field(ge=0, le=2**53 - 1), BeforeValidator(_only_numbers)]
Positive = Annotated[int, Field(ge=1, le=2**53 - 1), BeforeValidator(_only_numbers)]
Wanted = Annotated[int, Field(ge=1, le=500), BeforeValidator(_only_numbers)]
Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]*$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Cursor = Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z0-9_=-]*$")]
ShortText = Annotated[str, Field(max_length=500)]
LongText = Annotated[str, Field(max_length=200_000)]
