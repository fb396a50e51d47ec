"""Killed in the middle of work: from the start of the process to the same task with the same words, painted.

Against a start after an orderly end. `python -m tests.bench.recovery` is a life of the real window, which writes into
the open task until it is killed; how it comes back is measured by tests/bench/cold_start.py, which looks at the words.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hdclient.app import PRACTICE
from hdclient.store.keys import SessionKeys
from hdclient.store.profile import profiles
from tests.bench import cold_start
from tests.bench.report import Result, at_most, shown

if TYPE_CHECKING:
    from ui.shell.window import MainWindow

RUNS = 20
EDITS = 150
"""Of the open task, each one saved, so that there is a WAL of some megabytes to be read again."""


def measure() -> list[Result]:
    """Ends in order and by SIGKILL in turn, and a start after each."""
    with tempfile.TemporaryDirectory(prefix="hd-bench-") as name:
        order = cold_start.prepare(Path(name))
        command = ["-m", "tests.bench.cold_start", "app"]
        normal, after_kill, wal = [], [], []
        for number in range(RUNS + 1):
            words = _die(order, number)
            wal.append(_wal_bytes(Path(name)))
            killed = cold_start.start(command, json.dumps(order | {"words": words}))
            _end_well(order)
            calm = cold_start.start(command, json.dumps(order | {"words": words}))
            if number:  # the first brings byte code and disk cache
                normal.append(calm)
                after_kill.append(killed)
    ratios = [killed / calm for killed, calm in zip(after_kill, normal, strict=True)]
    return [
        at_most("start after kill -9 to the same task / normal start", statistics.median(ratios), "×", 1.5),
        shown("start after kill -9 p50", statistics.median(after_kill), "ms"),
        shown("normal start to the same task p50", statistics.median(normal), "ms"),
        shown("left in the WAL by the kill", statistics.median(wal) / 1_000_000, "MB"),
    ]


def _die(order: dict[str, Any], number: int) -> str:
    """A life that is killed when it has written its edits. Returns the last words."""
    words = f"Edit of the life {number}, the last of {EDITS}."
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.recovery"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=cold_start.environment(),
    )
    assert child.stdin is not None and child.stdout is not None
    child.stdin.write(json.dumps(order | {"words": words}) + "\n")
    child.stdin.flush()
    said = child.stdout.readline().strip()
    child.kill()
    child.wait(20)
    child.stdin.close()
    child.stdout.close()
    if said != "written":
        raise RuntimeError("the life before the kill did not come to write")
    return words


def _end_well(order: dict[str, Any]) -> None:
    """Opens and closes the store: the WAL is folded, as at an orderly end of the program."""
    keys = SessionKeys()
    keys.save(order["store_uuid"], bytes.fromhex(order["key"]))
    for profile in profiles(Path(order["folder"]) / "work"):
        card = profile.card()
        assert card is not None and card.origin == PRACTICE
        profile.open(keys).close()


def _wal_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("store.db-wal"))


def _child(order: dict[str, Any]) -> None:
    from hdclient.app import App
    from hdclient.config import Config
    from hdclient.demo import Practice
    from ui import start  # isort: split

    from PySide6.QtCore import QTimer

    keys = SessionKeys()
    keys.save(order["store_uuid"], bytes.fromhex(order["key"]))
    folder = Path(order["folder"])
    app = App(Config(data_dir=folder / "work"), keys=keys, link=Practice(folder / "platform").link)
    assert app.open_last()

    def opened(window: MainWindow) -> None:
        def write() -> None:
            session = window.navigator.page().task().session
            for edit in range(EDITS - 1):
                session.set_answer("reason", {"text": f"Edit {edit}. " + "lorem ipsum " * 200})
            session.set_answer("reason", {"text": order["words"]})
            print("written", flush=True)

        QTimer.singleShot(300, window, write)

    start.run(app, opened=opened)


if __name__ == "__main__":
    _child(json.loads(sys.stdin.readline()))
