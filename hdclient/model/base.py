"""The base of all values, and the one canonical way to write them as bytes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value. Unknown fields from a newer program are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


def canonical(data: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces: the same data gives the same bytes everywhere.

    Lone surrogates, which real data contains, are kept as \\u escapes so that the bytes stay valid UTF-8.
    """
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(data, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def sha256_hex(data: bytes) -> str:
    """The hash by which bodies and assets are known, in lower-case hex."""
    return hashlib.sha256(data).hexdigest()
