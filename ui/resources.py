"""Files that come with the program. No code in there, and nothing is ever written to it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "resources"


def resource(*parts: str) -> Path:
    """The path of a file of resources/, as resource("samples", "text-comparison")."""
    return ROOT.joinpath(*parts)
