"""Where the real records are, if they are: beside the repository, or where HD_REAL_DATA says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("HD_REAL_DATA") or Path(__file__).parents[3] / "shared" / "data")


def real(name: str) -> Path:
    """A file of them; the test is skipped where there is none."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the real records are not here: {name}")
    return path
