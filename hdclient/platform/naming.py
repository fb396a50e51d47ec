"""Opaque names: the same person has the same one everywhere on a platform, and nobody can read a person out of it."""

from __future__ import annotations

import hmac

from hdclient.platform.state import Platform


def alias(platform: Platform, person_id: str) -> str:
    """`p_` and 16 hex digits, from the person's id and a secret of this platform."""
    digest = hmac.new(platform.naming_key.encode(), person_id.encode(), "sha256").hexdigest()
    return "p_" + digest[:16]
