"""All operations of the API, noun by noun. A new noun is one file and one line here."""

from __future__ import annotations

from hdclient.platform import (
    adjudications,
    assets,
    campaigns,
    comments,
    devices,
    exports,
    feed,
    guidelines,
    leases,
    meta,
    metrics,
    notes,
    people,
    quality,
    reviews,
    revising,
    submissions,
    tasks,
)
from hdclient.platform.routes import Route

OPERATIONS: tuple[Route, ...] = tuple(
    route
    for noun in (
        meta,
        campaigns,
        guidelines,
        tasks,
        revising,
        assets,
        leases,
        submissions,
        feed,
        reviews,
        comments,
        adjudications,
        exports,
        quality,
        metrics,
        people,
        devices,
        notes,
    )
    for route in noun.ROUTES.items
)
