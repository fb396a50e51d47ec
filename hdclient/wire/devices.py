"""Devices: the installations that a person works on, how each stands with the platform, and the end of one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from hdclient.wire.base import Count, Id, Part, Reply, Request, ShortText

DEVICE_HEADER = "HD-Device"
"""Every request with a token says in it which installation asks."""

MAX_SEALED_TEXT = 6_000_000
"""Characters of base64: sealed work beyond that stays on the computer, as a file."""
_BASE64 = r"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"

Standing = Literal["ok", "locked", "wipe", "wiped"]
Unsent = Literal["send_first", "seal"]
"""What shall become of work that was not sent: one try to send it, then sealed for the platform; or sealed at once."""


class DeviceCheckIn(Request):
    """POST /v1/device/check. `nonce` is made for this one question; only an answer that repeats it counts."""

    device_id: Id
    nonce: Id
    program: ShortText = ""
    system: ShortText = ""


class DeviceCheckReply(Reply):
    """How the device stands.

    `sign_in`: the token is closed, the device is welcome. `locked`: nobody may look at the work until the platform says
    "ok" again. `wipe`: the account's data must be erased from this computer, unsent work by `unsent`; `wipe_id` lets
    the device say that it is done, without a token.
    """

    state: Literal["ok", "sign_in", "locked", "wipe"]
    nonce: str
    wipe_id: str = ""
    unsent: Unsent = "send_first"
    seal_key: str = Field("", description="public X25519 key of the platform, 64 hex digits")


class DeviceWipedIn(Request):
    """POST /v1/device/wiped: it is done. Counts, and the sealed box if it is small enough to be handed over so."""

    device_id: Id
    wipe_id: Id
    sent: Count = 0
    sealed: Count = 0
    box: Annotated[str, Field(max_length=MAX_SEALED_TEXT, pattern=_BASE64)] = ""


class DeviceWipedReply(Reply):
    """`kept`: the platform has the box; the computer need not keep it."""

    device_id: str
    kept: bool


class DeviceRecord(Part):
    """One installation of a person, for operations."""

    id: str
    person_id: str
    standing: Standing
    unsent: Unsent
    program: str
    system: str
    first_seen: str = Field(description="ISO 8601 UTC")
    last_seen: str = Field(description="ISO 8601 UTC")
    sent_before_wipe: Count = 0
    sealed_before_wipe: Count = 0


class DeviceReply(Reply):
    """One device."""

    device: DeviceRecord


class DevicesReply(Reply):
    """GET /v1/people/{id}/devices: all of them, oldest first, and whether the account is closed."""

    items: tuple[DeviceRecord, ...]
    account_closed: bool


class StandingIn(Request):
    """PATCH of one device, POST of the end of an account: what shall be."""

    standing: Literal["ok", "locked", "wipe"]
    unsent: Unsent = "send_first"


class CloseIn(Request):
    """POST /v1/people/{id}:close."""

    unsent: Unsent = "send_first"
