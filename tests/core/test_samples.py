"""The practice campaigns: whole, valid, varied, and about nobody's real model."""

from __future__ import annotations

import json
import re
import struct
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hdclient.content import CONTENT_KINDS
from hdclient.model.base import sha256_hex
from hdclient.model.content import ContentBlock
from hdclient.model.task import Task
from hdclient.model.template import Layout
from hdclient.templates.blocking import blocked_reason
from hdclient.templates.validation import validate
from hdclient.wire.admin import CampaignIn, TaskIn

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "resources" / "samples"
SCRIPT = ROOT / "packaging" / "make_sample_images.py"
FOLDERS = (
    "code-comparison",
    "image-comparison",
    "ranking-4",
    "rating-text",
    "text-comparison",
    "text-sensitive",
)
CANDIDATES = {
    "code-comparison": 2,
    "image-comparison": 2,
    "ranking-4": 4,
    "rating-text": 1,
    "text-comparison": 2,
    "text-sensitive": 2,
}
LAYOUTS = {"ranking-4": Layout.RANK, "rating-text": Layout.SINGLE}
REAL_NAMES = (
    "gpt",
    "chatgpt",
    "openai",
    "claude",
    "anthropic",
    "gemini",
    "gemma",
    "bard",
    "llama",
    "mistral",
    "mixtral",
    "qwen",
    "deepseek",
    "grok",
    "copilot",
    "cohere",
    "falcon",
    "phi",
    "nemotron",
    "vicuna",
    "alpaca",
    "dall-e",
    "midjourney",
    "imagen",
    "davinci",
    "google",
    "microsoft",
    "meta",
    "nvidia",
    "amazon",
    "huggingface",
    "palm",
)


