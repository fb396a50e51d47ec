"""The card of a profile (store.json) and its copies: which store this is, and which key opens it. No secret, no name.

Whoever can write a file can edit a card: it helps to find the store and its key, and decides nothing that the
encrypted file says itself.
"""

from __future__ import annotations

import json
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

CARD_NAME = "store.json"
CARD_WITH_BACKUPS = f"backups/{CARD_NAME}"
"""Put there with every backup: a backup without it could not be opened, since nobody would know with which key."""
CARD_COPY_NAME = "store.json.copy"
"""Read where the card itself cannot be: its fingerprint proves the key, and the store says whose it is."""


class Card(Struct, frozen=True):
    """What store.json says. `key_check` proves a key without giving it away."""

    store_uuid: str
    key_check: str
    schema: int
    origin: str
    created: str
    ready: bool

    def text(self) -> bytes:
        """As it stands in the file."""
        return (json.dumps(asdict(self), indent=1, sort_keys=True) + "\n").encode()


def card_of(folder: Path) -> Card | None:
    """The card or a copy of it, or None when none is there and can be read: see `cards_of`."""
    return next(iter(cards_of(folder)), None)


def cards_of(folder: Path) -> tuple[Card, ...]:
    """What the card and its copies say, the likeliest first. Where they do not agree, somebody has changed one.

    What two of them say comes first, else that of a whole store before that of one which is still being made. Which of
    them is right, the key and the store know (Profile.open).
    """
    places = (folder / CARD_NAME, folder / CARD_COPY_NAME, folder / CARD_WITH_BACKUPS)
    found = [card for card in map(_read, places) if card is not None]
    different = [card for n, card in enumerate(found) if card not in found[:n]]
    return tuple(sorted(different, key=lambda card: (found.count(card), card.ready), reverse=True))


def _read(path: Path) -> Card | None:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Card(
            store_uuid=str(data["store_uuid"]),
            key_check=str(data["key_check"]),
            schema=int(data["schema"]),
            origin=str(data["origin"]),
            created=str(data["created"]),
            ready=data["ready"] is True,
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
