"""A platform for each test: on SQLite, and on Postgres where a server is installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.clock import FakeClock
from tests.helpers.worlds import World, close_world, make_world


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def world(tmp_path: Path, clock: FakeClock) -> Iterator[World]:
    made = make_world(f"sqlite:///{tmp_path / 'platform.db'}", clock=clock)
    yield made
    close_world(made)
