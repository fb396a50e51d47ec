"""Comparing: two texts of 30 kB; a patch of 878 kB from the key press to the painted sheet. CPU time where it says so.

Texts are of the Python that runs this: prose of its manual, code of its library. Nothing is fetched.
"""

from __future__ import annotations

import random
import re
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path
from pydoc_data.topics import topics

from PySide6.QtWidgets import QApplication

from hdclient.content.alignment import aligned
from hdclient.content.compare import differences
from hdclient.model.content import ContentBlock
from tests.bench.desks import workbench
from tests.bench.report import Result, at_most, percentile, shown
from tests.helpers.workbench import COMPARE, RATE, Workbench, make_task
from ui import main as screens
from ui.pages.aligned_sheet import AlignedSheet

SIZE = 30_000
PATCH = 878_000
ROUNDS = 9
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


def measure() -> list[Result]:
    """All figures of comparing."""
    results = _texts()
    app = screens.application()  # threads give way to each other as quickly as in the program
    with workbench() as bench:
        return [*results, *_marks(app, bench), *_patch(app, bench)]


def prose(start: int = 0, size: int = SIZE) -> str:
    """Some of the manual of Python."""
    return "".join(topics.values())[start : start + size]


def edited(text: str, share: float) -> str:
    """The text with this share of its words dropped, put in or exchanged."""
    chance = random.Random(7)
    words = _WORD.findall(text)
    out: list[str] = []
    at = 0
    while at < len(words):
        dice = chance.random()
        if dice < share / 3:
            at += chance.randint(1, 6)
            continue
        out += ["changed", " "] if dice < 2 * share / 3 else []
        out += [chance.choice(words)] if 2 * share / 3 <= dice < share else []
        out.append(words[at])
        at += 1
    return "".join(out)


def library(size: int = PATCH) -> str:
    """Source code of Python's library."""
    found = ""
    for path in sorted(Path(sysconfig.get_paths()["stdlib"]).glob("*.py")):
        found += path.read_text(encoding="utf-8", errors="replace")
        if len(found) >= size:
            break
    return found[:size]


def patch_of(code: str) -> str:
    """A patch that shows this code, of which every tenth line is changed, as hunks of 40 lines of 25 files."""
    lines = code.split("\n")
    out: list[str] = []
    for number, start in enumerate(range(0, len(lines), 40)):
        if number % 25 == 0:
            out += [
                f"diff --git a/part{number}.py b/part{number}.py",
                f"--- a/part{number}.py",
                f"+++ b/part{number}.py",
            ]
        hunk = lines[start : start + 40]
        out.append(f"@@ -{start + 1},{len(hunk)} +{start + 1},{len(hunk)} @@")
        for at, line in enumerate(hunk):
            out += [f"-{line}", f"+{line.replace('e', 'E', 1)}"] if at % 10 == 5 else [f" {line}"]
    return "\n".join(out)


def _cpu(act: Callable[[], object]) -> float:
    """The median of the CPU time of several runs, in ms."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        act()
        taken.append(1_000 * (time.process_time() - start))
    return percentile(taken, 50)


def _texts() -> list[Result]:
    text = prose()
    others = {
        "2 % edited": edited(text, 0.02),
        "15 % edited": edited(text, 0.15),
        "unrelated": prose(100_000),
    }
    differences(text, others["2 % edited"])  # loads what it needs
    found = [
        at_most(
            f"differences of 30 kB, {name} (CPU)",
            _cpu(lambda other=other: differences(text, other)),
            "ms",
            50,
        )
        for name, other in others.items()
    ]
    code = library()
    lines, changed = code.split("\n"), edited(code, 0.02).split("\n")
    found.append(shown("alignment of two files of 878 kB (CPU)", _cpu(lambda: aligned(lines, changed)), "ms"))
    return found


def _turns(app: QApplication, done: Callable[[], bool]) -> tuple[float, float]:
    """Runs the event loop until it is done: (how long that took, the longest turn), in ms."""
    start, longest = time.perf_counter(), 0.0
    while not done():
        turn = time.perf_counter()
        app.processEvents()
        longest = max(longest, time.perf_counter() - turn)
        time.sleep(0.0005)
    return 1_000 * (time.perf_counter() - start), 1_000 * longest


def _marks(app: QApplication, bench: Workbench) -> list[Result]:
    """Two panes of 30 kB: from the key to the marks."""
    text = prose()
    bench.lease(make_task("marks", COMPARE, [text, edited(text, 0.15)]))
    bench.open("marks")
    panes, comparing = bench.view.stage.panes, bench.view.stage.comparing
    _turns(app, lambda: all(pane.content.reading.is_loaded() for pane in panes))
    whole, turns = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        comparing.cycle()
        pressed = 1_000 * (time.perf_counter() - start)
        took, longest = _turns(app, lambda: not comparing.is_under_way())
        whole.append(pressed + took)
        turns.append(max(pressed, longest))
        bench.press("M", "M")
    return [
        shown("marks of two 30 kB panes, key to marks, median", percentile(whole, 50), "ms"),
        at_most("… longest turn of the event loop meanwhile, median", percentile(turns, 50), "ms", 50),
    ]


def _patch(app: QApplication, bench: Workbench) -> list[Result]:
    """A patch of 878 kB: from the key to its two sides, painted."""
    block = ContentBlock(kind="diff", text=patch_of(library(int(PATCH * 0.86))))
    bench.lease(make_task("patch", RATE, [block]))
    bench.open("patch")
    reading = bench.view.stage.panes[0].content.reading
    _turns(app, reading.is_loaded)
    taken, used, turns = [], [], []
    for _ in range(5):
        start, cpu = time.perf_counter(), time.process_time()
        bench.page.handlers()["compare.aligned"]()
        sheet = bench.window.findChildren(AlignedSheet)[-1]
        _, longest = _turns(app, lambda sheet=sheet: not sheet.errand.is_under_way())
        bench.window.repaint()
        taken.append(1_000 * (time.perf_counter() - start))
        used.append(1_000 * (time.process_time() - cpu))
        turns.append(longest)
        sheet.close_sheet()
        app.processEvents()
    return [
        at_most(
            f"patch of {len(block.text) // 1000} kB opened line beside line, median",
            percentile(taken, 50),
            "ms",
            300,
        ),
        shown("… CPU time of it, median", percentile(used, 50), "ms"),
        shown("… longest turn of the event loop meanwhile, median", percentile(turns, 50), "ms"),
    ]
