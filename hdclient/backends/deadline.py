"""An end to the time that one exchange may take, however slowly the other side drips.

HTTP clients count the silence between two reads; a byte every few seconds keeps such a wait alive for ever,
and in the middle of the headers nobody but the socket can be asked to stop. So at the deadline the socket is
shut down from outside, and the blocked read ends. Must not know HTTP: it is told of connections by httpx's
documented `trace` hook.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds."""

    connect: float = 10.0
    silence: float = 30.0
    """Between two reads or writes."""
    exchange: float = 60.0
    """For a whole exchange, whatever drips in."""
    asset: float = 180.0


class LastConnection:
    """The socket of the newest connection. With a pool of one connection it is the one that is in use."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """httpx's `trace` extension: remembers each socket as it is connected."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            found = info["return_value"].get_extra_info("socket")
            with self._lock:
                self._socket = found

    def cut(self) -> None:
        """Ends every read and write that waits on the socket."""
        with self._lock:
            open_socket = self._socket
        if open_socket is not None:
            # Also for TLS the plain shutdown: SSLSocket's own would drop its state under the reader.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(open_socket, socket.SHUT_RDWR)


class Deadline:
    """A context manager: `seconds` after entry the connection is cut, unless the block has ended before.

    Without a connection (in process) nothing can be cut, and `passed` is all that it tells.
    """

    def __init__(self, seconds: float, connection: LastConnection | None) -> None:
        self._end = time.monotonic() + seconds
        self._connection = connection
        self._timer: threading.Timer | None = None
        if connection is not None:
            self._timer = threading.Timer(seconds, self._expire)
            self._timer.daemon = True
        self.fired = False

    def _expire(self) -> None:
        self.fired = True
        if self._connection is not None:
            self._connection.cut()

    @property
    def passed(self) -> bool:
        """Whether the time is up."""
        return self.fired or time.monotonic() >= self._end

    def __enter__(self) -> Deadline:
        if self._timer is not None:
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
