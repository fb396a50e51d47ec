"""Devices as plain functions on an app, for the command line and tests. No HTTP here."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import select

from hdclient.errors import ConfigError, os_words
from hdclient.platform.devices import SEAL_KEYS, close_person, known_device, record, set_standing
from hdclient.platform.problems import Refusal
from hdclient.platform.schema import devices, facts, people
from hdclient.platform.state import platform_of
from hdclient.wire.devices import DeviceRecord
from hdclient.wire.sealed import unseal


def list_devices(app: Flask, person_id: str) -> list[DeviceRecord]:
    """The devices of a person, oldest first. Raises ConfigError for an unknown person."""
    _must_know(app, person_id)
    with platform_of(app).read() as connection:
        rows = connection.execute(
            select(devices).where(devices.c.person_id == person_id).order_by(devices.c.seq)
        ).all()
    return [record(row) for row in rows]


def change_device(app: Flask, person_id: str, device_id: str, standing: str, unsent: str) -> DeviceRecord:
    """Locks, lets in or revokes one device. Raises ConfigError."""
    with platform_of(app).write() as write:
        row = known_device(write, person_id, device_id)
        if row is None:
            raise _no_device()
        try:
            set_standing(write, row, standing, unsent)
        except Refusal as refusal:
            raise ConfigError(refusal.detail, "Nothing was changed.") from None
        return record(known_device(write, person_id, device_id))


def close_account(app: Flask, person_id: str, unsent: str) -> int:
    """Ends an account. Returns how many devices were told to erase what they hold. Raises ConfigError."""
    _must_know(app, person_id)
    platform = platform_of(app)
    with platform.write() as write:
        return close_person(write, person_id, unsent, platform.now_ms())


def unsealed(app: Flask, person_id: str, device_id: str, file: str | None) -> str:
    """The work that a device sealed before it erased its data, as JSON: from the platform, or from a file.

    Raises ConfigError.
    """
    with platform_of(app).read() as connection:
        row = known_device(connection, person_id, device_id)
        keys = connection.execute(select(facts.c.value).where(facts.c.key == SEAL_KEYS)).scalar()
    if row is None or keys is None:
        raise _no_device()
    try:
        box = Path(file).read_bytes() if file else row.box
    except OSError as error:
        raise ConfigError(f"The file {file} cannot be read: {os_words(error)}.") from error
    if box is None:
        raise ConfigError("This device has handed over no sealed work.", remedy="Give its file with --box.")
    return unseal(box, keys[0]).decode()


def _must_know(app: Flask, person_id: str) -> None:
    with platform_of(app).read() as connection:
        if connection.execute(select(people.c.id).where(people.c.id == person_id)).first() is None:
            raise ConfigError(
                f"There is no person with the id {person_id}.",
                "Nothing was changed.",
                "“hdclient accounts list” shows everybody with their ids.",
            )


def _no_device() -> ConfigError:
    return ConfigError(
        "This person has no device with this id.",
        "Nothing was changed.",
        "“hdclient devices list” shows a person's devices.",
    )
