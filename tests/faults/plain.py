"""Looks for words in every byte: of files and their names, packed or coded, and of what was written and is gone."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from tests.helpers.ear.sitecustomize import FILE

ROOT = Path(__file__).parents[2]
_PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_MOST = 4_000_000
_WRITES = "write,pwrite64,writev,pwritev,pwritev2"
_WRITE = re.compile(r"(?:write|pwrite64|writev|pwritev2?)\(\d+<([^>]*)>, (.*)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def forms(mark: bytes) -> frozenset[bytes]:
    """How a mark may look: as it is, in wide characters, in base 64 at each of three offsets, as hex, in an address."""
    found = {mark, mark.hex().encode(), mark.hex().upper().encode(), quote(mark).encode()}
    try:
        text = mark.decode()
    except UnicodeDecodeError:
        text = ""
    if text:
        found |= {text.encode(coding) for coding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")}
    for offset in range(3):
        whole = base64.b64encode(b"\0" * offset + mark)
        core = whole[-(-offset * 4 // 3) + (offset > 0) : -4]  # characters that depend on the mark alone
        found |= {core, core.translate(bytes.maketrans(b"+/", b"-_"))}
    return frozenset(one for one in found if len(one) > 3)


def holds(data: bytes, wanted: Iterable[bytes], depth: int = 2) -> bool:
    """Whether one of the forms is in the data, or in what is packed in it."""
    wanted = tuple(wanted)
    if any(form in data for form in wanted):
        return True
    return depth > 0 and any(holds(inner, wanted, depth - 1) for inner in _unpacked(data))


def _unpacked(data: bytes) -> Iterator[bytes]:
    for match in _PACKED.finditer(data):
        unpacker = zlib.decompressobj(47)  # gzip or zlib, whichever it is
        try:
            inner = unpacker.decompress(data[match.start() :], _MOST)
        except zlib.error:
            continue
        if len(inner) > 8:
            yield inner


def plain_text(folder: Path, marks: Iterable[str | bytes]) -> list[str]:
    """Names of all files below `folder` in which, or in whose name, one of the marks can be read."""
    wanted = _wanted(marks)
    found = []
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder)).encode(errors="surrogateescape")
        if holds(name, wanted, 0) or (path.is_file() and holds(path.read_bytes(), wanted)):
            found.append(path.name)
    return found


def _wanted(marks: Iterable[str | bytes]) -> tuple[bytes, ...]:
    return tuple(
        form for mark in marks if mark for form in forms(mark.encode() if isinstance(mark, str) else mark)
    )


def written(
    command: list[str], log: Path, seconds: float, enough: Callable[[], bool] = lambda: False
) -> dict[str, bytes]:
    """All that the process and its children write into files, by path; files that are gone again, too.

    Ends with the process, after so many seconds, or, by killing it, when it is `enough` (asked now and then).
    Needs strace. Sockets and pipes do not count: they are no places where anything stays.
    """
    tracer = ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-xx", "-s", "4000000", "-o", str(log)]
    environment = {
        name: value for name, value in os.environ.items() if name != FILE
    }  # our own ear writes, too
    process = subprocess.Popen(
        [*tracer, "-e", f"trace={_WRITES}", *command], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    )
    end = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < end and not enough():
        time.sleep(0.1)
    process.kill()  # and with the tracer, what it traces
    process.wait(30)
    found: dict[str, bytearray] = {}
    with log.open() as lines:
        for line in lines:
            match = _WRITE.search(line)
            if match:
                name = (
                    bytes.fromhex(match[1].replace("\\x", "")).decode()
                    if match[1].startswith("\\x")
                    else match[1]
                )
                if not name.startswith(
                    ("socket:", "pipe:", "TCP", "UNIX", "UDP", "anon_inode:", "/dev/null")
                ):
                    data = b"".join(
                        bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(match[2])
                    )
                    found.setdefault(name, bytearray()).extend(data)
    return {name: bytes(data) for name, data in found.items()}


def readable_in(data: dict[str, bytes], marks: Iterable[str | bytes]) -> list[str]:
    """The paths whose bytes hold a mark."""
    wanted = _wanted(marks)
    return [name for name, all_of_it in data.items() if holds(all_of_it, wanted)]
