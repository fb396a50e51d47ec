"""Leaving an account: what was submitted just now still goes, and nobody's open work is erased."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from hdclient.app import App
from hdclient.config import Config
from hdclient.errors import StoreFull, StoreInUse
from hdclient.sync.status import ConnectionState
from tests.helpers.clock import FakeClock
from tests.helpers.disks import small_disk
from tests.helpers.platforms import RealOwner, quick_app, served
from tests.sync.test_accounts import Bench, wait_for

Owner = tuple[RealOwner, str]


@pytest.fixture
def owner() -> Iterator[Owner]:
    app = quick_app()
    with served(app) as origin:
        made = RealOwner(app, FakeClock(), origin=origin)
        yield made, origin
        made.close()


def signed_in(folder: Path, owner: Owner) -> tuple[Bench, str]:
    bench = Bench(folder, *owner)
    person = bench.person()
    assert bench.sign_in(person) is None
    bench.fetched()
    return bench, person


def is_online(bench: Bench) -> bool:
    account = bench.app.accounts.open
    view = None if account is None else account.connection()
    return view is not None and view.state is ConnectionState.ONLINE


def test_what_was_submitted_just_now_is_sent_before_the_token_is_forgotten(
    tmp_path: Path, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hdclient.accounts.open_account.LAST_PUSH_S", 60.0)  # the computer may be busy
    bench, person = signed_in(tmp_path, owner)
    wait_for(lambda: is_online(bench))
    bench.submits()
    assert bench.app.accounts.unsent().submissions == 1
    assert bench.done(bench.app.accounts.sign_out) is None
    assert sum(owner[0].stored(person).values()) == 1
    (account,) = bench.done(bench.app.accounts.look)[0]
    assert not account.signed_in and not account.unsent
    bench.close()


def test_on_a_full_disk_the_work_is_closed_all_the_same_and_that_the_token_is_left_is_said(
    tmp_path: Path, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hdclient.store.store.RESERVE_BYTES", 0)
    with small_disk(tmp_path / "disk", "8m") as disk:
        bench, person = signed_in(disk.path / "data", owner)
        store = bench.app.accounts.open.store  # type: ignore[union-attr]
        with (disk.path / "film").open("wb", buffering=0) as film, suppress(OSError):
            while True:
                film.write(b"x" * 512)
        with pytest.raises(StoreFull):  # what the file has left inside is used up as well
            for number in range(10_000):
                store.settings.set(f"filler {number}", "x" * 4_000)
        failure = bench.done(bench.app.accounts.sign_out)
        assert isinstance(failure, StoreFull) and bench.app.desk is None
        (disk.path / "film").unlink()
        assert bench.sign_in(person) is None, "no other hdclient has it open"
        assert bench.done(bench.app.accounts.sign_out) is None
        bench.close()


def test_what_another_program_has_open_cannot_be_removed(tmp_path: Path, owner: Owner) -> None:
    bench, _person = signed_in(tmp_path, owner)
    bench.writes()
    second = App(Config(data_dir=tmp_path, poll_s=1), keys=bench.keys)
    failure = bench.done(second.accounts.remove, bench.id())
    assert isinstance(failure, StoreInUse)
    second.stop()
    app = bench.start()
    assert app.open_last() and app.accounts.unsent().drafts == 1
    mine = bench.id()
    assert bench.done(app.accounts.lock) is None
    assert bench.done(app.accounts.remove, mine) is None and bench.done(app.accounts.look)[0] == ()
    bench.close()
