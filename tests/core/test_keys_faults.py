"""The keyring as the world treats it, a real one: locked at the start or in mid run, absent, replaced, robbed.

Whatever happens to it: no new key over work that is there, no file with a key in it, and nothing is overwritten.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.helpers.keyrings import beside_keyring, needs_keyring, without_bus

pytestmark = [needs_keyring, pytest.mark.slow]

# Does the steps that it is given, one line for each: what came of it, or the class of the failure.
SCRIPT = """
import os, sys
from pathlib import Path
from hdclient.accounts.accounts import Accounts
from hdclient.clock import SystemClock
from hdclient.errors import HdError
from hdclient.events import EventHub
from hdclient.store.keys import KeyringKeys
from hdclient.store.profile import Profile

folder, steps = Path(sys.argv[1]), sys.argv[2:]
profile = Profile(folder / "account")
store = None

def collection():
    import secretstorage
    return secretstorage.get_default_collection(secretstorage.dbus_init())

def ours():
    return list(collection().search_items({"service": "hdclient"}))

def open_():
    global store
    store = profile.open_or_create(KeyringKeys(), "https://platform.example.org")
    return "open " + store.meta.get("words", "nothing")

def write():
    store.meta.set("words", "kept")
    return "written"

def back_up():
    return "copied" if store.back_up(now=True) else "no copy"

def close():
    store.close()
    return "closed"

def lock():
    collection().lock()
    return "locked"

def rob():
    for item in ours():
        item.delete()
    return "robbed"

def swap():
    from keyring.backends.SecretService import Keyring
    Keyring().set_password("hdclient", "store:" + profile.card().store_uuid, "v1:" + "ab" * 32)
    return "swapped"

def leaks():
    for item in ours():
        secret = item.get_secret().decode().removeprefix("v1:")
        for path in folder.rglob("*"):
            if path.is_file() and (secret.encode() in path.read_bytes() or bytes.fromhex(secret) in path.read_bytes()):
                return "leaked"
    return "no leak of %d" % len(ours())

def remove():
    import threading
    ended, found = threading.Event(), []
    rooms = Accounts(folder, KeyringKeys(), SystemClock(), lambda origin: None, EventHub())
    rooms.remove("account", lambda failure: (found.append(failure), ended.set()))
    ended.wait(60)
    return "removed" if found == [None] else type(found[0]).__name__

def start():
    rooms = Accounts(folder, KeyringKeys(), SystemClock(), lambda origin: None, EventHub())
    opened = rooms.open_last("")
    rooms.start()
    rooms._erasing.join(60)
    rooms.close()
    return "work" if opened else "nothing here"

for step in steps:
    try:
        print({**globals(), "open": open_}[step]())
    except HdError as error:
        print(type(error).__name__)
"""


def files(home: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in (home / "work").rglob("*") if path.is_file()}


def test_a_keyring_that_locks_in_mid_run_stops_nothing_until_the_next_start(tmp_path: Path) -> None:
    said = beside_keyring(tmp_path, SCRIPT, "open", "lock", "write", "back_up", "close", "open")
    assert said == ["open nothing", "locked", "written", "copied", "closed", "KeyringLocked"]
    assert beside_keyring(tmp_path, SCRIPT, "open", "leaks", "close") == [
        "open kept",
        "no leak of 1",
        "closed",
    ]


def test_locked_at_the_start_nothing_is_made_or_changed(tmp_path: Path) -> None:
    beside_keyring(tmp_path, SCRIPT, "open", "write", "close")
    before = files(tmp_path)
    assert beside_keyring(tmp_path, SCRIPT, "open", password="another") == ["KeyringLocked"]
    assert files(tmp_path) == before
    assert beside_keyring(tmp_path, SCRIPT, "open", "close") == ["open kept", "closed"]


def test_without_any_keyring_no_store_is_made_and_none_is_touched(tmp_path: Path) -> None:
    assert without_bus(tmp_path, SCRIPT, "open") == ["KeyringMissing"]
    assert not any(name.endswith("store.db") for name in files(tmp_path))
    shutil.rmtree(tmp_path / "work")
    beside_keyring(tmp_path, SCRIPT, "open", "write", "close")
    before = files(tmp_path)
    assert without_bus(tmp_path, SCRIPT, "open") == ["KeyringMissing"]
    assert files(tmp_path) == before
    assert beside_keyring(tmp_path, SCRIPT, "open", "close") == ["open kept", "closed"]


def test_a_keyring_that_lost_the_key_or_was_replaced_gets_no_new_one(tmp_path: Path) -> None:
    beside_keyring(tmp_path, SCRIPT, "open", "write", "close")
    before = files(tmp_path)
    assert beside_keyring(tmp_path, SCRIPT, "rob", "open", "leaks") == [
        "robbed",
        "KeyMissing",
        "no leak of 0",
    ]
    shutil.rmtree(tmp_path / ".local" / "share" / "keyrings")
    assert beside_keyring(tmp_path, SCRIPT, "open", "leaks", password="new one") == [
        "KeyMissing",
        "no leak of 0",
    ]
    assert files(tmp_path) == before


def test_a_restored_keyring_with_another_key_is_told_apart_from_damage(tmp_path: Path) -> None:
    beside_keyring(tmp_path, SCRIPT, "open", "write", "close")
    before = files(tmp_path)
    assert beside_keyring(tmp_path, SCRIPT, "swap", "open") == ["swapped", "WrongKey"]
    assert files(tmp_path) == before


def test_a_removed_account_leaves_nothing_in_the_keyring(tmp_path: Path) -> None:
    beside_keyring(tmp_path, SCRIPT, "open", "write", "close")
    said = beside_keyring(tmp_path, SCRIPT, "remove", "leaks", "start")
    assert said == ["removed", "no leak of 0", "nothing here"]
    assert not [name for name in files(tmp_path) if not name.endswith("/last")]


def test_removed_while_the_keyring_is_locked_it_is_erased_at_the_next_start(tmp_path: Path) -> None:
    beside_keyring(tmp_path, SCRIPT, "open", "write", "close")
    assert beside_keyring(tmp_path, SCRIPT, "lock", "remove", "start") == [
        "locked",
        "AccountError",
        "nothing here",
    ]
    assert any(name.endswith("store.db") for name in files(tmp_path)), "its key comes first, then its files"
    assert beside_keyring(tmp_path, SCRIPT, "start", "leaks") == ["nothing here", "no leak of 0"]
    assert not [name for name in files(tmp_path) if not name.endswith("/last")]
