"""Campaigns from folders: loaded once, all or nothing, with the place of what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hdclient.errors import ImportFailed
from hdclient.platform.seed import load_folder, load_samples
from tests.helpers.worlds import TEMPLATE, World, task_in

PNG = b"\x89PNG\r\n\x1a\n and some more"


def folder_with(tmp_path: Path, *lines: Any, guideline: str = "# How to judge\n\nBe fair.") -> Path:
    folder = tmp_path / "sample"
    (folder / "images").mkdir(parents=True, exist_ok=True)
    (folder / "images" / "x.png").write_bytes(PNG)
    (folder / "campaign.json").write_text(json.dumps({"id": "s1", "title": "Sample", "template": TEMPLATE}))
    (folder / "guideline.md").write_text(guideline)
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    (folder / "tasks.jsonl").write_text(text)
    return folder


def test_a_folder_becomes_a_campaign_with_pictures_and_loading_again_changes_nothing(
    world: World, tmp_path: Path
) -> None:
    pictured = task_in("s1-a", prompt=[{"kind": "image", "file": "images/x.png", "alt": "a box"}])
    folder = folder_with(tmp_path, pictured, "", task_in("s1-b"))
    first = load_folder(world.app, folder)
    assert (first.campaign_id, first.tasks, first.known) == ("s1", 2, 0)
    second = load_folder(world.app, folder)
    assert (second.tasks, second.known) == (0, 2)
    campaign = world.trainer.ok("GET", "/v1/campaigns/s1")["campaign"]
    assert (campaign["tasks_total"], campaign["guideline_version"]) == (2, 1)
    assert world.trainer.ok("GET", "/v1/campaigns/s1/guidelines/1")["guideline"]["title"] == "How to judge"
    world.lease(world.trainer, "s1", 2)
    block = world.trainer.ok("GET", "/v1/tasks?ids=s1-a")["items"][0]["prompt"][0]
    assert block["alt"] == "a box"
    assert world.trainer.get(f"/v1/assets/{block['asset']['sha256']}").get_data() == PNG


def test_a_changed_guideline_becomes_the_next_version(world: World, tmp_path: Path) -> None:
    load_folder(world.app, folder_with(tmp_path, task_in("s1-a")))
    load_folder(world.app, folder_with(tmp_path, task_in("s1-a"), guideline="# New"))
    assert world.trainer.ok("GET", "/v1/campaigns/s1")["campaign"]["guideline_version"] == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": 1}', "line 2: id"),
        ("{nonsense", "line 2: It is not JSON"),
        ('{"id": "x", "id": "x"}', "line 2: A key stands twice"),
        (task_in("x", prompt=[{"kind": "image", "file": "../../etc/passwd.png"}]), "outside the folder"),
        (task_in("x", prompt=[{"kind": "image", "file": "images/none.png"}]), "none.png cannot be read"),
        (task_in("x", candidates=[]), "line 2"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_of_the_folder_is_loaded(
    world: World, tmp_path: Path, line: Any, said: str
) -> None:
    folder = folder_with(tmp_path, task_in("s1-a"), line)
    with pytest.raises(ImportFailed, match=said) as caught:
        load_folder(world.app, folder)
    assert caught.value.line == 2
    assert world.ops.get("/v1/campaigns/s1").status_code == 404


def test_a_folder_without_a_campaign_is_refused(world: World, tmp_path: Path) -> None:
    with pytest.raises(ImportFailed, match=r"campaign\.json"):
        load_folder(world.app, tmp_path)


def test_all_samples_load_and_every_task_can_be_leased(world: World) -> None:
    loaded = load_samples(world.app)
    assert len(loaded) == 6
    assert all(one.tasks >= 12 for one in loaded)
    for one in loaded:
        assert len(world.lease(world.trainer, one.campaign_id, 100)) == one.tasks
    assert [one.known for one in load_samples(world.app)] == [one.tasks for one in loaded]
