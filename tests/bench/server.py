"""A reference platform of its own process, on loopback, for measuring: `python -m tests.bench.server DATABASE`.

Prints its port, then serves until its standard input is closed.
"""

from __future__ import annotations

import os
import sys
import threading

import waitress.server

from hdclient.platform.app import create_app


def main(database: str) -> None:
    """Serves the database at `database` (a file)."""
    app = create_app(f"sqlite:///{database}", rate_per_s=0, rate_burst=0)
    server = waitress.server.create_server(app, host="127.0.0.1", port=0, threads=4)
    print(server.effective_port, flush=True)
    threading.Thread(target=server.run, daemon=True).start()
    sys.stdin.read()
    os._exit(0)  # the database is a throw-away copy; an orderly end would only add noise


if __name__ == "__main__":
    main(sys.argv[1])
