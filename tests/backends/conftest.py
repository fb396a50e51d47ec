from __future__ import annotations

from collections.abc import Iterator

import pytest

from hdclient.model.campaign import CampaignPolicy
from tests.backends.desk import Desk
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


@pytest.fixture
def rivals(owner: Owner) -> list[str]:
    return [owner.person()]


@pytest.fixture
def desk(owner: Owner, rivals: list[str]) -> Iterator[Desk]:
    person = owner.person()
    campaign = owner.add_campaign(
        policy=CampaignPolicy(lease_hours=2, lease_max_hours=5), members=[person, *rivals]
    )
    tasks = owner.add_tasks(campaign, 4)
    found = Desk(owner, person, campaign, owner.backend(person), tasks)
    yield found
    for backend in (found.backend, *found.opened):
        backend.close()
