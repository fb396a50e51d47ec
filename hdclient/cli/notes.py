"""`hdclient notes`: what people have told those who run a campaign."""

from __future__ import annotations

import argparse
from typing import Any

from hdclient.cli.server import where


def add_commands(commands: Any) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser(
        "notes", help="what people have told those who run a campaign, oldest first", description=__doc__
    )
    parser.add_argument("campaign", metavar="CAMPAIGN", help="the campaign's id")
    where(parser)
    parser.set_defaults(do=_notes)


def _notes(arguments: argparse.Namespace) -> int:
    from hdclient.platform.notes import records
    from hdclient.platform.serve import must_exist, open_platform
    from hdclient.platform.state import platform_of

    must_exist(arguments.data, arguments.database)
    with open_platform(arguments.data, arguments.database) as app:
        for note in records(platform_of(app), arguments.campaign):
            first, *more = note.text.splitlines() or [""]
            print(f"{note.received_at}  {note.by}  {first}")
            for line in more:
                print(f"    {line}")
    return 0
