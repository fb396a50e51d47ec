"""The disk that the store is on: how much is free, and making sure that names are on it."""

from __future__ import annotations

import os
from pathlib import Path

RESERVE_BYTES = 64_000_000
"""What copies, new tasks and the ballast leave free, for the person's own words."""


def free_bytes(folder: Path) -> int:
    """What is free on the disk of this folder. Raises OSError."""
    import shutil  # start-up: it brings all the packers along

    return shutil.disk_usage(folder).free


def sync_folder(folder: Path) -> None:
    """Brings the names in a folder to the disk."""
    if os.name == "nt":
        return  # Windows cannot open a folder for this, and does not need it
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
