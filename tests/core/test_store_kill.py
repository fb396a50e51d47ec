"""kill -9 at any moment: nothing that was acknowledged is lost, and a store is always at a whole version."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hdclient.model.submission import SubmissionState
from hdclient.store import Store
from hdclient.store.database import Database
from hdclient.store.migrating import newest_version
from tests.helpers.kept_work import KeptWork
from tests.helpers.stores import KEY, make_store, outbox_agrees, words

ROOT = Path(__file__).parents[2]
KILLS = 22
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")


def run_writer(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.helpers.writer", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_killed_before_any_statement_of_a_migration_the_store_is_at_a_whole_version(tmp_path: Path) -> None:
    done = run_writer("migrate", str(tmp_path / "count.db"), "100000")
    statements = json.loads(done.stdout)["statements"]
    assert statements > 20
    for at in sorted({*range(0, statements, 5), statements - 2, statements - 1}):
        path = tmp_path / f"killed-{at}.db"
        assert run_writer("migrate", str(path), str(at)).returncode == -signal.SIGKILL
        begin = Database.open if path.stat().st_size else Database.create
        connection = begin(path, KEY)  # finishes what was cut short
        assert connection.one("PRAGMA user_version") == (newest_version(),)
        assert connection.one("SELECT count(*) FROM submission") == (0,)
        assert connection.query("PRAGMA integrity_check") == [("ok",)]
        connection.close()


class Acknowledged:
    """What the killed process said aloud, by submission."""

    def __init__(self) -> None:
        self.last: dict[str, dict[str, Any]] = {}
        self.count = 0
        self.maybe_ahead: set[str] = set()
        """What was worked on when the process was killed, and not spoken of since: it may be one step further."""

    def read(self, lines: Iterator[str]) -> None:
        """What one process says after it has started."""
        doing = ""
        for line in lines:
            if not line.endswith("\n"):
                break
            fact = json.loads(line)
            doing = fact["id"]
            if fact["kind"] != "doing":
                self.last[doing] = fact
                self.count += 1
                self.maybe_ahead.discard(doing)
        self.maybe_ahead.add(doing)

    def check(self, store: Store) -> None:
        """All is as it was said to be, or one step further."""
        for submission_id, fact in self.last.items():
            row = store.drafts.get(submission_id, 1)
            assert row is not None, "an acknowledged submission is gone"
            maybe_ahead = submission_id in self.maybe_ahead
            body = (store.drafts.body(submission_id, 1) or b"").decode()
            match fact["kind"]:
                case "accepted":
                    assert (row.state, body) == (SubmissionState.ACCEPTED, fact["body"])
                case "sealed" if row.state is not SubmissionState.DRAFT:
                    assert body == fact["body"]
                case "sealed":
                    assert maybe_ahead, "a sealed submission became a draft again"
                case _ if not maybe_ahead:
                    assert row.state is SubmissionState.DRAFT
                    assert row.draft["answers"] == fact["answers"]
                case _:
                    answers = row.draft["answers"]
                    assert isinstance(answers, dict) and "why" in answers


def kill_once(folder: Path, said: Acknowledged, delay_s: float) -> None:
    """Starts a writer, lets it work for `delay_s` after its first word, and kills it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.writer", "work", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stderr is not None
    with process, process.stdout, process.stderr:
        assert '"started"' in process.stdout.readline(), process.stderr.read()
        timer = threading.Timer(delay_s, os.kill, (process.pid, signal.SIGKILL))
        timer.start()
        said.read(iter(process.stdout))
        timer.join()
        assert process.wait(timeout=30) == -signal.SIGKILL, process.stderr.read()


@pytest.mark.slow
def test_nothing_that_was_acknowledged_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    make_store(tmp_path, tasks=3).close()
    said = Acknowledged()
    seed = random.randrange(2**32)
    rng = random.Random(seed)
    for number in range(4 * KILLS):
        if number >= KILLS and {"sealed", "accepted"} <= {fact["kind"] for fact in said.last.values()}:
            break  # on a busy computer the writers need more lives to get so far
        kill_once(tmp_path, said, rng.uniform(0, 0.12 * max(1, number / KILLS)))
        store = Store.open(tmp_path / "store.db", KEY)
        said.check(store)
        assert outbox_agrees(store), seed
        store.close()
    assert said.count > KILLS, "the writers hardly got to work: the test shows nothing"
    kinds = {fact["kind"] for fact in said.last.values()}
    assert {"sealed", "accepted"} <= kinds, kinds
    store = Store.open(tmp_path / "store.db", KEY)
    assert store.check() == ()
    store.close()


def test_ten_megabytes_of_words_survive_a_kill_for_want_of_memory(tmp_path: Path) -> None:
    work = KeptWork(tmp_path / "account")
    work.dies(
        "r = store.drafts.open('t1')\n"
        "store.drafts.save(r.submission_id, 1, {'answers': {'why': {'text': 'ten megabytes ' * 750_000}}})"
    )
    store = work.open()
    assert words(store) == {"why": {"text": "ten megabytes " * 750_000}} and store.check() == ()
    store.close()
