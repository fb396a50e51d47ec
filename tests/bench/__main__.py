"""`make bench`: all measurements, or those named on the command line. The last line is one JSON object."""

from __future__ import annotations

import importlib
import os
import sys

from tests.bench.report import Result, finish

PARTS = ("cold_start", "window", "durable", "sync", "images", "content", "memory", "compare", "quality")


def main(names: list[str]) -> int:
    """Measures, prints, and returns the exit status."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"There is no measurement {', '.join(unknown)}; there are {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    results: list[Result] = []
    for name in names or PARTS:
        print(f"measuring {name} …", flush=True)
        results += importlib.import_module(f"tests.bench.{name}").measure()
    return finish(results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
