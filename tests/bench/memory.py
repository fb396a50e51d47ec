"""Resident memory of the program with 1,000 cached tasks, after some of them have been labelled.

`python -m tests.bench.memory` is one life of the window on a prepared store; the key comes by stdin.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.report import Result, at_most

TASKS = 1000
LABELLED = 12


def measure() -> list[Result]:
    """Prepares the store in this process and asks another one for its size."""
    from tests.bench.desks import sample_account
    from tests.bench.window import add_long_tasks

    with tempfile.TemporaryDirectory(prefix="hd-bench-") as name:
        folder = Path(name)

        def fill(practice: Any) -> None:
            for part in range(2):
                add_long_tasks(practice, TASKS // 2, f"bench-{part}")

        with sample_account(folder, also=fill) as (_, keys):
            card = json.loads(next((folder / "work").glob("*/store.json")).read_text(encoding="utf-8"))
        order = {"folder": name, "store_uuid": card["store_uuid"], "key": keys.load(card["store_uuid"]).hex()}
        child = subprocess.run(
            [sys.executable, "-m", "tests.bench.memory"],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
    return [at_most(f"resident memory with {TASKS} cached tasks", float(child.stdout.split()[-1]), "MB", 250)]


def _child(order: dict[str, Any]) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtTest import QTest

    from hdclient.app import App
    from hdclient.config import Config
    from hdclient.demo import Practice
    from hdclient.store.keys import SessionKeys
    from ui import start
    from ui.demo.driver import Driver
    from ui.shell.window import MainWindow

    keys = SessionKeys()
    keys.save(order["store_uuid"], bytes.fromhex(order["key"]))
    folder = Path(order["folder"])
    app = App(Config(data_dir=folder / "work"), keys=keys, link=Practice(folder / "platform").link)
    assert app.open_last()

    def opened(window: MainWindow) -> None:
        def work() -> None:
            driver = Driver(window, None)
            driver.open_campaign(0)
            for _ in range(LABELLED):
                driver.press("2")
                QTest.qWait(300)
                driver.press("Ctrl+Return")
            QTest.qWait(1500)
            print(_resident_mb(), flush=True)
            os._exit(0)

        QTimer.singleShot(500, work)

    start.run(app, opened=opened)


def _resident_mb() -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


if __name__ == "__main__":
    _child(json.loads(sys.stdin.readline() or "{}"))
