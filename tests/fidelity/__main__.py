"""`make fidelity`: all comparisons, or those named on the command line. The last line is one JSON object."""

from __future__ import annotations

import importlib
import os
import sys

from tests.bench.report import Result, finish

PARTS = ("spec", "spec_played", "answers", "selections", "formulas")


def main(names: list[str]) -> int:
    """Compares, prints, and returns the exit status."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"There is no part {', '.join(unknown)}; there are {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    results: list[Result] = []
    for name in names or PARTS:
        print(f"comparing {name} …", flush=True)
        results += importlib.import_module(f"tests.fidelity.{name}").measure()
    return finish(results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
