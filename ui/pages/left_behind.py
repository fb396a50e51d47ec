"""What is done with the words of a review whose item went to somebody else: sent as comments, or put away."""

from __future__ import annotations

from hdclient.errors import HdError
from hdclient.session.reviewing import ReviewDesk
from hdclient.words import tr
from ui.pages.page import Notice


def deal_with_left(reviews: ReviewDesk, item_id: str, step: str) -> Notice:
    """Does it (a name of review_list.STEPS), and returns what is to be said."""
    try:
        if step == "send_comments":
            reviews.send_left(item_id)
            return Notice(tr("The comments are on their way"), "ok")
        reviews.put_away_left(item_id)
    except HdError as error:
        return Notice(str(error), "err")
    return Notice(tr("Put away; its words stay on this computer"))
