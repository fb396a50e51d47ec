"""How the device that asks stands: looked at before every operation, noted once a minute."""

from __future__ import annotations

import re
from typing import Any

from flask import Request
from sqlalchemy import insert, update

from hdclient.platform.problems import Refusal
from hdclient.platform.routes import Route
from hdclient.platform.schema import devices
from hdclient.platform.state import Platform
from hdclient.wire.devices import DEVICE_HEADER

_SEEN_EVERY_MS = 60_000
_DEVICE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
_LAST_WORDS = frozenset({"get_me", "submit_batch", "audit_submissions"})
"""Operations that bring out what was not sent."""


def device_of_request(asked: Request) -> str:
    """The installation that asks; empty: it does not say. Raises Refusal 400."""
    device_id = asked.headers.get(DEVICE_HEADER, "")
    if device_id and not _DEVICE_ID.fullmatch(device_id):
        raise Refusal(400, "bad-device", f"The header {DEVICE_HEADER} does not hold a device's id.")
    return device_id


def stand(row: Any, route: Route) -> None:
    """Whether this account may work on this device. Raises Refusal 403: then the device asks how it stands.

    Who is told to erase what was not sent, but to send it first, may send it.
    """
    if row.standing in (None, "ok") and row.closed_ms is None:
        return
    if row.standing == "wipe" and row.unsent == "send_first" and route.name in _LAST_WORDS:
        return
    raise Refusal(403, "device-revoked", "This account is not open on this device.")


def see(platform: Platform, person_id: str, device_id: str, last_ms: int | None) -> None:
    """Notes that a device was here, once a minute."""
    now = platform.now_ms()
    if last_ms is not None and now - last_ms < _SEEN_EVERY_MS:
        return
    with platform.write() as write:
        mine = (devices.c.person_id == person_id, devices.c.id == device_id)
        if write.execute(update(devices).where(*mine).values(last_ms=now)).rowcount == 0:
            write.execute(insert(devices).values(**new_device(person_id, device_id, now)))


def new_device(
    person_id: str, device_id: str, now_ms: int, *, program: str = "", system: str = ""
) -> dict[str, Any]:
    """The row of a device that is seen for the first time."""
    return {
        "id": device_id,
        "person_id": person_id,
        "standing": "ok",
        "unsent": "send_first",
        "wipe_id": "",
        "program": program,
        "system": system,
        "first_ms": now_ms,
        "last_ms": now_ms,
        "sent": 0,
        "sealed": 0,
    }
