"""Record files row by row: which form a file has, where each row is, and what exactly is wrong with a bad one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.errors import ImportFailed
from hdclient.formats.row import BadRow, Row, Written
from hdclient.formats.rows import read_rows
from tests.helpers.judged import UNHURRIED


def file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


LINES = '{"a": "x"}\n\n{"a": "y"}\r\n'
ARRAY = '[\n  {"a": "x"},\n\n  {"a":\n   "y"}\n]\n'
FORMS: list[tuple[str, str, list[tuple[int, str]]]] = [
    ("r.jsonl", LINES, [(1, "x"), (3, "y")]),
    ("r.ndjson", LINES, [(1, "x"), (3, "y")]),
    ("r.json", LINES, [(1, "x"), (3, "y")]),
    ("r.json", ARRAY, [(2, "x"), (4, "y")]),
    ("r.json", '{"version": 1, "rows": [{"a": "x"},\n{"a": "y"}], "more": [1]}', [(1, "x"), (2, "y")]),
    ("r.json", '{"a": "x"}', [(1, "x")]),
    ("r.json", '{\n  "a": "x"\n}\n', [(1, "x")]),
    ("r.json", "[]", []),
    ("r.csv", 'a,b\nx,1\n"y",2\n', [(2, "x"), (3, "y")]),
    ("r.csv", 'a;b\nx;"1\n2"\ny;3\n', [(2, "x"), (4, "y")]),
    ("r.tsv", "a\tb\nx\t1\n\ny\t2", [(2, "x"), (4, "y")]),
    ("r.csv", "\ufeffa\nx\ny\n", [(2, "x"), (3, "y")]),
    ("r.jsonl", "\ufeff" + LINES, [(1, "x"), (3, "y")]),
]


@pytest.mark.parametrize(("name", "content", "expected"), FORMS, ids=lambda one: repr(one)[:30])
def test_every_form_is_read_with_its_lines(
    tmp_path: Path, name: str, content: str, expected: list[tuple[int, str]]
) -> None:
    rows = list(read_rows(file(tmp_path, name, content)))
    assert [(row.line, row.values["a"]) for row in rows if isinstance(row, Row)] == expected
    assert len(rows) == len(expected)


def test_the_list_of_records_is_named_when_there_are_several(tmp_path: Path) -> None:
    path = file(tmp_path, "r.json", '{"train": [{"a": 1}],\n "test" : [{"a": 2},\n {"a": 3}]}')
    with pytest.raises(ImportFailed, match=r"found “train”, “test”.*--records"):
        list(read_rows(path))
    assert [row.line for row in read_rows(path, "test")] == [2, 3]
    with pytest.raises(ImportFailed, match="expected one list of records"):
        list(read_rows(path, "dev"))


BAD_LINES: list[tuple[str | bytes, str]] = [
    (
        '{"a": }',
        "column 7: expected a value (text in quotation marks, a number, a list, an object, true",
    ),
    ('{"a": }', "found “}”"),
    ('{"a": ', "expected a value"),
    ('{"a": "x"', "column 10: expected a comma or the closing bracket, found the end of the line"),
    (
        '{"a": "x',
        "expected a closing quotation mark for the text that begins here, found the end of the line",
    ),
    ('{"a": 1, ', "expected a name in double quotation marks, found the end of the line"),
    ("{'a': 1}", "found ': JSON takes straight double quotation marks only"),
    ('{"a": "\\x"}', "expected a known escape after the backslash"),
    ('{"a": "x"} {"a": "y"}', "column 11: expected the end of the record, found more text"),
    ("[1, 2]", "expected an object, found a list"),
    ("null", "expected an object, found null"),
    ('"words"', "expected an object, found text"),
    ("3", "expected an object, found the number 3"),
    ('{"a": NaN}', "NaN is not JSON"),
    ('{"a": -Infinity}', "-Infinity is not JSON"),
    ('{"a": 1, "a": 2}', "the name “a” stands twice in one object"),
    (b'{"a": "\xff"}', "byte 8: expected UTF-8 text"),
    ("[" * 200_000, "nests too deep"),
]


@pytest.mark.parametrize(("line", "says"), BAD_LINES, ids=lambda one: repr(one)[:30])
def test_a_bad_line_is_bad_alone(tmp_path: Path, line: str | bytes, says: str) -> None:
    raw = line.encode() if isinstance(line, str) else line
    first, bad, last = read_rows(file(tmp_path, "r.jsonl", b'{"a": 1}\n' + raw + b'\n{"a": 2}\n'))
    assert isinstance(first, Row)
    assert isinstance(last, Row)
    assert last.line == 3
    assert isinstance(bad, BadRow)
    assert (bad.file, bad.line, bad.column) == ("r.jsonl", 2, "")
    assert says in bad.reason
    assert bad.raw[:7] == raw.decode(errors="backslashreplace")[:7]


def test_a_bad_element_of_a_list_is_bad_alone(tmp_path: Path) -> None:
    rows = list(read_rows(file(tmp_path, "r.json", '[{"a": 1},\n 3,\n {"a": NaN},\n {"a": 2}]')))
    assert [(row.line, row.reason) for row in rows if isinstance(row, BadRow)] == [
        (2, "expected an object, found the number 3"),
        (3, "NaN is not JSON"),
    ]
    assert len(rows) == 4


def test_a_file_that_is_cut_off_says_where_it_ends(tmp_path: Path) -> None:
    with pytest.raises(ImportFailed) as failed:
        list(read_rows(file(tmp_path, "r.json", '[{"a": 1},\n {"a": 2,')))
    assert str(failed.value) == (
        "r.json, line 2, column 10: expected a name in double quotation marks, found the end of the file."
        " Nothing was loaded. The file seems to be cut off: get it again, whole."
    )
    assert (failed.value.line, failed.value.column) == (2, "10")


UNREADABLE: list[tuple[str, str | bytes, str]] = [
    ("r.json", '[{"a": 1},\n{"a" 2}]', "line 2, column 6: expected a colon after the name, found “2”"),
    ("r.json", "", "line 1, column 1"),
    ("r.json", "3", "expected a list of records, found the number 3"),
    ("r.json", "[" * 200_000, "nests too deep"),
    ("r.json", b'[{"a":\n "\xff"}]', "line 2, byte 3"),
    ("r.csv", b"a,b\nx,\xff\n", "line 2, byte 3"),
    ("r.jsonl", '{"a": 1}'.encode("utf-16"), "UTF-16"),
    ("r.csv", "", "expected a header"),
    ("r.csv", "a,b,a\n1,2,3\n", "the column “a” stands twice"),
    ("r.csv", 'a,b\n"x"y,1\n', "line 2: expected CSV"),
    ("r.csv", 'a,b\n"x,1\n', "line 2: expected CSV"),
]


@pytest.mark.parametrize(("name", "content", "says"), UNREADABLE, ids=lambda one: repr(one)[:30])
def test_a_file_that_cannot_be_read_says_where(
    tmp_path: Path, name: str, content: str | bytes, says: str
) -> None:
    with pytest.raises(ImportFailed) as failed:
        list(read_rows(file(tmp_path, name, content)))
    assert says in str(failed.value)
    assert name in str(failed.value)
    assert "Nothing was loaded" in str(failed.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ImportFailed, match=r"no\.jsonl cannot be read: there is no such file"):
        list(read_rows(tmp_path / "no.jsonl"))


def test_a_csv_row_of_another_width_is_bad_alone(tmp_path: Path) -> None:
    rows = list(read_rows(file(tmp_path, "r.csv", 'a,b\n1,2\n"1\n1",2,3\n4,5\n')))
    assert [type(row) for row in rows] == [Row, BadRow, Row]
    assert isinstance(rows[1], BadRow)
    assert (rows[1].line, rows[1].raw) == (3, '"1\n1",2,3')
    assert rows[1].reason == "expected 2 fields as in the header, found 3"
    assert rows[2].line == 5


def test_numbers_stay_as_they_are_written(tmp_path: Path) -> None:
    (row,) = read_rows(file(tmp_path, "r.jsonl", '{"a": 3.10, "b": 1e400, "c": 12345678901234567890}'))
    assert isinstance(row, Row)
    assert row.values == {"a": "3.10", "b": "1e400", "c": "12345678901234567890"}
    assert all(type(value) is Written for value in row.values.values())


def test_a_field_of_many_megabytes_is_read(tmp_path: Path) -> None:
    (row,) = read_rows(file(tmp_path, "r.csv", "a\n" + "x" * 2_000_000 + "\n"))
    assert isinstance(row, Row)
    assert len(row.values["a"]) == 2_000_000


@UNHURRIED
@given(
    values=st.lists(
        st.dictionaries(st.text(max_size=5), st.text(st.characters(codec=None), max_size=10)), max_size=5
    ),
    indent=st.sampled_from([None, 2]),
    lines=st.booleans(),
)
def test_what_json_says_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, values: list[dict[str, str]], indent: int | None, lines: bool
) -> None:
    text = (
        "".join(json.dumps(value) + "\n" for value in values) if lines else json.dumps(values, indent=indent)
    )
    path = file(tmp_path_factory.mktemp("rows"), "r.jsonl" if lines else "r.json", text)
    rows = list(read_rows(path))
    assert [row.values for row in rows if isinstance(row, Row)] == values
    assert [json.loads(row.raw) for row in rows] == values
    assert all(text.splitlines()[row.line - 1].lstrip("[, ").startswith("{") for row in rows)


@UNHURRIED
@given(content=st.binary(max_size=200), suffix=st.sampled_from([".json", ".jsonl", ".csv", ".tsv", ""]))
def test_any_bytes_are_rows_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    path = file(tmp_path_factory.mktemp("rows"), "r" + suffix, content)
    try:
        rows = list(read_rows(path))
    except ImportFailed as failed:
        assert "Nothing was loaded" in str(failed)
    else:
        assert all(isinstance(row, Row | BadRow) for row in rows)
