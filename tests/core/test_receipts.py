"""Receipts from end to end: a real platform signs, a real store keeps, the file is checked from itself alone."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hdclient.cli import main
from hdclient.cli.receipts import show_log, show_receipts
from hdclient.clock import SystemClock
from hdclient.errors import ConfigError
from hdclient.events import EventHub
from hdclient.formats.receipt_file import verify
from hdclient.model.chain import LogLine, body, genesis, line_of, link
from hdclient.model.proofs import SigningKey
from hdclient.model.review import Decision
from hdclient.platform.signing import public_keys, rotate
from hdclient.platform.state import platform_of
from hdclient.questions import QUESTION_KINDS
from hdclient.session import receipts
from hdclient.session.desk import Desk
from hdclient.store import Store
from hdclient.store.facts import pinned_keys
from hdclient.sync.engine import SyncEngine
from tests.helpers.clock import FakeClock
from tests.helpers.platforms import RealOwner, embedded_owner, served

KEY = bytes(range(32))
WORDS = "MARKER-of-content"
BETTER = {"verdict": "preferred", "winner": "x", "strength": -2, "pair": ["x", "y"]}


class Bench:
    """A trainer's computer on a real platform in this process."""

    def __init__(self, owner: RealOwner, folder: Path) -> None:
        self.owner, self.person = owner, owner.person()
        self.clock = FakeClock()
        self.store = Store.create(folder / "store.db", KEY, clock=self.clock)
        self.campaign = owner.add_campaign(members=[self.person])
        owner.add_tasks(self.campaign, 4)
        hub = EventHub()
        self.backend = owner.backend(self.person)
        self.engine = SyncEngine(self.store, self.backend, hub, self.clock, random.Random(1))
        self.desk = Desk(self.store, hub, self.clock, kinds=QUESTION_KINDS)
        self.sync()

    def sync(self) -> None:
        self.clock.ms += 3_600_000
        assert self.engine.run_once().error is None

    def submits(self, count: int = 1) -> list[str]:
        """Answers and submits tasks; returns their ids."""
        done = []
        for _ in range(count):
            session = self.desk.open(self.desk.next_task(self.campaign))
            session.set_answer("better", BETTER)
            session.set_answer("why", {"text": WORDS})
            session.submit()
            done.append(session.task.id)
        self.desk.send_now()
        return done

    def file(self) -> bytes:
        return receipts.file_of(self.store, SystemClock(), receipts.all_rows(self.store))

    def keys(self) -> tuple[SigningKey, ...]:
        return public_keys(platform_of(self.owner.app))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    owner = embedded_owner()
    made = Bench(owner, tmp_path)
    yield made
    made.store.close()
    made.backend.close()
    owner.close()


def test_the_file_proves_what_the_platform_has_and_says_what_it_does_not_prove(bench: Bench) -> None:
    bench.submits(2)
    bench.sync()
    bench.submits(1)  # not sent yet
    verdict = verify(json.loads(bench.file()), bench.keys())
    assert verdict.faults == ()
    assert (verdict.claims, len(verdict.proved), len(verdict.unproved)) == (3, 2, 1)
    assert verdict.anchored == 4, "two lines each before sealing: leased, opened"
    assert "queued" in verdict.unproved[0]
    said = verdict.proved[0]
    assert said["person_id"] == bench.person and said["campaign_id"] == bench.campaign
    assert (said["late"], said["surplus"]) == (False, False)


def test_the_file_holds_no_content(bench: Bench) -> None:
    bench.submits(1)
    bench.sync()
    text = bench.file().decode()
    for marker in (WORDS, "sky blue", "scattering", "preferred", KEY.hex()):
        assert marker not in text


def change_hash(told: dict[str, Any]) -> None:
    told["submissions"][0]["sha256"] = "0" * 64


def change_statement(told: dict[str, Any]) -> None:
    proof = told["submissions"][0]["proof"]
    proof["statement"] = proof["statement"].replace('"late":false', '"late":true')


def swap_proofs(told: dict[str, Any]) -> None:
    one, two = told["submissions"][:2]
    one["proof"], two["proof"] = two["proof"], one["proof"]


def other_campaign(told: dict[str, Any]) -> None:
    told["submissions"][0]["campaign_id"] = "a-better-paid-one"


def other_person(told: dict[str, Any]) -> None:
    told["person"]["id"] = "somebody-else"


def list_twice(told: dict[str, Any]) -> None:
    told["submissions"].append(told["submissions"][0])


def hide_a_proof(told: dict[str, Any]) -> None:
    told["submissions"][0]["qroof"] = told["submissions"][0].pop("proof")


