"""The core of hdclient: no Qt, no asyncio, usable from a script."""

import os

__version__ = "0.1.0"

# start-up: pydantic would search all installed packages for plug-ins (a tenth of the whole start); there are none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

WORKER_ARGUMENT = "--content-worker"
"""A bundle that is started with this alone is the worker process (hdclient.content.worker): it has no `python -m`."""
