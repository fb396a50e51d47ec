"""Says which system libraries Qt still misses on this Linux machine. Exit status 0: none.

With `--packages` it prints the Debian packages that bring them (all that Qt may need: apt skips what is there).
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

PACKAGES = (
    "libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libfreetype6 libxkbcommon0 libxkbcommon-x11-0 libx11-xcb1 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 "
    "libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 fontconfig fonts-dejavu-core"
)
NEEDED_BY = (
    "Qt/lib/libQt6Gui.so.6",
    "Qt/lib/libQt6Widgets.so.6",
    "Qt/lib/libQt6DBus.so.6",
    "Qt/plugins/platforms/libqxcb.so",
    "Qt/plugins/platforms/libqoffscreen.so",
)


def missing() -> set[str]:
    """Names of shared libraries that the dynamic linker cannot find."""
    spec = find_spec("PySide6")
    if spec is None or spec.origin is None:
        sys.exit("PySide6 is not installed in this environment.")
    root = Path(spec.origin).parent
    found: set[str] = set()
    for name in NEEDED_BY:
        listing = subprocess.run(
            ["ldd", str(root / name)], capture_output=True, text=True, check=False
        ).stdout
        found |= {line.split()[0] for line in listing.splitlines() if "not found" in line}
    return found


if __name__ == "__main__":
    if "--packages" in sys.argv:
        print(PACKAGES)
        sys.exit(0)
    lost = missing()
    if lost:
        print("missing: " + " ".join(sorted(lost)), file=sys.stderr)
    sys.exit(1 if lost else 0)
