"""`make fidelity`: all comparisons, or those named on the command line. The last line is one JSON object."""

from __future__ import annotations

import sys

from tests.bench.report import run_parts

PARTS = ("spec", "spec_played", "answers", "selections", "edits", "formulas")

if __name__ == "__main__":
    sys.exit(run_parts("tests.fidelity", PARTS, "comparing", sys.argv[1:]))
