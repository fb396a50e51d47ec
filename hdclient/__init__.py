"""The core of hdclient: no Qt, no asyncio, usable from a script."""

import os
import sys
from typing import TYPE_CHECKING

__version__ = "0.1.0"

# start-up: pydantic would search all installed packages for plug-ins (a tenth of the whole start); there are none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

WORKER_ARGUMENT = "--content-worker"
"""A bundle that is started with this alone is the worker process (hdclient.content.worker): it has no `python -m`."""

# WORKAROUND: where typing_extensions is installed, msgspec imports it, and `inspect` with it: a thirtieth of the whole
# start. It asks for what `typing` has since Python 3.11, and takes that when there is none. It can go when msgspec asks
# `typing` first.
if not TYPE_CHECKING and "typing_extensions" not in sys.modules:
    sys.modules["typing_extensions"] = None
    try:
        import msgspec
    finally:
        del sys.modules["typing_extensions"]
    assert msgspec
