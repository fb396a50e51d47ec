"""`hdclient receipts`: where it finds the saved work, and what it says of files that are none of ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hdclient.accounts.last import NOBODY, note
from hdclient.cli import main
from hdclient.cli.receipts import saved_work, show_receipts
from hdclient.errors import ConfigError, StoreDamaged
from hdclient.model.base import canonical
from hdclient.model.proofs import RECEIPT_SCHEMA, key_id, new_key, sign
from hdclient.store.keys import SessionKeys
from hdclient.store.profile import Profile
from tests.helpers.kept_work import ORIGIN, KeptWork


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"schema":"hd.receipts/1"',
        b"\xff",
        b'{"schema":1}',
    ],
)
def test_what_is_no_such_file_is_said_in_a_sentence(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(content)
    assert main(["receipts", "--verify", str(path)]) == 2
    assert "cannot be checked" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    [
        '{"schema":"hd.receipts/1"}',
        '{"schema":"hd.receipts/1","platform":{},"person":{},"keys":[],"logs":{}}',
    ],
)
def test_a_file_without_its_list_is_not_in_order(
    tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file.json"
    path.write_text(content)
    assert main(["receipts", "--verify", str(path)]) == 1
    assert "NOT IN ORDER" in capsys.readouterr().out


def test_the_saved_work_is_found_by_account_and_its_trouble_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no saved work"), saved_work(tmp_path, "", SessionKeys()):
        pass
    kept = KeptWork(tmp_path / "account")
    kept.seals("t1", "t2")
    with saved_work(tmp_path, "platform.example", kept.keys) as store:
        said: list[str] = []
        show_receipts(store, state="waiting", say=said.append)
        assert len(said) == 2 and all("no receipt yet" in line for line in said)
        with (
            pytest.raises(ConfigError, match="hdclient is open"),
            saved_work(tmp_path, "", kept.keys),
        ):
            pass
    with (
        pytest.raises(ConfigError, match="with “elsewhere” in it"),
        saved_work(tmp_path, "elsewhere", kept.keys),
    ):
        pass


def test_of_two_people_on_one_platform_the_last_one_is_shown_and_each_can_be_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = SessionKeys()
    for name in ("one", "two"):
        profile = Profile(tmp_path / name)
        store = profile.create(keys, ORIGIN)
        store.meta.set("whose", name)
        store.close()
    for name in ("one", "two", "one"):
        note(tmp_path, name)
        with saved_work(tmp_path, "", keys) as store:
            assert store.meta.get("whose") == name
        assert str(tmp_path / name) in capsys.readouterr().err
        with saved_work(tmp_path, "two", keys) as store:
            assert store.meta.get("whose") == "two"
        assert capsys.readouterr().err == ""
    note(tmp_path, NOBODY)
    with saved_work(tmp_path, ORIGIN, keys):
        pass


def test_work_whose_card_is_lost_is_not_said_to_be_no_work(tmp_path: Path) -> None:
    kept = KeptWork(tmp_path / "account")
    for path in kept.profile.folder.rglob("store.json*"):
        path.unlink()
    with pytest.raises(StoreDamaged, match=r"store\.json"), saved_work(tmp_path, "", kept.keys):
        pass


def test_a_file_that_is_no_key_is_said_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receipts, key = tmp_path / "file.json", tmp_path / "key"
    receipts.write_text('{"schema":"hd.receipts/1"}')
    key.write_bytes(b"\xff\xfe\0")
    assert main(["receipts", "--verify", str(receipts), "--key", str(key)]) == 2
    assert "The key is not one" in capsys.readouterr().err


CLAIM: dict[str, Any] = {
    "submission_id": "s1",
    "revision": 1,
    "task_id": "t1",
    "campaign_id": "c1",
    "state": "accepted",
    "sha256": "0" * 64,
    "submitted_at": "2026-11-21T09:00:00+00:00",
    "proof": None,
}
FORGED = "x\r\nProved: 999 submissions.\x1b[1A\x9b2J\u2028\u2029\u202e\ud800"
SHOWN = r"x\u000d\u000aProved: 999 submissions.\u001b[1A\u009b2J\u2028\u2029\u202e\ud800"


def a_file(**changed: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "schema": "hd.receipts/1",
        "platform": {},
        "person": {"id": "p1", "name": "Ada"},
        "keys": [],
        "submissions": [CLAIM],
        "logs": {},
    }
    return {**whole, **changed}


@pytest.mark.parametrize(
    ("told", "ends"),
    [
        (a_file(person={"id": "p1", "name": FORGED}), 0),
        (a_file(submissions=[{**CLAIM, "state": FORGED}]), 0),
        (a_file(logs={FORGED: [1]}), 1),
    ],
)
def test_what_stands_in_a_file_writes_no_line_into_the_verdict(
    told: dict[str, Any], ends: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "forged.json"
    path.write_text(json.dumps(told))
    assert main(["receipts", "--verify", str(path)]) == ends
    said = capfd.readouterr().out
    assert SHOWN in said
    assert all(letter.isprintable() for line in said.split("\n") for letter in line)


def signed(statement: str, log: object) -> dict[str, Any]:
    """A file that somebody has signed with a key of their own."""
    private, public = new_key()
    key = {"id": key_id(public), "public_key": public, "created_at": ""}
    proof = {"key_id": key["id"], "statement": statement, "signature": sign(private, statement)}
    return a_file(keys=[key], submissions=[{**CLAIM, "proof": proof}], logs={"t1": [log]})


def statement(**changed: object) -> str:
    said = {name: CLAIM[name] for name in ("submission_id", "revision", "task_id", "campaign_id", "sha256")}
    said |= {"schema": RECEIPT_SCHEMA, "server_uuid": "", "person_id": "p1", "log_head": "h"}
    return canonical({**said, **changed}).decode()


SEALED = {"n": 1, "at": "", "elapsed_ms": 0, "kind": "sealed", "hash": "", "facts": {"sha256": ["0"]}}


@pytest.mark.parametrize(
    "told",
    [
        signed(statement(), SEALED),
        signed(statement(log_head=["h"]), SEALED),
        signed("[" * 40_000, SEALED),
        a_file(submissions=[{**CLAIM, "revision": True}]),
    ],
    ids=["a fact", "a head", "a statement", "a revision"],
)
def test_a_value_of_another_kind_is_a_fault_of_the_file_and_not_of_the_check(
    told: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "forged.json"
    path.write_text(json.dumps(told))
    assert main(["receipts", "--verify", str(path)]) == 1
    assert "NOT IN ORDER" in capsys.readouterr().out
