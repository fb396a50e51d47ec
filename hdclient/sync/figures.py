"""Fetches the numbers that a person has asked for. Trouble with them stops nothing else, and work goes first."""

from __future__ import annotations

from hdclient.backends.figures import figures_of
from hdclient.errors import BackendError, Forbidden, NotUnderstood, Refused
from hdclient.events import FiguresArrived
from hdclient.sync.context import SyncContext
from hdclient.words import tr


class FiguresPull:
    """Keeps nothing in memory: what is wished for is in the store, also over a day without a network."""

    def __init__(self, context: SyncContext) -> None:
        self._context = context

    def run(self) -> int:
        """Asks for what is wished; stops at the first that finds no answer. Returns how many came."""
        context, came = self._context, 0
        for kind, campaign_id in context.store.figures.wished():
            calls = figures_of(context.backend)
            if calls is None:
                context.store.figures.refuse(kind, campaign_id, tr("This platform tells no numbers."))
                continue
            try:
                body = calls.of_kind(kind, campaign_id).as_json()
            except (Refused, Forbidden, NotUnderstood) as error:
                context.store.figures.refuse(kind, campaign_id, str(error))
            except BackendError:
                break
            else:
                context.store.figures.put(kind, campaign_id, body)
                came += 1
            context.hub.publish(FiguresArrived((campaign_id,)))
        return came
