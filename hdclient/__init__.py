"""The core of hdclient: no Qt, no asyncio, usable from a script."""

__version__ = "0.1.0"
