"""Names of files in an account's folder that more than one part needs."""

from __future__ import annotations

CARD_NAME = "store.json"
CARD_WITH_BACKUPS = f"backups/{CARD_NAME}"
"""Put there with every backup: a backup without it could not be opened, since nobody would know with which key."""
