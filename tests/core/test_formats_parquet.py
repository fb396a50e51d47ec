"""What stands in a Parquet file is what the rows say. Skipped where pyarrow, an extra, is not installed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hdclient.formats import EXPORTERS, write_export
from hdclient.formats.parquet import AS_JSON, parquet_bytes
from tests.helpers.format_records import fixed
from tests.helpers.judged import ANY_JSON

pyarrow = pytest.importorskip("pyarrow", reason="the extra “parquet” is not installed")
parquet = pytest.importorskip("pyarrow.parquet")


def read(data: bytes) -> list[dict[str, Any]]:
    """The rows of a file, with what its fields call JSON read as such. Null and not there are the same."""
    table = parquet.read_table(pyarrow.BufferReader(data))
    as_json = {field.name for field in table.schema if AS_JSON in (field.metadata or {})}
    return [
        {
            name: json.loads(value) if name in as_json else value
            for name, value in row.items()
            if value is not None
        }
        for row in table.to_pylist()
    ]


def without_nulls(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_a_written_file_says_what_the_rows_say(name: str, tmp_path: Path) -> None:
    made, _ = EXPORTERS[name].rows(fixed())
    rows = json.loads(json.dumps(list(made)))
    report = write_export(tmp_path, EXPORTERS[name], fixed(), created="", filters={}, parquet=True)
    assert report.rows == len(rows)
    assert read((tmp_path / "data.parquet").read_bytes()) == without_nulls(rows)


def test_texts_numbers_and_messages_are_columns_of_their_own() -> None:
    talk = [{"role": "user", "content": "Why?"}]
    rows: list[Any] = [{"prompt": talk, "margin": 1.0, "label": True}, {"prompt": talk, "margin": None}]
    table = parquet.read_table(pyarrow.BufferReader(b"".join(parquet_bytes(rows))))
    types = {field.name: str(field.type) for field in table.schema}
    assert types["margin"] == "double" and types["label"] == "bool" and types["prompt"].startswith("list<")
    assert not any(field.metadata for field in table.schema)


@settings(deadline=None, max_examples=20)
@given(rows=st.lists(st.dictionaries(st.sampled_from("abc"), ANY_JSON), max_size=4))
def test_whatever_the_rows_say_comes_back(rows: list[dict[str, Any]]) -> None:
    plain = json.loads(
        json.dumps(rows).replace("NaN", "0").replace("-Infinity", "0").replace("Infinity", "0")
    )
    found = read(b"".join(parquet_bytes(plain)))
    wanted = without_nulls(plain)
    assert found == (wanted if any(plain) else found)
