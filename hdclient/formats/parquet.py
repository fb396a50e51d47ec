"""Rows as a Parquet file. It needs pyarrow, an extra: without it, this says so and what to install.

A column has one type for all rows. Where the rows agree (texts, numbers, lists of messages), that is the column's own;
where they do not (answers of different questions), each value stands there as JSON text, which the field says
(`hdclient.json`), so that nothing gains fields that it never had and nothing is lost.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from hdclient.errors import ConfigError
from hdclient.formats.record import Row
from hdclient.model.base import JsonValue

if TYPE_CHECKING:
    import pyarrow

AS_JSON = b"hdclient.json"
"""In the metadata of a field whose values are JSON text."""
_EXACT = 2**53


def parquet_bytes(rows: Iterable[Row]) -> Iterator[bytes]:
    """The whole file, made when it is asked for. Raises ConfigError without pyarrow, before anything is read."""
    try:
        from pyarrow import parquet
    except ImportError:
        raise ConfigError(
            "Parquet needs the package pyarrow, which is not installed.",
            "Nothing was written.",
            "Install hdclient with its extra “parquet”, or export without --parquet.",
        ) from None

    def made() -> Iterator[bytes]:
        buffer = io.BytesIO()
        parquet.write_table(_table(list(rows)), buffer)
        yield buffer.getvalue()

    return made()


def _table(rows: Sequence[Row]) -> pyarrow.Table:
    import pyarrow

    fields, columns = [], []
    for name in dict.fromkeys(name for row in rows for name in row):
        values: list[Any] = [row.get(name) for row in rows]
        shape = _shape_of_all(values)
        if shape is None:
            values = [None if one is None else json.dumps(one, ensure_ascii=True) for one in values]
        array = pyarrow.array(values, type=pyarrow.string() if shape is None else None)
        fields.append(pyarrow.field(name, array.type, metadata={AS_JSON: b"true"} if shape is None else None))
        columns.append(array)
    return pyarrow.Table.from_arrays(columns, schema=pyarrow.schema(fields))


def _shape_of_all(values: Iterable[JsonValue]) -> str | None:
    """What all of them are, "" where there is nothing; None where they are not the same, or no column can hold them."""
    found = ""
    for one in values:
        shape = _shape(one)
        if shape is None or (found and shape and shape != found):
            return None
        found = found or shape
    return found


def _shape(value: JsonValue) -> str | None:
    """The type of a value, as a word; "" for null, None for what no column can hold as it is."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return "number" if abs(value) <= _EXACT else None
    if isinstance(value, str):
        return "text" if value.isascii() or value.encode("utf-8", "replace").decode() == value else None
    if isinstance(value, dict):
        inner = {name: _shape(one) for name, one in value.items()}
        # Null has no type of its own: a field that is null here may be anything in the next row.
        return None if not inner or not all(inner.values()) else json.dumps(inner, sort_keys=True)
    inner_shape = _shape_of_all(value)
    return None if not inner_shape else f"[{inner_shape}]"
