"""Labels of earlier versions of a template read as labels of a newer one: what goes with them, what stays behind."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from hdclient.cli import main
from hdclient.formats import EXPORTERS, Record
from hdclient.formats.encoding import encoded
from hdclient.formats.moved import moved_records
from hdclient.formats.row import BadRow
from hdclient.model.template import Question, Template
from hdclient.templates.hashing import template_hash
from tests.helpers.judged import question, record, task

FIRST = task(
    question("comparison", points=7),
    question("rating", range=[1, 5], low="Bad", high="Good"),
    question("text"),
)
ANSWERS: dict[str, Any] = {
    "comparison": {"verdict": "preferred", "winner": "b", "strength": 3, "pair": ["a", "b"]},
    "rating": {"value": 5},
    "text": {"text": "It runs."},
}


def newer(*questions: Question, **changes: Any) -> Template:
    return FIRST.template.changed(**{"version": 4, "questions": questions, **changes})


BETTER = Question(
    id="better", kind="comparison", title="Which one?", was=("comparison",), options={"points": 7}
)


def moved(template: Template, **more: Any) -> tuple[Record | BadRow, Counter[str]]:
    left: Counter[str] = Counter()
    (found,) = moved_records([record(FIRST, ANSWERS, **more)], template, left)
    return found, left


def test_answers_go_with_their_questions_and_what_nobody_takes_is_counted() -> None:
    narrow = question("rating", range=[1, 3], low="Bad", high="Good").changed(required=False)
    found, left = moved(newer(BETTER, narrow), final={**ANSWERS, "rating": {"value": 2}})
    assert isinstance(found, Record)
    assert found.body.answers == {"better": ANSWERS["comparison"]}
    assert found.final == {"better": ANSWERS["comparison"], "rating": {"value": 2}}
    assert left == {"answers.rating": 1, "answers.text": 1}
    assert found.body.template_version == found.task.template.version == 4
    assert found.body.template_sha256 == template_hash(found.task.template)
    assert found.body.submission_id == "s1", "it is the same label"


@pytest.mark.parametrize(
    ("template", "says"),
    [
        (newer(BETTER, question("number", minimum=0, maximum=9)), "version 4 does not take it: "),
        (newer(BETTER, id="other"), "with the template “t”, not with “other”"),
        (newer(BETTER, version=2), "version 3, which is newer than 2"),
    ],
)
def test_a_label_that_is_none_of_this_version_is_refused_with_the_reason(
    template: Template, says: str
) -> None:
    found, left = moved(template)
    assert isinstance(found, BadRow) and says in found.reason and left == {}


def test_a_label_of_this_version_stays_as_it_is() -> None:
    found, left = moved(FIRST.template)
    assert found == record(FIRST, ANSWERS) and left == {}


def test_the_command_reads_old_labels_with_a_newer_template(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows, _ = EXPORTERS["canonical"].rows([record(FIRST, ANSWERS)])
    (tmp_path / "old.jsonl").write_bytes(b"".join(encoded("jsonl", rows)))
    plain = newer(BETTER).plain()
    (tmp_path / "new.yaml").write_text(yaml.safe_dump(plain), encoding="utf-8")
    words = ("convert", f"{tmp_path / 'old.jsonl'}", "--from", "canonical", "--format", "canonical")
    words += ("--template", f"{tmp_path / 'new.yaml'}", "--out", f"{tmp_path / 'out'}")
    assert main(list(words)) == 0
    assert "not read: “answers.rating” of 1 row" in capsys.readouterr().err
    (line,) = (tmp_path / "out" / "data.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["answers"] == {"better": ANSWERS["comparison"]}
    told = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert told["template_versions"] == [4] and told["unread"] == {"answers.rating": 1, "answers.text": 1}
    (tmp_path / "new.yaml").write_text("id: 3", encoding="utf-8")
    assert main([*words[:-1], f"{tmp_path / 'again'}"]) != 0 and not (tmp_path / "again").exists()


def test_a_reason_that_is_a_sentence_ends_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows, _ = EXPORTERS["canonical"].rows([record(FIRST, ANSWERS)])
    (row,) = (json.loads(line) for line in b"".join(encoded("jsonl", rows)).splitlines())
    (tmp_path / "old.jsonl").write_text(json.dumps({**row, "template_sha256": "0" * 64}), encoding="utf-8")
    words = ("convert", f"{tmp_path / 'old.jsonl'}", "--from", "canonical", "--format", "canonical")
    assert main([*words, "--out", f"{tmp_path / 'out'}"]) != 0
    said = capsys.readouterr().err
    assert "another template of this name. Nothing was written." in said
