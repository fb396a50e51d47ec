"""Checks templates, tasks and submissions: is all that is shown and asked known, and do the answers hold?"""

from __future__ import annotations

from hdclient.templates.blocking import blocked_reason
from hdclient.templates.submission import check_submission
from hdclient.templates.validation import LAYOUT_RANGES, validate

__all__ = ["LAYOUT_RANGES", "blocked_reason", "check_submission", "validate"]
