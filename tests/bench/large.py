"""A store with 10,000 cached tasks of 49 kB each, against an empty one: from the process's start to a usable queue.

`python -m tests.bench.large` is one start of the real program; the key comes by stdin. It says when the queue is
painted with its rows and a key press has been answered, and ends at once.
"""

from __future__ import annotations

import gc
import json
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hdclient.app import PRACTICE
from hdclient.clock import SystemClock
from hdclient.events import EventHub
from hdclient.model.person import Person, Role
from hdclient.session.desk import Desk
from hdclient.store import Store
from hdclient.store.facts import PERSON
from hdclient.store.keys import SessionKeys
from hdclient.store.profile import Profile, account_folder
from tests.bench.cold_start import PAINTED, start
from tests.bench.report import Result, at_most, shown
from tests.helpers.stores import BETTER, CAMPAIGN, GUIDELINE, make_lease, make_task

if TYPE_CHECKING:
    from ui.shell.window import MainWindow

TASKS = 10_000
BODY_BYTES = 48_000
"""Of the prompt; with the rest a task has 49 kB."""
RUNS = 20
REPEATS = 30


def measure() -> list[Result]:
    """Makes both stores once (0.6 GB), then starts on each in turn, `RUNS` times."""
    with tempfile.TemporaryDirectory(prefix="hd-bench-") as name:
        keys = SessionKeys()
        empty, full = (_prepare(Path(name) / str(count), keys, count) for count in (0, TASKS))
        size = sum(path.stat().st_size for path in (Path(name) / str(TASKS)).rglob("store.db"))
        command = ["-m", "tests.bench.large"]
        start(command, empty), start(command, full)  # byte code and disk cache
        pairs = [(start(command, empty), start(command, full)) for _ in range(RUNS)]
        reads = _reads(Path(name) / str(TASKS), keys)
    more = statistics.median(large - small for small, large in pairs)
    return [
        at_most(f"usable queue with {TASKS} cached tasks, more than with none", more, "ms", 300),
        shown("usable queue on an empty store p50", statistics.median(small for small, _ in pairs), "ms"),
        shown(f"usable queue with {TASKS} tasks p50", statistics.median(large for _, large in pairs), "ms"),
        shown("size of that store", size / 1_000_000, "MB"),
        *reads,
    ]


def _prepare(folder: Path, keys: SessionKeys, count: int) -> str:
    """A store of the practising person with so many tasks ready, ten of them begun. Returns the child's orders."""
    profile = Profile(account_folder(folder / "work", PRACTICE, "you"))
    store = profile.create(keys, PRACTICE)
    store.meta.set(PERSON, Person(id="you", name="You", role=Role.ANNOTATOR).as_json())
    _fill(store, count)
    store.close()
    card = profile.card()
    assert card is not None
    key = keys.load(card.store_uuid).hex()
    return json.dumps({"folder": str(folder), "store_uuid": card.store_uuid, "key": key, "tasks": count})


def _fill(store: Store, count: int) -> None:
    words = "".join(random.Random(1).choices("abcdefghijkl mnopqrst uvwxyz\n", k=BODY_BYTES))
    tasks = [make_task(f"t{number:05}", prompt=f"{number} {words}") for number in range(count)]
    with store.transaction():
        store.tasks.put_campaigns([CAMPAIGN])
        store.tasks.put_guideline(GUIDELINE)
        store.tasks.put_leases(CAMPAIGN.id, [make_lease(task) for task in tasks], SystemClock().now())
    for at in range(0, count, 50):
        with store.transaction():
            for task in tasks[at : at + 50]:
                store.tasks.put_task(task)
    for task in tasks[:10]:
        store.drafts.save(store.drafts.open(task.id).submission_id, 1, {"answers": {"better": BETTER}})


def _reads(folder: Path, keys: SessionKeys) -> list[Result]:
    """What the window asks of the store, one by one."""
    profile = Profile(account_folder(folder / "work", PRACTICE, "you"))
    begun = time.perf_counter()
    store = profile.open(keys)
    opened = (time.perf_counter() - begun) * 1000
    desk = Desk(store, EventHub(), SystemClock())
    asked = {
        "queue": desk.queue,
        "status": desk.sync,
        "next task": lambda: desk.next_task(CAMPAIGN.id, after="t05000"),
    }
    times: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(REPEATS):
        for name, ask in asked.items():
            begun = time.perf_counter()
            ask()
            times[name].append((time.perf_counter() - begun) * 1000)
    store.close()
    found = [
        shown(f"read of the {name} with {TASKS} tasks p50", statistics.median(t), "ms")
        for name, t in times.items()
    ]
    return [shown(f"opening a store with {TASKS} tasks", opened, "ms"), *found]


def _child(order: dict[str, Any]) -> None:
    gc.disable()  # as `hdclient run` does (hdclient/cli/window.py)
    from hdclient.app import App
    from hdclient.config import Config
    from hdclient.demo import Practice
    from ui import start as window_start  # isort: split

    # After `ui`, as everywhere in the program: it tells PySide6 to leave the sources unread (ui/__init__.py).
    from PySide6.QtCore import QEvent, QObject, QTimer

    keys = SessionKeys()
    keys.save(order["store_uuid"], bytes.fromhex(order["key"]))
    folder = Path(order["folder"])
    app = App(Config(data_dir=folder / "work"), keys=keys, link=Practice(folder / "platform").link)
    assert app.open_last()

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, lambda: _usable(watched))
            return False

    watch = Watch()

    def opened(window: MainWindow) -> None:
        page = window.navigator.page()
        assert window.navigator.name() == "queue" and page is not None
        assert app.desk is not None
        assert sum(row.ready for row in app.desk.queue().campaigns) == order["tasks"]
        page.installEventFilter(watch)

    window_start.run(app, opened=opened)


def _usable(page: Any) -> None:
    """Answers a key press, says so, and ends."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_J)
    QApplication.processEvents()
    print(PAINTED, flush=True)
    os._exit(0)


if __name__ == "__main__":
    _child(json.loads(sys.stdin.readline()))
