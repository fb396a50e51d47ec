"""Proposed answers of a record: a list of objects with question_id, value, origin and perhaps score."""

from __future__ import annotations

import json
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from typing import Any

from hdclient.formats.mapping import Unfit, as_json, value_at
from hdclient.formats.row import said
from hdclient.model.base import InvalidValue, JsonValue
from hdclient.model.suggestion import Suggestion


def suggestions_at(values: MappingOf[str, Any], column: str, ids: Sequence[str]) -> tuple[Suggestion, ...]:
    """The suggestions in a column; none without a column, and for null. Raises Unfit.

    A record does not know the ids that its responses get: "response 1" in a value stands for the first one's.
    """
    found = value_at(values, column) if column else None
    if found is None:
        return ()
    if not isinstance(found, list):
        raise Unfit(column, f"expected a list, found {said(found)}")
    names = {f"response {number}": one for number, one in enumerate(ids, start=1)}
    made = []
    for place, one in enumerate(found, start=1):
        try:
            made.append(Suggestion.of(_named(json.loads(as_json(one)), names)))
        except (InvalidValue, RecursionError) as error:
            raise Unfit(column, f"suggestion {place} cannot be used: {error}") from None
    return tuple(made)


def _named(value: JsonValue, names: MappingOf[str, str]) -> JsonValue:
    """The value with the ids of responses where it names them by their numbers."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [_named(one, names) for one in value]
    if isinstance(value, dict):
        return {name: one if name == "origin" else _named(one, names) for name, one in value.items()}
    return value
