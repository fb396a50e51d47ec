"""`make review-check`: all parts, or those named on the command line. The last line is one JSON object."""

from __future__ import annotations

import sys

from tests.bench.report import run_parts

PARTS = ("anchors", "campaign", "blindness", "numbers", "mutants")

if __name__ == "__main__":
    sys.exit(run_parts("tests.review_check", PARTS, "checking", sys.argv[1:]))
