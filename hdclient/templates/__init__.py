"""Reads and checks templates: whether everything a task shows and asks is known here, and whether answers hold."""

from __future__ import annotations

from hdclient.templates.blocking import blocked_reason
from hdclient.templates.submission import check_submission
from hdclient.templates.validation import LAYOUT_RANGES, validate

__all__ = ["LAYOUT_RANGES", "blocked_reason", "check_submission", "validate"]