def raw_tasks(folder: str) -> list[dict[str, Any]]:
    lines = (SAMPLES / folder / "tasks.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def tasks(folder: str) -> list[TaskIn]:
    return [TaskIn.model_validate(raw) for raw in raw_tasks(folder)]


def campaign(folder: str) -> CampaignIn:
    return CampaignIn.model_validate_json((SAMPLES / folder / "campaign.json").read_text(encoding="utf-8"))


def blocks(task: TaskIn) -> Iterator[ContentBlock]:
    yield from task.system_prompt
    yield from task.prompt
    for candidate in task.candidates:
        yield from candidate.content


def raw_blocks(raw: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from raw.get("system_prompt", [])
    yield from raw["prompt"]
    for candidate in raw["candidates"]:
        yield from candidate["content"]


def longest_words(folder: str) -> int:
    """The words of the shorter candidate, in the task where that is most."""
    return max(
        min(sum(len(block.text.split()) for block in candidate.content) for candidate in task.candidates)
        for task in tasks(folder)
    )


def test_the_folders_are_the_six_campaigns() -> None:
    assert tuple(sorted(path.name for path in SAMPLES.iterdir() if path.is_dir())) == FOLDERS


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_line_is_a_task_with_its_candidates(folder: str) -> None:
    found = tasks(folder)
    assert len(found) >= 12
    for task in found:
        assert len(task.candidates) == CANDIDATES[folder], task.id
        assert task.prompt, task.id
        assert {candidate.id for candidate in task.candidates} == set(task.models), task.id
        for block in blocks(task):
            assert block.kind in CONTENT_KINDS, task.id
            assert bool(block.text.strip()) == (block.kind != "image"), task.id
            assert block.kind != "code" or block.language, task.id


@pytest.mark.parametrize("folder", FOLDERS)
def test_task_files_hold_nothing_that_is_not_of_the_wire(folder: str) -> None:
    known = set(ContentBlock.__struct_fields__) | {"file"}
    for raw in raw_tasks(folder):
        for block in raw_blocks(raw):
            assert set(block) <= known, raw["id"]


def test_ids_are_unique_over_all_campaigns() -> None:
    task_ids = [task.id for folder in FOLDERS for task in tasks(folder)]
    candidate_ids = [one.id for folder in FOLDERS for task in tasks(folder) for one in task.candidates]
    campaign_ids = [campaign(folder).id for folder in FOLDERS]
    for ids in (task_ids, candidate_ids, campaign_ids):
        assert len(set(ids)) == len(ids)


def test_candidate_ids_tell_nothing() -> None:
    for folder in FOLDERS:
        for task in tasks(folder):
            for candidate in task.candidates:
                assert re.fullmatch(r"c[0-9a-f]{7}", candidate.id), task.id


@pytest.mark.parametrize("folder", FOLDERS)
def test_campaign_and_guideline_belong_together(folder: str) -> None:
    found = campaign(folder)
    guideline = (SAMPLES / folder / "guideline.md").read_text(encoding="utf-8")
    assert found.template.layout is LAYOUTS.get(folder, Layout.COMPARE)
    assert found.policy.prefetch_tasks == 50
    anchors = re.findall(r"^#+ .*\{#r-([0-9.]+)\}$", guideline, flags=re.MULTILINE)
    assert len(set(anchors)) == len(anchors)
    for question in found.template.questions:
        assert question.rule in anchors, f"{folder}: question {question.id} names no rule of the guideline"
        assert question.help
    for needed in ("[TOC]", "\n!!! ", "\n:   ", "[^", "Good example", "Bad example"):
        assert needed in guideline, f"{folder}: no {needed.strip()}"
    assert 300 <= len(guideline.split()) <= 800


@pytest.mark.parametrize("folder", FOLDERS)
def test_footnotes_are_called_and_written(folder: str) -> None:
    guideline = (SAMPLES / folder / "guideline.md").read_text(encoding="utf-8")
    written = set(re.findall(r"^\[\^(\w+)\]:", guideline, flags=re.MULTILINE))
    called = set(re.findall(r"\[\^(\w+)\](?!:)", guideline))
    assert written == called != set()


@pytest.mark.parametrize("folder", FOLDERS)
def test_exclusive_options_exist(folder: str) -> None:
    for question in campaign(folder).template.questions:
        if question.kind == "choice":
            options: Any = question.options["options"]
            ids = [option["id"] for option in options]
            assert len(set(ids)) == len(ids)
            assert question.options["exclusive"] in ids


def with_asset(folder: str, block: dict[str, Any]) -> dict[str, Any]:
    """The block as the seed loader passes it on."""
    if "file" not in block:
        return block
    data = (SAMPLES / folder / block["file"]).read_bytes()
    asset = {"sha256": sha256_hex(data), "media_type": "image/png", "size": len(data), "name": block["file"]}
    return {**block, "asset": asset}


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_program_can_show_every_task(folder: str) -> None:
    found = campaign(folder)
    assert validate(found.template) == ()
    for raw in raw_tasks(folder):
        raw["prompt"] = [with_asset(folder, block) for block in raw["prompt"]]
        for candidate in raw["candidates"]:
            candidate["content"] = [with_asset(folder, block) for block in candidate["content"]]
        task = Task.of({**raw, "rev": 1, "campaign_id": found.id, "template": found.template})
        assert blocked_reason(task) == "", task.id


def test_pictures_are_there_small_and_used() -> None:
    folder = SAMPLES / "image-comparison"
    named = [
        block["file"] for raw in raw_tasks("image-comparison") for block in raw_blocks(raw) if "file" in block
    ]
    assert len(named) == len(set(named)) >= 24
    assert {f"images/{path.name}" for path in (folder / "images").iterdir()} == set(named)
    contents = set()
    for name in named:
        data = (folder / name).read_bytes()
        assert data.startswith(b"\x89PNG\r\n\x1a\n"), name
        assert len(data) <= 40_000, name
        assert struct.unpack(">II", data[16:24]) == (480, 360), name
        contents.add(data)
    assert len(contents) == len(named), "two pictures are the same"


def test_pictures_have_a_description() -> None:
    for raw in raw_tasks("image-comparison"):
        for block in raw_blocks(raw):
            if block["kind"] == "image":
                assert len(block["alt"].split()) >= 5, raw["id"]


def test_the_script_draws_the_committed_pictures(tmp_path: Path) -> None:
    from PySide6.QtGui import QImage

    subprocess.run([sys.executable, str(SCRIPT), "--out", str(tmp_path)], check=True, capture_output=True)
    committed = SAMPLES / "image-comparison" / "images"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        path.name for path in committed.iterdir()
    )
    for path in sorted(tmp_path.iterdir()):
        new = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
        old = QImage(str(committed / path.name)).convertToFormat(QImage.Format.Format_RGB32)
        assert new.size() == old.size()
        drawn, kept = bytes(new.constBits()), bytes(old.constBits())
        if drawn != kept:
            # Another processor may round an edge by a step or two; another drawing differs in thousands.
            assert sum(abs(a - b) > 8 for a, b in zip(drawn, kept, strict=True)) < 100, path.name


def test_there_is_a_long_text_and_there_are_one_liners() -> None:
    assert longest_words("text-comparison") >= 1500
    lengths = [len(block.text) for folder in FOLDERS for task in tasks(folder) for block in blocks(task)]
    assert max(lengths) > 10_000
    assert sum(0 < length < 100 for length in lengths) >= 10


@pytest.mark.parametrize(("folder", "script"), [("text-comparison", "AL"), ("rating-text", "R")])
def test_there_is_text_from_right_to_left_mixed_with_latin(folder: str, script: str) -> None:
    def mixed(text: str) -> bool:
        kinds = [unicodedata.bidirectional(character) for character in text]
        return kinds.count(script) > 150 and kinds.count("L") > 3 and kinds.count("EN") > 3

    found = [task for task in tasks(folder) if all(mixed(one.content[0].text) for one in task.candidates)]
    assert len(found) == 1


def test_there_are_emoji_and_chinese_characters_in_one_text() -> None:
    texts = [block.text for task in tasks("text-comparison") for block in blocks(task)]
    assert any("\N{FULL MOON SYMBOL}" in text and "月" in text for text in texts)


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\|.*\|$",
        r"^> ",
        r"^ {2,}- ",
        r"^\d\. ",
        r"^- \[ \] ",
        r"\]\(https://",
        r"`[^`]+`",
        r"^```",
        r"\*\*",
        r"^#+ ",
    ],
)
def test_the_science_texts_use_markdown_of_every_kind(pattern: str) -> None:
    texts = [
        block.text for task in tasks("text-comparison") for one in task.candidates for block in one.content
    ]
    assert any(re.search(pattern, text, flags=re.MULTILINE) for text in texts)


def test_code_is_in_many_languages() -> None:
    texts = [
        block.text for task in tasks("code-comparison") for one in task.candidates for block in one.content
    ]
    languages = set(re.findall(r"^```(\w+)$", "\n".join(texts), flags=re.MULTILINE))
    assert {"python", "js", "sql", "rust", "sh", "c"} <= languages


def test_markdown_fences_are_closed() -> None:
    for folder in FOLDERS:
        for task in tasks(folder):
            for block in blocks(task):
                if block.kind == "markdown":
                    assert len(re.findall(r"^```", block.text, flags=re.MULTILINE)) % 2 == 0, task.id


def test_no_real_model_or_vendor_is_named() -> None:
    pattern = re.compile(r"\b(" + "|".join(re.escape(name) for name in REAL_NAMES) + r")\b", re.IGNORECASE)
    for path in sorted(SAMPLES.rglob("*")):
        if path.suffix in {".json", ".jsonl", ".md"}:
            found = pattern.search(path.read_text(encoding="utf-8"))
            assert found is None, f"{path.name}: {found}"
