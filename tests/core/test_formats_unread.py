"""What a published row says and nothing is made of is counted, however deep it stands."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from hdclient.formats import EXPORTERS, IMPORTERS
from hdclient.formats.encoding import encoded
from hdclient.formats.foreign import records_from
from hdclient.formats.row import BadRow
from hdclient.formats.unread import unread_in
from tests.helpers.format_records import fixed


def test_names_are_counted_at_any_depth_and_once_a_row() -> None:
    columns = ("a", "b.c", "b.list.x", "b.list.more=b.list", "n.*")
    row = {
        "a": {"whatever": 1},
        "b": {"c": 1, "d": 2, "list": [{"x": 1, "y": 2, "more": [{"x": 1, "z": 3}]}, {"y": 4}]},
        "n.q": 1,
        "empty": None,
        "z": 0,
    }
    assert list(unread_in(row, columns)) == ["b.d", "b.list.y", "b.list.more.z", "z"]


OASST: dict[str, Any] = {
    "message_tree_id": "m",
    "prompt": {
        "text": "Why?",
        "role": "prompter",
        "lang": "en",
        "replies": [
            {"text": text, "role": "assistant", "rank": rank, "labels": {"spam": {"value": 0}}}
            for rank, text in enumerate(("Because.", "No."))
        ],
    },
}
STEPWISE = {
    "question": {"problem": "1 + 1", "pre_generated_steps": ["2"], "hint": "add"},
    "label": {
        "steps": [{"completions": [{"text": "2", "rating": 1, "source": "model"}], "note": "ok"}],
        "finish_reason": "solution",
    },
}
STUDIO = {
    "id": 3,
    "data": {"prompt": "Why?", "responses": [{"id": one, "text": one} for one in "ab"], "page": 4},
    "annotations": [
        {
            "result": [{"from_name": "q", "to_name": "p", "type": "rating", "value": {"rating": 4}}],
            "lead_time": 3,
        }
    ],
    "predictions": [],
}


@pytest.mark.parametrize(
    ("name", "row", "unread"),
    [
        ("oasst", OASST, {"prompt.lang", "prompt.replies.labels"}),
        ("prm800k", STEPWISE, {"question.hint", "label.steps.note", "label.steps.completions.source"}),
        ("labelstudio", STUDIO, {"id", "data.page", "annotations.lead_time"}),
    ],
)
def test_what_published_rows_say_beside_the_label_is_told(
    name: str, row: dict[str, Any], unread: set[str], tmp_path: Path
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(row) + "\n")
    counted: Counter[str] = Counter()
    (found,) = records_from(IMPORTERS[name], path, counted)
    assert not isinstance(found, BadRow) and set(counted) == unread


def test_every_importer_says_what_it_reads_and_all_of_our_own_form_is_read(tmp_path: Path) -> None:
    assert [name for name in IMPORTERS if not IMPORTERS[name].columns] == []
    path = tmp_path / "data.jsonl"
    path.write_bytes(b"".join(encoded("jsonl", EXPORTERS["canonical"].rows(fixed())[0])))
    counted: Counter[str] = Counter()
    assert len(list(records_from(IMPORTERS["canonical"], path, counted))) == len(fixed()) and not counted
