"""A command that waits for the keyring says so, and ends: by Ctrl+C, after its time, or with what the keyring said."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest

from hdclient.cli import waiting
from hdclient.cli.waiting import PatientKeys
from hdclient.errors import KeyMissing, KeyringLocked
from hdclient.store.keys import SessionKeys
from tests.helpers.stores import KEY


class Asking(SessionKeys):
    """A keyring that waits for a person."""

    def __init__(self) -> None:
        super().__init__()
        self.unlocked = threading.Event()

    def load(self, store_uuid: str) -> bytes:
        self.unlocked.wait(60)
        return super().load(store_uuid)


def test_a_keyring_that_answers_is_not_talked_about() -> None:
    keys, said = SessionKeys(), list[str]()
    patient = PatientKeys(keys, said.append)
    patient.save("one", KEY)
    assert patient.load("one") == KEY
    patient.forget("one")
    with pytest.raises(KeyMissing):
        patient.load("one")
    assert said == []


def test_waiting_is_said_once_and_goes_on_when_it_is_unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "TELL_S", 0.05)
    keys, said = Asking(), list[str]()
    keys.save("one", KEY)
    threading.Timer(0.3, keys.unlocked.set).start()
    assert PatientKeys(keys, said.append).load("one") == KEY
    assert len(said) == 1 and "Ctrl+C" in said[0] and "password" in said[0]


def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "TELL_S", 0.05)
    monkeypatch.setattr(waiting, "MOST_S", 0.2)
    keys = Asking()
    with pytest.raises(KeyringLocked) as caught:
        PatientKeys(keys, lambda _sentence: None).load("one")
    keys.unlocked.set()
    assert caught.value.meaning and caught.value.remedy


SCRIPT = """
import signal, sys, time
# A shell's background job is born deaf to Ctrl+C, and so are its children.
signal.signal(signal.SIGINT, signal.default_int_handler)
from pathlib import Path
from hdclient.store.keys import KeyringKeys
KeyringKeys.load = lambda self, uuid: time.sleep(30)
from hdclient import cli
sys.exit(cli.main(["doctor", "--data-dir", sys.argv[1]]))
"""


def test_ctrl_c_ends_the_command_and_changes_nothing(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from tests.helpers.kept_work import KeptWork

    work = KeptWork(tmp_path / "account")
    before = work.files()
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(tmp_path)],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    line = process.stderr.readline()
    assert "Waiting for the keyring" in line
    start = time.monotonic()
    process.send_signal(2)
    _, rest = process.communicate(timeout=20)
    assert process.returncode == 130 and "stopped" in rest and time.monotonic() - start < 10
    assert work.files() == before
