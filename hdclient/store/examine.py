"""Looks a profile over, from outside and inside: what `hdclient doctor` prints. Counts only, no content."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from hdclient.clock import Clock
from hdclient.errors import HdError, StoreDamaged, StoreUnwritable
from hdclient.store import faults
from hdclient.store.backups import found
from hdclient.store.keys import KeyProvider
from hdclient.store.profile import ASIDE, Profile
from hdclient.store.retention import Cleared
from hdclient.store.store import Store
from hdclient.words import tr

_OPEN = ("draft", "queued", "sending")


class Examined(Struct, frozen=True):
    """`trouble` is None for a store that opens and whose every page can be read. `readable`: all of it can be read,
    whatever else is wrong. `states` counts submissions."""

    folder: Path
    origin: str
    trouble: HdError | None
    states: dict[str, int]
    receipts: int
    backups: tuple[str, ...]
    aside: int
    cleared: Cleared = Cleared()
    readable: bool = False

    def lines(self) -> tuple[str, ...]:
        """For a terminal."""
        said = [str(self.folder), f"  platform   {self.origin or 'not known'}"]
        if self.trouble is not None:
            said += [f"  store      {self.trouble.what}"]
            said += [f"             {text}" for text in (self.trouble.meaning, self.trouble.remedy) if text]
        if self.trouble is None or self.readable:
            said.append(f"  {'store' if self.trouble is None else '':10} every page can be read")
            counts = [f"{self.states.get(state, 0)} {state}" for state in _OPEN]
            others = sum(number for state, number in self.states.items() if state not in _OPEN)
            said.append(f"  work       {', '.join(counts)}, {others} answered; {self.receipts} receipts")
        if self.cleared.tasks:
            removed = f"content of {self.cleared.tasks} finished tasks, {self.cleared.files} files"
            said.append(
                f"  cleared    {removed} ({self.cleared.size / 1_000_000:.1f} MB); the words are all kept"
            )
        said.append(f"  backups    {'; '.join(self.backups) or 'none yet'}")
        if self.aside:
            said.append(f"  set aside  {self.aside} in {self.folder / ASIDE}")
        return tuple(said)


def examine(profile: Profile, keys: KeyProvider, clock: Clock) -> Examined:
    """Opens the store, reads every page, and lets it go. Never raises HdError."""
    card = profile.card()
    states: dict[str, int] = {}
    receipts, cleared, readable = 0, Cleared(), False
    store, trouble = opened(profile, keys, clock)
    if store is not None:
        try:
            if store.check():
                raise faults.store_damaged(profile.store_path)
            states, receipts = store.submissions.counts(), len(store.outbox.receipts())
            cleared, readable = store.retention.cleared(), True
        except HdError as error:
            trouble = error
            if isinstance(error, StoreDamaged):
                store.suspect()
        finally:
            _let_go(store, trouble)
    made = tuple(_when(copy.made, copy.seals) for copy in found(profile.folder))
    aside = profile.folder / ASIDE
    kept = len(list(aside.iterdir())) if aside.is_dir() else 0
    origin = "" if card is None else card.origin
    return Examined(profile.folder, origin, trouble, states, receipts, made, kept, cleared, readable)


def opened(profile: Profile, keys: KeyProvider, clock: Clock) -> tuple[Store | None, HdError | None]:
    """The store, read-only where the disk refuses writes, and what is wrong with it."""
    try:
        return profile.open(keys, clock=clock), None
    except StoreUnwritable as error:
        can = tr("What is saved can be read; nothing can be changed or sent.")
        with suppress(HdError):
            return profile.open(keys, clock=clock, read_only=True), StoreUnwritable(
                error.what, can, error.remedy
            )
        return None, error
    except HdError as error:
        return None, error


def _let_go(store: Store, trouble: HdError | None) -> None:
    if trouble is None:
        store.close()
    else:
        store.abandon()


def _when(made: str, seals: int) -> str:
    when = datetime.fromisoformat(made).astimezone().strftime("%Y-%m-%d %H:%M")
    return f"{when} ({seals} submitted)"
