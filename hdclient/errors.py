"""Every failure that a person may have to read, as one tree.

    HdError
    ├── ConfigError              a setting or a file given by the person is unusable
    │   └── SettingsFileBroken   the settings file cannot be read, or does not say where the work is
    ├── ImportFailed             a record file cannot be read (line, column, what was expected)
    ├── TemplateError            a template is not valid (place, reason)
    ├── KeyringError             the operating system's keyring
    │   ├── KeyringMissing       there is none that we trust
    │   ├── KeyringLocked        there is one, but it is locked
    │   └── KeyMissing           the keyring answers, but has no key for this store
    ├── StoreError               the encrypted store on this computer
    │   ├── StoreInUse           another hdclient has it open
    │   ├── StoreUnwritable      the folder or the disk refuses writes
    │   ├── StoreFull            no space left
    │   ├── StoreMissing         the key is there, the file is not
    │   │   └── AccountFolderGone    the whole folder of the account that was open last is not there
    │   ├── StoreRolledBack      the file holds less than was once written to it
    │   ├── WrongKey             the file is there, the key is another one
    │   ├── StoreDamaged         the file cannot be read with the right key
    │   └── StoreNewer           written by a newer hdclient
    ├── AccountError             an account on this computer cannot be opened, or not now
    │   ├── DeviceRefused        the platform has locked this device
    │   └── AccountGone          the platform has had the account's data erased from this computer
    ├── WorkError                what the person asked of a task cannot be done now
    │   ├── NotSubmittable       problems that must be mended first
    │   └── TooLateToUndo        the submission has been taken for sending
    └── BackendError             an exchange with a platform (see hdclient/backends/base.py for who raises what)
        ├── Unreachable          no answer: refused, no route, name lookup, time-out
        ├── NotOurPlatform       an answer, but not from our platform: portal, proxy, redirect, cut body, wrong server
        ├── SignInNeeded         401
        ├── Forbidden            403
        ├── RateLimited          429
        ├── TooLarge             413
        ├── Refused              any other 4xx: the request itself is wrong
        └── PlatformFault        5xx

Each says what happened, what it means for the person's work, and what to do. No message may contain task content,
answers, tokens or keys.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hdclient.words import marked, tr, translated

if TYPE_CHECKING:
    from pathlib import Path

_OS_WORDS = {
    errno.EACCES: marked("access is not allowed"),
    errno.EPERM: marked("access is not allowed"),
    errno.EROFS: marked("the disk is write-protected"),
    errno.ENOSPC: marked("the disk is full"),
    errno.ENOENT: marked("there is no such file or folder"),
    errno.EEXIST: marked("a file of that name is in the way"),
    errno.ENOTDIR: marked("a part of the path is a file, not a folder"),
    errno.EISDIR: marked("it is a folder, not a file"),
    errno.ENAMETOOLONG: marked("the name is too long"),
    errno.EIO: marked("the disk reports a fault"),
    errno.EBUSY: marked("another program is using it"),
    errno.EMFILE: marked("too many files are open"),
}


def os_words(error: OSError) -> str:
    """Why the operating system refused, in plain words without a full stop; never the name of a class."""
    known = translated(_OS_WORDS.get(error.errno or 0, ""))
    said = known or error.strerror or tr("the computer gave no reason")
    return said.rstrip(".")


class HdError(Exception):
    """A failure with three sentences: what happened, what it means, what to do."""

    def __init__(self, what: str, meaning: str = "", remedy: str = "") -> None:
        self.what = what
        self.meaning = meaning
        self.remedy = remedy
        super().__init__(" ".join(part for part in (what, meaning, remedy) if part))


class ConfigError(HdError):
    """A setting or a file given by the person is unusable."""


class SettingsFileBroken(ConfigError):
    """The settings file cannot be read, or does not say where the work is: the window asks what to do."""


class ImportFailed(HdError):
    """A record file cannot be read. `line` and `column` are 1-based; `column` may name a field."""

    def __init__(
        self,
        what: str,
        meaning: str = "",
        remedy: str = "",
        *,
        line: int | None = None,
        column: str | None = None,
    ) -> None:
        super().__init__(what, meaning, remedy)
        self.line = line
        self.column = column


class TemplateError(HdError):
    """A template is not valid; the place is part of the sentence."""


class KeyringError(HdError):
    """The operating system's keyring."""


