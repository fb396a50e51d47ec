"""Accounts of the running program: lock and unlock, switch, sign out, remove; a device that is locked or revoked."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hdclient.app import App
from hdclient.config import Config
from hdclient.errors import (
    AccountError,
    AccountGone,
    DeviceRefused,
    Forbidden,
    HdError,
    KeyringLocked,
    Unreachable,
)
from hdclient.events import AccountRevoked, DeviceLocked, Event
from hdclient.platform.device_care import change_device, close_account, list_devices
from hdclient.store.keys import SessionKeys
from hdclient.store.profile import Profile, profiles
from tests.helpers.clock import FakeClock
from tests.helpers.judgements import body_bytes
from tests.helpers.platforms import NAME, RealOwner, quick_app, served


@pytest.fixture(scope="module")
def owner() -> Iterator[tuple[RealOwner, str]]:
    app = quick_app()
    with served(app) as origin:
        made = RealOwner(app, FakeClock(), origin=origin)
        yield made, origin
        made.close()


class Bench:
    """The program on a folder, with people of one platform."""

    def __init__(self, folder: Path, owner: RealOwner, origin: str) -> None:
        self.folder, self.owner, self.origin = folder, owner, origin
        self.keys = SessionKeys()
        self.apps: list[App] = []
        self.app = self.start()
        self.heard: list[Event] = []

    def start(self) -> App:
        """The program, as after a start; the one before is at its end."""
        if self.apps:
            self.apps[-1].stop()
        self.app = App(Config(data_dir=self.folder, poll_s=1), keys=self.keys)
        self.apps.append(self.app)
        return self.app

    def person(self) -> str:
        person = self.owner.person()
        self.owner.add_tasks(self.owner.add_campaign(members=[person]), 3)
        return person

    def done(self, call: Callable[..., None], *arguments: Any) -> Any:
        """Waits for what a call reports: None, or a failure."""
        ended, found = threading.Event(), []

        def report(*facts: Any) -> None:
            found.append(facts[0] if len(facts) == 1 else facts)
            ended.set()

        call(*arguments, report)
        assert ended.wait(60)
        return found[0]

    def sign_in(self, person: str) -> HdError | None:
        return self.done(self.app.sign_in, self.origin, self.owner.token(person))

    def id(self) -> str:
        assert self.app.accounts.open is not None
        return self.app.accounts.open.id

    def profile(self) -> Profile:
        assert self.app.accounts.open is not None
        return self.app.accounts.open.profile

    def device(self) -> str:
        assert self.app.accounts.open is not None
        return self.app.accounts.open.store.meta.get("device_id")

    def fetched(self) -> None:
        """Waits until tasks are here."""
        store = self.app._store
        wait_for(
            lambda: bool(store is not None and store.views.campaigns() and store.views.campaigns()[0].ready)
        )

    def writes(self, words: str = "my words") -> None:
        """A draft with words in it."""
        self.fetched()
        desk, store = self.app.desk, self.app._store
        assert desk is not None and store is not None
        row = store.drafts.open(store.tasks.ready_ids(store.views.campaigns()[0].campaign.id)[0])
        store.drafts.save(row.submission_id, 1, {"answers": {"why": {"text": words}}})

    def submits(self) -> None:
        """A submission that is held for undo, so that it is not sent."""
        self.fetched()
        store = self.app._store
        assert store is not None
        task_id = store.tasks.ready_ids(store.views.campaigns()[0].campaign.id)[-1]
        row, assignment = store.drafts.open(task_id), store.tasks.assignment(task_id)
        assert assignment is not None
        store.drafts.seal(
            row.submission_id, 1, body_bytes(assignment.task, assignment.lease, row.submission_id)
        )

    def close(self) -> None:
        for app in self.apps:
            app.stop()


def wait_for(ready: Callable[[], bool]) -> None:
    for _ in range(1500):
        if ready():
            return
        threading.Event().wait(0.02)
    raise AssertionError("it did not happen in 30 s")


@pytest.fixture
def bench(tmp_path: Path, owner: tuple[RealOwner, str]) -> Iterator[Bench]:
    made = Bench(tmp_path, *owner)
    yield made
    made.close()


def test_locked_the_desk_and_the_key_are_gone_and_unlocked_the_work_is_as_it_was(bench: Bench) -> None:
    person = bench.person()
    assert bench.sign_in(person) is None
    bench.writes("words before lunch")
    key = next(iter(bench.keys._keys.values()))
    bench.keys._keys = {name: bytes(bytearray(value)) for name, value in bench.keys._keys.items()}  # a copy
    assert bench.done(bench.app.accounts.lock) is None
    assert bench.app.desk is None and bench.app.contents is None and bench.app.accounts.is_locked
    gc.collect()
    assert holders_of(key, but=bench.keys._keys) == []
    assert bench.done(bench.app.accounts.unlock) is None
    assert not bench.app.accounts.is_locked and bench.app.accounts.unsent().drafts == 1


def holders_of(key: bytes, but: object) -> list[str]:
    """The kinds of objects that hold these bytes; `but` one of them, and the frames of the test itself."""
    found = []
    for holder in gc.get_objects():
        if holder is but or type(holder).__name__ == "frame":
            continue
        for one in gc.get_referents(holder):
            if type(one) is bytes and one == key:
                found.append(type(holder).__name__)
    return found


def test_a_locked_keyring_keeps_it_locked_and_says_so(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    assert bench.sign_in(bench.person()) is None
    bench.done(bench.app.accounts.lock)

    def locked(_uuid: str) -> bytes:
        raise KeyringLocked("The keyring of this computer is locked.")

    with monkeypatch.context() as keyring:
        keyring.setattr(bench.keys, "load", locked)
        assert isinstance(bench.done(bench.app.accounts.unlock), KeyringLocked)
        assert bench.app.desk is None and bench.app.accounts.is_locked
    assert bench.done(bench.app.accounts.unlock) is None


def test_accounts_are_listed_with_names_and_counts_and_no_name_is_on_the_disk(bench: Bench) -> None:
    ada, ben = bench.person(), bench.person()
    assert bench.sign_in(ada) is None
    bench.writes()
    profile = bench.profile()
    bench.app.close()
    store = profile.open(bench.keys)
    task_id = store.tasks.ready_ids(store.views.campaigns()[0].campaign.id)[-1]
    store.drafts.seal(store.drafts.open(task_id).submission_id, 1, b"{}")
    store.close()
    assert bench.sign_in(ben) is None
    found, failure = bench.done(bench.app.accounts.look)
    assert failure is None and {one.name for one in found} == {NAME} and len(found) == 2
    by_open = {one.is_open: one for one in found}
    assert by_open[False].unsent.sentence() == "1 submission and 1 draft have not been sent."
    assert by_open[True].unsent.sentence() == "Everything has been sent."
    bench.app.close()
    for path in bench.folder.rglob("*"):
        assert not path.is_file() or NAME.encode() not in path.read_bytes(), path
        assert NAME not in path.name


def test_switching_keeps_all_work_and_the_next_start_opens_what_was_open(bench: Bench) -> None:
    ada, ben = bench.person(), bench.person()
    assert bench.sign_in(ada) is None
    bench.writes("words of the first")
    first = bench.id()
    bench.app.close()
    assert bench.sign_in(ben) is None
    second = bench.id()
    assert bench.done(bench.app.accounts.switch, first) is None
    assert bench.id() == first and bench.app.accounts.unsent().drafts == 1
    assert bench.done(bench.app.accounts.look)[1] is None, (
        "looking at the others must not change which was last"
    )
    app = bench.start()
    assert app.open_last() and bench.id() == first
    assert isinstance(bench.done(app.accounts.switch, "no such account"), AccountError)
    assert bench.id() == first, "what cannot be opened leaves the old account open"
    assert bench.done(app.accounts.switch, second) is None and app.accounts.unsent().drafts == 0


def test_signed_out_the_work_stays_sealed_until_its_owner_signs_in_again(bench: Bench) -> None:
    ada = bench.person()
    assert bench.sign_in(ada) is None
    bench.writes()
    mine = bench.id()
    assert bench.done(bench.app.accounts.sign_out) is None
    assert bench.app.desk is None and not bench.app.accounts.is_locked
    failure = bench.done(bench.app.accounts.switch, mine)
    assert isinstance(failure, AccountError) and "signed out" in str(failure)
    app = bench.start()
    assert app.open_last() is False
    assert [one.signed_in for one in bench.done(app.accounts.look)[0]] == [False]
    assert bench.sign_in(ada) is None and app.accounts.unsent().drafts == 1 and bench.id() == mine


def test_a_signed_out_account_is_not_opened_in_place_of_one_that_was_erased(bench: Bench) -> None:
    ada, ben = bench.person(), bench.person()
    assert bench.sign_in(ada) is None
    bench.writes()
    assert bench.done(bench.app.accounts.sign_out) is None
    assert bench.sign_in(ben) is None
    change_device(bench.owner.app, ben, bench.device(), "wipe", "seal")
    heard: list[Event] = []
    bench.app.hub.subscribe(heard.append)
    bench.app.sync_now()
    wait_for(lambda: AccountRevoked() in heard)
    bench.done(bench.app.accounts.erase)
    app = bench.start()
    assert app.open_last() is False and app.desk is None, "the first one has signed out"
    (bench.folder / "last").unlink()
    app = bench.start()
    assert app.open_last() is False and app.desk is None, "nor when nobody knows which was last"
    assert bench.sign_in(ada) is None and app.accounts.unsent().drafts == 1


def test_a_removed_account_is_gone_with_its_key_and_the_other_stays(bench: Bench) -> None:
    ada, ben = bench.person(), bench.person()
    assert bench.sign_in(ada) is None
    first = bench.id()
    bench.app.close()
    assert bench.sign_in(ben) is None
    assert len(bench.keys._keys) == 2
    assert bench.done(bench.app.accounts.remove, first) is None
    assert len(bench.keys._keys) == 1 and len(profiles(bench.folder)) == 1 and bench.app.desk is not None
    assert bench.done(bench.app.accounts.remove, bench.id()) is None
    assert bench.keys._keys == {} and profiles(bench.folder) == () and bench.app.desk is None
    assert bench.sign_in(ada) is None, "one may come back, with an empty store"


def test_a_locked_account_that_is_removed_cannot_be_unlocked_any_more(bench: Bench) -> None:
    assert bench.sign_in(bench.person()) is None
    mine = bench.id()
    bench.done(bench.app.accounts.lock)
    assert bench.app.accounts.is_locked
    assert bench.done(bench.app.accounts.remove, mine) is None
    assert not bench.app.accounts.is_locked and bench.keys._keys == {}
    assert isinstance(bench.done(bench.app.accounts.unlock), HdError) and bench.app.desk is None


def test_a_device_that_the_platform_locks_is_locked_here_until_it_is_let_in(bench: Bench) -> None:
    ada = bench.person()
    heard: list[Event] = []
    bench.app.hub.subscribe(heard.append)
    assert bench.sign_in(ada) is None
    bench.writes()
    device = bench.device()
    change_device(bench.owner.app, ada, device, "locked", "seal")
    bench.app.sync_now()
    wait_for(lambda: DeviceLocked() in heard)
    bench.done(bench.app.accounts.lock)
    assert isinstance(bench.done(bench.app.accounts.unlock), DeviceRefused)
    app = bench.start()
    assert app.open_last() is False and app.accounts.is_locked and app.desk is None
    assert isinstance(bench.done(app.accounts.unlock), DeviceRefused)
    assert isinstance(bench.sign_in(ada), DeviceRefused)
    change_device(bench.owner.app, ada, device, "ok", "seal")
    assert bench.done(app.accounts.unlock) is None and app.accounts.unsent().drafts == 1


def test_a_revoked_device_sends_seals_and_erases_while_it_runs(bench: Bench) -> None:
    ada = bench.person()
    heard: list[Event] = []
    bench.app.hub.subscribe(heard.append)
    assert bench.sign_in(ada) is None
    bench.writes()
    bench.submits()
    change_device(bench.owner.app, ada, bench.device(), "wipe", "send_first")
    bench.app.sync_now()
    wait_for(lambda: AccountRevoked() in heard)
    ended = bench.done(bench.app.accounts.erase)
    assert (ended.sent, ended.sealed, ended.open) == (1, 1, False)
    assert profiles(bench.folder) == () and bench.keys._keys == {} and bench.app.desk is None
    assert len(bench.owner.stored(ada)) == 1
    assert [one.standing for one in list_devices(bench.owner.app, ada)] == ["wiped"]


def test_an_order_that_nobody_followed_is_followed_at_the_next_start_and_nothing_is_shown(
    bench: Bench,
) -> None:
    ada = bench.person()
    heard: list[Event] = []
    bench.app.hub.subscribe(heard.append)
    assert bench.sign_in(ada) is None
    bench.writes()
    change_device(bench.owner.app, ada, bench.device(), "wipe", "seal")
    bench.app.sync_now()
    wait_for(lambda: AccountRevoked() in heard)
    app = bench.start()  # as after a kill: nobody had called erase
    assert app.open_last() is False and not app.accounts.is_locked
    app.start_sync()
    wait_for(lambda: list_devices(bench.owner.app, ada)[0].standing == "wiped")
    wait_for(lambda: not any(bench.folder.glob("*/store.db")))


def test_a_bare_403_erases_nothing(bench: Bench) -> None:
    ada = bench.person()
    assert bench.sign_in(ada) is None
    bench.writes()
    close_account(bench.owner.app, bench.person(), "seal")  # somebody else's
    assert bench.app.accounts.unsent().drafts == 1 and len(profiles(bench.folder)) == 1


def test_a_closed_account_cannot_sign_in_and_is_told_so(bench: Bench) -> None:
    ada = bench.person()
    close_account(bench.owner.app, ada, "seal")
    failure = bench.sign_in(ada)
    assert isinstance(failure, Forbidden) and "has closed this account" in str(failure)
    assert profiles(bench.folder) == ()


def test_an_account_that_ended_while_it_was_locked_is_erased_at_unlock(bench: Bench) -> None:
    ada = bench.person()
    assert bench.sign_in(ada) is None
    bench.writes()
    store = bench.app._store
    assert store is not None
    store.meta.set("device_locked", "platform")
    bench.done(bench.app.accounts.lock)
    close_account(bench.owner.app, ada, "seal")
    failure = bench.done(bench.app.accounts.unlock)
    assert isinstance(failure, AccountGone) and "1 piece" in str(failure)
    assert profiles(bench.folder) == () and bench.keys._keys == {}


def test_too_long_without_the_platform_locks_the_work_until_it_is_reached(bench: Bench) -> None:
    ada = bench.person()
    bench.app = App(Config(data_dir=bench.folder, poll_s=1, offline_hours=1), keys=bench.keys)
    bench.apps.append(bench.app)
    heard: list[Event] = []
    bench.app.hub.subscribe(heard.append)
    assert bench.sign_in(ada) is None
    bench.writes()
    wait_for(lambda: bench.app._store is not None and bool(bench.app._store.meta.get("contact_ms")))
    store, account = bench.app._store, bench.app.accounts.open
    assert store is not None and account is not None and account._worker is not None
    engine = account._worker._engine
    account._worker.stop()  # as if the line were dead
    engine._device.failed(Unreachable("no answer"))
    assert DeviceLocked() not in heard, "not for a moment's silence"
    store._elapsed_base += 3_600_001  # an hour in which the program was open
    engine._device.failed(Unreachable("no answer"))
    assert DeviceLocked() in heard and bench.app.accounts.lock_reason == "overdue"
    bench.done(bench.app.accounts.lock)
    app = bench.start()
    assert app.open_last() is False and app.accounts.lock_reason == "overdue"
    assert bench.done(app.accounts.unlock) is None and app.accounts.unsent().drafts == 1
