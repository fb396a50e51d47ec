"""kill -9 in the middle of a task in parts, in the real program: what was locked stays so, and is sent as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hdclient.app import PRACTICE
from hdclient.demo import PRACTICE_PERSON, open_embedded
from hdclient.model.person import Person, Role
from hdclient.platform.seed import load_folder
from hdclient.store.facts import PERSON
from hdclient.store.keys import SessionKeys
from hdclient.store.profile import Profile, account_folder
from tests.helpers.parted_life import CAMPAIGN, TASK
from tests.ui.test_workspace_parts import STAGED

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")


def test_locks_survive_a_kill_and_are_sent_as_they_were(tmp_path: Path) -> None:
    order = prepared(tmp_path)
    first = life(order | {"part": "first"})
    killed = next(line for line in first if line["what"] == "kill me")
    assert [one["id"] for one in killed["stages"]] == ["naive"] and "better" in killed["answers"]
    second = {line["what"]: line for line in life(order | {"part": "second"})}
    assert "sent" in second, second
    back, tried = second["came back"], second["after trying to change it"]
    assert (back["answers"], back["stages"]) == (killed["answers"], killed["stages"])
    locked = {key: value for key, value in killed["answers"].items() if key != "better"}
    assert locked.items() <= tried["answers"].items() and tried["stages"] == killed["stages"]
    body = arrived(tmp_path)
    assert locked.items() <= body["answers"].items() and body["answers"]["better"] == {"verdict": "tie"}
    assert body["stages"][0] == killed["stages"][0], (
        "when the first part was finished is from before the kill"
    )
    assert [one["id"] for one in body["stages"]] == ["naive", "compare"] and body["stages"][1]["finished"]


def prepared(folder: Path) -> dict[str, Any]:
    """A platform with one task in parts, and a person's store; the key goes to the lives by a pipe only."""
    campaign = folder / "campaign"
    campaign.mkdir()
    told = {"id": CAMPAIGN, "title": "In parts", "language": "en", "template": STAGED.plain()}
    (campaign / "campaign.json").write_text(json.dumps(told))
    texts = {"r1": "First **answer**", "r2": "Second answer"}
    task = {
        "id": TASK,
        "prompt": [{"kind": "markdown", "text": "Why?"}],
        "candidates": [
            {"id": one, "content": [{"kind": "markdown", "text": text}]} for one, text in texts.items()
        ],
        "slots": [{"id": "post", "content": [{"kind": "markdown", "text": "What the **post** says."}]}],
    }
    (campaign / "tasks.jsonl").write_text(json.dumps(task))
    embedded = open_embedded(folder / "platform")
    load_folder(embedded.app, campaign)
    embedded.close()
    keys = SessionKeys()
    profile = Profile(account_folder(folder / "work", PRACTICE, PRACTICE_PERSON + "x"))
    store = profile.create(keys, PRACTICE)
    store.meta.set(PERSON, Person(id=PRACTICE_PERSON, name="You", role=Role.ANNOTATOR).as_json())
    store.close()
    card = profile.card()
    assert card is not None
    return {"folder": str(folder), "store_uuid": card.store_uuid, "key": keys.load(card.store_uuid).hex()}


def life(order: dict[str, Any]) -> list[dict[str, Any]]:
    """What a life told; it is killed when it says that it may be."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.parted_life"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUNBUFFERED": "1"},
    )
    with child:
        assert child.stdin is not None and child.stdout is not None
        child.stdin.write(json.dumps(order) + "\n")
        child.stdin.flush()
        told = []
        for line in child.stdout:
            told.append(json.loads(line))
            if told[-1]["what"] == "kill me":
                child.kill()
    return told


def arrived(folder: Path) -> dict[str, Any]:
    """The one submission that the platform has of the task."""
    from sqlalchemy import select

    from hdclient.platform.schema import submissions
    from hdclient.platform.state import platform_of

    embedded = open_embedded(folder / "platform")
    try:
        with platform_of(embedded.app).read() as connection:
            rows = (
                connection.execute(select(submissions).where(submissions.c.task_id == TASK)).mappings().all()
            )
    finally:
        embedded.close()
    (row,) = rows
    found: dict[str, Any] = json.loads(row["body"])
    return found
