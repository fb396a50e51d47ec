"""`hdclient serve`, `accounts` and `keys`: the reference platform, who may use it, and what it signs with."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from hdclient.errors import ConfigError
from hdclient.model.person import Role


def add_commands(commands: Any) -> None:
    """Adds the commands to the parser."""
    serve = commands.add_parser("serve", help="run the reference platform as a server")
    where(serve)
    serve.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this computer only)"
    )
    serve.add_argument("--port", type=int, default=8420, help="port to listen on (default: 8420)")
    serve.add_argument(
        "--open-network",
        action="store_true",
        help="allow an address that others can reach (put TLS before it)",
    )
    serve.add_argument("--samples", action="store_true", help="load the sample campaigns")
    serve.add_argument("--name", default="hdclient platform", help="what people see as the platform's name")
    serve.set_defaults(do=_serve)
    accounts = commands.add_parser("accounts", help="list people, add one, give or revoke a token")
    accounts.add_argument("what", choices=("list", "add", "token", "revoke"))
    accounts.add_argument("who", nargs="?", help="add: name; token: person id; revoke: token id")
    accounts.add_argument("--role", choices=[role.value for role in Role], default=Role.ANNOTATOR.value)
    accounts.add_argument(
        "--campaign", action="append", default=[], help="campaign id to be a member of; “all” for all"
    )
    accounts.add_argument("--another", action="store_true", help="add: a second person of the same name")
    where(accounts)
    accounts.set_defaults(do=_accounts)
    keys = commands.add_parser(
        "keys", help="the platform's public keys for receipts; a new one signs from then on"
    )
    keys.add_argument("what", choices=("list", "rotate"))
    where(keys)
    keys.set_defaults(do=_keys)


def where(parser: argparse.ArgumentParser) -> None:
    """Adds the options that say which platform's data is meant."""
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="the platform's data folder")
    parser.add_argument(
        "--database",
        default="",
        metavar="URL",
        help="a database of its own, as postgresql://… (default: SQLite in DIR)",
    )


def _serve(arguments: argparse.Namespace) -> int:
    from hdclient.platform.serve import serve

    return serve(
        arguments.data,
        host=arguments.host,
        port=arguments.port,
        database=arguments.database,
        open_network=arguments.open_network,
        samples=arguments.samples,
        name=arguments.name,
    )


def _accounts(arguments: argparse.Namespace) -> int:
    from hdclient.platform import accounts
    from hdclient.platform.serve import must_exist, open_platform

    who = arguments.who
    if arguments.what != "list" and not who:
        what = {"add": "the name of the person", "token": "the person's id", "revoke": "the token or its id"}
        raise ConfigError(
            f"hdclient accounts {arguments.what} needs {what[arguments.what]}.", "Nothing was changed."
        )
    must_exist(arguments.data, arguments.database)
    with open_platform(arguments.data, arguments.database) as app:
        if arguments.what == "list":
            for person in accounts.list_people(app):
                print(f"{person.id}  {person.role.value:<10} {person.name}")
        elif arguments.what == "add":
            campaigns = [
                accounts.ALL_CAMPAIGNS if name == "all" else name for name in arguments.campaign or ["all"]
            ]
            same = () if arguments.another else accounts.people_named(app, who)
            if same:
                raise ConfigError(
                    f"There is a person named {same[0].name} already: {same[0].id}, {same[0].role.value}.",
                    "Nothing was changed.",
                    f"For a new token: “hdclient accounts token {same[0].id}”."
                    " For another person of that name: --another.",
                )
            person = accounts.create_person(app, who, Role(arguments.role), campaign_ids=campaigns)
            _show_token(person.id, accounts.issue_token(app, person.id))
        elif arguments.what == "token":
            _show_token(who, accounts.issue_token(app, who))
        elif not accounts.revoke_token(app, who):
            raise ConfigError("There is no token like this.", "Nothing was changed.")
    return 0


def _keys(arguments: argparse.Namespace) -> int:
    from hdclient.platform.serve import must_exist, open_platform
    from hdclient.platform.signing import public_keys, rotate
    from hdclient.platform.state import platform_of

    must_exist(arguments.data, arguments.database)
    with open_platform(arguments.data, arguments.database) as app:
        if arguments.what == "rotate":
            rotate(platform_of(app))
            print("A running server signs with the new key after its next start.", file=sys.stderr)
        keys = public_keys(platform_of(app))
        for key in keys:
            print(f"{key.id}  {key.public_key}  {key.created_at}{'  signs' if key is keys[-1] else ''}")
    return 0


def _show_token(person_id: str, token: str) -> None:
    print(f"person {person_id}\ntoken  {token}")
    print(
        "The token is shown this once. It lets in whoever has it: hand it over in person or by a safe way.",
        file=sys.stderr,
    )
