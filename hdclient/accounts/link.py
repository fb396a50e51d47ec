"""The way to one platform, as data. The practice platform has a way of its own (hdclient/demo.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from hdclient.backends.base import Backend

PRACTICE = "practice"
"""The origin that practice accounts have in place of an address (see hdclient/demo.py)."""


class Link(Struct, frozen=True):
    """`connect` takes a source of the token, the platform's known uuid, and the id of this device (empty: none yet)."""

    origin: str
    connect: Callable[[Callable[[], str], str, str], Backend]
    poll_ms: int


def remote_link(origin: str, poll_s: int) -> Link:
    """A platform over HTTP. Raises ConfigError for an address that cannot be one."""
    from hdclient.backends.origin import checked_origin

    def connect(token: Callable[[], str], server_uuid: str, device_id: str) -> Backend:
        from hdclient.backends.platform import (
            PlatformBackend,
        )  # start-up: httpx is not needed to show saved work

        return PlatformBackend(origin, token, server_uuid=server_uuid, device_id=device_id)

    origin = checked_origin(origin)
    return Link(origin, connect, poll_s * 1000)
