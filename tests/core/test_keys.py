"""Keys are kept only where we trust, are proved to be kept, and are never replaced."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import keyring
import pytest
from keyring import errors

from hdclient.errors import HdError, KeyMissing, KeyringError, KeyringLocked, KeyringMissing
from hdclient.store import keys as keys_module
from hdclient.store.keys import TRUSTED, KeyProvider, KeyringKeys, SessionKeys, find_backend

ROOT = Path(__file__).parents[2]
KEY = bytes(range(32))
UUID = "0190-uuid"


class Ring:
    """A keyring in memory that can be locked, broken or forgetful."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], str] = {}
        self.error: Exception | None = None
        self.forgets = False

    def _check(self) -> None:
        if self.error is not None:
            raise self.error

    def get_password(self, service: str, name: str) -> str | None:
        self._check()
        return self.items.get((service, name))

    def set_password(self, service: str, name: str, value: str) -> None:
        self._check()
        if not self.forgets:
            self.items[(service, name)] = value

    def delete_password(self, service: str, name: str) -> None:
        self._check()
        del self.items[(service, name)]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    ring = Ring()
    monkeypatch.setattr(keys_module, "find_backend", lambda: ring)
    return ring


def backend(class_path: str, **facts: Any) -> Any:
    """An object of a class with this name."""
    module, _, name = class_path.rpartition(".")
    return type(name, (), {"__module__": module, "__qualname__": name, **facts})()


@pytest.mark.parametrize("make", [SessionKeys, KeyringKeys])
def test_a_key_comes_back_until_it_is_forgotten_and_is_never_replaced(make: Any, ring: Ring) -> None:
    keys: KeyProvider = make()
    with pytest.raises(KeyMissing):
        keys.load(UUID)
    keys.save(UUID, KEY)
    keys.save(UUID, KEY)
    assert keys.load(UUID) == KEY
    with pytest.raises(KeyringError, match="another key"):
        keys.save(UUID, bytes(32))
    assert keys.load(UUID) == KEY
    with pytest.raises(KeyMissing):
        keys.load("another store")
    keys.forget(UUID)
    keys.forget(UUID)
    with pytest.raises(KeyMissing):
        keys.load(UUID)


def test_the_keyring_holds_one_short_secret_per_store_named_by_its_uuid(ring: Ring) -> None:
    KeyringKeys().save(UUID, KEY)
    assert ring.items == {("hdclient", f"store:{UUID}"): "v1:" + KEY.hex()}


def test_a_keyring_that_forgets_is_found_out(ring: Ring) -> None:
    ring.forgets = True
    with pytest.raises(KeyringMissing, match="does not keep"):
        KeyringKeys().save(UUID, KEY)


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (errors.KeyringLocked("locked"), KeyringLocked),
        (errors.NoKeyringError("none"), KeyringMissing),
        (errors.InitError("no bus"), KeyringMissing),
        (errors.PasswordSetError("denied"), KeyringError),
        (OSError("the bus went away with SECRET"), KeyringError),
    ],
)
def test_locked_missing_and_broken_are_told_apart(ring: Ring, raised: Exception, told: type[HdError]) -> None:
    ring.error = raised
    for call in (
        lambda: KeyringKeys().load(UUID),
        lambda: KeyringKeys().save(UUID, KEY),
        lambda: KeyringKeys().forget(UUID),
    ):
        with pytest.raises(KeyringError) as caught:
            call()
        assert type(caught.value) is told
        assert caught.value.meaning and caught.value.remedy and "SECRET" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "v1:", "v1:zz", "v1:" + "00" * 31, "v2:" + "00" * 32, "hunter2"])
def test_what_is_not_a_key_is_neither_used_nor_overwritten(ring: Ring, text: str) -> None:
    ring.items[("hdclient", f"store:{UUID}")] = text
    with pytest.raises(KeyringError, match="not a key"):
        KeyringKeys().load(UUID)
    with pytest.raises(KeyringError, match="not a key"):
        KeyringKeys().save(UUID, KEY)
    assert ring.items[("hdclient", f"store:{UUID}")] == text


