"""A working day of 200 tasks of the sample campaigns, by keys in the real window: does the window ever stand still?

A timer in the GUI thread ticks every few milliseconds; what lies between two ticks beyond that is time in which nothing
was painted and no key heard. Told apart: how long it took, and how much of that this thread was computing; on a busy
machine the rest is waiting for a processor.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest

from hdclient.app import App
from hdclient.demo import Practice
from hdclient.platform.seed import load_folder
from tests.bench.desks import CAMPAIGNS, sample_account
from tests.bench.report import Result, at_most, percentile, shown
from ui import main as screens
from ui.bridge import EventBridge
from ui.demo.driver import Driver
from ui.shell.garbage import GarbageWatch
from ui.shell.imports_ahead import ImportsAhead
from ui.shell.window import MainWindow

TASKS = 200
EACH = TASKS // CAMPAIGNS
READING_MS = 250
TICK_MS = 4
MOST_MS = 50
TOLD = 16
SAMPLES = Path(__file__).parents[2] / "resources" / "samples"

BESIDES = (
    ("the guideline", "F1 F1"),
    ("the palette", "Ctrl+K Esc"),
    ("all keys", "Ctrl+/ Esc"),
    ("what is sent", "Alt+S Esc"),
    ("differences", "M M M"),
    ("earlier versions", "Ctrl+H Esc"),
    ("the history", "Alt+R Alt+T"),
    ("the settings", "Ctrl+, Alt+T"),
)
"""What a person does now and then beside answering; each several times in the day."""


def measure() -> list[Result]:
    """The day's stalls."""
    with (
        tempfile.TemporaryDirectory(prefix="hd-bench-") as name,
        sample_account(Path(name), also=lambda practice: add_samples(practice, Path(name) / "more")) as (
            app,
            _,
        ),
    ):
        bridge = EventBridge(app.hub)
        try:
            return _measure(app, bridge)
        finally:
            bridge.close()


def add_samples(practice: Practice, folder: Path) -> None:
    """The sample campaigns again, each with copies of its tasks until there are enough of them."""
    for source in sorted(path.parent for path in SAMPLES.glob("*/campaign.json")):
        copied = folder / source.name
        shutil.copytree(source, copied)
        lines = (source / "tasks.jsonl").read_text(encoding="utf-8").splitlines()
        with (copied / "tasks.jsonl").open("a", encoding="utf-8") as file:
            for number in range(EACH + 2 - len(lines)):
                task = json.loads(lines[number % len(lines)])
                task["id"] += f"-again-{number}"
                file.write(json.dumps(task) + "\n")
        load_folder(practice.open().app, copied)


class Stalls(QObject):
    """Notes every gap between two ticks: its name (what was being done), milliseconds, milliseconds of computing."""

    def __init__(self) -> None:
        super().__init__()
        self.doing = ""
        self.found: list[tuple[float, float, str]] = []
        self._at, self._computed = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        at, computed = time.perf_counter(), time.thread_time()
        gap = (at - self._at) * 1000 - TICK_MS
        if gap > 0:
            self.found.append((gap, (computed - self._computed) * 1000, self.doing))
        self._at, self._computed = at, computed

    @contextmanager
    def during(self, doing: str) -> Iterator[None]:
        """Names what happens now; the gap that it ends in is its own."""
        self.doing = doing
        yield
        QTest.qWait(2 * TICK_MS)
        self.doing = ""

    def stop(self) -> None:
        """No more ticks."""
        self._timer.stop()


def _measure(app: App, bridge: EventBridge) -> list[Result]:
    window = screens.make_window(app, bridge)
    window.resize(1280, 800)
    window.show()
    QTest.qWait(500)
    GarbageWatch(window, app.courtesy.is_long)  # as in `hdclient run`, and so are the imports
    ahead = ImportsAhead(window, app.courtesy.is_pause)
    driver, stalls = Driver(window, None), Stalls()
    driver.wait("what is imported ahead", ahead.is_done)
    done = _day(driver, window, stalls)
    stalls.stop()
    window.close()
    window.deleteLater()
    QTest.qWait(10)
    gaps = sorted(stalls.found, reverse=True)
    _tell_longest(gaps)
    worst = gaps[0][0]
    computed = max(computed for _, computed, _ in gaps)
    over = sum(gap > MOST_MS for gap, _, _ in gaps)
    return [
        Result("tasks done in the scripted day", done, "", TASKS, done >= TASKS),
        at_most("longest stall of the window", worst, "ms", MOST_MS),
        at_most(f"stalls over {MOST_MS} ms", over, "", 0),
        shown("longest stretch of computing in one stall", computed, "ms"),
        shown("stalls p99", percentile([gap for gap, _, _ in gaps], 99), "ms"),
    ]


def _tell_longest(gaps: list[tuple[float, float, str]]) -> None:
    """Of all that was done, the longest stretch of computing, longest first."""
    longest: dict[str, tuple[float, float]] = {}
    for gap, computed, doing in gaps:
        longest[doing] = max(longest.get(doing, (0.0, 0.0)), (computed, gap))
    for doing, (computed, gap) in sorted(longest.items(), key=lambda one: one[1], reverse=True)[:TOLD]:
        many = sum(one > MOST_MS for one, _, what in gaps if what == doing)
        print(f"  {computed:6.1f} ms computing of {gap:6.1f}, {many:2} stalls: {doing or 'reading'}")


def _day(driver: Driver, window: MainWindow, stalls: Stalls) -> int:
    """One campaign after the other; every few tasks something beside it."""
    done = 0
    for row in range(CAMPAIGNS):
        with stalls.during("choosing a campaign"):
            driver.choose_campaign(row)
        QTest.qWait(2 * READING_MS)
        with stalls.during("opening a campaign"):
            driver.press("Return")
            driver.wait("a task", lambda: driver.session is not None)
        for number in range(EACH):
            if driver.session is None:
                break
            session = driver.open_session()
            with stalls.during(f"answering {session.task.campaign_id}"):
                driver.answer(session)
            QTest.qWait(READING_MS)
            with stalls.during(f"submitting {session.task.campaign_id}"):
                driver.submit()
            done += 1
            if number % 4 == 3 and driver.session is not None:
                name, keys = BESIDES[number // 4 % len(BESIDES)]
                for key in keys.split():
                    with stalls.during(f"{name} ({key})"):
                        driver.press(key)
                        QTest.qWait(60)
                if window.navigator.name() != "workspace":
                    driver.press("Alt+T")
                    driver.wait("the task", lambda: driver.session is not None)
    return done
