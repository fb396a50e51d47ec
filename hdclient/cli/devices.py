"""`hdclient devices`: which installations people work on; lock one, let it in again, have it erase what it holds."""

from __future__ import annotations

import argparse
from typing import Any

from hdclient.cli.server import where
from hdclient.errors import ConfigError

_STANDINGS = {"lock": "locked", "unlock": "ok", "revoke": "wipe"}
_NEEDS = {"list": 1, "lock": 2, "unlock": 2, "revoke": 2, "close": 1, "unseal": 2}


def add_commands(commands: Any) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser(
        "devices",
        help="list, lock or revoke the devices of a person; close an account",
        description="list PERSON · lock, unlock or revoke PERSON DEVICE · close PERSON (the account, on all devices)"
        " · unseal PERSON DEVICE (prints work that a revoked device sealed, as JSON)",
    )
    parser.add_argument("what", choices=tuple(_NEEDS))
    parser.add_argument(
        "who", nargs="+", metavar="ID", help="the person's id, and where it is needed the device's"
    )
    parser.add_argument(
        "--unsent",
        choices=("send-first", "seal"),
        default="send-first",
        help="revoke, close: what the device does with work that it has not sent (default: one try to send it;"
        " what then remains is sealed, so that only this platform can read it)",
    )
    parser.add_argument("--box", metavar="FILE", help="unseal: a file of sealed work that a person brought")
    where(parser)
    parser.set_defaults(do=_devices)


def _devices(arguments: argparse.Namespace) -> int:
    from hdclient.platform import device_care
    from hdclient.platform.serve import must_exist, open_platform

    what, who = arguments.what, arguments.who
    if len(who) != _NEEDS[what]:
        wanted = "the person's id and the device's id" if _NEEDS[what] == 2 else "the person's id"
        raise ConfigError(f"hdclient devices {what} needs {wanted}.", "Nothing was changed.")
    must_exist(arguments.data, arguments.database)
    unsent = arguments.unsent.replace("-", "_")
    with open_platform(arguments.data, arguments.database) as app:
        if what == "list":
            _print(device_care.list_devices(app, who[0]))
        elif what == "close":
            count = device_care.close_account(app, who[0], unsent)
            print(
                f"The account is closed. {count} device{'' if count == 1 else 's'} will erase what is there of it."
            )
        elif what == "unseal":
            print(device_care.unsealed(app, who[0], who[1], arguments.box))
        else:
            _print([device_care.change_device(app, who[0], who[1], _STANDINGS[what], unsent)])
    return 0


def _print(found: list[Any]) -> None:
    for one in found:
        more = ""
        if one.standing == "wiped":
            more = f"  sent first {one.sent_before_wipe}, sealed {one.sealed_before_wipe}"
        print(
            f"{one.id}  {one.standing:<7} last seen {one.last_seen}  {one.system} {one.program}{more}".rstrip()
        )
