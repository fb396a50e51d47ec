"""Reads JSON that a stranger may have written: whole, unambiguous and of bounded depth, or not at all.

The standard parser takes NaN, lets the last of two equal keys win and recurses as deep as the sender likes. None of
that may pass for an answer, or for a submission. Must not know what the JSON means.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from typing import Any

MAX_DEPTH = 48
"""Levels of arrays and objects. The deepest message of the API has about a dozen."""

MAX_DIGITS = 400

# Whole strings, so that brackets in them do not count; else single brackets. Possessive: no backtracking.
_TOKENS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[{]|[\]}]', re.DOTALL)


class BadJson(ValueError):
    """The bytes are not one strict JSON value. The message is a sentence and never quotes them."""


def parse(data: bytes) -> Any:
    """The value that `data` (UTF-8 without a byte order mark) holds. Raises BadJson."""
    _check_depth(data)
    try:
        return _DECODER.decode(data.decode("utf-8"))
    except BadJson:
        raise
    except UnicodeDecodeError:
        raise BadJson("The text is not UTF-8.") from None
    except json.JSONDecodeError as error:
        raise BadJson(f"It is not JSON: line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise BadJson("It is nested too deeply.") from None


def _check_depth(data: bytes) -> None:
    """Refuses deep nesting before the parser recurses into it."""
    if data.count(b"[") + data.count(b"{") <= MAX_DEPTH:
        return
    depth = 0
    for token in _TOKENS.finditer(data):
        first = data[token.start()]
        if first in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise BadJson("It is nested too deeply.")
        elif first in b"]}":
            depth -= 1


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise BadJson("A key stands twice in one object.")
    return value


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise BadJson("A number is too big.")
    return value


def _int(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise BadJson("A number is too big.")
    return int(text)


def _constant(name: str) -> float:
    raise BadJson(f"{name} is not JSON.")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_float, parse_int=_int, parse_constant=_constant
)
