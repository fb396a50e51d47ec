"""What must never be in the tree: paths of somebody's machine, package hosts, borrowed data."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOSTS = re.compile(r"(py" + r"pi|python" + r"hosted|registry\.npm" + r"js|deb\.deb" + r"ian)\.org")


def tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listing.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_package_host_and_no_path_of_this_machine() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if HOSTS.search(text) or str(ROOT.parent) + "/" in text:
            found.append(path.relative_to(ROOT).as_posix())
    assert found == []


def test_the_lock_has_hashes_and_no_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    packages = re.findall(r"^[a-z0-9][^\s=]*==", lock, re.MULTILINE)
    assert len(packages) > 20
    assert lock.count("--hash=sha256:") >= len(packages)


def test_qt_is_a_version_that_keeps_its_references() -> None:
    # PySide6 6.12.0 loses references of True and None on Python 3.11 and aborts after some hundred signals.
    from PySide6 import __version_info__

    assert (6, 11, 1) <= __version_info__[:3] < (6, 12, 0)
