"""`make accessibility`: goes to every page and asks of everything on it what WCAG 2.2 AA asks.

Names, roles, unique names, sizes of targets, clipped words, Tab coming around; at three sizes of window and three of
text. ARGS="--short" takes one of each. The last line is one JSON object.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Callable
from itertools import product

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.bench.report import Result, finish
from tests.helpers.qt import clipped, same_names, tab_stops, too_small, unnamed, without_role
from tests.screenshots import tour
from ui.components.sheet import sheet_over

SIZES = ((1280, 800), (1024, 640), (1920, 1080))
SCALES = (1.0, 1.5, 2.0)


def tab_faults(widget: QWidget) -> list[str]:
    """Whether Tab comes around, through more than nothing."""
    try:
        return [] if tab_stops(widget.window()) else ["Tab reaches nothing"]
    except AssertionError as error:
        return [str(error)[:200]]


AUDITS: dict[str, Callable[[QWidget], list[str]]] = {
    "no name": unnamed,
    "no role": without_role,
    "two of one name": same_names,
    "target under 24 px": too_small,
    "clipped words": clipped,
    "Tab does not come around": tab_faults,
}


def main(arguments: list[str]) -> int:
    """Audits, prints what it finds, and returns the exit status."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    pages = 0
    wanted = [(SIZES[0], SCALES[0])] if "--short" in arguments else list(product(SIZES, SCALES))
    for size, scale in wanted:

        def audit(window: QWidget, name: str, size: tuple[int, int] = size, scale: float = scale) -> None:
            nonlocal pages
            pages += 1
            QTest.qWait(150)
            here = sheet_over(window) or window
            for title, ask in AUDITS.items():
                for fault in ask(here):
                    found[title].add(f"{name}: {fault}")
                    print(f"{name} at {size[0]}×{size[1]}, text {scale:.0%}: {title}: {fault}", flush=True)

        tour(audit, "light", size, scale=scale)
    results = [Result(title, len(found[title]), "faults", 0, not found[title]) for title in AUDITS]
    return finish([Result("pages audited", pages, ""), *results])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
