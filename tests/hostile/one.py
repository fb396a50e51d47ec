"""One case in this process: `python -m tests.hostile.one NAME PORT BAIT`. Prints one JSON object.

Prepared by the real worker process, played into the real reading view, then shown raw, with chips, and searched. Turns
of the event loop are measured in processor time of this thread: what another process takes away is no stall of ours.
"""

from __future__ import annotations

import json
import os
import queue
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QObject, QTimer, qInstallMessageHandler
from PySide6.QtTest import QTest

from hdclient.content.hidden import search
from hdclient.content.prepared import from_bytes
from hdclient.content.workshop import Workshop
from hdclient.model.content import Asset, ContentBlock
from tests.hostile.cases import BAIT, PORT, Case, cases
from ui import main as screens
from ui import theme
from ui.renderers import RENDERERS, PictureShelf, ReadingView
from ui.renderers.glyphs import Glyphs
from ui.renderers.playback import Play
from ui.renderers.raw_view import RawView
from ui.shell.garbage import GarbageWatch

_HERE = str(Path(__file__).parents[2])
MEMORY = 3 << 30
"""Bytes of address space: beyond that, memory errors. What is really used is reported."""
PATIENCE_S = 40.0
WARM = "**Words** `code` $x$ \u05d0 \u0628 \u4e2d\n\n- a\n\n```c\nx\n```\n"
"""Ordinary content, shown first: what is loaded for any content is nobody's attack."""
BEGIN = "/hd-hostile-begins"
"""Looked for once, so that a trace of system calls shows where the case begins."""


class Turns(QObject):
    """The longest turn of the event loop during each thing that is done."""

    def __init__(self) -> None:
        super().__init__()
        self.longest: dict[str, float] = {}
        self._doing = ""
        self._last = time.thread_time()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._turn)

    def start(self) -> None:
        self._last = time.thread_time()
        self._timer.start()

    def _turn(self) -> None:
        now = time.thread_time()
        self.longest[self._doing] = max(self.longest.get(self._doing, 0.0), now - self._last)
        self._last = now

    def run(self, name: str, act: Callable[[], object], until: Callable[[], bool] = lambda: True) -> None:
        """Acts within the loop, waits, and lets what follows from it happen."""
        self._doing = name
        QTimer.singleShot(0, act)
        QTest.qWait(30)
        end = time.monotonic() + PATIENCE_S
        while not until():
            if time.monotonic() > end:
                raise TimeoutError(name)
            QTest.qWait(10)
        QTest.qWait(30)


class Watch:
    """What Python itself opens or runs while a case is under way."""

    def __init__(self) -> None:
        self.on = False
        self.seen: list[str] = []
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.on and event in ("socket.connect", "subprocess.Popen", "os.system", "os.exec", "open"):
            what = f"{event} {arguments[0]!s:.200}"
            own = event == "open" and str(arguments[0]).startswith((sys.prefix, sys.base_prefix, _HERE))
            ours = event == "subprocess.Popen" and "hdclient.content.worker" in str(arguments[1])
            null = event == "open" and arguments[0] == os.devnull  # what the worker's error output goes to
            if not (own or ours or null or isinstance(arguments[0], int)):
                self.seen.append(what)


def main(name: str, port: str, bait: str) -> int:
    """Runs the case; 0 when it went through, whatever was measured."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    qInstallMessageHandler(lambda *_: None)
    application = screens.application()
    theme.apply(application, theme.Look("light"))
    case, watch, turns = cases()[name], Watch(), Turns()
    text = case.text.replace(PORT, port).replace(BAIT, bait)
    results: queue.Queue[bytes] = queue.Queue()
    workshop = Workshop(lambda _block, data, _whole: results.put(data))
    workshop.start()
    _show(turns, workshop, results, Case("markdown", ""), WARM)
    GarbageWatch(application, lambda: True)  # as in the program, at the worst moment
    before = _peak_mb()
    turns.longest.clear()
    Path(BEGIN).exists()
    watch.on = True
    turns.start()
    if case.kind == "picture":
        _show_picture(turns, case.text)
    else:
        _show(turns, workshop, results, case, text, bait)
    watch.on = False
    workshop.stop()
    turns_ms = {name: round(seconds * 1000, 1) for name, seconds in turns.longest.items()}
    facts = {"turns_ms": turns_ms, "opened": watch.seen, "grown_mb": round(_peak_mb() - before)}
    print(json.dumps(facts), flush=True)
    return 0


def _show(
    turns: Turns, workshop: Workshop, results: queue.Queue[bytes], case: Case, text: str, bait: str = ""
) -> None:
    """Prepared, rendered, raw, with chips, searched."""
    block = ContentBlock(kind=case.kind, text=text, asset=_file(case, bait))
    turns.run("prepare", lambda: workshop.want([block], near=True), lambda: not results.empty())
    trees = from_bytes(results.get()).blocks
    view = ReadingView("Response A")
    view.resize(700, 600)
    play: Play = lambda player: RENDERERS[case.kind].play(player, trees)  # noqa: E731
    turns.run("show", view.show)
    turns.run("play", lambda: view.show_content(play), view.is_loaded)
    turns.run("chips", lambda: view.set_reveals(True), view.is_loaded)
    raw = RawView("Response A, raw text")
    raw.resize(700, 600)
    raw.show()
    turns.run("raw", lambda: raw.show_source(text), raw.is_loaded)
    turns.run("raw chips", lambda: raw.set_reveals(True), raw.is_loaded)
    turns.run("search", lambda: search(text, 10_000))
    looked: list[object] = []
    glyphs = Glyphs()
    glyphs.found.connect(looked.append)
    turns.run("glyphs", lambda: glyphs.look_through(text), lambda: bool(looked))
    turns.run("scroll", lambda: view.verticalScrollBar().setValue(view.verticalScrollBar().maximum()))


def _file(case: Case, bait: str) -> Asset | None:
    name, media_type = case.file
    if not media_type:
        return None
    return Asset(sha256="0" * 64, media_type=media_type, size=9, name=name.replace(BAIT, bait))


def _show_picture(turns: Turns, name: str) -> None:
    from hdclient.content.tree import Picture
    from tests.helpers.picture_files import odd_files

    data = odd_files()[name][0]
    shelf = PictureShelf({"a": data}.get)
    view = ReadingView("Response A", shelf=shelf)
    view.resize(700, 600)
    turns.start()
    turns.run("show", view.show)
    turns.run("play", lambda: view.show_content(lambda player: player.steps([Picture("a")])), view.is_loaded)
    QTest.qWait(400)
    shelf.close()


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