def log_of(told: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """The log of the newest submission, which ends with what the platform has answered."""
    task_id = told["submissions"][0]["task_id"]
    return task_id, told["logs"][task_id]


def remove_line(told: dict[str, Any]) -> None:
    del log_of(told)[1][1]


def change_line(told: dict[str, Any]) -> None:
    log_of(told)[1][2]["at"] = "2020-01-01T00:00:00.000+00:00"


def reorder_lines(told: dict[str, Any]) -> None:
    rows = log_of(told)[1]
    rows[1], rows[2] = rows[2], rows[1]


def insert_line(told: dict[str, Any]) -> None:
    rows = log_of(told)[1]
    rows.insert(2, {**rows[1], "n": 3})


def rewrite_chain(told: dict[str, Any]) -> None:
    """All hashes made anew over a changed first line: only what the platform has signed shows it."""
    task_id, rows = log_of(told)
    rows[0]["at"] = "2020-01-01T00:00:00.000+00:00"
    before = genesis(task_id)
    for place, row in enumerate(rows):
        line = line_of(row)
        assert line is not None
        before = link(before, body(line))
        rows[place] = {**row, "hash": before}


def cut_behind_the_anchor(told: dict[str, Any]) -> None:
    del log_of(told)[1][1:]


def cut_the_sealed_line(told: dict[str, Any]) -> None:
    del log_of(told)[1][2:]


def drop_log(told: dict[str, Any]) -> None:
    del told["logs"][log_of(told)[0]]


def swap_logs(told: dict[str, Any]) -> None:
    one, two = (entry["task_id"] for entry in told["submissions"][:2])
    told["logs"][one], told["logs"][two] = told["logs"][two], told["logs"][one]


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        (change_hash, "says something else (sha256)"),
        (change_statement, "signature is not the platform's"),
        (swap_proofs, "says something else"),
        (other_campaign, "something else (campaign_id)"),
        (other_person, "(person_id)"),
        (list_twice, "Entry 3 of the submissions is listed a second time"),
        (hide_a_proof, "Entry 1 of the submissions cannot be read"),
        (remove_line, "missing, doubled or in another place"),
        (change_line, "is not the one that was written"),
        (reorder_lines, "missing, doubled or in another place"),
        (insert_line, "is not the one that was written"),
        (rewrite_chain, "a line that the platform knows of"),
        (cut_behind_the_anchor, "a line that the platform knows of"),
        (cut_the_sealed_line, "lacks the line of a submission"),
        (drop_log, "is missing, and the platform knows of one"),
        (swap_logs, "is not the one that was written"),
    ],
)
def test_what_was_tampered_with_is_found(
    bench: Bench, tamper: Callable[[dict[str, Any]], None], says: str
) -> None:
    bench.submits(2)
    bench.sync()
    told = json.loads(bench.file())
    assert verify(told, bench.keys()).faults == (), "before, all is in order"
    tamper(told)
    assert any(says in fault for fault in verify(told, bench.keys()).faults)


def test_a_platform_of_somebodys_own_is_found_out_by_the_real_key(bench: Bench, tmp_path: Path) -> None:
    other = embedded_owner()
    (tmp_path / "other").mkdir()
    forger = Bench(other, tmp_path / "other")
    forger.submits(1)
    forger.sync()
    told = json.loads(forger.file())
    assert verify(told).faults == () and not verify(told).outside, "with the file's own keys all agrees"
    assert verify(told, bench.keys()).faults
    forger.store.close()
    forger.backend.close()
    other.close()


def test_after_a_rotation_old_and_new_receipts_hold_from_the_first_key_on(bench: Bench) -> None:
    bench.submits(1)
    bench.sync()
    first = bench.keys()
    rotate(platform_of(bench.owner.app))
    bench.engine._greeted = False
    bench.submits(1)
    bench.sync()
    assert len(pinned_keys(bench.store.meta)) == 2
    verdict = verify(json.loads(bench.file()), first)
    assert verdict.faults == () and len(verdict.proved) == 2
    assert bench.engine.connection.view.notice == ""


def test_a_key_that_nobody_vouches_for_is_said_and_not_believed(bench: Bench) -> None:
    bench.submits(1)
    bench.sync()
    platform = platform_of(bench.owner.app)
    platform.signing_keys = []  # as when somebody sets the platform up anew with its old name
    platform.signing_keys = [platform.new_signing_key()]
    bench.engine._greeted = False
    bench.submits(1)
    bench.sync()
    assert len(pinned_keys(bench.store.meta)) == 1
    assert "does not vouch for it" in bench.engine.connection.view.notice
    newest, oldest = (receipts.receipt(bench.store, row) for row in receipts.all_rows(bench.store))
    assert newest is not None and not receipts.signature_holds(bench.store, newest)
    assert oldest is not None and receipts.signature_holds(bench.store, oldest)


def test_receipts_from_before_there_were_signatures_get_theirs_later(bench: Bench) -> None:
    bench.submits(3)
    bench.sync()
    with bench.store.transaction():
        bench.store._db.execute(
            "UPDATE receipt SET body=CAST(json_remove(CAST(body AS TEXT), '$.proof') AS BLOB)"
        )
    assert len(verify(json.loads(bench.file())).unproved) == 3
    bench.store.meta.set("receipts_proved", "")
    bench.sync()
    verdict = verify(json.loads(bench.file()), bench.keys())
    assert len(verdict.proved) == 3 and verdict.faults == ()


