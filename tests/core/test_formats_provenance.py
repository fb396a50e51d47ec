"""How what counts came about is told of every row of every format, also where its form has no place for it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hdclient.formats import EXPORTERS, Record, write_export
from tests.helpers.format_records import fixed, preferred
from tests.helpers.judged import question, record, task


def written(folder: Path, name: str, records: list[Record]) -> list[Any] | None:
    """What stands beside the data, by row; None where there is no such file."""
    write_export(folder, EXPORTERS[name], records, created="", filters={})
    beside = folder / "provenance.jsonl"
    told = json.loads((folder / "manifest.json").read_text())
    assert (beside.name in [file["name"] for file in told["files"]]) == beside.exists()
    return [json.loads(line) for line in beside.read_text().splitlines()] if beside.exists() else None


def judged(number: int, winner: str, provenance: str) -> Record:
    one = record(
        task(question("comparison")),
        {"comparison": preferred(winner, -1 if winner == "a" else 1)},
        provenance=provenance,
    )
    return replace(one, body=one.body.changed(submission_id=f"s{number}"), person_id=f"p{number}")


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_each_row_knows_what_it_was_made_of(name: str) -> None:
    records = [
        replace(one, body=one.body.changed(submission_id=f"s{number}"), provenance="reviewed")
        for number, one in enumerate(fixed())
    ]
    made, report = EXPORTERS[name].rows(records)
    assert len(list(made)) == report.rows == len(report.sources)
    told = [json.loads(line) for line in report.sources]
    assert [one["row"] for one in told] == list(range(1, report.rows + 1))
    known = {one.body.submission_id for one in records}
    assert all(one["of"] and {each["submission"] for each in one["of"]} <= known for one in told)


def test_it_stands_beside_rows_that_cannot_say_it(tmp_path: Path) -> None:
    records = [
        judged(1, "a", "adjudicated"),
        record(task(question("comparison")), {}, skip="x"),
        judged(2, "b", "edited"),
    ]
    of = [
        {"submission": "s1", "revision": 1, "provenance": "adjudicated"},
        {"submission": "s2", "revision": 1, "provenance": "edited"},
    ]
    for name in ("hh", "oasst"):
        assert written(tmp_path / name, name, records) == [
            {"row": number, "of": [one]} for number, one in enumerate(of, 1)
        ]
    assert written(tmp_path / "together", "helpsteer3", records) == [{"row": 1, "of": of}]


@pytest.mark.parametrize("name", ["canonical", "jsonl", "csv"])
def test_rows_that_say_it_themselves_need_no_file(name: str, tmp_path: Path) -> None:
    assert written(tmp_path, name, [judged(1, "a", "adjudicated")]) is None
    assert "adjudicated" in next(tmp_path.glob("data.*")).read_text()


def test_where_nothing_is_known_nothing_is_told(tmp_path: Path) -> None:
    assert written(tmp_path, "hh", [judged(1, "a", "")]) is None
