"""The client's side of the numbers on a real platform: asked for, fetched by sync, kept for when there is no line."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from hdclient.backends.platform import PlatformBackend, in_process
from hdclient.errors import Unreachable
from hdclient.events import EventHub, FiguresArrived
from hdclient.session.figures import FiguresDesk
from hdclient.store import Store
from hdclient.sync.engine import SyncEngine
from tests.helpers.clock import FakeClock
from tests.helpers.stores import KEY
from tests.helpers.worlds import Caller, World, body_for, item_for, submit


class Computer:
    """A person's store and engine on the platform of a World."""

    def __init__(self, folder: Path, world: World, who: Caller) -> None:
        self.clock, self.hub, self.events = FakeClock(), EventHub(), list[object]()
        self.hub.subscribe(self.events.append)
        self.store = Store.create(folder / f"{who.id}.db", KEY, clock=self.clock)
        backend = PlatformBackend("http://127.0.0.1:1", lambda: who.token, transport=in_process(world.app))
        self.backend: Any = backend
        self.engine = SyncEngine(self.store, backend, self.hub, self.clock, random.Random(1))
        self.figures = FiguresDesk(self.store, lambda: None)


def test_numbers_are_asked_for_and_stay_without_a_network(world: World, tmp_path: Path) -> None:
    campaign = world.campaign(2)
    submit(world.trainer, item_for(body_for(world.lease(world.trainer, campaign)[0])))
    here = Computer(tmp_path, world, world.trainer)
    here.figures.ask("mirror", campaign)
    assert here.figures.mirror(campaign).waiting and here.figures.mirror(campaign).value is None
    assert here.engine.run_once().error is None
    view = here.figures.mirror(campaign)
    assert view.value is not None and view.value.answers == 1 and view.fetched and not view.waiting
    assert FiguresArrived((campaign,)) in here.events
    here.backend.figures.mirror = lambda _campaign: (_ for _ in ()).throw(Unreachable("No line."))
    here.figures.ask("mirror", campaign)
    here.engine.run_once()
    again = here.figures.mirror(campaign)
    assert again.value == view.value and again.waiting, "the wish waits for the network"
    here.store.close()


def test_a_trainer_is_told_no_numbers_of_a_campaign_and_hears_why(world: World, tmp_path: Path) -> None:
    campaign = world.campaign(1)
    for who, may in ((world.trainer, False), (world.ops, True)):
        here = Computer(tmp_path, world, who)
        here.figures.ask("quality", campaign)
        here.engine.run_once()
        view = here.figures.campaign(campaign)
        assert (view.value is not None) is may and bool(view.reason) is not may and not view.waiting
        assert here.figures.sees_campaigns is may
        here.store.close()


def test_a_platform_that_tells_none_is_not_asked_for_ever(world: World, tmp_path: Path) -> None:
    here = Computer(tmp_path, world, world.trainer)
    del here.backend.figures
    here.figures.ask("mirror", "c")
    here.engine.run_once()
    assert "no numbers" in here.figures.mirror("c").reason and not here.figures.mirror("c").waiting
    here.store.close()
