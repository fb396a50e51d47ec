"""`hdclient preview`: the real workspace on one's own records; nothing of the answers stays."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from hdclient.content import contents
from hdclient.templates.lint import lint_text
from hdclient.templates.records import read_records
from tests.core.test_lint import GOOD
from tests.helpers.qt import WIDE, press, settle, show
from ui.demo.preview import Preview
from ui.pages.workspace import WorkspacePage

RECORDS = """\
- id: one
  prompt: Is it **true**?
  candidates: [Yes it is., No it is not.]
  slots: {source: What the source says.}
"""


def here(*_given: object) -> None:
    raise AssertionError("content was prepared in the window's process")


def test_a_template_can_be_tried_by_keys_on_records_of_a_file(
    tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "prepare", here)
    template = lint_text(GOOD)[1]
    assert template is not None
    (tmp_path / "records.yaml").write_text(RECORDS)
    tasks = [one.task for one in read_records(tmp_path / "records.yaml", template) if one.task is not None]
    (tmp_path / "kept").mkdir()
    shown = Preview(tmp_path / "kept", template, tasks, tmp_path)
    try:
        shown.open("one")
        show(shown.window, WIDE)
        page = shown.window.navigator.page()
        assert isinstance(page, WorkspacePage)
        opened = page.task()
        assert opened is not None
        assert shown.window.frame.top.chip.accessibleDescription().startswith("This is a preview")
        end = time.monotonic() + 30
        while any(one.is_awaited() for one in opened.view.contents()) and time.monotonic() < end:
            time.sleep(0.01)
            settle(1)
        documents = [one.document() for one in opened.view.contents()]
        assert any(one is not None and "Yes it is." in one.toPlainText() for one in documents)
        press(shown.window, "2", "J", "1", "J", "2", "Ctrl+Return", "Ctrl+Return", "1")
        settle(3)
        assert opened.view.prompt.parts() == ("prompt", "source")
        assert opened.session.answers["better"]["winner"] == "r1"  # type: ignore[index, call-overload]
    finally:
        shown.close()
    kept = b"".join(path.read_bytes() for path in (tmp_path / "kept").rglob("*") if path.is_file())
    assert b"What the source says" not in kept and b"winner" not in kept, "not even encrypted words are plain"


def test_a_picture_is_found_by_its_own_name_in_its_own_folder(tmp_path: Path, qapp: object) -> None:
    template = lint_text(GOOD)[1]
    assert template is not None
    pictures = {"a/plot[1].png": b"one", "b/plot[1].png": b"two"}
    for name, data in pictures.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(data)
    (tmp_path / "records.yaml").write_text(
        "- {prompt: Which, candidates: [[{file: 'a/plot[1].png'}], [{file: 'b/plot[1].png'}]], slots: {source: s}}"
    )
    tasks = [one.task for one in read_records(tmp_path / "records.yaml", template) if one.task is not None]
    (tmp_path / "kept").mkdir()
    shown = Preview(tmp_path / "kept", template, tasks, tmp_path)
    try:
        kept = {shown.store.blobs.get(asset.sha256) for asset in tasks[0].assets()}
        assert kept == set(pictures.values())
    finally:
        shown.close()


LATER = """\
schema: hd.template/1
id: later
version: 1
title: Later
layout: compare
escapes: [{id: out, kind: not_ratable, label: Cannot be judged}]
stages: [{id: guess, title: A guess}, {id: judge, title: The responses, reveals: [candidates]}]
questions:
- {id: hard, kind: rating, title: How hard, options: {range: [1, 3]}}
- {id: better, kind: comparison, title: Which is better, stage: judge}
"""


def test_responses_that_a_later_part_reveals_are_there_when_it_opens(tmp_path: Path, qapp: object) -> None:
    template = lint_text(LATER)[1]
    assert template is not None
    (tmp_path / "records.yaml").write_text(RECORDS.replace("  slots: {source: What the source says.}\n", ""))
    tasks = [one.task for one in read_records(tmp_path / "records.yaml", template) if one.task is not None]
    (tmp_path / "kept").mkdir()
    shown = Preview(tmp_path / "kept", template, tasks, tmp_path)
    try:
        shown.open("one")
        show(shown.window, WIDE)
        page = shown.window.navigator.page()
        assert isinstance(page, WorkspacePage)
        opened = page.task()
        assert opened is not None and opened.view.stage.isHidden()
        press(shown.window, "2", "Ctrl+Return", "Ctrl+Return")
        assert not opened.view.stage.isHidden()
        end = time.monotonic() + 30
        while any(one.is_awaited() for one in opened.view.contents()) and time.monotonic() < end:
            time.sleep(0.01)
            settle(1)
        documents = [pane.content.document() for pane in opened.view.stage.panes]
        said = [one.toPlainText() for one in documents if one is not None]
        assert said == ["Yes it is.", "No it is not."]
    finally:
        shown.close()
