"""What a person can do about a store that does not open, as data: a title, what it means, a function that does it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from msgspec import Struct

from hdclient.clock import Clock
from hdclient.errors import HdError, KeyMissing, StoreDamaged, StoreMissing, StoreRolledBack, WrongKey
from hdclient.store.backups import Backup
from hdclient.store.keys import KeyProvider
from hdclient.store.profile import Profile
from hdclient.store.rescue import Rescue, Rescued

_HELPED = (StoreDamaged, StoreMissing, StoreRolledBack, WrongKey, KeyMissing)


class Done(Struct, frozen=True):
    """What was done, in three sentences like those of an error."""

    what: str
    meaning: str
    remedy: str


class WayOut(Struct, frozen=True):
    """`go` may take some seconds. It raises HdError; then all is as it was."""

    title: str
    meaning: str
    go: Callable[[], Done]
    last_resort: bool = False


def ways_out(error: HdError, profile: Profile, keys: KeyProvider, clock: Clock) -> tuple[WayOut, ...]:
    """The best one first; none where the person must do something else first (unlock the keyring, free the disk)."""
    if not isinstance(error, _HELPED):
        return ()
    rescue = Rescue(profile, keys, clock)
    found: list[WayOut] = []
    with suppress(HdError):
        backup = rescue.newest_backup()
        if backup is not None:
            found.append(_from_backup(rescue, backup))
        elif isinstance(error, StoreDamaged):
            found.append(_from_what_is_readable(rescue))
        if isinstance(error, StoreRolledBack):
            found.append(_as_it_is(profile, keys, clock))
    return (*found, _begin_anew(rescue))


def _begin_anew(rescue: Rescue) -> WayOut:
    def go() -> Done:
        aside = rescue.set_aside()
        return Done(
            "You can sign in again and begin anew.",
            "What the platform has of your work is safe there. What was not sent is in the old files only.",
            f"The old files are kept in {aside}. Your support can look at them.",
        )

    meaning = "All files are kept, but what was not sent is not in the new store. Only if nothing else helps."
    return WayOut("Set it aside and sign in anew", meaning, go, last_resort=True)


def _from_backup(rescue: Rescue, backup: Backup) -> WayOut:
    newer = rescue.newer_seals(backup)
    meaning = "What can be read of the present file is taken over; the file itself is kept."
    if newer:
        meaning = f"{_count(newer, 'submission')} newer than it. {meaning}"
    return WayOut(
        f"Use the backup of {_local(backup.made)}",
        meaning,
        lambda: _told(rescue.go(backup), _local(backup.made)),
    )


def _from_what_is_readable(rescue: Rescue) -> WayOut:
    return WayOut(
        "Take over what can be read",
        "There is no backup. All that can be read goes into a new file; the present one is kept.",
        lambda: _told(rescue.go(None), ""),
    )


def _as_it_is(profile: Profile, keys: KeyProvider, clock: Clock) -> WayOut:
    def go() -> Done:
        profile.open(keys, clock=clock, accept_older=True).close()
        return Done(
            "hdclient goes on with the older file.",
            "What the platform knows is fetched again, and nothing is counted twice.",
            "If you miss a draft, write it again.",
        )

    return WayOut("Go on with what is here", "What was written later and not sent is not in it.", go)


def _told(rescued: Rescued, made: str) -> Done:
    taken = rescued.salvaged
    what = (
        f"Your work is back, from the backup of {made}."
        if made
        else "Your work is back, as far as it can be read."
    )
    if rescued.readable:
        drafts = f"{taken.drafts} draft{'' if taken.drafts == 1 else 's'}"
        sealed = f"{taken.submissions} submission{'' if taken.submissions == 1 else 's'}"
        meaning = f"{drafts} and {sealed} could be read in the old file and were taken over."
        if taken.lost:
            meaning += f" {taken.lost} could not be read in it" + (
                "; of those, what the backup has is used." if made else "."
            )
        if taken.campaigns:
            where = ", ".join(f"{title} ({number})" for title, number in Counter(taken.campaigns).items())
            meaning += f" Tasks whose draft is lost are in: {where}. They are in the queue as not begun."
    else:
        meaning = "Nothing was taken from the old file: it cannot be read, or it is older than the backup."
    return Done(
        what, meaning, f"The old file is kept in {rescued.aside}. Nothing is counted twice on the platform."
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun} is" if number == 1 else f"{number} {noun}s are"


def _local(made: str) -> str:
    return datetime.fromisoformat(made).astimezone().strftime("%d %B %Y, %H:%M").lstrip("0")
