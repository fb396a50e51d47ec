"""End to end: a real program on a real store is killed at random moments, behind a line that breaks.

Whatever was acknowledged before a kill is on the platform in the end, once. HD_KILLS=n for more kills.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hdclient.model.campaign import CampaignPolicy
from tests.helpers.clock import FakeClock
from tests.helpers.fault_proxy import FaultProxy
from tests.helpers.platforms import RealOwner, quick_app, served

KILLS = int(os.environ.get("HD_KILLS", "25"))
ROOT = Path(__file__).parents[2]
CHANCES = ("ok", "ok", "refuse", "cut_up", "cut_down", "drop_reply", "drop_reply", "hang")


@pytest.fixture
def platform() -> Iterator[tuple[RealOwner, FaultProxy]]:
    clock = FakeClock()
    app = quick_app(clock)
    with served(app) as origin:
        host, port = origin.removeprefix("http://").split(":")
        with FaultProxy((host, int(port))) as proxy:
            owner = RealOwner(app, clock, origin=origin)
            yield owner, proxy
    owner.close()


class Mortal:
    """One life of the program."""

    def __init__(self, store: Path, proxy: FaultProxy, token: str, what: str) -> None:
        command = [sys.executable, "-m", "tests.sync.mortal", str(store), proxy.origin, token, what]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def begin(self) -> None:
        """Waits until it works."""
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "READY\n", self.process.communicate()[1]

    def kill(self) -> set[tuple[str, int]]:
        """SIGKILL. Returns what it had acknowledged."""
        self.process.kill()
        out, problems = self.process.communicate(timeout=30)
        assert problems == "", problems
        return {
            (words[1], int(words[2]))
            for words in (line.split() for line in out.splitlines())
            if len(words) == 3
        }


def run_through(life: Mortal) -> str:
    """A life that ends by itself. Returns what it said."""
    out, problems = life.process.communicate(timeout=120)
    assert life.process.returncode == 0, problems
    return out


@pytest.mark.slow
def test_killed_at_random_moments_nothing_is_lost_and_nothing_arrives_twice(
    platform: tuple[RealOwner, FaultProxy], tmp_path: Path
) -> None:
    owner, proxy = platform
    campaign = owner.add_campaign(policy=CampaignPolicy(prefetch_tasks=500))
    person = owner.person(campaign)
    owner.add_tasks(campaign, 500)
    store, chance, pause = tmp_path / "store.db", random.Random(9), threading.Event()
    acknowledged: set[tuple[str, int]] = set()
    run_through(Mortal(store, proxy, owner.token(person), "stock"))
    for _ in range(KILLS):
        proxy.mode = chance.choice(CHANCES)
        proxy.count = chance.randrange(1, 6000)
        life = Mortal(store, proxy, owner.token(person), "work")
        life.begin()
        pause.wait(chance.uniform(0.0, 0.4))
        acknowledged |= life.kill()
    proxy.mode = "ok"
    proxy.break_all()
    out = run_through(Mortal(store, proxy, owner.token(person), "drain"))

    stored = owner.stored(person)
    there = {(submission_id, revision) for submission_id, revision, _ in stored}
    assert acknowledged - there == set(), "lost"
    assert [entry for entry, count in stored.items() if count > 1] == [], "twice"
    assert len(there) == len(stored), "the same identity with two bodies"
    assert f"'accepted': {len(there)}" in out, out
    assert len(acknowledged) >= KILLS, "too little was done to prove anything"
    print(
        f"{KILLS} kills: {len(acknowledged)} acknowledged, 0 lost, 0 twice, {len(there - acknowledged)} unacknowledged"
    )
