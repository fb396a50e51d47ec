"""What the computer is asked for a connection: the kind of its system, and whom it trusts."""

from __future__ import annotations

import ssl
import sys


def system_name() -> str:
    """What operations see of the computer: the kind of its system, and no name of it."""
    return {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}.get(sys.platform, sys.platform)


def tls_context() -> ssl.SSLContext:
    """The operating system's judgement of certificates, so that an organisation's own authority counts."""
    import truststore  # start-up: only a remote platform needs it

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
