"""Content: from "next" to both responses painted, beside the naive way; long texts; what the worker process weighs.

A person reads between two tasks: so does the driver, for `READING_MS`. What is not prepared by then is a miss. With
`HD_BENCH_SHORT=1` everything is done a few times only: to see that it works, not for figures.
"""

from __future__ import annotations

import gc
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QTextBrowser, QWidget

from hdclient.content.deadline import allow
from hdclient.content.prepared import prepare
from hdclient.model.content import ContentBlock
from tests.bench.desks import sample_account
from tests.bench.report import Result, at_most, percentile, shown
from tests.bench.texts import markdown
from tests.bench.window import add_long_tasks
from ui import main as screens
from ui import theme
from ui.bridge import EventBridge
from ui.demo.driver import Driver
from ui.pages.task_ahead import TaskAhead
from ui.renderers import RENDERERS
from ui.renderers.reading_view import ReadingView
from ui.shell.garbage import GarbageWatch

if TYPE_CHECKING:
    from hdclient.app import App
    from ui.pages.workspace import WorkspacePage

SHORT = bool(os.environ.get("HD_BENCH_SHORT"))
CAMPAIGN = "bench-content"
PAIRS = 12 if SHORT else 105
SIZE = 30_000
LONG = 1_000_000
WINDOW = (1920, 1080)
READING_MS = 400


def measure() -> list[Result]:
    """All figures of content. The long text first: no account is open then, and nothing is sent beside it."""
    theme.apply(screens.application(), theme.Look("light"))
    gc.disable()  # as GarbageWatch does in the program
    long = _long_text()
    texts = [(markdown(2 * n, SIZE), markdown(2 * n + 1, SIZE)) for n in range(PAIRS + 8)]
    with (
        tempfile.TemporaryDirectory(prefix="hd-bench-") as name,
        sample_account(
            Path(name), also=lambda practice: add_long_tasks(practice, len(texts), CAMPAIGN, texts)
        ) as (app, _),
    ):
        bridge = EventBridge(app.hub)
        try:
            return [*long, *_in_window(app, bridge, texts)]
        finally:
            bridge.close()


def _in_window(app: App, bridge: EventBridge, texts: list[tuple[str, str]]) -> list[Result]:
    window = screens.make_window(app, bridge)
    window.resize(*WINDOW)
    window.show()
    desk = app.desk
    assert desk is not None
    view = next(view for view in desk.queue().campaigns if view.campaign.id == CAMPAIGN)
    window.navigator.open_task(view.next_task)
    QTest.qWait(2_000)
    GarbageWatch(window, app.courtesy.is_long)  # as in `hdclient run`, a while after its first paint
    page: Any = window.navigator.page()
    with _longest_gaps() as gaps, _step_times() as steps:
        painted, misses = _press_next(Driver(window, None), page)
    assert app.contents is not None
    weight = _resident_mb(app.contents.worker_pid)
    window.close()
    window.deleteLater()
    QTest.qWait(10)
    naive = _naive(texts)
    return [
        at_most("next to both 30 kB responses painted, p95", percentile(painted, 95), "ms", 16.7),
        at_most("next to both 30 kB responses painted, p50", percentile(painted, 50), "ms", 10),
        shown("the naive way (Markdown to HTML, setHtml), p50", percentile(naive, 50), "ms"),
        at_most("next / the naive way, p50", percentile(painted, 50) / percentile(naive, 50), "×", 0.2),
        at_most(f"not prepared in time, of {len(painted)}", misses, "tasks", 0),
        shown("one step of building ahead, p95", percentile(steps, 95), "ms"),
        shown("one step of building ahead, longest", max(steps), "ms"),
        shown("longest turn of the event loop while reading, p95", percentile(gaps, 95), "ms"),
        at_most("worker process, resident", weight, "MB", 60),
    ]


def _press_next(driver: Driver, page: WorkspacePage) -> tuple[list[float], int]:
    """Milliseconds from the key to both responses painted and flushed, and how many had to be built then."""
    painted: list[float] = []
    misses = 0
    on_screen = [0.0]
    show_early = TaskAhead.show_early

    def and_note(ahead: TaskAhead, task_id: str) -> None:
        show_early(ahead, task_id)
        on_screen[0] = time.perf_counter()

    TaskAhead.show_early = and_note  # type: ignore[method-assign]
    try:
        for number in range(PAIRS):
            driver.press(str(number % 7 + 1))
            QTest.qWait(READING_MS)
            ready = page.ahead.is_ready()
            misses += not ready
            begun = time.perf_counter()
            driver.press("Ctrl+Return")
            QApplication.processEvents()
            painted.append(((on_screen[0] if ready else time.perf_counter()) - begun) * 1000)
    finally:
        TaskAhead.show_early = show_early  # type: ignore[method-assign]
    return painted, misses


