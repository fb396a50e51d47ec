"""A TCP proxy on loopback that breaks connections in chosen ways, between a real client and a real server."""

from __future__ import annotations

import contextlib
import random
import socket
import ssl
import struct
import threading
from types import TracebackType

MODES = (
    "ok",
    "refuse",
    "cut_up",
    "cut_down",
    "drop_reply",
    "hang",
    "stall",
    "drip",
    "garbage",
    "portal",
    "portal_json",
    "redirect",
)
_PAGE = b"<html><title>Welcome to the hotel</title>Please sign in.</html>"


def _http(status: str, content_type: str, *headers: str) -> bytes:
    fields = (
        f"HTTP/1.1 {status}",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(_PAGE)}",
        *headers,
    )
    return "\r\n".join((*fields, "Connection: close", "", "")).encode() + _PAGE


_SAID = {
    "portal": _http("200 OK", "text/html"),
    "portal_json": _http("200 OK", "application/json"),
    "redirect": _http("307 Temporary Redirect", "text/html", "Location: http://127.0.0.1:9/v1/meta"),
}


class FaultProxy:
    """`mode` and `count` apply to connections that come in from then on.

    refuse: a reset at once · cut_up / cut_down: a reset after `count` bytes to / from the server ·
    drop_reply: a reset at the first byte from the server · hang: the reply never comes · stall: after `count` bytes
    nothing more is taken · drip: the reply comes byte by byte · garbage: random bytes in the place of the reply ·
    portal, portal_json, redirect: somebody else answers, and the server never hears of it.

    `origin` is for plain connections. With `certificate`, `secure_origin` is a door that shows it.
    """

    def __init__(self, target: tuple[str, int], certificate: ssl.SSLContext | None = None) -> None:
        self._target = target
        self._certificate = certificate
        self._doors = [socket.create_server(("127.0.0.1", 0)) for _ in range(2 if certificate else 1)]
        self._lines: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._let_in, args=(door,), daemon=True) for door in self._doors
        ]
        self.mode = "ok"
        self.count = 0
        self.origin = f"http://127.0.0.1:{self._doors[0].getsockname()[1]}"
        self.secure_origin = f"https://127.0.0.1:{self._doors[-1].getsockname()[1]}"

    def __enter__(self) -> FaultProxy:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        for door in self._doors:
            with contextlib.suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)
            door.close()
        self.break_all()
        for thread in self._threads:
            thread.join(5)

    def break_all(self) -> None:
        """Every open connection ends now."""
        with self._lock:
            lines = list(self._lines)
        for line in lines:
            _reset(line)

    def _let_in(self, door: socket.socket) -> None:
        while not self._stopping.is_set():
            try:
                near, _ = door.accept()
            except OSError:
                return
            with self._lock:
                self._lines.add(near)
            if door is not self._doors[0]:
                self._start(self._show_certificate, near)
            else:
                self._begin(near)

    @staticmethod
    def _start(run: object, *values: object) -> None:
        threading.Thread(target=run, args=values, daemon=True).start()  # type: ignore[arg-type]

    def _show_certificate(self, near: socket.socket) -> None:
        """A handshake that the other side must end. What comes after it, if anything, is answered by nobody."""
        assert self._certificate is not None
        with contextlib.suppress(OSError), self._certificate.wrap_socket(near, server_side=True) as secure:
            secure.recv(1)
        self._end(near)

    def _begin(self, near: socket.socket) -> None:
        mode, count = self.mode, self.count
        if mode == "refuse":
            self._end(near)
        elif mode in _SAID or mode == "garbage":
            self._start(self._answer, near, mode, count)
        else:
            self._connect(near, mode, count)

    def _answer(self, near: socket.socket, mode: str, count: int) -> None:
        """Somebody who is not the server says something."""
        with contextlib.suppress(OSError):
            near.recv(65536)
            near.sendall(_SAID.get(mode) or random.Random(count).randbytes(1 + count % 3000))
            near.shutdown(socket.SHUT_WR)
            while near.recv(65536):  # a reset now would take the answer back
                pass
        self._end(near)

    def _connect(self, near: socket.socket, mode: str, count: int) -> None:
        try:
            far = socket.create_connection(self._target, timeout=5)
        except OSError:
            self._end(near)
            return
        far.settimeout(None)
        with self._lock:
            self._lines.add(far)
        up = count if mode in ("cut_up", "stall") else None
        down = {"cut_down": count, "drop_reply": 0}.get(mode)
        self._start(self._pump, near, far, up, "stall" if mode == "stall" else "")
        self._start(self._pump, far, near, down, mode if mode in ("hang", "drip") else "")

    def _pump(self, source: socket.socket, sink: socket.socket, cut: int | None, manner: str) -> None:
        """Carries bytes one way until an end, an error or the cut; then both lines are done."""
        passed = 0
        with contextlib.suppress(OSError):
            while data := source.recv(16384):
                if cut is not None and passed + len(data) > cut:
                    sink.sendall(data[: cut - passed])
                    if manner == "stall":
                        sink.recv(1)  # until somebody gives up
                    break
                passed += len(data)
                if manner == "drip":
                    self._drip(data, sink)
                elif manner != "hang":
                    sink.sendall(data)
        self._end(source, sink)

    def _drip(self, data: bytes, sink: socket.socket) -> None:
        for place in range(len(data)):
            if self._stopping.wait(0.05):
                return
            sink.sendall(data[place : place + 1])

    def _end(self, *lines: socket.socket) -> None:
        for line in lines:
            _reset(line)
        with self._lock:
            self._lines -= set(lines)


def _reset(line: socket.socket) -> None:
    """Ends a connection with a reset, and wakes whoever waits on it."""
    with contextlib.suppress(OSError):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.shutdown(socket.SHUT_RDWR)
    line.close()
