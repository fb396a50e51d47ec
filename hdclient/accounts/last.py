"""Which account a start opens: the one that was open last. Only its folder's name is noted, which tells nobody's."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from hdclient.store.profile import ASIDE, ERASING, Profile, is_erasing, profiles

LAST_NAME = "last"
NOBODY = "-"
"""Noted after a sign-out: the next start opens nothing by itself."""
_NAME = re.compile(r"\w+")  # of a folder; anything else says nothing


def note(data_dir: Path, account_id: str) -> None:
    """Notes the account that is open now. A disk that refuses changes no more than what the next start opens."""
    place = data_dir / LAST_NAME
    with suppress(OSError):
        if not place.exists() or place.read_bytes() != account_id.encode():
            place.write_text(account_id, encoding="utf-8")


def forget(data_dir: Path, account_id: str) -> None:
    """The account is about to be erased: that its folder is gone then is as it should be."""
    with suppress(OSError, UnicodeDecodeError):
        if (data_dir / LAST_NAME).read_text(encoding="utf-8") == account_id:
            note(data_dir, NOBODY)


def missing(data_dir: Path) -> Profile | None:
    """The account that was open last, when nothing of its store is there any more: neither erased nor set aside."""
    try:
        name = (data_dir / LAST_NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    if not _NAME.fullmatch(name) or any(profile.folder.name == name for profile in profiles(data_dir)):
        return None
    profile = Profile(data_dir / name)
    decided = is_erasing(profile) or (profile.folder / ASIDE).is_dir()
    return None if decided else profile


def last_first(data_dir: Path) -> tuple[Profile, ...]:
    """All profiles, the one that was open last before the others; after a sign-out, the one written to last."""
    try:
        name = (data_dir / LAST_NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        name = NOBODY
    return tuple(sorted(profiles(data_dir), key=lambda profile: profile.folder.name != name))


def in_order(data_dir: Path) -> tuple[Profile, ...]:
    """The profiles that a start may open, the best first; none after a sign-out."""
    if any(data_dir.glob("*" + ERASING)):
        from hdclient.accounts.marker import markers  # start-up

        markers(data_dir)  # a damaged one is no order: it goes, and hides no account
    with suppress(OSError, UnicodeDecodeError):
        if (data_dir / LAST_NAME).read_text(encoding="utf-8") == NOBODY:
            return ()
    return last_first(data_dir)
