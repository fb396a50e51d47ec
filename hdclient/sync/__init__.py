"""Carries work to the platform and tasks and feedback back. One synchronous engine; one thread outside it."""

from hdclient.sync.engine import RunReport, SyncEngine
from hdclient.sync.status import Connection, ConnectionState
from hdclient.sync.worker import SyncWorker

__all__ = ["Connection", "ConnectionState", "RunReport", "SyncEngine", "SyncWorker"]
