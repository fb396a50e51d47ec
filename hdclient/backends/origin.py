"""What may stand as a platform's address: one origin, over https or on this computer. Opens no connection."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from hdclient.errors import ConfigError
from hdclient.words import tr

EMBEDDED = "http://localhost"
"""The address of the embedded platform. Nothing listens there: requests are handed over in process."""


def checked_origin(address: str) -> str:
    """`scheme://host[:port]` of a platform's address: https, or http on this computer. Raises ConfigError."""
    parts = urlsplit(address.strip())
    try:
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or parts.path not in ("", "/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise ConfigError(
            tr("This is not a platform's address."),
            tr("Nothing was sent anywhere."),
            remedy=tr("It looks like https://platform.example.org, nothing more."),
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise ConfigError(
            tr("A platform's address starts with https://."),
            tr("Anything else could be read on its way, so nothing was sent."),
            tr("Correct the address, or ask whoever gave it to you."),
        )
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port is not None else "")


def is_loopback(host: str) -> bool:
    """Whether the name or address means this computer."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
