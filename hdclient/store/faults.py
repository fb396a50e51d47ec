"""What the database library raises, turned into sentences of the StoreError family. No message carries
content."""

from __future__ import annotations

import errno
from pathlib import Path

import apsw

from hdclient.errors import (
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreInUse,
    StoreMissing,
    StoreRolledBack,
    StoreUnwritable,
    WrongKey,
)
from hdclient.words import marked, tr, translated, trn

_KEPT = marked("What was saved before is safe; the last change was not saved.")


def store_in_use() -> StoreInUse:
    """Another process holds the exclusive lock."""
    return StoreInUse(
        tr("Another hdclient has your saved work open."),
        tr("Only one program at a time may write to it, so that nothing gets mixed up."),
        tr("Use the window that is already open, or close it and start again."),
    )


def store_unwritable() -> StoreUnwritable:
    """The folder, the file or the disk refuses writes."""
    return StoreUnwritable(
        tr("The folder with your saved work cannot be written to."),
        translated(_KEPT),
        tr("Check that the disk is not write-protected and that the folder belongs to you, then try again."),
    )


def store_closed() -> StoreError:
    """The account was locked, left or ended meanwhile, and something in the program did not hear of it."""
    return StoreError(
        tr("Your saved work is closed: the account was locked or left meanwhile."),
        tr("Nothing was changed. What was saved before is safe."),
        tr("Open the account again, then do it once more."),
    )


def disk_fault() -> StoreUnwritable:
    """The operating system reported an input/output error."""
    return StoreUnwritable(
        tr("The disk with your saved work reported an error."),
        translated(_KEPT),
        tr("Copy your text to be sure, restart hdclient, and have the disk checked if it happens again."),
    )


def store_full() -> StoreFull:
    """No space left."""
    return StoreFull(
        tr("The disk is full."),
        f"{translated(_KEPT)} {tr('What is saved can be read; it is sent when there is space again.')}",
        tr("Free some space on the disk, then make the change again."),
    )


def no_room_to_fetch() -> StoreFull:
    """There is still some space, but it is kept for what the person writes."""
    return StoreFull(
        tr("The disk is nearly full, so no new tasks are fetched."),
        tr("What is here can be worked on, saved and sent."),
        tr("Free some space on the disk; then new tasks come by themselves."),
    )


def cache_is_full() -> StoreFull:
    """As much is kept as may be, and none of it is finished."""
    return StoreFull(
        tr("As many tasks are on this computer as its settings allow, so no new ones are fetched."),
        tr("What is here can be worked on, saved and sent."),
        tr("Submit some of them; when the platform has them, new tasks come by themselves."),
    )


def no_space_to_copy() -> StoreFull:
    """A person asked for a backup."""
    return StoreFull(
        tr("There is too little space on the disk for one more backup."),
        tr("Your work is saved as always; only the copy was not made."),
        tr("Free some space on the disk, then try again."),
    )


def backup_damaged() -> StoreDamaged:
    """A copy that cannot be read whole, or is gone."""
    return StoreDamaged(
        tr("This backup cannot be read."),
        tr("Your saved work is untouched; nothing was changed."),
        tr("Choose another backup."),
    )


def no_space_to_migrate() -> StoreFull:
    """A newer program wants to bring the store to its format, which it does only with a copy of the old one."""
    return StoreFull(
        tr("There is too little space on the disk to bring your saved work to the format of this hdclient."),
        tr("It was left as it is. A copy of it is made first, and there is no room for one."),
        tr("Free some space on the disk, then try again."),
    )


def _else(path: Path | None) -> str:
    """What is left to do when a file cannot be put back. Never a backup that is not there."""
    if _has_copies(path):
        return tr("else go on from a backup, or ask your support.")
    return tr("else ask your support.")


def _has_copies(path: Path | None) -> bool:
    return path is not None and any((path.parent / "backups").glob("*.db"))


def store_missing(path: Path | None = None) -> StoreMissing:
    """The file is not there, although there was one before."""
    return StoreMissing(
        tr("The file with your saved work is missing."),
        tr(
            "This computer has worked with it before, so this is not a fresh start. Nothing was "
            "created in its place. What was sent to the platform is safe there."
        ),
        tr("If somebody moved the file, put it back and try again; {otherwise}", otherwise=_else(path)),
    )


