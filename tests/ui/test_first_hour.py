"""Moments of doubt of somebody's first hour (docs/first_hour.md), each removed."""

from __future__ import annotations

from msgspec.structs import replace

from hdclient.session.views import CampaignView
from tests.helpers.frame import Raise
from tests.helpers.paper_desk import full_desk
from tests.helpers.qt import press, settle, type_text
from tests.helpers.workbench import COMPARE, Workbench, make_task
from ui.components.badges import key_text
from ui.pages import queue_words


def test_esc_leads_back_at_once_where_nothing_was_typed(raised: Raise) -> None:
    stage = raised(None)
    press(stage.window, "Return", "Esc")
    assert stage.window.navigator.name() == "welcome"
    press(stage.window, "Return")
    type_text(stage.window, "platform.example.org")
    press(stage.window, "Esc")
    assert stage.window.navigator.name() == "sign_in", "what was typed is not thrown away by one key"


def test_all_lines_of_a_reason_are_in_sight(bench: Workbench) -> None:
    bench.lease(make_task("t1", COMPARE, ["One.", "Two."]))
    view = bench.open("t1")
    bench.press("N")
    type_text(bench.window, "It names the cause.")
    bench.press("Return")
    type_text(bench.window, "The other does not.")
    settle()
    assert view.reason is not None
    assert view.reason.field.document().blockCount() == 2
    assert view.reason.field.verticalScrollBar().maximum() == 0


def test_what_is_left_counts_what_was_done_since_the_platform_said_so(raised: Raise) -> None:
    row: CampaignView = full_desk().queue().campaigns[0]
    campaign = row.campaign.changed(tasks_total=15, tasks_remaining=15)
    assert queue_words.remaining(replace(row, campaign=campaign, done=10, ready=5)) == 5
    others = campaign.changed(tasks_remaining=3)
    assert queue_words.remaining(replace(row, campaign=others, done=10, ready=0)) == 3
    unknown = campaign.changed(tasks_total=0)
    assert queue_words.remaining(replace(row, campaign=unknown, done=10, ready=0)) == 15


def test_the_palette_is_no_higher_than_what_was_found(raised: Raise) -> None:
    stage = raised(full_desk())
    stage.window.resize(1280, 800)
    press(stage.window, "Ctrl+K")
    palette = stage.window.sheets._palette
    whole = palette.face().height()
    type_text(stage.window, "quit")
    settle()
    few = palette.face().height()
    assert len(palette.shown()) < 4 and few < whole / 2
    for _ in range(4):
        press(stage.window, "Backspace")
    assert palette.face().height() == whole


def test_no_key_is_called_what_only_programmers_call_it() -> None:
    assert key_text("Ctrl+Shift+Backtab", "linux") == "Ctrl+Shift+Tab"
