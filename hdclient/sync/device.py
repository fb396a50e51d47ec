"""Asks the platform how this installation stands, after it has refused the account or the device.

Nothing is erased or locked on a refusal alone: only on the platform's own, whole answer to a question that was made for
this occasion, and it must hold all that an order needs.
"""

from __future__ import annotations

import re
from enum import StrEnum

from msgspec import Struct

from hdclient.backends.base import Backend
from hdclient.errors import BackendError, Forbidden
from hdclient.model.ids import new_id

_KEY = re.compile(r"[0-9a-f]{64}")


class Standing(StrEnum):
    """What the answer means for this computer."""

    OK = "ok"
    SIGN_IN = "sign_in"
    LOCKED = "locked"
    """Nobody may look at the work until the platform lets this device in again. Nothing is lost."""
    ERASE = "wipe"
    UNKNOWN = "unknown"
    """No answer that can be believed: everything stays as it was."""


class Order(Struct, frozen=True):
    """What an order to erase says."""

    wipe_id: str
    send_first: bool
    seal_key: str


class Verdict(Struct, frozen=True):
    """How the device stands; with an order when its data is to be erased."""

    standing: Standing
    order: Order | None = None


def ask(backend: Backend, device_id: str) -> Verdict:
    """One question. Never raises: what cannot be believed is UNKNOWN. A bare 403 to this question locks, no more."""
    nonce = new_id()
    try:
        reply = backend.check_device(device_id, nonce)
    except Forbidden:
        return Verdict(Standing.LOCKED)
    except BackendError:
        return Verdict(Standing.UNKNOWN)
    if reply.nonce != nonce:
        return Verdict(Standing.UNKNOWN)
    if reply.state != "wipe":
        return Verdict(Standing(reply.state))
    if not reply.wipe_id or not _KEY.fullmatch(reply.seal_key):
        return Verdict(Standing.UNKNOWN)
    return Verdict(Standing.ERASE, Order(reply.wipe_id, reply.unsent == "send_first", reply.seal_key))
