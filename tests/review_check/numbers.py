"""Quality numbers against independent implementations, on random tables and on real preferences."""

from __future__ import annotations

from tests.bench.report import Result
from tests.review_check.tested import run_tests


def measure() -> list[Result]:
    """The part of `make review-check`."""
    return run_tests("quality numbers as others count them", "tests/quality")
