"""An ear at Python's sockets for the whole test run: nothing may connect to anything but this computer."""

from __future__ import annotations

import ipaddress
import sys

_EVENTS = frozenset({"socket.connect", "socket.sendto"})
strays: list[str] = []
"""Where something wanted to go, since somebody last looked."""


def listen() -> None:
    """Begins; it cannot be undone, as every audit hook."""
    sys.addaudithook(_hear)


def _hear(event: str, given: tuple[object, ...]) -> None:
    if event in _EVENTS and len(given) > 1 and not is_here(given[1]):
        strays.append(str(given[1]))


def is_here(address: object) -> bool:
    """Whether a socket's address is on this computer. Sockets of the file system are (their address is a path)."""
    if not isinstance(address, tuple) or not address:
        return True
    host = str(address[0])
    if host in ("", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False  # a name would be looked up elsewhere
