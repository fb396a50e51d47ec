"""`make bench`: all measurements, or those named on the command line. The last line is one JSON object."""

from __future__ import annotations

import sys

from tests.bench.report import run_parts

PARTS = (
    "cold_start",
    "recovery",
    "large",
    "window",
    "look",
    "day",
    "durable",
    "sync",
    "images",
    "content",
    "memory",
    "compare",
    "quality",
)

if __name__ == "__main__":
    sys.exit(run_parts("tests.bench", PARTS, "measuring", sys.argv[1:]))
