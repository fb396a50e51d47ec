"""Devices: seen at every request, looked at and changed by operations, and told to erase what they hold.

A device is one installation's account: (person, id made by the client). Its standing decides before everything else
what it may do; a closed account is told to erase its data wherever it asks from.
"""

from __future__ import annotations

from base64 import b64decode
from typing import Any

from flask import Response, request
from sqlalchemy import Row, Select, insert, select, update

from hdclient.model.ids import new_id
from hdclient.platform.auth import token_hash, token_of_request
from hdclient.platform.database import Write
from hdclient.platform.problems import Refusal, not_found
from hdclient.platform.routes import OPERATIONS, ById, Params, Routes, reply
from hdclient.platform.schema import closed_accounts, devices, facts, people, tokens
from hdclient.platform.standing import new_device
from hdclient.platform.state import here, iso
from hdclient.wire.base import Id
from hdclient.wire.devices import (
    CloseIn,
    DeviceCheckIn,
    DeviceCheckReply,
    DeviceRecord,
    DeviceReply,
    DevicesReply,
    DeviceWipedIn,
    DeviceWipedReply,
    StandingIn,
)
from hdclient.wire.sealed import new_key

ROUTES = Routes("devices")
SEAL_KEYS = "seal_keys"
"""The fact that holds the platform's keys for sealed work: [private, public]."""


class DevicePath(Params):
    """An address with a person and a device in it."""

    id: Id
    device_id: Id


@ROUTES.add("POST", "/v1/device/check", roles=None, answers=DeviceCheckReply, problems=(401, 429))
def check_device(body: DeviceCheckIn) -> Response:
    """How this device stands. A closed token may ask too: that is how a device learns what it has to do."""
    platform = here()
    with platform.write() as write:
        person_id, is_open = _whose(write, token_of_request(request))
        row = known_device(write, person_id, body.device_id)
        closed = write.execute(
            select(closed_accounts.c.unsent).where(closed_accounts.c.person_id == person_id)
        ).scalar()
        if row is None and (is_open or closed is not None):
            said = {"program": body.program, "system": body.system}
            row = add_device(write, person_id, body.device_id, platform.now_ms(), **said)
        elif row is not None:
            seen = {"program": body.program, "system": body.system, "last_ms": platform.now_ms()}
            write.execute(update(devices).where(devices.c.seq == row.seq).values(**seen))
        if row is not None and closed is not None and row.standing in ("ok", "locked"):
            order(write, row.seq, closed)
            row = known_device(write, person_id, body.device_id)
    told: dict[str, Any] = {"state": "ok" if is_open else "sign_in"}
    if row is not None and row.standing == "locked":
        told = {"state": "locked"}
    elif row is not None and row.standing in ("wipe", "wiped"):
        told = {"state": "wipe", "wipe_id": row.wipe_id, "unsent": row.unsent, "seal_key": seal_keys()[1]}
    return reply(DeviceCheckReply, nonce=body.nonce, **told)


@ROUTES.add("POST", "/v1/device/wiped", roles=None, answers=DeviceWipedReply, problems=(404,))
def device_wiped(body: DeviceWipedIn) -> Response:
    """The device has erased what it held. The number of the order is proof enough; saying it twice is fine."""
    try:
        box = b64decode(body.box, validate=True) if body.box else None
    except ValueError:
        raise Refusal(422, "invalid", "The box is not base64.") from None
    with here().write() as write:
        row = write.execute(
            select(devices).where(
                devices.c.id == body.device_id, devices.c.wipe_id == body.wipe_id, devices.c.wipe_id != ""
            )
        ).one_or_none()
        if row is None:
            raise not_found("order to erase")
        told = {"standing": "wiped", "sent": body.sent, "sealed": body.sealed, "last_ms": here().now_ms()}
        if box is not None:
            told["box"] = box
        write.execute(update(devices).where(devices.c.seq == row.seq).values(**told))
    return reply(DeviceWipedReply, device_id=body.device_id, kept=box is not None)


@ROUTES.add("GET", "/v1/people/<id>/devices", roles=OPERATIONS, answers=DevicesReply, problems=(404,))
def list_devices(path: ById) -> Response:
    """The devices of a person, oldest first."""
    with here().read() as connection:
        _must_exist(connection, path.id)
        rows = connection.execute(_of(path.id)).all()
        closed = connection.execute(_closed(path.id)).first()
    return reply(DevicesReply, items=tuple(map(record, rows)), account_closed=closed is not None)


