"""The ear that fails every test which connects to anything but this computer, tested itself."""

from __future__ import annotations

import contextlib
import socket

import pytest

from tests.helpers.stray import is_here, strays


@pytest.mark.parametrize(
    ("address", "here"),
    [
        (("127.0.0.1", 80), True),
        (("127.8.8.8", 80), True),
        (("::1", 80, 0, 0), True),
        (("localhost", 80), True),
        ("/run/socket", True),
        (("192.0.2.1", 80), False),
        (("0.0.0.0", 80), False),
        (("2001:db8::1", 80, 0, 0), False),
        (("platform.example.org", 443), False),
    ],
)
def test_what_is_here(address: object, here: bool) -> None:
    assert is_here(address) is here


def test_a_stray_connection_is_heard() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line, contextlib.suppress(OSError):
        line.connect(("192.0.2.1", 9))  # an address of no computer; a datagram socket sends nothing by this
    assert strays == ["('192.0.2.1', 9)"]
    strays.clear()
