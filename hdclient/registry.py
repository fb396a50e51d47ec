"""Kinds by name: each stands in a file of its own, which is imported when the kind is first asked for.

A start on one task needs a few of them; the files of all others need not be read before its first paint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TypeVar

KindT = TypeVar("KindT")


class Registry(Mapping[str, KindT]):
    """Reads as a dictionary. To look whether a name is known, or at all names, imports nothing."""

    def __init__(self, package: str, **places: str) -> None:
        """`places` says for each name which module of the package has the kind, and as what: table="rows:TABLE"."""
        self._package, self._places = package, places
        self._found: dict[str, KindT] = {}

    def __getitem__(self, name: str) -> KindT:
        if name not in self._found:
            module, _, attribute = self._places[name].partition(":")
            self._found[name] = getattr(import_module(f"{self._package}.{module}"), attribute)
        return self._found[name]

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
