"""From the start of the process to a painted task that can be labelled, against a bare PySide6 window.

`python -m tests.bench.cold_start` is one start of the real program on a prepared store (the key comes by stdin),
bare_window.py one of a window with an empty text view. Both say when they are painted and end at once.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hdclient.app import App
    from hdclient.model.task import Task
    from tests.bench.report import Result
    from ui.shell.window import MainWindow

RUNS = 100
PROGRAM = ("-m", "tests.bench.cold_start")
PAINTED = "painted"


def measure() -> list[Result]:
    """Starts both in turn, `RUNS` times each."""
    from tests.bench.report import at_most, percentile, shown  # not in the starts: neither program has it

    with tempfile.TemporaryDirectory(prefix="hd-bench-") as name:
        order = json.dumps(prepare(Path(name)))
        bare_window, program = [str(Path(__file__).with_name("bare_window.py"))], list(PROGRAM)
        start(bare_window, ""), start(program, order)  # byte code and disk cache
        bare, ours = [], []
        for _ in range(RUNS):
            bare.append(start(bare_window, ""))
            ours.append(start(program, order))
    ratios = sorted(mine / theirs for mine, theirs in zip(ours, bare, strict=True))
    return [
        at_most("cold start to a labelable task / bare window", percentile(ratios, 50), "×", 2.0),
        shown("cold start p50", percentile(ours, 50), "ms"),
        shown("cold start p95", percentile(ours, 95), "ms"),
        shown("bare window p50", percentile(bare, 50), "ms"),
    ]


def prepare(folder: Path) -> dict[str, Any]:
    """A store with the sample tasks in it, one of them open."""
    from tests.bench.desks import sample_account

    with sample_account(folder) as (app, keys):
        desk = app.desk
        assert desk is not None
        view = next(view for view in desk.queue().campaigns if view.campaign.id == "practice-science")
        session = desk.open(view.next_task)
        session.set_answer("reason", {"text": "Begun."})
        _prepare_content(app, session.task)
        session.close()
        desk.set_setting("window.place", "workspace")
        card = next(iter(json.loads(path.read_text()) for path in (folder / "work").glob("*/store.json")))
        return {
            "folder": str(folder),
            "store_uuid": card["store_uuid"],
            "key": keys.load(card["store_uuid"]).hex(),
        }


def _prepare_content(app: App, task: Task) -> None:
    """What the worker process does while a person reads; it is kept when the program ends."""
    assert app.contents is not None
    blocks = [*task.system_prompt, *task.prompt, *(one for each in task.candidates for one in each.content)]
    app.contents.want(blocks)
    end = time.monotonic() + 60
    while any(app.contents.of(block) is None for block in blocks):
        if time.monotonic() > end:
            raise RuntimeError("the open task was not prepared")
        time.sleep(0.02)


def start(command: list[str], order: str) -> float:
    """Milliseconds from the start of a Python process to its word that it is painted."""
    begun = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment(),
    )
    assert child.stdin is not None and child.stdout is not None
    child.stdin.write(order + "\n")
    child.stdin.flush()
    said = child.stdout.readline().strip()
    milliseconds = (time.perf_counter() - begun) * 1000
    child.stdin.close()
    child.wait(20)
    child.stdout.close()
    if said != PAINTED:
        raise RuntimeError(f"{command} was not painted as it should be")
    return milliseconds


def environment() -> dict[str, str]:
    """As on a person's machine, where byte code is kept."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _app(order: dict[str, Any]) -> None:
    gc.disable()  # as `hdclient run` does (hdclient/cli/window.py)
    from hdclient.app import App
    from hdclient.config import Config
    from hdclient.demo import Practice
    from hdclient.store.keys import SessionKeys
    from ui import start  # isort: split

    # After `ui`, as everywhere in the program: it tells PySide6 to leave the sources unread (ui/__init__.py).
    from PySide6.QtCore import QEvent, QObject, QTimer

    from ui.renderers.content_view import ContentView

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                panes = watched.findChildren(ContentView)
                whole = len(panes) > 1 and all(pane.tree() and pane.reading.is_loaded() for pane in panes)
                whole = whole and _has_words(order, window_of[0])
                QTimer.singleShot(0, _painted if whole else _empty)
            return False

    keys = SessionKeys()
    keys.save(order["store_uuid"], bytes.fromhex(order["key"]))
    folder = Path(order["folder"])
    app = App(Config(data_dir=folder / "work"), keys=keys, link=Practice(folder / "platform").link)
    assert app.open_last()
    watch = Watch()
    window_of: list[MainWindow] = []

    def opened(window: MainWindow) -> None:
        window_of.append(window)
        page = window.navigator.page()
        assert window.navigator.name() == "workspace"
        page.task().view.installEventFilter(watch)

    start.run(app, opened=opened)


def _has_words(order: dict[str, Any], window: MainWindow) -> bool:
    """Whether the open task says what the life before had written last, where that matters."""
    answers = window.navigator.page().task().session.answers
    return "words" not in order or answers["reason"] == {"text": order["words"]}


def _painted() -> None:
    print(PAINTED, flush=True)
    os._exit(0)


def _empty() -> None:
    """A window without the words of the task is no task that can be labelled."""
    os._exit(1)


if __name__ == "__main__":
    _app(json.loads(sys.stdin.readline()))
