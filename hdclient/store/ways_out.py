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
from hdclient.words import tr, trn

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
        elif isinstance(error, StoreDamaged) or (isinstance(error, StoreMissing) and rescue.has_backups()):
            found.append(_from_what_is_readable(rescue))
        if isinstance(error, StoreRolledBack):
            found.append(_as_it_is(profile, keys, clock))
    return (*found, _begin_anew(rescue))


def _begin_anew(rescue: Rescue) -> WayOut:
    def go() -> Done:
        aside = rescue.set_aside()
        return Done(
            tr("You can sign in again and begin anew."),
            tr(
                "What the platform has of your work is safe there. What was not sent is in the old files only."
            ),
            tr("The old files are kept in {aside}. Your support can look at them.", aside=aside),
        )

    meaning = tr(
        "All files are kept, but what was not sent is not in the new store. Only if nothing else helps."
    )
    return WayOut(tr("Set it aside and sign in anew"), meaning, go, last_resort=True)


def _from_backup(rescue: Rescue, backup: Backup) -> WayOut:
    newer = rescue.newer_seals(backup)
    meaning = tr("What can be read of the present file is taken over; the file itself is kept.")
    if newer:
        told = trn("{count} submission is newer than it.", "{count} submissions are newer than it.", newer)
        meaning = f"{told} {meaning}"
    return WayOut(
        tr("Use the backup of {local}", local=_local(backup.made)),
        meaning,
        lambda: _told(rescue.go(backup), _local(backup.made)),
    )


def _from_what_is_readable(rescue: Rescue) -> WayOut:
    return WayOut(
        tr("Take over what can be read"),
        tr("There is no whole backup. All that can be read goes into a new file; the present one is kept."),
        lambda: _told(rescue.go(None), ""),
    )


def _as_it_is(profile: Profile, keys: KeyProvider, clock: Clock) -> WayOut:
    def go() -> Done:
        profile.open(keys, clock=clock, accept_older=True).close()
        return Done(
            tr("hdclient goes on with the older file."),
            tr("What the platform knows is fetched again, and nothing is counted twice."),
            tr("If you miss a draft, write it again."),
        )

    return WayOut(tr("Go on with what is here"), tr("What was written later and not sent is not in it."), go)


def _told(rescued: Rescued, made: str) -> Done:
    taken = rescued.salvaged
    what = (
        tr("Your work is back, from the backup of {made}.", made=made)
        if made
        else tr("Your work is back, as far as it can be read.")
    )
    if rescued.readable:
        drafts = trn("{count} draft", "{count} drafts", taken.drafts)
        sealed = trn("{count} submission", "{count} submissions", taken.submissions)
        meaning = tr(
            "{drafts} and {submissions} could be read in the old file and were taken over.",
            drafts=drafts,
            submissions=sealed,
        )
        if taken.lost:
            meaning = f"{meaning} {_lost(taken.lost, backup=bool(made))}"
        if taken.campaigns:
            where = tr(", ").join(f"{title} ({number})" for title, number in Counter(taken.campaigns).items())
            lost = tr(
                "Tasks whose draft is lost are in: {where}. They are in the queue as not begun.", where=where
            )
            meaning = f"{meaning} {lost}"
    else:
        meaning = tr(
            "Nothing was taken from the old file: it cannot be read, or it is older than the backup."
        )
    return Done(
        what,
        meaning,
        tr("The old file is kept in {aside}. Nothing is counted twice on the platform.", aside=rescued.aside),
    )


def _lost(number: int, *, backup: bool) -> str:
    if backup:
        return trn(
            "{count} could not be read in it; of those, what the backup has is used.",
            "{count} could not be read in it; of those, what the backup has is used.",
            number,
        )
    return trn("{count} could not be read in it.", "{count} could not be read in it.", number)


_MONTHS = (
    *(tr("January"), tr("February"), tr("March"), tr("April"), tr("May"), tr("June")),
    *(tr("July"), tr("August"), tr("September"), tr("October"), tr("November"), tr("December")),
)


def _local(made: str) -> str:
    at = datetime.fromisoformat(made).astimezone()
    month = _MONTHS[at.month - 1]
    return tr("{day} {month} {year}, {time}", day=at.day, month=month, year=str(at.year), time=f"{at:%H:%M}")