def test_only_whole_keys_are_kept(ring: Ring) -> None:
    with pytest.raises(ValueError, match="32"):
        KeyringKeys().save(UUID, b"short")
    assert ring.items == {}


# Which keyrings


@pytest.fixture
def no_platform_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setattr(keys_module, "_platform_backends", lambda: iter(()))


@pytest.mark.parametrize("name", sorted(name for names in TRUSTED.values() for name in names))
def test_every_trusted_class_exists_in_the_library_and_is_accepted(
    no_platform_keyring: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    source = Path(keyring.__file__).parent / "backends" / (name.split(".")[2] + ".py")
    if not source.exists():
        source = source.with_suffix("") / "__init__.py"
    assert f"class {name.rpartition('.')[2]}(" in source.read_text(encoding="utf-8")
    chosen = backend(name)
    monkeypatch.setattr(keyring, "get_keyring", lambda: chosen)
    assert find_backend() is chosen


REFUSED = (
    "keyring.backends.null.Keyring",
    "keyring.backends.fail.Keyring",
    "keyrings.alt.file.PlaintextKeyring",
    "keyrings.alt.file.EncryptedKeyring",
    "keyrings.alt.Gnome.Keyring",
    "keyring.backends.kwallet.DBusKeyringKWallet4",
    "evil.SecretService.Keyring",
)


@pytest.mark.parametrize("name", REFUSED)
def test_every_other_keyring_is_refused_by_name(
    no_platform_keyring: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend(name))
    with pytest.raises(KeyringMissing, match=name.replace(".", r"\.")):
        find_backend()


def test_a_chain_is_refused_when_one_link_is(
    no_platform_keyring: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = backend("keyring.backends.SecretService.Keyring")
    bad = backend("keyrings.alt.file.PlaintextKeyring")
    for links, accepted in (([good], True), ([good, bad], False), ([bad], False), ([], False)):
        chain = backend("keyring.backends.chainer.ChainerBackend", backends=links)
        monkeypatch.setattr(keyring, "get_keyring", lambda chain=chain: chain)
        if accepted:
            assert find_backend() is good
        else:
            with pytest.raises(KeyringMissing):
                find_backend()


def test_the_platforms_own_keyring_is_taken_without_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    def search() -> Any:
        raise AssertionError("the slow search must not run")

    class Viable:
        viable = True

    class NotViable:
        viable = False

    modules = {
        "keyring.backends.SecretService": SimpleNamespace(Keyring=NotViable),
        "keyring.backends.kwallet": SimpleNamespace(DBusKeyring=Viable),
    }
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    monkeypatch.setattr(keyring, "get_keyring", search)
    monkeypatch.setattr(keys_module.sys, "platform", "linux")
    monkeypatch.setattr(keys_module.importlib, "import_module", lambda name: modules[name])
    assert isinstance(find_backend(), Viable)


def test_on_kde_the_wallet_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def nothing(name: str) -> Any:
        asked.append(name)
        raise ImportError(name)

    monkeypatch.setattr(keys_module.sys, "platform", "linux")
    monkeypatch.setattr(keys_module.importlib, "import_module", nothing)
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "KDE")
    assert list(keys_module._platform_backends()) == []
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "GNOME")
    assert list(keys_module._platform_backends()) == []
    assert [name.rpartition(".")[2] for name in asked] == [
        "kwallet",
        "SecretService",
        "libsecret",
        "SecretService",
        "kwallet",
        "libsecret",
    ]


@pytest.mark.parametrize("name", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"])
def test_an_unsafe_keyring_that_somebody_configured_is_refused_in_a_real_process(name: str) -> None:
    script = (
        "from hdclient.store.keys import KeyringKeys; from hdclient.errors import KeyringMissing\n"
        "try: KeyringKeys().save('u', bytes(32))\n"
        "except KeyringMissing as error: print(error.what)"
    )
    environment = {**os.environ, "PYTHON_KEYRING_BACKEND": name, "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert name in done.stdout, done.stderr


def test_nothing_of_the_keyring_is_imported_before_it_is_needed() -> None:
    script = "import sys, hdclient.store, hdclient.store.keys, hdclient.session.desk; print('keyring' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "False", done.stderr
