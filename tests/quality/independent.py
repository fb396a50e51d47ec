"""Implementations by others that ours are held against (development extras). What is missing is skipped by name."""

from __future__ import annotations

from typing import Any

import pytest


def theirs(module: str) -> Any:
    """The module; a test that asks is skipped when it is not installed, and says which."""
    return pytest.importorskip(
        module, reason=f"{module.partition('.')[0]} (a development extra) is not installed"
    )
