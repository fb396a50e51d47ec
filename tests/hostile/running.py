"""Runs cases in processes of their own and judges what they report, and, with strace, what they asked of the system."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.one import BEGIN

ROOT = Path(__file__).parents[2]
STALL_MS = 50.0
"""Of the GUI thread's processor time in one turn of the event loop."""
GROWN_MB = 900.0
"""For one text of 10 MB, shown twice. All others stay far below."""
TIMEOUT_S = 180
_INTERNET = re.compile(r"connect\(\d+, \{sa_family=AF_INET6?,")
_OPENED = re.compile(r'openat\([^,]+, "((?:[^"\\]|\\.)*)"')
_OURS = (
    *(
        "/usr/",
        "/etc/fonts",
        "/etc/ld.so",
        "/etc/localtime",
        "/lib",
        "/proc/",
        "/sys/",
        "/dev/null",
        "/dev/urandom",
    ),
    *(
        sys.prefix,
        sys.base_prefix,
        str(ROOT),
        str(Path.home() / ".cache/fontconfig"),
        "/var/cache/fontconfig",
    ),
    *(
        str(Path.home() / ".fonts"),
        str(Path.home() / ".local/share/fonts"),
        "/etc/passwd-",
        "/etc/os-release",
    ),
    *(str(Path.home() / ".config/fontconfig"), str(Path(sys.prefix).parent)),
)
"""What is opened for fonts, libraries and modules, whatever the content."""


@dataclass(slots=True)
class Outcome:
    """What one case did. `faults` are sentences; none means that it was withstood."""

    name: str
    stall_ms: float = 0.0
    grown_mb: float = 0.0
    faults: list[str] = field(default_factory=list)


class Trap:
    """A port that listens, a file that nobody may open, and whether either was touched."""

    def __init__(self, folder: Path) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self.port = self._socket.getsockname()[1]
        self.bait = folder / "hd-hostile-bait.png"
        self.bait.write_bytes(b"nobody reads this")

    def was_called(self) -> bool:
        """Whether anybody has connected."""
        try:
            self._socket.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        self._socket.close()


@contextmanager
def trap() -> Iterator[Trap]:
    """For all cases of one run."""
    with tempfile.TemporaryDirectory(prefix="hd-hostile-") as folder:
        made = Trap(Path(folder))
        try:
            yield made
        finally:
            made.close()


def run_case(name: str, trap: Trap) -> Outcome:
    """Runs one case and checks stalls, memory, what Python opened, and the port."""
    outcome = Outcome(name)
    done = subprocess.run(
        _command(name, trap), capture_output=True, text=True, timeout=TIMEOUT_S, check=False, cwd=ROOT
    )
    if done.returncode:
        outcome.faults.append(f"ended with {done.returncode}: {done.stderr.strip()[-300:]}")
        return outcome
    facts = json.loads(done.stdout.splitlines()[-1])
    where, outcome.stall_ms = max(facts["turns_ms"].items(), key=lambda item: item[1])
    outcome.grown_mb = facts["grown_mb"]
    if outcome.stall_ms > STALL_MS:
        outcome.faults.append(f"{where}: one turn took {outcome.stall_ms} ms")
    if outcome.grown_mb > GROWN_MB:
        outcome.faults.append(f"took {outcome.grown_mb:.0f} MB more")
    outcome.faults += [f"Python: {what}" for what in facts["opened"]]
    if trap.was_called():
        outcome.faults.append("connected to the port")
    return outcome


def has_strace() -> bool:
    """Whether system calls can be looked at."""
    return shutil.which("strace") is not None


def trace_case(name: str, trap: Trap) -> list[str]:
    """Runs one case under strace, with all its processes: what it opened or connected to and should not have."""
    with tempfile.NamedTemporaryFile(prefix="hd-hostile-", suffix=".trace") as file:
        traced = ["strace", "-f", "-qq", "-s", "300", "-e", "trace=openat,connect,stat,newfstatat,access"]
        subprocess.run(
            [*traced, "-o", file.name, *_command(name, trap)],
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
            cwd=ROOT,
        )
        lines = Path(file.name).read_text(encoding="utf-8", errors="replace").splitlines()
    begin = next((number for number, line in enumerate(lines) if BEGIN in line), len(lines))
    found = [line for line in lines if _INTERNET.search(line)]
    if begin == len(lines):
        found.append("the case never began")
    for line in lines[begin:]:
        opened = _OPENED.search(line)
        if opened is not None and not opened[1].startswith(_OURS) and opened[1].startswith("/"):
            found.append(f"opened {opened[1]}")
        if str(trap.bait) in line:
            found.append(f"touched the bait: {line[:200]}")
    return sorted(set(found))


def _command(name: str, trap: Trap) -> list[str]:
    return [sys.executable, "-m", "tests.hostile.one", name, str(trap.port), str(trap.bait)]
