"""Which account a start opens: the one that was open last. Only its folder's name is noted, which tells nobody's."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from hdclient.store.profile import Profile, profiles

LAST_NAME = "last"
NOBODY = "-"
"""Noted after a sign-out: the next start opens nothing by itself."""


def note(data_dir: Path, account_id: str) -> None:
    """Notes the account that is open now. A disk that refuses changes no more than what the next start opens."""
    place = data_dir / LAST_NAME
    with suppress(OSError):
        if not place.exists() or place.read_text(encoding="utf-8") != account_id:
            place.write_text(account_id, encoding="utf-8")


def in_order(data_dir: Path) -> tuple[Profile, ...]:
    """The profiles that a start may open, the best first; none after a sign-out."""
    found = profiles(data_dir)
    try:
        last = (data_dir / LAST_NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return found
    if last == NOBODY:
        return ()
    return tuple(sorted(found, key=lambda profile: profile.folder.name != last))
