"""The composition root: signing in to a real platform over loopback, coming back, and what is said when it fails."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from hdclient.app import PRACTICE, App, Link
from hdclient.backends.memory import MemoryBackend
from hdclient.backends.memory_platform import MemoryPlatform
from hdclient.clock import SystemClock
from hdclient.config import Config
from hdclient.demo import Practice
from hdclient.errors import (
    ConfigError,
    HdError,
    KeyringMissing,
    NotOurPlatform,
    SignInNeeded,
    StoreDamaged,
    StoreUnwritable,
)
from hdclient.model.person import Person, Role
from hdclient.platform.accounts import create_person, issue_token
from hdclient.platform.app import close_app
from hdclient.store.card import CARD_COPY_NAME, CARD_WITH_BACKUPS
from hdclient.store.keys import SessionKeys
from hdclient.store.profile import profiles
from hdclient.sync import retry
from tests.helpers.kept_work import KeptWork
from tests.helpers.platforms import quick_app, served


class NoKeyring(SessionKeys):
    """A computer without a keyring."""

    def save(self, store_uuid: str, key: bytes) -> None:
        raise KeyringMissing("There is no keyring.")


@pytest.fixture
def platform() -> Iterator[tuple[Flask, str]]:
    app = quick_app()
    with served(app) as origin:
        yield app, origin
    close_app(app)


def sign_in(app: App, origin: str, token: str) -> Exception | None:
    ended, found = threading.Event(), []

    def report(failure: Exception | None) -> None:
        found.append(failure)
        ended.set()

    app.sign_in(origin, token, report)
    assert ended.wait(60)
    return found[0]


def account(platform: Flask, name: str = "Ada") -> str:
    return issue_token(platform, create_person(platform, name, Role.ANNOTATOR).id)


def test_a_token_lets_in_and_the_account_is_there_at_the_next_start(
    tmp_path: Path, platform: tuple[Flask, str]
) -> None:
    server, origin = platform
    keys, token = SessionKeys(), account(server)
    app = App(Config(data_dir=tmp_path), keys=keys)
    try:
        assert sign_in(app, origin, token) is None
        assert app.desk is not None and app.desk.person is not None and app.desk.person.name == "Ada"
    finally:
        app.stop()
    again = App(Config(data_dir=tmp_path), keys=keys)
    try:
        assert again.open_last() and again.origin == origin
    finally:
        again.stop()
    assert all(token.encode() not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_a_wrong_token_makes_nothing(tmp_path: Path, platform: tuple[Flask, str]) -> None:
    app = App(Config(data_dir=tmp_path), keys=SessionKeys())
    failure = sign_in(app, platform[1], "hd_" + "x" * 40)
    assert isinstance(failure, SignInNeeded) and "does not know this token" in str(failure)
    assert app.desk is None and profiles(tmp_path) == ()
    app.stop()


def test_another_accounts_token_does_not_take_over_the_open_one(
    tmp_path: Path, platform: tuple[Flask, str]
) -> None:
    server, origin = platform
    app = App(Config(data_dir=tmp_path), keys=SessionKeys())
    try:
        assert sign_in(app, origin, account(server)) is None
        assert isinstance(sign_in(app, origin, account(server, "Ben")), ConfigError)
        assert app.desk is not None and app.desk.person is not None and app.desk.person.name == "Ada"
    finally:
        app.stop()


def test_two_accounts_have_two_stores(tmp_path: Path, platform: tuple[Flask, str]) -> None:
    server, origin = platform
    app = App(Config(data_dir=tmp_path), keys=SessionKeys())
    for name in ("Ada", "Ben"):
        assert sign_in(app, origin, account(server, name)) is None
        app.close()
    assert len(profiles(tmp_path)) == 2
    app.stop()


def test_what_is_not_a_platform_lets_nobody_in(tmp_path: Path) -> None:
    app = App(Config(data_dir=tmp_path), keys=SessionKeys())
    assert isinstance(sign_in(app, "http://example.invalid", "x" * 30), ConfigError | NotOurPlatform)
    assert app.desk is None
    app.stop()


def test_a_broken_card_is_said_and_not_taken_for_a_first_start(
    tmp_path: Path, platform: tuple[Flask, str]
) -> None:
    keys = SessionKeys()
    app = App(Config(data_dir=tmp_path), keys=keys)
    assert sign_in(app, platform[1], account(platform[0])) is None
    app.stop()
    (profile,) = profiles(tmp_path)
    profile.card_path.write_text("{broken")
    (profile.folder / CARD_COPY_NAME).unlink()
    (profile.folder / CARD_WITH_BACKUPS).unlink(missing_ok=True)
    with pytest.raises(StoreDamaged):
        App(Config(data_dir=tmp_path), keys=keys).open_last()
    assert profile.card_path.read_text() == "{broken"


def test_practice_works_without_a_keyring_and_says_that_it_is_not_kept(tmp_path: Path) -> None:
    practice = Practice(tmp_path / "practice")
    app = App(Config(data_dir=tmp_path), keys=NoKeyring(), link=practice.link)
    try:
        ended = threading.Event()
        failures: list[Exception | None] = []
        app.start_practice(lambda failure: (failures.append(failure), ended.set()))
        assert ended.wait(60) and failures == [None]
        assert app.origin == PRACTICE and not app.is_kept
    finally:
        app.stop()
        practice.close()
    assert list(tmp_path.glob("*/store.db")) == []


def test_a_folder_that_refuses_practice_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "practice").write_text("in the way")
    practice = Practice(tmp_path / "practice")
    app = App(Config(data_dir=tmp_path), keys=SessionKeys(), link=practice.link)
    ended, found = threading.Event(), []
    app.start_practice(lambda failure: (found.append(failure), ended.set()))
    assert ended.wait(60)
    app.stop()
    assert isinstance(found[0], StoreUnwritable)
    assert found[0].what.endswith("cannot be used: a file of that name is in the way.")
    assert "Errno" not in str(found[0])


@pytest.mark.logs
def test_a_fault_nobody_foresaw_shows_no_words_of_its_own(tmp_path: Path) -> None:
    def broken(_origin: str) -> Link:
        raise LookupError("SECRET-WORDS")

    app = App(Config(data_dir=tmp_path), keys=SessionKeys(), link=broken)
    failure = sign_in(app, "https://platform.example.org", "token")
    app.stop()
    assert isinstance(failure, HdError)
    assert "SECRET-WORDS" not in str(failure) and "LookupError" not in str(failure)


@pytest.mark.logs
def test_what_keeps_sync_from_beginning_is_said(tmp_path: Path) -> None:
    """Whatever it is: else nothing is sent, and the window says for ever that it is connecting."""
    work = KeptWork(tmp_path / "account")

    def fault(_origin: str) -> Link:
        raise RuntimeError("words of somebody else")

    app = App(Config(data_dir=tmp_path), keys=work.keys, link=fault)
    assert app.open_last()
    app.start_sync()
    end = time.monotonic() + 30
    while not app.connection()[1] and time.monotonic() < end:
        time.sleep(0.01)
    said = app.connection()[1]
    app.stop()
    assert said.startswith("Sending and receiving could not begin") and "words of" not in said


@pytest.mark.logs
def test_what_kept_sync_from_beginning_is_tried_again_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy that was set wrongly, a file that was not there for a moment: nobody has to start the program again."""
    monkeypatch.setattr(retry, "FIRST_WAIT_MS", 20)
    work, platform = KeptWork(tmp_path / "account"), MemoryPlatform(clock=SystemClock())
    tries: list[str] = []

    def odd(origin: str) -> Link:
        tries.append(origin)
        if len(tries) < 3:
            raise ConfigError("The proxy makes no sense.", "Nothing is sent.", "Correct it.")
        return Link(
            origin, lambda *_: MemoryBackend(platform, Person(id="p", name="P", role=Role.ANNOTATOR)), 2_000
        )

    app = App(Config(data_dir=tmp_path), keys=work.keys, link=odd)
    said: list[str] = []
    app.hub.subscribe(lambda event: said.append(app.connection()[1]))
    assert app.open_last()
    app.start_sync()
    end = time.monotonic() + 60
    while (app.accounts.open is None or app.accounts.open._worker is None) and time.monotonic() < end:
        time.sleep(0.01)
    assert app.accounts.open is not None and app.accounts.open._worker is not None
    app.stop()
    assert len(tries) == 3
    assert any("proxy makes no sense" in one and "tried again" in one for one in said)


def test_asking_tries_it_again_at_once(tmp_path: Path) -> None:
    work = KeptWork(tmp_path / "account")
    tries: list[str] = []

    def odd(origin: str) -> Link:
        tries.append(origin)
        raise ConfigError("The proxy makes no sense.", "Nothing is sent.", "Correct it.")

    app = App(Config(data_dir=tmp_path), keys=work.keys, link=odd)
    assert app.open_last()
    app.accounts.open._again.wait = lambda timeout=None, wait=app.accounts.open._again.wait: wait(3_600)  # type: ignore[union-attr, method-assign]
    app.start_sync()
    end = time.monotonic() + 60
    while not app.connection()[1] and time.monotonic() < end:
        time.sleep(0.01)
    app.sync_now()
    while len(tries) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    app.stop()
    assert len(tries) >= 2
