"""Reads values back from their canonical JSON. Nothing is validated more strictly than when it was written."""

from __future__ import annotations

import json
from typing import TypeVar

from pydantic import BaseModel, ValidationError

ModelT = TypeVar("ModelT", bound=BaseModel)


def read(model: type[ModelT], data: bytes) -> ModelT:
    """The value. Raises pydantic.ValidationError when it is not one.

    pydantic's own JSON reader is fast but refuses lone surrogates, which real tasks contain; Python's takes them.
    """
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        if error.errors(include_url=False)[0]["type"] != "json_invalid":
            raise
        return model.model_validate(json.loads(data))
