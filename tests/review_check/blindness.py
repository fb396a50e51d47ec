"""No answer of the API tells a trainer, or a reviewer who must not know, anything that is not theirs."""

from __future__ import annotations

from tests.bench.report import Result
from tests.review_check.tested import run_tests


def measure() -> list[Result]:
    """The part of `make review-check`."""
    return run_tests(
        "blindness", "tests/platform/test_blindness.py", "tests/platform/test_blind_reviewers.py"
    )
