"""The ears that fail every test which connects elsewhere, tested themselves; and the demo, heard and walled in."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.stray import is_known
from tests.faults.walls import can_wall_in, has_strace, internet_calls, local_sockets, traced, walled_in
from tests.helpers.ear.sitecustomize import FILE
from tests.helpers.stray import is_here, strays, strays_of_children

ROOT = Path(__file__).parents[2]
ELSEWHERE = "192.0.2.1"
"""An address of no computer (RFC 5737)."""
DEMO = [sys.executable, "-m", "hdclient", "demo", "--check"]
PYTHON_CONNECTS = f"import socket; socket.socket(type=socket.SOCK_DGRAM).connect(('{ELSEWHERE}', 9))"
LIBRARY_CONNECTS = (
    "from PySide6.QtNetwork import QUdpSocket, QHostAddress; import sys; s = QUdpSocket();"
    f" s.connectToHost(QHostAddress('{ELSEWHERE}'), 9); s.waitForConnected(500)"
)


@pytest.mark.parametrize(
    ("address", "here"),
    [
        (("127.0.0.1", 80), True),
        (("127.8.8.8", 80), True),
        (("::1", 80, 0, 0), True),
        (("localhost", 80), True),
        ((b"localhost", None), True),
        ((None, 80), True),
        ("/run/socket", True),
        (("192.0.2.1", 80), False),
        (("0.0.0.0", 80), False),
        (("2001:db8::1", 80, 0, 0), False),
        (("platform.example.org", 443), False),
        ((b"platform.example.org", 443), False),
    ],
)
def test_what_is_here(address: object, here: bool) -> None:
    assert is_here(address) is here


def test_to_be_open_to_every_computer_is_a_stray() -> None:
    assert is_here(("", 80)) and not is_here(("", 80), bound=True)
    with socket.socket() as door:
        door.bind(("", 0))
    assert len(strays) == 1
    strays.clear()


def test_a_stray_connection_is_heard() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line, contextlib.suppress(OSError):
        line.connect((ELSEWHERE, 9))  # a datagram socket sends nothing by this
    assert strays == [f"('{ELSEWHERE}', 9)"]
    strays.clear()


def test_a_name_that_is_looked_up_is_heard() -> None:
    with contextlib.suppress(OSError):
        socket.getaddrinfo("platform.invalid", 443)
    assert strays == ["('platform.invalid', None)"]
    strays.clear()


def test_a_stray_connection_of_a_child_and_of_its_child_is_heard() -> None:
    for script in (
        PYTHON_CONNECTS,
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {PYTHON_CONNECTS!r}])",
    ):
        subprocess.run([sys.executable, "-c", script], check=False, timeout=60, capture_output=True)
        (line,) = strays_of_children()
        assert ELSEWHERE in line


def demo_environment(folder: Path) -> dict[str, str]:
    """Everything that the demo writes, it writes here."""
    places = ("HOME", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
    ear = {FILE: str(folder / "heard"), "HDCLIENT_CHECK_PATIENCE": "8"}
    return os.environ | {name: str(folder) for name in places} | ear


def submitted(said: str) -> int:
    """How much work was done meanwhile. Whether all of it went well is the demo's own check, in `make check`."""
    results = json.loads(said.splitlines()[-1])["results"]
    return int(next(one["value"] for one in results if one["name"] == "submitted by key events"))


@pytest.mark.slow
def test_the_demo_and_its_children_open_no_connection_at_all(tmp_path: Path) -> None:
    done = subprocess.run(
        DEMO,
        cwd=ROOT,
        env=demo_environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert submitted(done.stdout) > 0, done.stdout[-2000:] + done.stderr[-2000:]
    heard = (tmp_path / "heard").read_text().splitlines()
    begun = [line for line in heard if line.startswith("began")]
    assert sum("ui.demo.child" in line for line in begun) == 2, begun
    assert sum("hdclient.content.worker" in line for line in begun) >= 2, begun
    assert [line for line in heard if not line.startswith("began")] == []


@pytest.mark.slow
@pytest.mark.skipif(not can_wall_in(), reason="this machine allows no network namespace (unshare -rn)")
def test_the_demo_works_where_there_is_no_network_at_all(tmp_path: Path) -> None:
    """And, where there is strace, asks the system for none: that hears Qt and every library, too."""
    log = tmp_path / "calls"
    command = traced(DEMO, log) if has_strace() else DEMO
    done = subprocess.run(
        walled_in(command),
        cwd=ROOT,
        env=demo_environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert submitted(done.stdout) > 0, done.stdout[-2000:] + done.stderr[-2000:]
    if has_strace():
        assert internet_calls(log) == []
        assert [path for path in local_sockets(log) if not is_known(path, tmp_path)] == []


@pytest.mark.skipif(not has_strace(), reason="there is no strace here")
@pytest.mark.parametrize("script", [PYTHON_CONNECTS, LIBRARY_CONNECTS], ids=["python", "library"])
def test_a_connection_that_goes_past_python_is_seen(tmp_path: Path, script: str) -> None:
    log = tmp_path / "calls"
    environment = {name: value for name, value in os.environ.items() if name != FILE}
    subprocess.run(
        traced([sys.executable, "-c", script], log),
        env=environment,
        check=False,
        timeout=120,
        capture_output=True,
    )
    assert any(ELSEWHERE in line for line in internet_calls(log))


@pytest.mark.skipif(not can_wall_in(), reason="this machine allows no network namespace (unshare -rn)")
def test_behind_the_wall_there_is_nothing(tmp_path: Path) -> None:
    script = f"import socket; socket.create_connection(('{ELSEWHERE}', 9), 2)"
    environment = os.environ | {FILE: str(tmp_path / "heard")}
    done = subprocess.run(
        walled_in([sys.executable, "-c", script]),
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0 and "unreachable" in done.stderr and shutil.which("unshare")
