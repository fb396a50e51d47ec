"""Kills the program's core at random moments behind a line that breaks, and counts what became of its promises."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from hdclient.model.campaign import CampaignPolicy
from hdclient.model.review import Decision
from tests.faults.ledger import Key, Ledger
from tests.faults.life import MARK, Birth, live
from tests.faults.plain import plain_text
from tests.helpers.clock import FakeClock
from tests.helpers.fault_proxy import MODES, FaultProxy
from tests.helpers.platforms import PICTURE_NAME, RealOwner, quick_app, served

LONGEST_LIFE_S = 1.0
TASKS_KEPT = 40
COMMENT = "This sentence is wrong: XYLOPHONE."
PICTURE = b"\x89PNG\r\n\x1a\n" + b"PAINTED-XYLITOL " * 300
DRAIN_S = 300


@dataclass(frozen=True)
class Outcome:
    """The figures of one run. All lists are empty when every promise was kept."""

    kills: int
    restarts: int
    acknowledged: int
    on_platform: int
    drafts: int
    missing: tuple[Key, ...]
    duplicated: tuple[str, ...]
    lost_drafts: tuple[str, ...]
    plain: tuple[str, ...]
    unsent: int
    taken_back: int
    """Submissions that the platform lost in a restore. Those that did not come back are among the missing."""
    states: dict[str, int]
    modes: dict[str, int]
    seconds: float
    stderr: str

    @property
    def ok(self) -> bool:
        """Whether every promise was kept."""
        broken = (self.missing, self.duplicated, self.lost_drafts, self.plain, self.stderr)
        return not any(broken) and self.unsent == 0


def run(folder: Path, kills: int, seed: int, what: str = "work") -> Outcome:
    """`kills` lives and deaths in `folder`, then a last life without faults. `what`: see tests.faults.life.live."""
    with _platform(folder) as (owner, proxy):
        return Run(folder, owner, proxy, random.Random(seed), what).go(kills)


@contextmanager
def _platform(folder: Path) -> Iterator[tuple[RealOwner, FaultProxy]]:
    """A real platform on loopback, and the line to it."""
    app = quick_app(clock := FakeClock())
    with served(app) as origin:
        host, port = origin.removeprefix("http://").split(":")
        owner = RealOwner(app, clock, origin=origin)
        with FaultProxy((host, int(port)), _certificate(folder)) as proxy:
            yield owner, proxy
    owner.close()


def _certificate(folder: Path) -> ssl.SSLContext | None:
    """A certificate that nobody vouches for; None where there is no openssl to make one."""
    if shutil.which("openssl") is None:
        return None
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command.split(), *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def marks_of(token: str, keys: Path) -> list[str | bytes]:
    """What may be in no file: prompts, responses, answers, reviews, comments, files and their names, tokens, keys."""
    words = [MARK, "Why is the sky blue", "Because of scattering", "Please look again", COMMENT]
    return [*words, PICTURE[8:40], PICTURE_NAME, token, *(path.read_bytes() for path in keys.glob("*.key"))]


class Run:
    """The hand that kills. The same seed gives the same faults at the same lives; moments depend on the machine."""

    def __init__(
        self, folder: Path, owner: RealOwner, proxy: FaultProxy, chance: random.Random, what: str
    ) -> None:
        self._owner = owner
        self._proxy = proxy
        self._chance = chance
        self._what = what
        self._pause = threading.Event()
        self._home = folder / "home"
        self._home.mkdir()
        self._logs = folder / "logs"
        self._logs.mkdir()
        self._campaign = owner.add_campaign(policy=CampaignPolicy(prefetch_tasks=TASKS_KEPT))
        self._person = owner.person(self._campaign)
        self._given = len(owner.add_tasks(self._campaign, 3 * TASKS_KEPT))
        self._given += len(owner.add_tasks(self._campaign, TASKS_KEPT, image=PICTURE))
        self._forks = multiprocessing.get_context("forkserver")
        self._forks.set_forkserver_preload(["tests.faults.life"])
        self._ledger = Ledger()
        self._modes: dict[str, int] = {}
        self._taken = 0
        self._reviewed: set[str] = set()
        self._plain: set[str] = set()

    def go(self, kills: int) -> Outcome:
        """All lives."""
        begun = time.monotonic()
        for number in range(kills):
            self._life(number)
            self._others_work(number)
        return self._end(kills, begun)

    def _birth(self, number: int, origin: str) -> Birth:
        token = self._owner.token(self._person)
        return Birth(self._home, self._logs / f"{number}.jsonl", origin, token, self._chance.randrange(2**32))

    def _life(self, number: int) -> None:
        """Born, disturbed half-way, killed."""
        secure = self._proxy.secure_origin != self._proxy.origin.replace("http:", "https:")
        origin = self._proxy.origin
        if secure and self._chance.random() < 0.05:
            origin = self._proxy.secure_origin
            self._modes["wrong_tls"] = self._modes.get("wrong_tls", 0) + 1
        birth = self._birth(number, origin)
        self._disturb()
        process = self._start(birth, self._what)
        length = self._chance.uniform(0.02, LONGEST_LIFE_S)
        self._pause.wait(length / 2)
        self._disturb()
        if self._chance.random() < 0.5:
            self._proxy.break_all()
        self._pause.wait(length / 2)
        process.kill()
        process.join(30)
        assert process.exitcode == -9, f"life {number} ended by itself: {self._errors()}"
        process.close()
        self._ledger.read(birth.log)

    def _start(self, birth: Birth, what: str) -> ForkServerProcess:
        process = self._forks.Process(target=live, args=(birth, what))
        process.start()
        return process

    def _disturb(self) -> None:
        mode = "ok" if self._chance.random() < 0.4 else self._chance.choice(MODES)
        self._proxy.mode, self._proxy.count = mode, self._chance.randrange(1, 6000)
        self._modes[mode] = self._modes.get(mode, 0) + 1

    # -- what happens on the platform meanwhile --

    def _others_work(self, number: int) -> None:
        stored = [(sid, revision) for sid, revision, _ in self._owner.stored(self._person)]
        if self._given - len({sid for sid, _ in stored}) < 3 * TASKS_KEPT:
            self._given += len(self._owner.add_tasks(self._campaign, 2 * TASKS_KEPT, image=PICTURE))
        fresh = sorted(key for key in stored if key[0] not in self._reviewed)
        if fresh and number % 3 == 2:
            submission_id, revision = self._chance.choice(fresh)
            self._reviewed.add(submission_id)
            self._owner.review(submission_id, revision, Decision.RETURN, "Please look again.")
        if stored and number % 3 == 1:
            self._owner.comment(*self._chance.choice(sorted(stored)), COMMENT)
        if number % 12 == 11:
            self._plain |= set(self._readable())
        if number % 20 == 19:
            self._taken += len(self._owner.lose_newest(self._person, 5))

    # -- the end --

    def _end(self, kills: int, begun: float) -> Outcome:
        self._plain |= set(self._readable())
        self._proxy.mode = "ok"
        self._proxy.break_all()
        birth = self._birth(kills, self._proxy.origin)
        process = self._start(birth, "drain")
        process.join(DRAIN_S)
        assert process.exitcode == 0, self._errors()
        process.close()
        self._ledger.read(birth.log)
        return self._outcome(kills, begun)

    def _readable(self) -> list[str]:
        return plain_text(self._home, marks_of(self._owner.token(self._person), self._logs))

    def _outcome(self, kills: int, begun: float) -> Outcome:
        stored = self._owner.stored(self._person)
        there = {(sid, revision) for sid, revision, _ in stored}
        acknowledged = self._ledger.acknowledged()
        twice = [f"{entry} stored {count} times" for entry, count in stored.items() if count > 1]
        if len(there) != len(stored):
            twice.append("one identity with two bodies")
        ended = self._ledger.ended
        return Outcome(
            kills=kills,
            restarts=self._ledger.restarts,
            acknowledged=len(acknowledged),
            on_platform=len(there),
            drafts=self._ledger.drafts,
            missing=tuple(sorted(acknowledged - there)),
            duplicated=tuple(twice),
            lost_drafts=tuple(self._ledger.lost_drafts),
            plain=tuple(sorted(self._plain | set(self._readable()))),
            unsent=ended.get("drained", -1),
            taken_back=self._taken,
            states={kind: count for kind, count in ended.items() if kind != "drained"},
            modes=dict(sorted(self._modes.items())),
            seconds=time.monotonic() - begun,
            stderr=self._errors(),
        )

    def _errors(self) -> str:
        place = self._home / "stderr.txt"
        return place.read_text()[-2000:] if place.exists() else ""
