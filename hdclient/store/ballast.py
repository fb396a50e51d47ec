"""Some megabytes that are kept so that they can be given back: on a full disk they make room for what is in memory.

A full disk cannot be helped by deleting rows: SQLite needs space for that, too.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from hdclient.store.disk import RESERVE_BYTES, free_bytes

BALLAST_NAME = "store.ballast"
BALLAST_BYTES = 4_000_000


class Ballast:
    """The file beside a store."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / BALLAST_NAME

    def fill(self) -> bool:
        """Makes it where there is ample space. True: it is there. Bytes that no file system can pack."""
        try:
            if self.path.exists() and self.path.stat().st_size >= BALLAST_BYTES:
                return True
            if free_bytes(self.path.parent) < RESERVE_BYTES:
                return False
            with self.path.open("wb") as file:
                file.write(os.urandom(BALLAST_BYTES))
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self.free()
            return False
        return True

    def free(self) -> bool:
        """Gives the space back. True: there was some."""
        with suppress(OSError):
            self.path.unlink()
            return True
        return False
