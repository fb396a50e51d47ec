"""A platform for each test: on SQLite, and the same tests on Postgres where a server is installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.clock import FakeClock
from tests.helpers.postgres import Cluster, binaries, running_cluster
from tests.helpers.worlds import World, close_world, make_world


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster | None]:
    if binaries() is None:
        yield None
        return
    with running_cluster() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'platform.db'}"
        return
    running: Cluster | None = request.getfixturevalue("cluster")
    if running is None:
        pytest.skip("no postgres binary on this machine")
    made = running.database()
    yield made
    running.drop(made)


@pytest.fixture(params=["sqlite", "postgres"])
def world(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[World]:
    """A platform with people. Its tables are as the program made them: tests that change tables take `url`."""
    if request.param == "sqlite":
        made = make_world(f"sqlite:///{tmp_path / 'world.db'}", clock=clock, durable=False)
    else:
        running: Cluster | None = request.getfixturevalue("cluster")
        if running is None:
            pytest.skip("no postgres binary on this machine")
        made = make_world(running.emptied(), clock=clock)
    yield made
    close_world(made)
