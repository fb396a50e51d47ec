"""Import and export: pure functions between records and rows, with an account of what a format cannot say."""

from __future__ import annotations

from hdclient.formats.canonical import CANONICAL
from hdclient.formats.record import Exporter, LossReport, Record
from hdclient.formats.trl import CONVERSATIONAL, STANDARD
from hdclient.formats.writing import write_export

EXPORTERS: dict[str, Exporter] = {
    exporter.name: exporter for exporter in (CANONICAL, STANDARD, CONVERSATIONAL)
}

__all__ = ["EXPORTERS", "Exporter", "LossReport", "Record", "write_export"]
