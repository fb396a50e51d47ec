"""Notes to those who run a campaign: kept once, read by operations alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from hdclient.cli import main
from tests.helpers.clock import FakeClock
from tests.helpers.worlds import World, close_world, make_world


def note(id_: str = "n1", text: str = "A wish") -> dict[str, str]:
    return {"id": id_, "text": text}


def test_a_note_is_kept_once_and_operations_read_it(world: World) -> None:
    campaign = world.campaign(1)
    path = f"/v1/campaigns/{campaign}/notes"
    first = world.trainer.ok("POST", path, note())
    again = world.trainer.ok("POST", path, note())
    assert (first["id"], first["received_at"]) == (again["id"], again["received_at"])
    world.reviewer.ok("POST", path, note("n2", "Another,\nof two lines\u2028 ü"))
    items = world.ops.ok("GET", path)["items"]
    assert [(one["id"], one["text"]) for one in items] == [
        ("n1", "A wish"),
        ("n2", "Another,\nof two lines\u2028 ü"),
    ]
    assert items[0]["by"] and items[0]["by"] != world.trainer.id, "by the name that operations know"
    page = world.ops.ok("GET", f"{path}?limit=1")
    assert len(page["items"]) == 1 and page["next_cursor"]


def test_other_words_under_the_same_id_are_refused(world: World) -> None:
    path = f"/v1/campaigns/{world.campaign(1)}/notes"
    world.trainer.ok("POST", path, note())
    assert world.trainer.post(path, note(text="Other words")).status_code == 409
    assert world.second.post(path, note()).status_code == 409
    assert world.trainer.post(path, note("n2", "")).status_code == 422
    assert world.trainer.post(path, note("n2", "x" * 5_001)).status_code == 422


def test_trainers_read_no_notes_and_write_to_no_strange_campaign(world: World) -> None:
    path = f"/v1/campaigns/{world.campaign(1)}/notes"
    world.trainer.ok("POST", path, note())
    for caller in (world.trainer, world.second, world.reviewer):
        assert caller.get(path).status_code == 403
    assert world.trainer.post("/v1/campaigns/none/notes", note("n3")).status_code == 404
    assert world.ops.get("/v1/campaigns/none/notes").status_code == 404


def test_the_command_prints_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    world = make_world(f"sqlite:///{tmp_path / 'platform.db'}", clock=FakeClock())
    campaign = world.campaign(1)
    world.trainer.ok("POST", f"/v1/campaigns/{campaign}/notes", note(text="First line\nSecond line"))
    close_world(world)
    assert main(["notes", campaign, "--data", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "First line\n    Second line\n" in said and world.trainer.id not in said
