from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.helpers.clock import FakeClock
from tests.helpers.platforms import MemoryOwner, Owner, RealOwner, embedded_owner, quick_app, served


@pytest.fixture(scope="session")
def embedded() -> Iterator[RealOwner]:
    owner = embedded_owner()
    yield owner
    owner.close()


@pytest.fixture(scope="session")
def over_loopback() -> Iterator[RealOwner]:
    clock = FakeClock()
    app = quick_app(clock)
    with served(app) as origin:
        owner = RealOwner(app, clock, origin=origin)
        yield owner
    owner.close()


@pytest.fixture(params=["memory", "in_process", "loopback"])
def owner(request: pytest.FixtureRequest) -> Owner:
    """Every kind of platform, with nobody's work on it."""
    if request.param == "memory":
        return MemoryOwner()
    name = "embedded" if request.param == "in_process" else "over_loopback"
    found: RealOwner = request.getfixturevalue(name)
    return found
