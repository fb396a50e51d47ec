"""Who is asking: personal tokens (kept as SHA-256 only), roles, and how often one may ask."""

from __future__ import annotations

import hashlib
import math
import secrets
import threading
import time
from collections import OrderedDict

from flask import Request, g, request
from sqlalchemy import and_, select

from hdclient.model.person import Role
from hdclient.platform.problems import Refusal
from hdclient.platform.routes import Route
from hdclient.platform.schema import closed_accounts, devices, members, people, tokens
from hdclient.platform.standing import device_of_request, see, stand
from hdclient.platform.state import Caller, Platform

_MAX_BUCKETS = 10_000


def new_token() -> str:
    """A fresh personal token: 256 random bits behind a prefix that scanners for leaked secrets can learn."""
    return "hd_" + secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What the database keeps. A random token needs no slow hash: there is nothing to guess."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def admit(platform: Platform, route: Route, buckets: Buckets) -> None:
    """Runs before every operation that asks for a token. Raises Refusal 401, 403 or 429."""
    if route.roles is None:
        return
    caller = _caller(platform, route)
    g.caller = caller
    wait = buckets.take(caller.token_id)
    if wait > 0:
        raise Refusal(
            429, "too-many-requests", "Too many requests; wait a moment.", Retry_After=str(math.ceil(wait))
        )
    if caller.role not in route.roles:
        raise Refusal(403, "forbidden", "Your role does not include this.")


def token_of_request(asked: Request) -> str:
    """The personal token of a request. Raises Refusal 401 when there is none."""
    scheme, _, token = asked.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refusal(401, "sign-in-needed", "Sign in with your personal token.", WWW_Authenticate="Bearer")
    return token.strip()


def _caller(platform: Platform, route: Route) -> Caller:
    token, device_id = token_of_request(request), device_of_request(request)
    with platform.read() as connection:
        row = connection.execute(
            select(
                people.c.id,
                people.c.name,
                people.c.role,
                tokens.c.id.label("token_id"),
                devices.c.standing,
                devices.c.unsent,
                devices.c.last_ms,
                closed_accounts.c.at_ms.label("closed_ms"),
            )
            .join(tokens, tokens.c.person_id == people.c.id)
            .outerjoin(devices, and_(devices.c.person_id == people.c.id, devices.c.id == device_id))
            .outerjoin(closed_accounts, closed_accounts.c.person_id == people.c.id)
            .where(tokens.c.sha256 == token_hash(token), tokens.c.revoked_ms.is_(None))
        ).one_or_none()
        if row is None:
            raise Refusal(
                401,
                "sign-in-needed",
                "This token is not known here, or it was revoked. Ask for a new one.",
                WWW_Authenticate='Bearer error="invalid_token"',
            )
        stand(row, route)
        mine = connection.execute(
            select(members.c.campaign_id).where(members.c.person_id == row.id)
        ).scalars()
        caller = Caller(row.id, row.name, Role(row.role), row.token_id, frozenset(mine))
    if device_id:
        see(platform, caller.id, device_id, row.last_ms)
    return caller


class Buckets:
    """One token bucket per personal token, in memory: `burst` at once, `rate` per second after that."""

    def __init__(self, rate_per_s: float, burst: int) -> None:
        self._rate = rate_per_s
        self._burst = float(max(1, burst))
        self._lock = threading.Lock()
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Takes one; returns 0, or the seconds to wait when there is none."""
        if self._rate <= 0:
            return 0.0
        now = time.monotonic()
        with self._lock:
            level, then = self._levels.pop(key, (self._burst, now))
            level = min(self._burst, level + (now - then) * self._rate)
            wait = 0.0 if level >= 1 else (1 - level) / self._rate
            self._levels[key] = (level if wait else level - 1, now)
            while len(self._levels) > _MAX_BUCKETS:
                self._levels.popitem(last=False)
            return wait