@ROUTES.add(
    "PATCH", "/v1/people/<id>/devices/<device_id>", roles=OPERATIONS, answers=DeviceReply, problems=(404, 409)
)
def change_device(path: DevicePath, body: StandingIn) -> Response:
    """Locks a device, lets it in again, or has it erase what it holds. An order to erase is not taken back."""
    with here().write() as write:
        row = known_device(write, path.id, path.device_id)
        if row is None:
            raise not_found("device")
        set_standing(write, row, body.standing, body.unsent)
        row = known_device(write, path.id, path.device_id)
    return reply(DeviceReply, device=record(row))


@ROUTES.add("POST", "/v1/people/<id>:close", roles=OPERATIONS, answers=DevicesReply, problems=(404,))
def close_account(path: ById, body: CloseIn) -> Response:
    """Ends an account: its tokens open nothing, and its devices are told to erase what they hold. Work stays."""
    with here().write() as write:
        _must_exist(write, path.id)
        close_person(write, path.id, body.unsent, here().now_ms())
        rows = write.execute(_of(path.id)).all()
    return reply(DevicesReply, items=tuple(map(record, rows)), account_closed=True)


def known_device(at: Any, person_id: str, device_id: str) -> Row[Any] | None:
    """The row of a device; None: never seen."""
    found: Row[Any] | None = at.execute(
        select(devices).where(devices.c.person_id == person_id, devices.c.id == device_id)
    ).one_or_none()
    return found


def add_device(
    write: Write, person_id: str, device_id: str, now_ms: int, *, program: str = "", system: str = ""
) -> Row[Any] | None:
    """A device that is seen for the first time."""
    write.execute(
        insert(devices).values(**new_device(person_id, device_id, now_ms, program=program, system=system))
    )
    return known_device(write, person_id, device_id)


def set_standing(write: Write, row: Row[Any], standing: str, unsent: str) -> None:
    """What operations decide. Raises Refusal 409 for a device that is erased, or is to be."""
    if standing == "wipe":
        if row.standing != "wiped":
            order(write, row.seq, unsent)
    elif row.standing in ("wipe", "wiped"):
        raise Refusal(
            409, "wiped", "This device was told to erase its data. It comes back by signing in anew."
        )
    else:
        write.execute(update(devices).where(devices.c.seq == row.seq).values(standing=standing))


def order(write: Write, seq: int, unsent: str) -> None:
    """Orders one device to erase what it holds."""
    write.execute(
        update(devices).where(devices.c.seq == seq).values(standing="wipe", unsent=unsent, wipe_id=new_id())
    )


def close_person(write: Write, person_id: str, unsent: str, now_ms: int) -> int:
    """Ends an account. Returns how many devices were told to erase what they hold."""
    if write.execute(_closed(person_id)).first() is None:
        write.execute(insert(closed_accounts).values(person_id=person_id, unsent=unsent, at_ms=now_ms))
    rows = [row for row in write.execute(_of(person_id)) if row.standing in ("ok", "locked")]
    for row in rows:
        order(write, row.seq, unsent)
    return len(rows)


def seal_keys() -> tuple[str, str]:
    """The platform's private and public key for sealed work; made when first wanted."""
    platform = here()
    wanted = select(facts.c.value).where(facts.c.key == SEAL_KEYS)
    with platform.read() as connection:
        found = connection.execute(wanted).scalar()
    if found is None:
        with platform.write() as write:
            found = write.execute(wanted).scalar()
            if found is None:
                found = list(new_key())
                write.execute(insert(facts).values(key=SEAL_KEYS, value=found))
    return str(found[0]), str(found[1])


def record(row: Any) -> DeviceRecord:
    """A row as operations read it."""
    return DeviceRecord(
        id=row.id,
        person_id=row.person_id,
        standing=row.standing,
        unsent=row.unsent,
        program=row.program,
        system=row.system,
        first_seen=iso(row.first_ms),
        last_seen=iso(row.last_ms),
        sent_before_wipe=row.sent,
        sealed_before_wipe=row.sealed,
    )


def _whose(write: Write, token: str) -> tuple[str, bool]:
    """The person of a token, and whether the token is open. Raises Refusal 401."""
    row = write.execute(
        select(tokens.c.person_id, tokens.c.revoked_ms).where(tokens.c.sha256 == token_hash(token))
    ).one_or_none()
    if row is None:
        raise Refusal(
            401,
            "sign-in-needed",
            "This token is not known here. Ask for a new one.",
            WWW_Authenticate="Bearer",
        )
    return str(row.person_id), row.revoked_ms is None


def _of(person_id: str) -> Select[Any]:
    return select(devices).where(devices.c.person_id == person_id).order_by(devices.c.seq)


def _closed(person_id: str) -> Select[Any]:
    return select(closed_accounts.c.unsent).where(closed_accounts.c.person_id == person_id)


def _must_exist(at: Any, person_id: str) -> None:
    if at.execute(select(people.c.id).where(people.c.id == person_id)).first() is None:
        raise not_found("person")
