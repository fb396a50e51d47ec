"""`make bench`: all measurements, or those named on the command line. The last line is one JSON object."""

from __future__ import annotations

import sys

import ui
from tests.bench.report import run_parts

assert ui, "it is imported before Qt, as in the program: see ui/__init__.py"

PARTS = (
    "cold_start",
    "recovery",
    "large",
    "window",
    "look",
    "first_opening",
    "day",
    "durable",
    "sync",
    "images",
    "content",
    "memory",
    "compare",
    "spans",
    "picture_marks",
    "rewriting",
    "quality",
    "rubric",
    "review",
)

if __name__ == "__main__":
    sys.exit(run_parts("tests.bench", PARTS, "measuring", sys.argv[1:]))
