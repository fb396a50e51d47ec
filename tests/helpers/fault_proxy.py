"""A TCP proxy on loopback that breaks connections in chosen ways, between a real client and a real server."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from types import TracebackType

MODES = ("ok", "refuse", "cut_up", "cut_down", "drop_reply", "hang")


class FaultProxy:
    """`mode` and `count` apply to connections that come in from then on.

    refuse: a reset at once · cut_up / cut_down: a reset after `count` bytes to / from the server ·
    drop_reply: a reset at the first byte from the server · hang: the reply never comes.
    """

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._door = socket.create_server(("127.0.0.1", 0))
        self._lines: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._let_in, daemon=True)
        self.mode = "ok"
        self.count = 0
        self.origin = f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def __enter__(self) -> FaultProxy:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self.break_all()
        self._thread.join(5)

    def break_all(self) -> None:
        """Every open connection ends now."""
        with self._lock:
            lines = list(self._lines)
        for line in lines:
            _reset(line)

    def _let_in(self) -> None:
        while not self._stopping.is_set():
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            self._begin(near)

    def _begin(self, near: socket.socket) -> None:
        mode, count = self.mode, self.count
        if mode == "refuse":
            _reset(near)
            return
        try:
            far = socket.create_connection(self._target, timeout=5)
        except OSError:
            _reset(near)
            return
        far.settimeout(None)
        with self._lock:
            self._lines |= {near, far}
        up = count if mode == "cut_up" else None
        down = {"cut_down": count, "drop_reply": 0}.get(mode)
        for source, sink, cut, swallow in ((near, far, up, False), (far, near, down, mode == "hang")):
            threading.Thread(target=self._pump, args=(source, sink, cut, swallow), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, cut: int | None, swallow: bool) -> None:
        """Carries bytes one way until an end, an error or the cut; then both lines are done."""
        passed = 0
        with contextlib.suppress(OSError):
            while data := source.recv(16384):
                if cut is not None and passed + len(data) > cut:
                    sink.sendall(data[: cut - passed])
                    break
                passed += len(data)
                if not swallow:
                    sink.sendall(data)
        for line in (source, sink):
            _reset(line)
        with self._lock:
            self._lines -= {source, sink}


def _reset(line: socket.socket) -> None:
    """Ends a connection with a reset, and wakes whoever waits on it."""
    with contextlib.suppress(OSError):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.shutdown(socket.SHUT_RDWR)
    line.close()
