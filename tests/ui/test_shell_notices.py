"""What a person should know of the platform although the link is well: said once, and gone when it is over."""

from __future__ import annotations

from hdclient.events import ConnectionChanged
from tests.helpers.frame import Raise, Stage, settle_news
from tests.helpers.paper_desk import full_desk
from ui.shell.services import ConnectionFacts

HELD = "The platform wants to take back many tasks at once."


def hear(stage: Stage, state: str, words: str) -> tuple[str, ...]:
    """The link says this; returns the warnings that are shown then."""
    stage.link = ConnectionFacts(state, words)
    stage.hub.publish(ConnectionChanged())
    settle_news(stage)
    return stage.window.frame.notices.texts()


def test_what_the_platform_does_is_said_until_it_is_over(raised: Raise) -> None:
    stage = raised(full_desk())
    assert hear(stage, "online", HELD) == (HELD,)
    assert hear(stage, "online", HELD) == (HELD,)
    assert hear(stage, "online", "") == ()


def test_closed_once_it_stays_closed_until_there_is_something_else(raised: Raise) -> None:
    stage = raised(full_desk())
    hear(stage, "online", HELD)
    stage.window.frame.notices.clear()
    assert hear(stage, "online", HELD) == ()
    assert hear(stage, "offline", "The platform cannot be reached.") == ()
    assert hear(stage, "online", HELD) == ()
    assert hear(stage, "online", "Something else.") == ("Something else.",)


def test_being_offline_is_no_warning(raised: Raise) -> None:
    assert hear(raised(full_desk()), "offline", "The platform cannot be reached.") == ()
