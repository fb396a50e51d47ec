"""Nothing may connect to anything but this computer, in the whole test run: not a test, and no process that it starts.

Python's sockets are heard by an audit hook (tests/helpers/ear), in children too. What goes past Python, Qt's own
network for one, is seen by strace, and is impossible in a network namespace (tests/faults/test_stray.py).
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tests.helpers.ear import sitecustomize as ear
from tests.helpers.ear.sitecustomize import is_here

__all__ = ["connections", "is_here", "listen", "strays", "strays_of_children"]

strays: list[str] = []
"""Where something in this process wanted to go, since somebody last looked."""
connections: list[str] = []
"""Every socket with an address, loopback included, since somebody last looked."""
_read = 0


def listen() -> None:
    """Begins, and has all children begin."""
    ear.listen(_hear)
    place = Path(tempfile.mkdtemp(prefix="hdclient-test-ear-")) / "heard"
    os.environ[ear.FILE] = str(place)
    os.environ["PYTHONPATH"] = with_ear(os.environ.get("PYTHONPATH", ""))


def with_ear(path: str) -> str:
    """A PYTHONPATH under which every process is heard."""
    parts = [str(Path(ear.__file__).parent), *path.split(os.pathsep)]
    return os.pathsep.join(part for part in parts if part)


def strays_of_children() -> list[str]:
    """What children have reported since somebody last looked."""
    global _read
    place = Path(os.environ[ear.FILE])
    if not place.exists() or place.stat().st_size == _read:
        return []
    with place.open("rb") as file:
        file.seek(_read)
        lines = file.read().decode("utf-8", "replace").splitlines()
        _read = file.tell()
    # A process that shares the tests with others was born with the ear of a child, which hears the process itself too.
    mine = f"stray {os.getpid()} "
    return [line for line in lines if line.startswith("stray") and not line.startswith(mine)]


def _hear(event: str, address: object, here: bool) -> None:
    connections.append(f"{event} {address}")
    if not here:
        strays.append(str(address))