class KeyringMissing(KeyringError):
    """There is no keyring that we trust."""


class KeyringLocked(KeyringError):
    """The keyring is locked."""


class KeyMissing(KeyringError):
    """The keyring answers, but has no key for this store."""


class StoreError(HdError):
    """The encrypted store on this computer."""


class StoreInUse(StoreError):
    """Another hdclient has the store open."""


class StoreUnwritable(StoreError):
    """The folder or the disk refuses writes."""


class StoreFull(StoreError):
    """No space is left on the disk."""


class StoreMissing(StoreError):
    """The key is there, the file is not."""


class AccountFolderGone(StoreMissing):
    """The folder of the account that was open last is not there, or nothing of a store is in it."""


class StoreRolledBack(StoreError):
    """The file holds less than was once written to it: an old copy was put back, or a part deleted."""


class WrongKey(StoreError):
    """The file is there, the key is another one."""


class StoreDamaged(StoreError):
    """The file cannot be read with the right key."""


class StoreNewer(StoreError):
    """The store was written by a newer hdclient."""


class AccountError(HdError):
    """An account on this computer cannot be opened, or not now."""


class DeviceRefused(AccountError):
    """The platform has locked this device."""


class AccountGone(AccountError):
    """The platform has had the account's data erased from this computer."""


class WorkError(HdError):
    """What the person asked of a task cannot be done now."""


class NotSubmittable(WorkError):
    """Problems must be mended before the task can be submitted; `problems` are the sentences."""

    def __init__(
        self, what: str, meaning: str = "", remedy: str = "", *, problems: Sequence[str] = ()
    ) -> None:
        super().__init__(what, meaning, remedy)
        self.problems = tuple(problems)


class TooLateToUndo(WorkError):
    """The submission has been taken for sending."""


class BackendError(HdError):
    """An exchange with a platform failed. `retry_after_ms` is the platform's own wish, if it gave one; `kind` is the
    platform's own word for a refusal, as "superseded".
    """

    kind: str = ""

    def __init__(
        self, what: str, meaning: str = "", remedy: str = "", *, retry_after_ms: int | None = None
    ) -> None:
        super().__init__(what, meaning, remedy)
        self.retry_after_ms = retry_after_ms


class Unreachable(BackendError):
    """No answer came: the outcome of what was sent is unknown."""


class NotOurPlatform(BackendError):
    """Something answered, but not our platform, or not whole: nothing of it may be believed."""


class SignInNeeded(BackendError):
    """401: the token is missing, expired or revoked."""


class Forbidden(BackendError):
    """403: this person may not do this."""


class RateLimited(BackendError):
    """429: later."""


class TooLarge(BackendError):
    """413: the request is bigger than the platform takes."""


class Refused(BackendError):
    """Any other 4xx: the request itself is wrong; sending it again will not help."""


class NotUnderstood(Refused):
    """The platform's own answer, of which a part needs a newer program. `understood`: the other parts."""

    def __init__(self, what: str, meaning: str, remedy: str, understood: tuple[object, ...] = ()) -> None:
        super().__init__(what, meaning, remedy)
        self.understood = understood


class PlatformFault(BackendError):
    """5xx: the platform's own trouble; the outcome of what was sent is unknown."""


def in_words(error: Exception, folder: Path) -> HdError:
    """What nobody foresaw, as sentences: the exception's own words may hold anything, and name classes and numbers."""
    if isinstance(error, OSError):
        return StoreUnwritable(
            tr("The data folder {folder} cannot be used: {reason}.", folder=folder, reason=os_words(error)),
            tr("Nothing was stored."),
            tr(
                "Check that the folder belongs to you and that there is space, or choose another one with --data-dir."
            ),
        )
    import logging  # start-up, as is the next
    import traceback

    places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-4:]]
    logging.getLogger("hdclient").error("%s at %s", type(error).__name__, " < ".join(reversed(places)))
    return HdError(
        tr("This did not work, by a fault of hdclient."),
        tr("Nothing was lost."),
        tr("Try again; then report it."),
    )
