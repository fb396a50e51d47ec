"""Each protocol's sample task, from the linter to the file that it is exported to.

It is answered in the real window by key events alone, submitted to a platform over loopback, read back, exported, held
against what was published, and read in again.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hdclient.app import App
from hdclient.backends.operations import Operations
from hdclient.config import Config
from hdclient.demo import PRACTICE_PERSON
from hdclient.formats import EXPORTERS
from hdclient.model.campaign import CampaignPolicy
from hdclient.model.person import Role
from hdclient.model.template import Template
from hdclient.platform.accounts import ALL_CAMPAIGNS, create_person, issue_token
from hdclient.platform.app import close_app, create_app
from hdclient.store.keys import SessionKeys
from hdclient.wire.admin import CampaignIn
from tests.helpers.platforms import served
from tests.protocols.hands import Hands
from tests.protocols.judging import rows_in, what_is_wrong_with
from tests.protocols.library import FOLDER, Protocol, faults, files_of, with_files
from ui import main as screens
from ui.bridge import EventBridge
from ui.demo.driver import Driver, Stuck
from ui.pages.task_view import TaskView
from ui.shell.window import MainWindow

WAIT_S = 60.0


class Outcome(Struct, frozen=True):
    """What became of one protocol. `waits`: kinds that are not there yet; then nothing is said of the rest."""

    id: str
    lints: bool
    rendered: bool = False
    completed: bool = False
    read_back: bool = False
    exported: tuple[str, ...] = ()
    """The formats that it was exported in, each held against what was published of it."""
    reimported: bool = False
    waits: str = ""
    why: str = ""

    @property
    def ok(self) -> bool:
        """All of it, or all that can be asked of it today."""
        done = self.rendered and self.completed and self.read_back and bool(self.exported) and self.reimported
        return self.lints and (bool(self.waits) or (done and not self.why))


def what_waits(protocol: Protocol) -> str:
    """Why the program cannot show it yet; empty when it can."""
    return f"kinds that are not there: {', '.join(protocol.unknown_kinds)}" if protocol.unknown_kinds else ""


def walk(protocols: Sequence[Protocol]) -> Iterator[Outcome]:
    """One outcome for each, in their order."""
    wrong = {one.id: faults(one) for one in protocols}
    ready = [one for one in protocols if not what_waits(one) and not wrong[one.id]]
    done: dict[str, Outcome] = {}
    if ready:
        with (
            tempfile.TemporaryDirectory(prefix="hd-protocols-") as name,
            _bench(Path(name), ready) as bench,
        ):
            done = {one.id: bench.complete(one) for one in ready}
            bench.send_all()
            done = {one.id: bench.judge(one, done[one.id]) for one in ready}
    for one in protocols:
        found = wrong[one.id]
        yield done.get(one.id, Outcome(one.id, not found, waits=what_waits(one), why="; ".join(found)))


@contextmanager
def _bench(folder: Path, ready: Sequence[Protocol]) -> Iterator[Bench]:
    """A platform behind a socket of its own, and a signed-in account in a real window."""
    platform = create_app(f"sqlite:///{folder / 'platform.db'}", name="Protocols")
    try:
        create_person(
            platform, "You", Role.ANNOTATOR, person_id=PRACTICE_PERSON, campaign_ids=(ALL_CAMPAIGNS,)
        )
        token = issue_token(platform, PRACTICE_PERSON)
        admin = issue_token(platform, create_person(platform, "Operations", Role.ADMIN).id)
        with served(platform) as origin, Operations(origin, lambda: admin) as operations:
            for one in ready:
                _add(operations, one)
            app = App(Config(data_dir=folder / "work", theme="light"), keys=SessionKeys())
            try:
                _sign_in(app, origin, token)
                with _window(app) as window:
                    yield Bench(app, window, operations)
            finally:
                app.stop()
    finally:
        close_app(platform)


def _sign_in(app: App, origin: str, token: str) -> None:
    reports: list[Exception | None] = []
    app.sign_in(origin, token, reports.append)
    _until("the account", lambda: bool(reports))
    if reports[0] is not None:
        raise reports[0]


@contextmanager
def _window(app: App) -> Iterator[MainWindow]:
    bridge = EventBridge(app.hub)
    window = screens.make_window(app, bridge)
    try:
        window.resize(1440, 900)
        window.show()
        yield window
    finally:
        window.close()
        window.deleteLater()
        QTest.qWait(10)
        bridge.close()


def _add(operations: Operations, protocol: Protocol) -> None:
    """A campaign of one task."""
    for name in files_of(protocol.sample):
        data = (FOLDER / name).read_bytes()
        operations.put_asset(with_files({"file": name})["asset"]["sha256"], data, "image/png")
    template = Template.of(protocol.template)
    policy = CampaignPolicy(prefetch_tasks=5)
    operations.create_campaign(
        CampaignIn(id=protocol.id, title=template.title, template=template, policy=policy)
    )
    (result,) = operations.add_tasks(protocol.id, [protocol.task_in()])
    assert result.status == "created", (protocol.id, result)


class Bench:
    """The window, the account behind it, and the platform's own side."""

    def __init__(self, app: App, window: MainWindow, operations: Operations) -> None:
        self._app, self._window, self._operations = app, window, operations
        self._driver = Driver(window, None)
        self._given: dict[str, dict[str, Any]] = {}

    def complete(self, protocol: Protocol) -> Outcome:
        """Opens the task, answers all of it by keys, and submits it."""
        rendered = False
        try:
            self._open(protocol)
            session = self._driver.open_session()
            hands = Hands(self._driver, session)
            view = self._view()
            hands.answer_all()
            _until("the content", lambda: not any(one.is_awaited() for one in view.contents()))
            blank = _unseen(view)
            if blank:
                raise Stuck(f"nothing is seen of {blank}")
            rendered = True
            self._given[protocol.id] = dict(session.answers)
            hands.look_at_all()
            if any(problem.confirm for problem in session.problems()):
                self._driver.press("Ctrl+M")
            self._driver.press("Ctrl+Return")
            _until("the submission", lambda: self._driver.session is not session)
            if QApplication.activeWindow() is not self._window:
                raise Stuck("another window was shown for a moment and has taken the keyboard away")
        except (Stuck, AssertionError) as error:
            return Outcome(protocol.id, True, rendered, why=str(error))
        return Outcome(protocol.id, True, rendered, completed=True)

    def send_all(self) -> None:
        """Waits until everything that was submitted has its receipt, or its time is up."""
        desk = self._app.desk
        assert desk is not None
        desk.send_now()
        self._app.sync_now()
        with _patience():
            _until("the receipts", lambda: not (desk.sync().waiting or desk.sync().sending))

    def judge(self, protocol: Protocol, outcome: Outcome) -> Outcome:
        """Whether the platform has what was answered, and gives it out as it was published."""
        if not outcome.completed:
            return outcome
        exported = {name: self._exported(protocol.id, name) for name in protocol.formats}
        (row,) = exported["canonical"] or [{}]
        same = row.get("answers") == self._given[protocol.id]
        wrong = what_is_wrong_with(protocol, exported)
        told = [] if same else [f"{row.get('answers')} is not {self._given[protocol.id]}"]
        return Outcome(
            outcome.id,
            lints=True,
            rendered=outcome.rendered,
            completed=True,
            read_back=same,
            exported=tuple(name for name in exported if name not in wrong.exported),
            reimported=not wrong.reimported,
            why="; ".join([*told, *wrong.exported.values(), *wrong.reimported]),
        )

    def _exported(self, campaign_id: str, name: str) -> list[dict[str, Any]]:
        _, data = self._operations.export(campaign_id, name)
        return rows_in(EXPORTERS[name].form, data)

    def _open(self, protocol: Protocol) -> None:
        desk, task_id = self._app.desk, protocol.sample["id"]
        assert desk is not None
        _until("the task", lambda: desk.peek(task_id) is not None and not _blocked(desk, protocol.id))
        if not self._window.navigator.open_task(task_id):
            raise Stuck("it cannot be opened: " + "; ".join(self._window.frame.notices.texts()))

    def _view(self) -> TaskView:
        page: Any = self._window.navigator.page()
        view: TaskView = page.task().view
        return view


def _unseen(view: TaskView) -> str:
    """The first content that has something to show and shows nothing; "" when all is seen."""
    for one in view.contents():
        texts = [text for text in one.sources_of_blocks() if text.strip()]
        document = one.document()
        if texts and (document is None or not document.toPlainText().strip()):
            return texts[0][:40]
    return ""


@contextmanager
def _patience() -> Iterator[None]:
    """What has not come in time is told of the protocol that it belongs to."""
    try:
        yield
    except Stuck:
        return


def _until(what: str, come: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not come():
        if time.monotonic() > end:
            raise Stuck(f"waited {WAIT_S:.0f} s for: {what}")
        QTest.qWait(10)


def _blocked(desk: Any, campaign_id: str) -> bool:
    return any(view.campaign.id == campaign_id and not view.ready for view in desk.queue().campaigns)
