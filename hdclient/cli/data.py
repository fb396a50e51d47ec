"""`hdclient import` and `hdclient export`: records in, results out."""

from __future__ import annotations

from typing import Any


def add_commands(commands: Any) -> None:
    """Adds the two commands to the parser."""
