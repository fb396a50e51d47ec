"""The hard formulas of hard_formulas.txt: those that must be drawn, and those that must be shown as their source."""

from __future__ import annotations

from pathlib import Path


def _read() -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    lines = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    middle = lines.index("== must be refused ==")
    first = lines.index("== must be drawn ==")
    drawn, refused = (
        tuple((name, tex) for name, _, tex in (line.partition(": ") for line in part) if tex)
        for part in (lines[first:middle], lines[middle:])
    )
    return drawn, refused


HARD, REFUSED = _read()
"""(what it is about, TeX)"""
