"""`hdclient doctor`: whether the saved work on this computer is whole, and what to do about it. No content."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hdclient.clock import Clock, SystemClock
from hdclient.config import load
from hdclient.store.keys import KeyProvider, KeyringKeys

Say = Callable[[str], None]


def add_commands(commands: Any) -> None:
    """Adds the command to the parser."""
    doctor = commands.add_parser("doctor", help="check the saved work on this computer (shows no content)")
    doctor.add_argument(
        "--data-dir", default=None, metavar="DIR", help="where the work is, if not in the usual place"
    )
    doctor.add_argument(
        "--rescue",
        action="store_true",
        help="what does not open is made anew, from its backup and from what can be read; old files are kept",
    )
    doctor.set_defaults(do=_doctor)


def _doctor(arguments: argparse.Namespace) -> int:
    folder = load({"data_dir": arguments.data_dir}).data_dir
    return check(folder, KeyringKeys(), SystemClock(), rescue=arguments.rescue, say=print)


def check(data_dir: Path, keys: KeyProvider, clock: Clock, *, rescue: bool, say: Say) -> int:
    """Looks at every profile. Returns 0 when all is well, else 1. Raises HdError when a rescue fails."""
    from hdclient.accounts.erasing import unfinished
    from hdclient.store.examine import examine
    from hdclient.store.place import doubt_about
    from hdclient.store.profile import profiles
    from hdclient.store.ways_out import ways_out

    doubt = doubt_about(data_dir)
    if doubt is not None:
        say(doubt.sentence(data_dir))
    for _ in unfinished(data_dir):
        say("An account is being erased from this computer; the next start goes on with it.")
    found = profiles(data_dir)
    if not found:
        say(f"There is no saved work in {data_dir}.")
    bad = 0
    for profile in found:
        seen = examine(profile, keys, clock)
        for line in seen.lines():
            say(line)
        if seen.trouble is None:
            continue
        ways = [way for way in ways_out(seen.trouble, profile, keys, clock) if not way.last_resort]
        if rescue and ways:
            done = ways[0].go()
            say(f"  {ways[0].title}: {done.what} {done.meaning} {done.remedy}")
            continue
        bad += 1
        if ways:
            say(f"  With --rescue: {ways[0].title}. {ways[0].meaning}")
    return 1 if bad else 0
