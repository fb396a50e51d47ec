"""Processes that are walled in, and what they ask of the system's network: `unshare -rn` and strace."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

_CALLS = "connect,bind,sendto,sendmsg,sendmmsg"
_INTERNET = re.compile(r"sa_family=AF_INET6?\b")
_LOCAL = re.compile(r'connect\(.*sa_family=AF_UNIX, sun_path=@?"([^"]*)"')


@cache
def can_wall_in() -> bool:
    """Whether a process can be put where there is no network."""
    if not sys.platform.startswith("linux") or shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True).returncode == 0


def has_strace() -> bool:
    """Whether system calls can be recorded here."""
    return shutil.which("strace") is not None


def walled_in(command: Sequence[str]) -> list[str]:
    """The same command in a network namespace of its own: no interface is up in it, not even loopback."""
    return ["unshare", "-rn", *command]


def traced(command: Sequence[str], log: Path) -> list[str]:
    """The same command with its network calls written into `log`, those of all its children, too."""
    return ["strace", "-f", "--seccomp-bpf", "-qq", "-o", str(log), "-e", f"trace={_CALLS}", *command]


def internet_calls(log: Path) -> list[str]:
    """Lines that speak of an address outside the file system; loopback included."""
    return [line for line in log.read_text(errors="replace").splitlines() if _INTERNET.search(line)]


def local_sockets(log: Path) -> list[str]:
    """Sockets of the file system that were connected to, each once."""
    found = (_LOCAL.search(line) for line in log.read_text(errors="replace").splitlines())
    return sorted({match[1] for match in found if match})