def store_is_no_file(path: Path) -> StoreMissing:
    """A folder, or something else that no work can be in, has the name of the store."""
    return StoreMissing(
        tr("The file with your saved work is missing: a folder, or something else, has its name."),
        tr("It was left as it is. What was sent to the platform is safe there."),
        tr("Move it away, put the file back and try again; {otherwise}", otherwise=_else(path)),
    )


def store_emptied(path: Path | None = None) -> StoreMissing:
    """The file is there, but nothing is in it."""
    return StoreMissing(
        tr("The file with your saved work is empty."),
        tr(
            "There was work in it before: another program or the disk has emptied it. Nothing was created in its place."
            " What was sent to the platform is safe there."
        ),
        tr("Restore the file if you have a copy of it and try again; {otherwise}", otherwise=_else(path)),
    )


def store_foreign(path: Path | None = None) -> StoreMissing:
    """A whole store, but of another folder."""
    return StoreMissing(
        tr("The file with your saved work is not the one that belongs here."),
        tr("It was left as it is; nothing was created in its place."),
        tr("Put the right file back and try again; {otherwise}", otherwise=_else(path)),
    )


def store_rolled_back(seals: int) -> StoreRolledBack:
    """The file holds less than was once written to it; `seals` submissions fewer."""
    if seals > 0:
        lost = trn(
            "Up to {count} submission is not in it, and the changes since then.",
            "Up to {count} submissions are not in it, and the changes since then.",
            seals,
        )
    else:
        lost = tr("The last changes to your drafts, or what came from the platform last, are not in it.")
    return StoreRolledBack(
        tr("The file with your saved work is older than it was when hdclient last closed it."),
        f"{lost} "
        + tr(
            "Another program has put an old copy back, or has deleted a part of it. What was "
            "sent to the platform is safe there, and nothing would be counted twice."
        ),
        tr("If you can, put the newer files back and try again. Else go on with what is here."),
    )


def store_damaged(path: Path | None = None) -> StoreDamaged:
    """Pages that do not verify, with the right key. Without `path` it is met at work, not at a start."""
    if path is None:
        remedy = tr(
            "Close hdclient and start it again: it then offers what can be done. The file itself is kept."
        )
    elif _has_copies(path):
        remedy = tr("Go on from a backup and from what can be read of the file; the file itself is kept.")
    else:
        remedy = tr("Go on with what can be read of the file; the file itself is kept.")
    return StoreDamaged(
        tr("The file with your saved work is damaged."),
        tr(
            "Nothing was overwritten. What was sent to the platform is safe there; most of the rest can often be read."
        ),
        remedy,
    )


def nothing_readable() -> StoreDamaged:
    """No backup, and not a row of the file can be read."""
    return StoreDamaged(
        tr("Nothing of the file with your saved work can be read, and there is no backup of it."),
        tr("All files were left as they are. What was sent to the platform is safe there."),
        tr("Keep the folder, and ask your support."),
    )


def wrong_key() -> WrongKey:
    """The file does not open with this key (a damaged first page looks the same: store/profile.py tells
    them apart)."""
    return WrongKey(
        tr("Your saved work does not open with the key from this computer's keyring."),
        tr("The file was left as it is; nothing was overwritten."),
        tr("If the keyring was restored or replaced, put the old one back; else ask your support."),
    )


def of_system(error: OSError) -> StoreError:
    """What the operating system said of a file beside the store."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return store_full()
    return disk_fault() if error.errno == errno.EIO else store_unwritable()


def as_store_error(error: apsw.Error) -> StoreError:
    """The StoreError that says the same as `error`."""
    match error:
        case apsw.ConnectionClosedError():
            return store_closed()
        case apsw.FullError():
            return store_full()
        case apsw.BusyError() | apsw.LockedError():
            return store_in_use()
        case apsw.ReadOnlyError() | apsw.CantOpenError() | apsw.PermissionsError() | apsw.AuthError():
            return store_unwritable()
        case apsw.IOError():
            return disk_fault()
        case apsw.NotADBError():
            return wrong_key()
        case apsw.CorruptError() | apsw.FormatError():
            return store_damaged()
        case _:
            number = getattr(error, "extendedresult", 0)
            return StoreError(
                tr("The store refused a change."),
                translated(_KEPT),
                tr("This is a fault of hdclient; please report it, with the number {number}.", number=number),
            )