@contextmanager
def _step_times() -> Iterator[list[float]]:
    """Milliseconds of every step that builds ahead."""
    found: list[float] = []
    advance = TaskAhead._advance

    def timed(ahead: TaskAhead) -> None:
        begun = time.perf_counter()
        advance(ahead)
        found.append((time.perf_counter() - begun) * 1000)

    TaskAhead._advance = timed  # type: ignore[method-assign]
    try:
        yield found
    finally:
        TaskAhead._advance = advance  # type: ignore[method-assign]


@contextmanager
def _longest_gaps() -> Iterator[list[float]]:
    """Milliseconds between two firings of a timer of 0 ms: how long somebody's input would wait."""
    from PySide6.QtCore import QTimer

    found: list[float] = []
    last = [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        found.append((now - last[0]) * 1000)
        last[0] = now

    timer = QTimer()
    timer.setInterval(1)
    timer.timeout.connect(tick)
    timer.start()
    try:
        yield found
    finally:
        timer.stop()


def _long_text() -> list[Result]:
    """1 MB of Markdown that has been prepared: to its first screen, the rest of it, and scrolling there."""
    allow(30.0)  # what the worker may take, on a busy computer too
    blocks = prepare(ContentBlock(kind="markdown", text=markdown(7, LONG))).blocks
    view = ReadingView("A long text")
    view.resize(900, 1000)
    view.show()
    warm = prepare(ContentBlock(kind="markdown", text=markdown(8, SIZE))).blocks
    view.show_content(
        lambda player: RENDERERS["markdown"].play(player, warm)
    )  # fonts, once in a program's life
    QTest.qWait(500)
    begun = time.perf_counter()
    view.show_content(lambda player: RENDERERS["markdown"].play(player, blocks))
    QApplication.processEvents()
    first = (time.perf_counter() - begun) * 1000
    slices = []
    while not view.is_loaded():
        begun = time.perf_counter()
        QApplication.processEvents()
        slices.append((time.perf_counter() - begun) * 1000)
    scrolls = []
    bar = view.verticalScrollBar()
    for number in range(20 if SHORT else 200):
        begun = time.perf_counter()
        bar.setValue(round(bar.maximum() * ((number * 37) % 200) / 200) if number % 2 else bar.value() + 120)
        QApplication.processEvents()
        scrolls.append((time.perf_counter() - begun) * 1000)
    view.close()
    view.deleteLater()
    return [
        at_most("1 MB of Markdown: first screen", first, "ms", 50),
        at_most("1 MB of Markdown: longest turn while the rest is played", max(slices), "ms", 16.7),
        shown("1 MB of Markdown: all turns together", sum(slices), "ms"),
        at_most("1 MB of Markdown: one scroll, painted, p95", percentile(scrolls, 95), "ms", 16.7),
    ]


def _naive(texts: list[tuple[str, str]]) -> list[float]:
    """The same pairs, made into HTML and put into two text browsers when they are wanted."""
    import markdown as python_markdown

    host = QWidget()
    row = QHBoxLayout(host)
    browsers = [QTextBrowser(), QTextBrowser()]
    for browser in browsers:
        row.addWidget(browser)
    host.resize(*WINDOW)
    host.show()
    QTest.qWait(200)
    found = []
    for pair in texts[: max(8, PAIRS // 3)]:
        begun = time.perf_counter()
        for browser, text in zip(browsers, pair, strict=True):
            browser.setHtml(
                python_markdown.markdown(
                    text,
                    extensions=["extra", "codehilite"],
                    extension_configs={"codehilite": {"noclasses": True}},
                )
            )
        QApplication.processEvents()
        found.append((time.perf_counter() - begun) * 1000)
        QTest.qWait(50)
    host.close()
    host.deleteLater()
    return found


def _resident_mb(pid: int | None) -> float:
    """Proportional size if the system tells it, else the resident size."""
    if pid is None:
        return float("inf")
    for name, entry in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            lines = Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8").splitlines()
        except OSError:
            continue
        return int(next(line for line in lines if line.startswith(entry)).split()[1]) / 1024
    return 0.0
