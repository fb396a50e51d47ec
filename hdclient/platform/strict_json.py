"""Reads JSON as the standard means it: no repeated keys, no NaN or infinity, no bottomless nesting."""

from __future__ import annotations

import json
import math
from typing import Any


class BadJson(ValueError):
    """The text is not JSON that we take; the message is a sentence and holds nothing of the text."""


def parse(data: bytes | str) -> Any:
    """The value. Raises BadJson."""
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        return json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_number, parse_int=_whole
        )
    except BadJson:
        raise
    except UnicodeDecodeError:
        raise BadJson("The text is not UTF-8.") from None
    except json.JSONDecodeError as error:
        raise BadJson(f"It is not JSON: line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise BadJson("It is nested too deeply.") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadJson("A key stands twice in one object.")
    return found


def _constant(_name: str) -> Any:
    raise BadJson("NaN and infinity are not JSON.")


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise BadJson("A number is too big.")
    return value


def _whole(text: str) -> int:
    if len(text) > 400:
        raise BadJson("A number is too big.")
    return int(text)
