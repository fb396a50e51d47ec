"""The two bases of all messages, and the few field types that JSON Schema and pydantic must read alike."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Request(BaseModel):
    """What a client sends. Unknown fields are refused: a typing error must not pass for a wish."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Reply(BaseModel):
    """What a platform answers. Unknown fields of a newer platform are ignored.

    `complete` is the last promise of a whole body: a reply without it counts as cut.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    server_uuid: str
    server_time_ms: int
    complete: bool = True


def _only_numbers(value: Any) -> Any:
    """JSON Schema's integer takes 1.0 and refuses true and "1"; pydantic's lax mode does it the other way round."""
    if isinstance(value, bool) or isinstance(value, str):
        raise ValueError("must be a whole number")
    return value


# The constraint stands before the validator, else `minimum` is missing from the schema.
Count = Annotated[int, Field(ge=0, le=2**53 - 1), BeforeValidator(_only_numbers)]
Positive = Annotated[int, Field(ge=1, le=2**53 - 1), BeforeValidator(_only_numbers)]
Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]*$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
ShortText = Annotated[str, Field(max_length=500)]
LongText = Annotated[str, Field(max_length=200_000)]
