"""A disk whose sync takes 1 ms, as that of an ordinary SSD does, for measurements only: SQLite's file layer, waiting.

What a commit costs depends on the disk below; where a sync costs nothing, only the computing of both is compared.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import apsw

SYNC_S = 0.001
_NAME = "hd-sync-takes-1-ms"


class _File(apsw.VFSFile):
    def xSync(self, flags: int) -> None:
        time.sleep(SYNC_S)
        super().xSync(flags)


class _Layer(apsw.VFS):
    def __init__(self, below: str) -> None:
        self._below = below
        super().__init__(_NAME, below)

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        return _File(self._below, name, flags)


@contextmanager
def slow_sync() -> Iterator[None]:
    """Stores that are opened meanwhile lie on such a disk. Close them before it ends."""
    usual = apsw.vfs_names()[0]
    layer = _Layer("win32" if "win32" in apsw.vfs_names() else "unix")
    encrypting = f"multipleciphers-{_NAME}"  # made when it is first named
    apsw.Connection(":memory:", vfs=encrypting).close()
    apsw.set_default_vfs(encrypting)
    try:
        yield
    finally:
        apsw.set_default_vfs(usual)
        layer.unregister()
