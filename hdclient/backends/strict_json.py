"""Reads JSON that a stranger may have written: whole, unambiguous and of bounded depth, or not at all.

The standard parser takes NaN, lets the last of two equal keys win and recurses as deep as the sender likes.
None of that may pass for an answer. Must not know what the JSON means.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from typing import Any

from pydantic import JsonValue

MAX_DEPTH = 48
"""Levels of arrays and objects. The deepest message of the API has about a dozen."""

# Whole strings, so that brackets in them do not count; else single brackets. Possessive: no backtracking.
_TOKENS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[{]|[\]}]', re.DOTALL)


class BadJson(ValueError):
    """The bytes are not one strict JSON value. The message never quotes them."""


def loads(data: bytes, *, max_depth: int = MAX_DEPTH) -> JsonValue:
    """The value that `data` (UTF-8 without a byte order mark) holds. Raises BadJson."""
    _check_depth(data, max_depth)
    try:
        value: JsonValue = _DECODER.decode(data.decode("utf-8"))
    except BadJson:
        raise
    except UnicodeDecodeError:
        raise BadJson("not valid UTF-8") from None
    except (ValueError, RecursionError):
        # ValueError: a syntax error, or a number with more digits than Python agrees to read.
        raise BadJson("not valid JSON") from None
    return value


def _check_depth(data: bytes, max_depth: int) -> None:
    """Refuses deep nesting before the parser recurses into it."""
    if data.count(b"[") + data.count(b"{") <= max_depth:
        return
    depth = 0
    for token in _TOKENS.finditer(data):
        first = data[token.start()]
        if first in b"[{":
            depth += 1
            if depth > max_depth:
                raise BadJson("nested too deeply")
        elif first in b"]}":
            depth -= 1


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise BadJson("a key stands twice in one object")
    return value


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise BadJson("a number is out of range")
    return value


def _constant(name: str) -> float:
    raise BadJson(f"{name} is not JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=_float, parse_constant=_constant)
