"""From records to tasks: every mapping, every dirty value, and the same tasks when imported twice."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdclient.errors import ImportFailed
from hdclient.formats.importing import ImportResult, read_records, write_bad
from hdclient.formats.mapping import Mapping
from hdclient.model.base import sha256_hex
from hdclient.model.task import Task
from hdclient.model.template import Layout
from hdclient.templates.blocking import blocked_reason
from hdclient.templates.defaults import DEFAULT_TEMPLATES
from hdclient.wire.admin import TaskIn
from tests.helpers.judged import UNHURRIED

PAIR = Mapping("camp", Layout.COMPARE, "q", ("x", "y"), prompt_kind="text", response_kind="text")
LIST = replace(PAIR, responses=("gens",))
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def load(folder: Path, mapping: Mapping, *records: Any, skip_bad: bool = False) -> ImportResult:
    path = folder / "r.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return read_records([path], mapping, skip_bad=skip_bad)


def texts(task: TaskIn) -> dict[str, str]:
    """Model → text of its response."""
    return {task.models[one.id]: "|".join(block.text for block in one.content) for one in task.candidates}


def one_bad(folder: Path, mapping: Mapping, record: Any) -> tuple[str, str]:
    """(column, reason) of a record that cannot be used, between two that can."""
    good = {"q": "Why?", "x": "one", "y": "two", "gens": ["one", "two"]}
    result = load(folder, mapping, good, record, {**good, "q": "How?"}, skip_bad=True)
    assert len(result.tasks) == 2
    (bad,) = result.bad
    assert (bad.file, bad.line) == ("r.jsonl", 2)
    assert json.loads(bad.raw) == record
    return bad.column, bad.reason


def test_a_record_becomes_a_task(tmp_path: Path) -> None:
    (task,) = load(tmp_path, PAIR, {"q": "Why?", "x": "one", "y": "two", "other": 1}).tasks
    assert [block.text for block in task.prompt] == ["Why?"]
    assert texts(task) == {"x": "one", "y": "two"}
    assert task.source == {"dataset": "r.jsonl", "row": "1"}
    assert [candidate.id for candidate in task.candidates] == sorted(task.models)


def test_importing_twice_makes_the_same_tasks(tmp_path: Path) -> None:
    records = [{"q": f"Q{number % 3}", "x": "one", "y": "two"} for number in range(6)]
    first, second = load(tmp_path, PAIR, *records), load(tmp_path, PAIR, *records)
    assert first == second
    assert len({task.id for task in first.tasks}) == 6, "equal records are still so many tasks"


def test_another_campaign_has_other_ids(tmp_path: Path) -> None:
    record = {"q": "Why?", "x": "one", "y": "two", "id": "7"}
    for mapping in (PAIR, replace(PAIR, id="id")):
        ids = {load(tmp_path, replace(mapping, campaign_id=name), record).tasks[0].id for name in ("a", "b")}
        assert len(ids) == 2


def test_neither_ids_nor_order_tell_which_model_wrote_what(tmp_path: Path) -> None:
    records = [{"q": f"Q{number}", "x": "one", "y": "two"} for number in range(40)]
    tasks = load(tmp_path, PAIR, *records).tasks
    first = [task.models[task.candidates[0].id] for task in tasks]
    assert 5 < first.count("x") < 35
    assert not any(model in candidate.id for task in tasks for candidate in task.candidates for model in "xy")


MAPPINGS: list[tuple[Mapping, dict[str, Any], dict[str, str]]] = [
    (
        replace(PAIR, responses=("a.t", "b.0.t")),
        {"a": {"t": "1"}, "b": [{"t": "2"}]},
        {"a.t": "1", "b.0.t": "2"},
    ),
    (
        replace(PAIR, responses=("a.t", "x")),
        {"a.t": "whole name first", "x": "2"},
        {"a.t": "whole name first", "x": "2"},
    ),
    (replace(PAIR, responses=("p 1", "p 2")), {"p 1": "1", "p 2": "2"}, {"p 1": "1", "p 2": "2"}),
    (LIST, {"gens": ["1", "2", "3"]}, {"gens.0": "1", "gens.1": "2", "gens.2": "3"}),
    (replace(LIST, models=("by",)), {"gens": ["1", "2"], "by": ["m", "n"]}, {"m": "1", "n": "2"}),
    (replace(PAIR, models=("mx", "my")), {"x": "1", "y": "2", "mx": "m", "my": "n"}, {"m": "1", "n": "2"}),
    (replace(PAIR, layout=Layout.SINGLE, responses=("s[]",)), {"s": ["1", "2"]}, {"s[]": "1|2"}),
    (replace(PAIR, layout=Layout.SINGLE, responses=()), {}, {}),
]


@pytest.mark.parametrize(("mapping", "record", "expected"), MAPPINGS, ids=lambda one: repr(one)[:50])
def test_columns_are_found_wherever_they_are(
    tmp_path: Path, mapping: Mapping, record: dict[str, Any], expected: dict[str, str]
) -> None:
    (task,) = load(tmp_path, mapping, {"q": "Why?", **record}).tasks
    assert texts(task) == expected


SHOWN: list[tuple[Any, str]] = [
    (True, "true"),
    (False, "false"),
    (3, "3"),
    ("", ""),
    ("NaN", "NaN"),
    (" kept \n", " kept \n"),
    ("\ud83d\x00", "\ud83d\x00"),
]


@pytest.mark.parametrize(("value", "text"), SHOWN, ids=repr)
def test_values_that_can_be_shown_are_shown_as_they_are(tmp_path: Path, value: Any, text: str) -> None:
    (task,) = load(tmp_path, PAIR, {"q": "Why?", "x": value, "y": "two"}).tasks
    assert texts(task)["x"] == text


def test_a_number_is_shown_as_the_file_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text('{"q": "Why?", "x": 3.10, "y": 1e-7}')
    assert texts(read_records([path], PAIR).tasks[0]) == {"x": "3.10", "y": "1e-7"}


DIRTY: list[tuple[Mapping, dict[str, Any], str, str]] = [
    (PAIR, {"q": "Why?", "x": None, "y": "two"}, "x", "expected text, found null"),
    (PAIR, {"q": "Why?", "x": {"a": 1}, "y": "two"}, "x", "expected text, found an object"),
    (PAIR, {"q": "Why?", "x": [], "y": "two"}, "x", "something in it, found an empty list"),
    (PAIR, {"q": "Why?", "y": "two"}, "x", "there is no such column; there are “q”, “y”"),
    (PAIR, {"q": "", "x": "one", "y": "two"}, "q", "found nothing in it"),
    (PAIR, {"q": " \n", "x": "one", "y": "two"}, "q", "found nothing in it"),
    (PAIR, {"q": ["a"], "x": "one", "y": "two"}, "q", "expected text, found a list"),
    (PAIR, {"q": "Why?", "x": "z" * 1_000_001, "y": "two"}, "x", "at most 1,000,000 characters"),
    (LIST, {"q": "Why?", "gens": ["one"]}, "gens", "expected 2 to 4 for the layout “compare”, found 1"),
    (LIST, {"q": "Why?", "gens": ["one"] * 5}, "gens", "found 5 responses"),
    (LIST, {"q": "Why?", "gens": ["one", None]}, "gens", "expected text, found null"),
    (LIST, {"q": "Why?", "gens": ["one", ["two"]]}, "gens", "expected text, found a list"),
]


@pytest.mark.parametrize(("mapping", "record", "column", "says"), DIRTY, ids=lambda one: repr(one)[:40])
def test_values_that_cannot_be_shown_are_refused_with_their_place(
    tmp_path: Path, mapping: Mapping, record: dict[str, Any], column: str, says: str
) -> None:
    found, reason = one_bad(tmp_path, mapping, record)
    assert found == column
    assert says in reason


def test_without_leave_to_skip_one_bad_record_stops_the_import(tmp_path: Path) -> None:
    good = {"q": "Why?", "x": "one", "y": "two"}
    with pytest.raises(ImportFailed) as failed:
        load(tmp_path, PAIR, good, {**good, "x": None}, {**good, "y": []})
    assert str(failed.value).startswith(
        "r.jsonl, line 2, column “x”: expected text, found null. 1 more record cannot"
    )
    assert "--skip-bad" in str(failed.value)
    assert (failed.value.line, failed.value.column) == (2, "x")


def test_bad_records_are_written_as_they_stood(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b'{"q": 1\n{"q": "\xff"}\n{"q": "Why?", "x": "1", "y": "2"}\n')
    result = read_records([path], PAIR, skip_bad=True)
    assert len(result.tasks) == 1
    write_bad(result.bad, tmp_path / "bad.jsonl")
    written = [json.loads(line) for line in (tmp_path / "bad.jsonl").read_text().splitlines()]
    assert [(row["line"], row["raw"]) for row in written] == [(1, '{"q": 1'), (2, '{"q": "\\xff"}')]
    with pytest.raises(ImportFailed, match="cannot be written"):
        write_bad(result.bad, tmp_path / "no" / "bad.jsonl")


def test_own_ids_make_the_task_ids_and_may_not_repeat(tmp_path: Path) -> None:
    mapping = replace(PAIR, id="id")
    record = {"q": "Why?", "x": "one", "y": "two", "id": "a/7 é"}
    (task,) = load(tmp_path, mapping, record).tasks
    assert task.source["id"] == "a/7 é"
    changed = load(tmp_path, mapping, {**record, "x": "other"}).tasks[0]
    assert changed.id == task.id, "the platform then says that the content has changed"
    result = load(tmp_path, mapping, record, record, {**record, "id": None}, skip_bad=True)
    assert [(row.line, row.column, row.reason) for row in result.bad] == [
        (2, "id", "the id stands twice, first in line 1"),
        (3, "id", "expected an id"),
    ]


def test_a_system_prompt_may_be_missing_from_a_record(tmp_path: Path) -> None:
    record = {"q": "Why?", "x": "one", "y": "two"}
    rows = [{**record, "s": value} for value in ("Be brief.", None, "")]
    tasks = load(tmp_path, replace(PAIR, system="s"), *rows).tasks
    assert [[block.text for block in task.system_prompt] for task in tasks] == [["Be brief."], [], []]


def test_kinds_and_language_go_into_the_blocks(tmp_path: Path) -> None:
    mapping = replace(PAIR, prompt_kind="markdown", response_kind="code", language="python")
    (task,) = load(tmp_path, mapping, {"q": "Why?", "x": "one", "y": "two"}).tasks
    assert (task.prompt[0].kind, task.prompt[0].language) == ("markdown", "")
    assert {(one.content[0].kind, one.content[0].language) for one in task.candidates} == {("code", "python")}


def test_a_limit_takes_the_first_records(tmp_path: Path) -> None:
    records = [{"q": f"Q{number}", "x": "one", "y": "two"} for number in range(5)]
    assert len(load(tmp_path, replace(PAIR, limit=2), *records).tasks) == 2


NONSENSE: list[tuple[Mapping, int, str]] = [
    (replace(PAIR, responses=()), 1, "No column of responses"),
    (replace(PAIR, response_kind="audio"), 1, "“audio” is not known"),
    (replace(PAIR, prompt_kind="image"), 1, "A prompt is text"),
    (replace(PAIR, models=("a", "b", "c")), 1, "number of model columns"),
    (PAIR, 2, "--join"),
    (PAIR, 0, "No file"),
]


@pytest.mark.parametrize(("mapping", "files", "says"), NONSENSE, ids=lambda one: repr(one)[:30])
def test_a_mapping_without_sense_is_said_before_reading(
    tmp_path: Path, mapping: Mapping, files: int, says: str
) -> None:
    with pytest.raises(ImportFailed, match=says):
        read_records([tmp_path / "none.jsonl"] * files, mapping)


def test_an_empty_file_is_no_import(tmp_path: Path) -> None:
    with pytest.raises(ImportFailed, match="no records"):
        load(tmp_path, PAIR)


@UNHURRIED
@given(
    st.lists(
        st.fixed_dictionaries(
            {"q": st.text(min_size=1).filter(str.strip), "gens": st.lists(st.text(), min_size=3, max_size=9)}
        ),
        min_size=1,
        max_size=4,
    )
)
def test_what_the_file_says_is_what_is_shown(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, Any]]
) -> None:
    mapping = replace(LIST, layout=Layout.RANK)
    tasks = load(tmp_path_factory.mktemp("import"), mapping, *records).tasks
    assert [task.prompt[0].text for task in tasks] == [record["q"] for record in records]
    for task, record in zip(tasks, records, strict=True):
        assert texts(task) == {f"gens.{number}": text for number, text in enumerate(record["gens"])}
        made = Task(
            id=task.id,
            rev=1,
            campaign_id="camp",
            template=DEFAULT_TEMPLATES[Layout.RANK],
            prompt=task.prompt,
            candidates=task.candidates,
        )
        assert blocked_reason(made) == ""


# --- several files ---


def write(folder: Path, name: str, *records: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps(list(records)))
    return path


def test_files_are_joined_by_a_column_whatever_their_order(tmp_path: Path) -> None:
    one = write(tmp_path, "one.json", {"q": "A", "o": "1a", "g": "m"}, {"q": "B", "o": "1b", "g": "m"})
    two = write(tmp_path, "two.json", {"q": "B", "o": "2b", "g": "n"}, {"q": "A", "o": "2a", "g": "n"})
    mapping = replace(PAIR, responses=("o",), join="q")
    tasks = read_records([one, two], mapping).tasks
    assert [texts(task) for task in tasks] == [{"one": "1a", "two": "2a"}, {"one": "1b", "two": "2b"}]
    named = read_records([one, two], replace(mapping, models=("g",))).tasks
    assert texts(named[0]) == {"m": "1a", "n": "2a"}
    chosen = read_records([one, two], replace(mapping, responses=("2:o", "1:o", "2:g"))).tasks
    assert texts(chosen[0]) == {"two:o": "2a", "one:o": "1a", "two:g": "n"}
    with pytest.raises(ImportFailed, match="there are only 2 files"):
        read_records([one, two], replace(mapping, responses=("3:o", "1:o")))


def test_records_without_a_partner_are_bad_and_equal_keys_pair_in_order(tmp_path: Path) -> None:
    one = write(tmp_path, "one.json", *({"q": q, "o": o} for q, o in ("A1", "A2", "B3", "C4")))
    two = write(tmp_path, "two.json", *({"q": q, "o": o} for q, o in ("A5", "B6", "A7", "D8")))
    result = read_records([one, two], replace(PAIR, responses=("o",), join="q"), skip_bad=True)
    assert [texts(task) for task in result.tasks] == [
        {"one": "1", "two": "5"},
        {"one": "2", "two": "7"},
        {"one": "3", "two": "6"},
    ]
    assert [(row.file, row.line, row.reason) for row in result.bad] == [
        ("one.json", 1, "no record of two.json has the same value"),
        ("two.json", 1, "no record of one.json has the same value"),
    ]


def test_a_bad_record_of_any_joined_file_is_said(tmp_path: Path) -> None:
    one = write(tmp_path, "one.json", {"q": "A", "o": "1"}, {"o": "2"})
    two = write(tmp_path, "two.json", 3, {"q": None, "o": "2"}, {"q": "A", "o": "3"})
    result = read_records([one, two], replace(PAIR, responses=("o",), join="q"), skip_bad=True)
    assert len(result.tasks) == 1
    assert [(row.file, row.column) for row in result.bad] == [
        ("two.json", ""),
        ("two.json", "q"),
        ("one.json", "q"),
    ]


# --- images ---


def images(folder: Path) -> Mapping:
    (folder / "img" / "sub").mkdir(parents=True)
    (folder / "img" / "sub" / "a.png").write_bytes(PNG)
    (folder / "img" / "b.jpg").write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 20)
    (folder / "img" / "fake.png").write_bytes(b"<svg/>")
    (folder / "img" / "empty.png").write_bytes(b"")
    (folder / "secret.png").write_bytes(PNG)
    return replace(LIST, response_kind="image", images=folder / "img")


def test_images_are_taken_by_their_bytes(tmp_path: Path) -> None:
    mapping = images(tmp_path)
    result = load(tmp_path, mapping, {"q": "Which?", "gens": ["sub/a.png", "b.jpg", "sub\\a.png"]})
    assert result.assets == {
        sha256_hex(data): (data, media_type)
        for data, media_type in ((PNG, "image/png"), (b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"))
    }
    blocks = [candidate.content[0] for candidate in result.tasks[0].candidates]
    assert {block.kind for block in blocks} == {"image"}
    assert {block.asset.name for block in blocks if block.asset} == {""}, "a file's name may tell the model"


def test_a_prompt_may_have_images(tmp_path: Path) -> None:
    mapping = replace(PAIR, images=images(tmp_path).images, prompt_images=("pic", "more"))
    record = {"q": "Which?", "x": "one", "y": "two", "pic": "b.jpg", "more": ["sub/a.png"]}
    (task,) = load(tmp_path, mapping, record).tasks
    assert [block.kind for block in task.prompt] == ["text", "image", "image"]


BAD_IMAGES: list[tuple[Any, str]] = [
    ("none.png", "cannot be read: there is no such file"),
    ("sub", "cannot be read: it is a folder"),
    ("fake.png", "is no PNG, JPEG, WebP or GIF"),
    ("empty.png", "is no PNG, JPEG, WebP or GIF"),
    ("../secret.png", "lies outside the folder"),
    ("sub/../../secret.png", "lies outside the folder"),
    ("/etc/hostname", "lies outside the folder"),
    ("link.png", "lies outside the folder"),
    ("https://x.org/a.png", "found an address"),
    ("data:image/png;base64,AAAA", "found an address"),
    ("a\0b", "no path"),
    ("x" * 5_000, "cannot be read"),
    (None, "expected the path of an image"),
    (3, "is no PNG"),
    ("", "expected the path of an image"),
]


@pytest.mark.parametrize(("value", "says"), BAD_IMAGES, ids=lambda one: repr(one)[:30])
def test_images_that_cannot_be_shown_are_refused(tmp_path: Path, value: Any, says: str) -> None:
    mapping = images(tmp_path)
    (tmp_path / "img" / "link.png").symlink_to(tmp_path / "secret.png")
    if value == 3:
        (tmp_path / "img" / "3").write_bytes(b"text")
    good = {"q": "Which?", "gens": ["sub/a.png", "b.jpg"]}
    result = load(tmp_path, mapping, good, {"q": "Bad", "gens": ["b.jpg", value]}, skip_bad=True)
    assert [(row.line, row.column) for row in result.bad] == [(2, "gens")]
    assert says in result.bad[0].reason
    assert len(result.assets) == 2


def test_an_image_too_large_is_refused(tmp_path: Path) -> None:
    mapping = images(tmp_path)
    with (tmp_path / "img" / "big.png").open("wb") as file:
        file.write(PNG)
        file.truncate(20_000_001)
    result = load(tmp_path, mapping, {"q": "Which?", "gens": ["b.jpg", "big.png"]}, skip_bad=True)
    assert "larger than 20 MB" in result.bad[0].reason
    assert result.assets == {}, "nothing of a refused record stays"


def test_images_without_their_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(ImportFailed, match="--images FOLDER"):
        load(tmp_path, replace(LIST, response_kind="image"), {"q": "Which?", "gens": ["a", "b"]})
