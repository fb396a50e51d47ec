"""Asks the platform how this installation stands, after it has refused the account or the device.

Nothing is erased or locked on a refusal alone: only on the platform's own, whole answer to a question that was made for
this occasion, and it must hold all that an order needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from hdclient.backends.base import Backend
from hdclient.errors import BackendError, Forbidden, SignInNeeded
from hdclient.model.ids import new_id
from hdclient.store.facts import CONTACT_MS, DEVICE_ID
from hdclient.sync.context import SyncContext

_KEY = re.compile(r"[0-9a-f]{64}")


class Standing(StrEnum):
    """What the answer means for this computer."""

    OK = "ok"
    SIGN_IN = "sign_in"
    LOCKED = "locked"
    """Nobody may look at the work until the platform lets this device in again. Nothing is lost."""
    ERASE = "wipe"
    OVERDUE = "overdue"
    """The platform was not reached for longer than the organisation allows."""
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


NOTE_EVERY_MS = 60_000


class DeviceWatch:
    """Hears how rounds end, and tells `judged` when this device is locked, overdue, or to be erased.

    `offline_hours` are hours in which the program was open without reaching the platform, 0: no limit. They are counted
    in store time, so that no clock that is put forward or back changes them.
    """

    def __init__(self, context: SyncContext, judged: Callable[[Verdict], None], offline_hours: int) -> None:
        self._context, self._judged, self._limit_ms = context, judged, offline_hours * 3_600_000

    def reached(self) -> None:
        """A whole round went well."""
        store = self._context.store
        if not self._noted() or store.elapsed_ms() - self._noted() > NOTE_EVERY_MS:
            store.meta.set(CONTACT_MS, str(max(1, store.elapsed_ms())))

    def failed(self, error: BackendError) -> None:
        """A round was ended by this. A refusal of account or device is a reason to ask, and no more."""
        store = self._context.store
        if isinstance(error, SignInNeeded | Forbidden):
            device_id = store.meta.get(DEVICE_ID)
            verdict = ask(self._context.backend, device_id) if device_id else Verdict(Standing.UNKNOWN)
            if verdict.standing in (Standing.LOCKED, Standing.ERASE):
                self._judged(verdict)
                return
        if self._limit_ms and store.elapsed_ms() - self._noted() > self._limit_ms:
            self._judged(Verdict(Standing.OVERDUE))

    def _noted(self) -> int:
        return int(self._context.store.meta.get(CONTACT_MS, "0"))
