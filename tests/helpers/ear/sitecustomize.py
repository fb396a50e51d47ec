"""An ear at Python's sockets: for this process by `listen`, for its children by standing on PYTHONPATH.

Python runs a module of this name at the start of every process, the worker's and the demo's children included. What
goes elsewhere than this computer is written into the file that HDCLIENT_TEST_EAR names, one line each; so is the start
of the process, which proves that it was heard. Imports nothing of the program.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

FILE = "HDCLIENT_TEST_EAR"
_ADDRESS_SECOND = frozenset({"socket.connect", "socket.sendto", "socket.bind", "socket.sendmsg"})
_NAME_FIRST = frozenset(
    {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
)


def listen(hear: Callable[[str, object, bool], None]) -> None:
    """Has `hear` called with the event, the address and whether it is here. Cannot be undone, as every audit hook."""
    # Python's last events come when this module has lost its names: every process would say so as it ends.
    second, first = _ADDRESS_SECOND, _NAME_FIRST

    def hook(event: str, given: tuple[object, ...]) -> None:
        if event in second:
            address = given[1] if len(given) > 1 else None
        elif event in first:
            address = given[0] if isinstance(given[0], tuple) else (given[0], None)
        else:
            return
        if event in first and _is_number(address):
            return  # nothing is asked of anybody: waitress reads its own default, 0.0.0.0, which is never bound
        if isinstance(address, tuple) and address:  # others are paths: sockets of the file system
            hear(event, address, is_here(address, bound=event == "socket.bind"))

    sys.addaudithook(hook)


def is_here(address: object, *, bound: bool = False) -> bool:
    """Whether a socket's address is on this computer. Sockets of the file system are (their address is a path)."""
    import ipaddress

    if not isinstance(address, tuple) or not address:
        return True
    host = address[0].decode("ascii", "replace") if isinstance(address[0], bytes) else address[0]
    if host is None or host == "":
        return not bound  # to be bound to no name is to be open to every computer
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False  # a name would be looked up elsewhere


def _is_number(address: object) -> bool:
    """Whether a name is an address already, so that it is not looked up anywhere."""
    import ipaddress

    try:
        ipaddress.ip_address(str(address[0]) if isinstance(address, tuple) else "")
    except ValueError:
        return False
    return True


def _write(*words: object) -> None:
    line = " ".join(str(word) for word in words) + "\n"
    handle = os.open(os.environ[FILE], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(handle, line.encode("utf-8", "replace"))
    os.close(handle)


def _hear(event: str, address: object, here: bool) -> None:
    _write("here" if here else "stray", os.getpid(), event, address)


if __name__ == "sitecustomize" and os.environ.get(FILE):
    _write("began", os.getpid(), *sys.orig_argv[1:4])
    listen(_hear)
