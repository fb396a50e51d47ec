"""Parts of `make review-check` that are tests: run in a process of their own, and counted."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.bench.report import Result


def run_tests(name: str, *paths: str) -> list[Result]:
    """One figure: how many of these tests passed, of how many. What fails is printed."""
    command = [sys.executable, "-m", "pytest", "-q", *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout[-4000:])
    counts = {word: int(n) for n, word in re.findall(r"(\d+) (passed|failed|errors?)\b", done.stdout)}
    passed, whole = counts.get("passed", 0), done.returncode == 0
    return [Result(name, passed, "tests", sum(counts.values()), whole and passed > 0)]