def test_the_log_tells_the_whole_story_of_a_task(bench: Bench) -> None:
    (task_id,) = bench.submits(1)
    bench.sync()
    row = receipts.all_rows(bench.store)[0]
    bench.owner.review(row.submission_id, 1, Decision.RETURN, WORDS)
    bench.owner.comment(row.submission_id, 1, WORDS)
    bench.sync()
    bench.desk.rework(row.submission_id)
    lines = bench.store.log.lines(task_id)
    assert [line.kind for line in lines] == [
        *("leased", "opened", "sealed", "sent", "accepted", "reviewed", "commented", "reworked")
    ]
    assert lines[2].facts["sha256"] == row.sha256
    assert lines[5].facts["decision"] == "return"
    assert WORDS not in str(lines)


def test_no_text_of_a_person_gets_into_a_log(bench: Bench) -> None:
    (task_id,) = bench.submits(1)
    with bench.store.transaction():
        bench.store.log.add(task_id, bench_kind(), note="some words of a person", odd="ä\n")
    facts = bench.store.log.lines(task_id)[-1].facts
    assert all(str(value).startswith("sha256:") for value in facts.values())


def bench_kind() -> Any:
    from hdclient.model.chain import LogKind

    return LogKind.HELD


# -- the commands --


@pytest.fixture
def exported(bench: Bench, tmp_path: Path) -> Path:
    bench.submits(2)
    bench.sync()
    path = tmp_path / "mine.json"
    path.write_bytes(bench.file())
    return path


def test_the_command_checks_a_file(bench: Bench, exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["receipts", "--verify", str(exported)]) == 0
    said = capsys.readouterr().out
    assert "Proved: 2 submissions" in said and "That they are the platform's is not proved" in said
    assert main(["receipts", "--verify", str(exported), "--key", bench.keys()[0].public_key]) == 0
    assert "traced to the key that was given here" in capsys.readouterr().out
    told = json.loads(exported.read_bytes())
    remove_line(told)
    exported.write_text(json.dumps(told))
    assert main(["log", "--verify", str(exported)]) == 1
    assert "NOT IN ORDER: 1 fault" in capsys.readouterr().out


def test_nonsense_in_a_file_is_a_fault_and_no_crash(bench: Bench) -> None:
    bench.submits(1)
    bench.sync()
    sound = json.loads(bench.file())
    for name in sound:
        for value in (None, 5, "x", [], {}, [None], [[]], {"x": 1}, {"x": [1]}, [{"x": 1}]):
            told = {**sound, name: value}
            if name != "schema":
                verify(told, bench.keys())


def test_the_list_can_be_searched_and_is_exported_once(bench: Bench, tmp_path: Path) -> None:
    first, second = bench.submits(2)
    bench.sync()
    said: list[str] = []
    show_receipts(bench.store, say=said.append)
    assert len(said) == 2 and all("received" in line and "signed" in line for line in said)
    said.clear()
    show_receipts(bench.store, search=first, state="received", as_json=True, say=said.append)
    (row,) = (json.loads(line) for line in said)
    assert (row["task_id"], row["status"], len(row["sha256"])) == (first, "accepted", 64)
    said.clear()
    show_receipts(bench.store, state="waiting", say=said.append)
    assert said == ["Nothing was submitted that fits."]
    path = tmp_path / "out.json"
    show_receipts(bench.store, search=second, export=path, say=said.append)
    assert len(json.loads(path.read_bytes())["submissions"]) == 1
    with pytest.raises(ConfigError, match="already"):
        show_receipts(bench.store, export=path, say=said.append)
    said.clear()
    show_log(bench.store, first, say=said.append)
    assert len(said) == 6 and "sealed" in said[3]


def test_the_clock_set_back_is_told(bench: Bench) -> None:
    line = LogLine(1, "2026-11-21T09:00:00.000+00:00", 1, "opened", {})
    early = LogLine(2, "2026-11-21T08:00:00.000+00:00", 2, "sealed", {})
    rows, before = [], genesis("t1")
    for one in (line, early):
        before = link(before, body(one))
        rows.append({**one.plain(), "hash": before})
    parts = {"platform": {}, "person": {}, "keys": [], "submissions": []}
    told = {"schema": "hd.receipts/1", **parts, "logs": {"t1": rows}}
    assert verify(told).clock_jumps == 1


def test_the_key_is_asked_of_a_platform_without_a_token(
    bench: Bench, exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with served(bench.owner.app) as origin:
        assert main(["receipts", "--verify", str(exported), "--platform", origin]) == 0
    assert "traced to the key that was given here" in capsys.readouterr().out
    assert main(["receipts", "--verify", str(exported), "--key", "nonsense"]) == 2
    assert "32 bytes of Ed25519" in capsys.readouterr().err
