"""Which campaign a page is about, and how old is what the platform told of it."""

from __future__ import annotations

from collections.abc import Sequence

from hdclient.words import tr
from ui.components.moments import age
from ui.components.segmented import Segment, SegmentedControl


class CampaignChoice(SegmentedControl):
    """Seen where there is a choice."""

    def __init__(self) -> None:
        super().__init__(tr("Campaign"), wrap=True, small=True)

    def offer(self, campaigns: Sequence[tuple[str, str]], at_hand: str) -> str:
        """Offers (id, title); the one at hand stays chosen, else it is the first. Gives the chosen; "" of none."""
        ids = [campaign_id for campaign_id, _ in campaigns]
        chosen = at_hand if at_hand in ids else next(iter(ids), "")
        self.set_segments([Segment(*one) for one in campaigns])
        self.set_value(chosen)
        self.setVisible(len(ids) > 1)
        return chosen


def told_when(fetched: str, reason: str, waiting: bool) -> str:
    """How old it is (`fetched`: ISO 8601), and why there is nothing newer; "" where nothing can be said."""
    parts = []
    if fetched:
        parts.append(tr("As the platform told it: {age} ago.", age=age(fetched)))
    if reason:
        parts.append(reason)
    elif waiting:
        parts.append(tr("Newer ones are asked for, and come when the platform can be reached."))
    return " ".join(parts)
