"""The account that was open last is not on the disk any more: how that is said, and what can be done about it.

Nothing is made in its place before the person has decided: what was not sent may be in the folder, wherever it is now.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hdclient.accounts import last
from hdclient.clock import Clock
from hdclient.errors import AccountFolderGone
from hdclient.store.keys import KeyProvider
from hdclient.store.profile import Profile, profiles
from hdclient.store.ways_out import Done, WayOut, ways_out
from hdclient.words import tr


def folder_gone(profile: Profile) -> AccountFolderGone:
    """For the folder that the note of the last account names."""
    return AccountFolderGone(
        tr("The folder with your saved work is not on this computer any more."),
        tr(
            "hdclient worked with it when it was closed last, so this is not a fresh start: somebody "
            "has moved, renamed or deleted it. Nothing was created in its place. What was sent to "
            "the platform is safe there; what was not sent is in that folder only."
        ),
        tr(
            "Look for {name}, also in the wastebasket and in backups of this computer, put it back "
            "into {parent}, then try again.",
            name=profile.folder.name,
            parent=profile.folder.parent,
        ),
    )


def ways_on(
    data_dir: Path, profile: Profile, error: AccountFolderGone, keys: KeyProvider, clock: Clock
) -> tuple[WayOut, ...]:
    """The other accounts that are here, then to begin anew. A folder that is there holds something to be set aside."""
    others = profiles(data_dir)
    found = [_open_another(data_dir, profile, others)] if others else []
    anew = ways_out(error, profile, keys, clock) if profile.folder.exists() else (_begin_anew(data_dir),)
    return (*found, *anew)


def _open_another(data_dir: Path, profile: Profile, others: Sequence[Profile]) -> WayOut:
    def go() -> Done:
        last.note(data_dir, others[0].folder.name)
        return Done(
            tr("hdclient opens another account of this computer."),
            tr("Nothing was made in place of the one that is missing."),
            tr(
                "If you find the folder {name}, put it back: it is then among the accounts again.",
                name=profile.folder.name,
            ),
        )

    title = tr("Open the other account") if len(others) == 1 else tr("Open another account")
    return WayOut(
        title, tr("Its work is here as you left it. The missing one can still be put back later."), go
    )


def _begin_anew(data_dir: Path) -> WayOut:
    def go() -> Done:
        last.note(data_dir, last.NOBODY)
        return Done(
            tr("You can sign in again and begin anew."),
            tr(
                "What the platform has of your work is safe there. What was not sent is in the missing folder only."
            ),
            tr(
                "Go on looking for it: with the key that this computer's keyring keeps, your support can bring it back."
            ),
        )

    meaning = tr("What was not sent is not in the new store. Only if the folder cannot be found.")
    return WayOut(tr("Sign in anew"), meaning, go, last_resort=True)
