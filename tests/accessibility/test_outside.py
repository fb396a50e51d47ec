"""The real program, worked in from outside by names and roles alone: a comparison, a ranking with a tie, a rating, a
rubric."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.accessibility.outside import ROOT, WHOLE_S, missing


@pytest.mark.slow
@pytest.mark.skipif(bool(missing()), reason=f"this computer lacks {', '.join(missing())}")
def test_work_is_done_through_the_accessibility_bus_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.accessibility.outside"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=WHOLE_S + 20,
    )
    assert done.returncode == 0, done.stdout
    told = json.loads(done.stdout.splitlines()[-1])
    completed = [one["name"] for one in told["results"] if one["name"].endswith("completed")]
    assert completed == [
        "a comparison was completed",
        "a ranking with a tie was completed",
        "a rating was completed",
        "a rubric was completed",
    ]
