"""Disks that misbehave: real small ones (root on Linux; tests skip by name otherwise), and one that does not sync."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import apsw
import pytest


class Disk:
    """A mounted tmpfs."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def make_read_only(self) -> None:
        _mount("-o", "remount,ro", str(self.path))

    def make_writable(self) -> None:
        _mount("-o", "remount,rw", str(self.path))


@contextmanager
def small_disk(path: Path, size: str = "2m") -> Iterator[Disk]:
    """A disk of this size, unmounted again at the end."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a small disk needs root on Linux (mount -t tmpfs)")
    path.mkdir()
    try:
        _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(path))
    except subprocess.CalledProcessError:
        pytest.skip("this machine does not allow mount -t tmpfs")
    try:
        yield Disk(path)
    finally:
        subprocess.run(["umount", "-l", str(path)], check=True, capture_output=True)


def fill(folder: Path) -> None:
    """Leaves not a byte of the disk that the folder is on."""
    with (folder / "film").open("wb", buffering=0) as film:
        for size in (65536, 4096, 1):
            with suppress(OSError):
                while film.write(b"x" * size):
                    pass


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)


class FailingLayer(apsw.VFS):
    """SQLite's file layer, but while `failing` no sync succeeds."""

    vfs_name = "hdclient-test-failing"

    def __init__(self) -> None:
        self.failing = False
        super().__init__(self.vfs_name, "unix")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        return _FailingFile(self, name, flags)


class _FailingFile(apsw.VFSFile):
    def __init__(self, layer: FailingLayer, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        self._layer = layer
        super().__init__("unix", name, flags)

    def xSync(self, flags: int) -> None:
        if self._layer.failing:
            raise apsw.IOError("no sync")
        super().xSync(flags)
