"""No word in plain text, in any byte that is ever written: the search itself, and a life whose every write is read."""

from __future__ import annotations

import base64
import gzip
import os
import random
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from tests.faults.life import PLACES
from tests.faults.plain import ROOT, forms, holds, plain_text, readable_in, written
from tests.faults.run import COMMENT, PICTURE, marks_of
from tests.faults.walls import has_strace
from tests.helpers.clock import FakeClock
from tests.helpers.platforms import RealOwner, quick_app, served

WORDS = "the MARKED words"
NOISE = random.Random(1).randbytes(20_000)
CODED = {
    "utf-8": WORDS.encode(),
    "utf-16-le": WORDS.encode("utf-16-le"),
    "utf-16-be": WORDS.encode("utf-16-be"),
    "utf-32": WORDS.encode("utf-32-le"),
    "base64": base64.b64encode(WORDS.encode()),
    "base64, one off": base64.b64encode(b"x" + WORDS.encode() + b"yz"),
    "base64, two off": base64.b64encode(b"xy" + WORDS.encode() + b"yz"),
    "base64 of addresses": base64.urlsafe_b64encode(b"abc" + WORDS.encode()),
    "hex": WORDS.encode().hex().encode(),
    "address": b"q=the%20MARKED%20words",
    "zlib": zlib.compress(b"before " + WORDS.encode() * 3),
    "gzip": gzip.compress(b"before " + WORDS.encode() * 3),
    "gzip of base64": gzip.compress(base64.b64encode(WORDS.encode())),
    "zlib, cut off": zlib.compress(WORDS.encode() + NOISE)[:9000],
}


@pytest.mark.parametrize("coding", CODED)
def test_a_mark_in_a_file_is_found(tmp_path: Path, coding: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "store.db-wal").write_bytes(NOISE + CODED[coding] + NOISE)
    assert plain_text(tmp_path, [WORDS]) == ["store.db-wal"]
    assert plain_text(tmp_path, ["other words", ""]) == []


def test_a_mark_in_a_name_is_found(tmp_path: Path) -> None:
    (tmp_path / f"{WORDS}.png").touch()
    (tmp_path / base64.urlsafe_b64encode(WORDS.encode()).decode()).mkdir()
    assert len(plain_text(tmp_path, [WORDS])) == 2


def test_a_key_is_found_as_bytes_and_as_hex(tmp_path: Path) -> None:
    key = bytes(range(200, 232))
    (tmp_path / "a").write_bytes(NOISE + key)
    (tmp_path / "b").write_text(key.hex())
    assert plain_text(tmp_path, [key]) == ["a", "b"] and holds(base64.b64encode(key), forms(key))


@pytest.mark.skipif(not has_strace(), reason="there is no strace here")
def test_what_was_written_and_is_gone_again_is_found(tmp_path: Path) -> None:
    """The mutant of the next test: a temporary file that lives for a moment."""
    script = (
        "import os, pathlib, sys, zlib; p = pathlib.Path(sys.argv[1]) / 'gone'\n"
        f"p.write_bytes(zlib.compress(b'{WORDS}')); p.unlink()"
    )
    found = written([sys.executable, "-c", script, str(tmp_path)], tmp_path / "log", 60)
    assert readable_in(found, [WORDS]) == [str(tmp_path / "gone")]


CRASH = """
import os, resource, sys
from hdclient.cli import parser
from hdclient.errors import ConfigError
most = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (most, most))
arguments = parser().parse_args(["run", "--data-dir", sys.argv[1]])
try:
    if sys.argv[2] == "run":
        arguments.do(arguments)
except ConfigError:
    pass  # there is no display, which it finds out after it has settled in
os.abort()
"""


def crashes(folder: Path, what: str) -> list[str]:
    """Files that a crash leaves."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    environment |= {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": ""}
    command = [sys.executable, "-c", CRASH, str(folder), what]
    done = subprocess.run(command, cwd=folder, env=environment, timeout=120, check=False, capture_output=True)
    assert done.returncode == -6, done.stderr
    return [path.name for path in folder.iterdir()]


@pytest.mark.skipif(sys.platform != "linux", reason="core files are looked for on Linux")
def test_a_crash_leaves_no_core_file(tmp_path: Path) -> None:
    if not crashes(tmp_path, "stay"):
        pytest.skip("this machine keeps no core files anyway (limit 0, or a program that collects them)")
    for path in tmp_path.iterdir():
        path.unlink()
    assert crashes(tmp_path, "run") == []


@pytest.mark.slow
@pytest.mark.skipif(not has_strace(), reason="there is no strace here")
def test_no_word_is_in_any_byte_that_a_life_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, logs = tmp_path / "home", tmp_path / "logs"
    home.mkdir()
    logs.mkdir()
    app = quick_app(clock := FakeClock())
    with served(app) as origin:
        owner = RealOwner(app, clock, origin=origin)
        campaign = owner.add_campaign()
        person = owner.person(campaign)
        owner.add_tasks(campaign, 40, image=PICTURE)
        for name in PLACES:
            monkeypatch.setenv(name, str(home))
        facts = [str(home), str(logs / "1.jsonl"), origin, owner.token(person)]
        command = [sys.executable, "-m", "tests.faults.life", *facts]

        def enough() -> bool:
            there = all(
                list(home.glob(f"account/{name}")) for name in ("blobs.db", "store.ballast", "backups/*.db")
            )
            return there and len(owner.stored(person)) > 5

        found = written(command, tmp_path / "calls", 90, enough)
        marks = marks_of(owner.token(person), logs)
        stored = sorted(owner.stored(person))
        owner.close()
    names = {Path(name).name for name in found}
    assert {"store.db-wal", "blobs.db", "store.mark", "store.ballast", "part"} <= names, "too little was done"
    assert len(stored) > 5 and len(marks) == 9 and COMMENT in marks
    inside = {name: data for name, data in found.items() if not name.startswith(str(logs))}
    assert sum(len(data) for data in inside.values()) > 1_000_000
    assert readable_in(inside, marks) == []
