"""A platform with trainers and reviewers at computers of their own: real stores and engines, a line that can be cut."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import delete

from hdclient.backends.origin import EMBEDDED
from hdclient.backends.platform import PlatformBackend, in_process
from hdclient.events import Event, EventHub
from hdclient.model.campaign import CampaignPolicy
from hdclient.model.ids import new_id
from hdclient.model.person import Role
from hdclient.model.review_policy import ReviewPolicy
from hdclient.model.template import Template
from hdclient.platform.accounts import create_person, issue_token
from hdclient.platform.review_schema import marks
from hdclient.platform.schema import comments
from hdclient.platform.state import platform_of
from hdclient.session.desk import Desk
from hdclient.store import Store
from hdclient.sync.context import no_crash
from hdclient.sync.engine import RunReport, SyncEngine
from tests.helpers.clock import FakeClock
from tests.helpers.platforms import served
from tests.helpers.stores import BETTER, KEY, TEMPLATE
from tests.helpers.worlds import World, close_world, make_world, task_in

_CANDIDATES = [{"id": name, "content": [{"kind": "text", "text": f"Answer {name}"}]} for name in ("x", "y")]
_MODELS = {"x": "model-marker-one", "y": "model-marker-two"}


class Line(httpx.BaseTransport):
    """The way to the platform; `cut`: nobody answers. `lose`: requests arrive, answers do not."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner
        self.cut = False
        self.lose = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.cut:
            raise httpx.ConnectError("cut")
        response = self._inner.handle_request(request)
        if self.lose:
            response.read()
            raise httpx.ReadError("lost")
        return response

    def close(self) -> None:
        self._inner.close()


@dataclass
class Desktop:
    """One person's computer."""

    name: str
    person_id: str
    store: Store
    engine: SyncEngine
    line: Line
    token: str
    clock: FakeClock
    hub: EventHub = field(default_factory=EventHub)
    events: list[Event] = field(default_factory=list)
    origin: str = EMBEDDED

    @property
    def desk(self) -> Desk:
        """What this person's screens hold."""
        return Desk(self.store, self.hub, self.clock)

    def restart(self, crash: Callable[[str], None] = no_crash) -> None:
        """The program ends without a word, and begins again on the same store; it dies where `crash` says."""
        self.engine.close()
        backend = PlatformBackend(self.origin, lambda: self.token, transport=lambda: self.line)
        self.engine = SyncEngine(self.store, backend, self.hub, self.clock, random.Random(2), crash)

    def sync(self) -> RunReport:
        """Goes once to the platform and back, without waiting for anything."""
        if not self.line.cut:
            self.engine.hurry()
        return self.engine.run_once()

    @contextmanager
    def offline(self) -> Iterator[None]:
        """No network while this lasts."""
        self.line.cut = True
        self.sync()
        try:
            yield
        finally:
            self.line.cut = False
            self.sync()

    def answer(self, task_id: str, **answers: Any) -> str:
        """Judges a task and submits it. Returns the submission's id."""
        desk = self.desk
        session = desk.open(task_id)
        for name, value in ({"better": BETTER} | answers).items():
            session.set_answer(name, value)
        session.submit()
        desk.close()
        return session.submission_id

    def ready(self) -> list[str]:
        """Tasks that can be worked on here, in order."""
        return list(self.store.tasks.ready_ids())


@dataclass
class Office:
    """The platform and everybody's computers."""

    world: World
    clock: FakeClock
    folder: Path
    desktops: dict[str, Desktop] = field(default_factory=dict)
    origin: str = EMBEDDED
    """Where the platform is reached: in process, or over loopback HTTP."""
    _served: ExitStack = field(default_factory=ExitStack)

    def campaign(
        self,
        tasks: int = 3,
        *,
        overlap: int = 1,
        tasks_kept: int = 50,
        template: Template = TEMPLATE,
        candidates: Any = _CANDIDATES,
        **policy: Any,
    ) -> str:
        """A campaign with the questions of tests.helpers.stores; `policy` is of the review. `tasks_kept`: how many each
        trainer is given.
        """
        campaign_id = f"campaign-{next(self.world.numbers)}"
        rules = CampaignPolicy(overlap=overlap, prefetch_tasks=tasks_kept, review=ReviewPolicy(**policy))
        body = {"id": campaign_id, "title": "Sky", "template": template.plain(), "policy": rules.plain()}
        self.world.ops.ok("POST", "/v1/campaigns", body)
        items = [
            {**task_in(f"{campaign_id}-t{n:02}"), "candidates": candidates, "models": _MODELS}
            for n in range(tasks)
        ]
        self.world.ops.ok("POST", f"/v1/campaigns/{campaign_id}/tasks:batch", {"items": items})
        return campaign_id

    def person(self, name: str, role: Role, *campaigns: str) -> Desktop:
        """Somebody with a computer, synced once."""
        person = create_person(self.world.app, name, role, campaign_ids=campaigns or ("*",))
        token = issue_token(self.world.app, person.id)
        inner = in_process(self.world.app)() if self.origin == EMBEDDED else httpx.HTTPTransport()
        line = Line(inner)
        backend = PlatformBackend(self.origin, lambda: token, transport=lambda: line)
        place = self.folder / name  # of its own: files that tasks show are beside the store
        place.mkdir(parents=True, exist_ok=True)
        store = Store.create(place / f"{name}.db", KEY, clock=self.clock)
        hub = EventHub()
        engine = SyncEngine(store, backend, hub, self.clock, random.Random(1))
        made = Desktop(name, person.id, store, engine, line, token, self.clock, hub, origin=self.origin)
        hub.subscribe(made.events.append)
        self.desktops[name] = made
        made.sync()
        return made

    def trainer(self, name: str, *campaigns: str) -> Desktop:
        """A trainer with a computer."""
        return self.person(name, Role.ANNOTATOR, *campaigns)

    def reviewer(self, name: str, *campaigns: str) -> Desktop:
        """A reviewer with a computer."""
        return self.person(name, Role.REVIEWER, *campaigns)

    def serve(self) -> None:
        """Whoever comes from now on reaches the platform over HTTP, on a port of this computer."""
        self.origin = self._served.enter_context(served(self.world.app))

    def lose_answers(self, person_id: str) -> None:
        """The platform is restored from a backup that lacks what this person has said and marked."""
        platform = platform_of(self.world.app)
        with platform.write() as write:
            write.execute(delete(comments).where(comments.c.author_id == person_id))
            write.execute(delete(marks).where(marks.c.author_id == person_id))
        platform.epoch = new_id()

    def wait(self, milliseconds: int = 11_000) -> None:
        """Time goes by: undo windows close."""
        self.clock.advance(milliseconds)

    def close(self) -> None:
        """Lets go of all of it."""
        for desktop in self.desktops.values():
            desktop.store.close()
            desktop.engine.close()
        self._served.close()
        close_world(self.world)


def candidates_of(*texts: str) -> list[dict[str, Any]]:
    """Two responses that say these, as Markdown."""
    return [
        {"id": name, "content": [{"kind": "markdown", "text": text}]}
        for name, text in zip(_MODELS, texts, strict=True)
    ]


def open_office(folder: Path, clock: FakeClock | None = None, **settings: Any) -> Office:
    """A platform with nobody at it but its administrators."""
    clock = clock or FakeClock()
    url = f"sqlite:///{folder / 'platform.db'}"
    return Office(make_world(url, clock=clock, durable=False, **settings), clock, folder)
