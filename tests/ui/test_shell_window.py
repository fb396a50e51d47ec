"""The window: pages by name, news, notices, undo, regions, and what it remembers."""

from __future__ import annotations

import threading

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from hdclient.events import CampaignsChanged, ConnectionChanged, OutboxChanged, TasksChanged
from tests.helpers.frame import Raise, Stage, palette_actions, settle_news
from tests.helpers.paper_desk import PaperDesk, full_desk
from tests.helpers.qt import SMALL, clipped, press, settle, show, type_text
from ui import theme
from ui.pages.page import Heading, Notice
from ui.pages.queue import QueuePage
from ui.shell import memory
from ui.shell.services import ConnectionFacts


def name(stage: Stage) -> str:
    return stage.window.navigator.name()


# First page


def test_without_a_desk_the_welcome_page_is_all_there_is(raised: Raise) -> None:
    stage = raised(None)
    assert name(stage) == "welcome"
    assert not stage.window.frame.rail.isVisible()
    assert not stage.window.frame.top.isVisible()
    assert "go.queue" not in stage.window.reach()
    press(stage.window, "Alt+Q", "F5", "Ctrl+,")
    assert name(stage) == "welcome"
    assert stage.asked == []


def test_with_a_desk_the_queue_is_shown(raised: Raise) -> None:
    stage = raised(full_desk())
    assert name(stage) == "queue"
    assert stage.window.frame.top.title.text() == "Queue"


def test_work_goes_on_where_it_stopped(raised: Raise) -> None:
    desk = full_desk()
    desk.settings[memory.PLACE] = "workspace"
    stage = raised(desk)
    assert name(stage) == "workspace"
    assert stage.workspace.log == ["open t-14", "entered"]
    assert stage.workspace.read.hasFocus()
    assert stage.window.frame.top.place.text() == "Task 15 of 40  ·  Compare two responses"


def test_a_task_that_is_gone_leads_to_the_queue_with_the_reason(raised: Raise) -> None:
    desk = full_desk()
    desk.settings[memory.PLACE] = "workspace"
    desk.view = replace(desk.view, resume_task="gone")
    stage = raised(desk)
    assert name(stage) == "queue"
    assert "This task is no longer yours." in stage.window.frame.notices.texts()[0]


def test_the_persons_look_reaches_a_window_that_was_made_before_it(raised: Raise) -> None:
    desk = full_desk()
    desk.settings |= {"look.scale": 1.5, "look.theme": "dark"}
    stage = raised(desk)
    assert theme.current().dark
    assert stage.window.frame.top.title.font().pixelSize() == round(1.5 * theme.TYPE["reading"])


def test_title_says_nothing_but_the_program(raised: Raise) -> None:
    stage = raised(full_desk())
    for act in ("go.task", "go.settings", "go.queue"):
        stage.window.act(act)
        assert stage.window.windowTitle() == "hdclient"


# Going about


def test_keys_and_rail_go_to_pages_and_leaving_saves(raised: Raise) -> None:
    stage = raised(full_desk())
    press(stage.window, "Alt+T")
    work = stage.workspace
    press(stage.window, "Ctrl+,")
    assert name(stage) == "settings"
    assert work.log == ["open t-14", "entered", "left"]
    assert ("leave", "") in stage.desk.done
    press(stage.window, "Alt+Q")
    assert name(stage) == "queue"
    stage.window.frame.rail.chosen.emit("go.settings")
    assert name(stage) == "settings"


def test_only_the_shown_page_has_the_top_bar(raised: Raise) -> None:
    stage = raised(full_desk())
    stage.window.act("go.task")
    work = stage.workspace
    assert stage.window.frame.top.timer.text() == "01:42"
    stage.window.act("go.queue")
    work.heading_changed.emit(Heading("Another campaign"))
    work.timer_changed.emit("09:99")
    assert stage.window.frame.top.title.text() == "Queue"
    assert not stage.window.frame.top.timer.isVisible()


def test_single_keys_reach_the_page_but_not_from_its_text_field(raised: Raise) -> None:
    stage = raised(full_desk())
    stage.window.act("go.task")
    press(stage.window, "S")
    stage.workspace.field.setFocus()
    type_text(stage.window, "s")
    assert stage.workspace.log.count("skip") == 1
    assert stage.workspace.field.text() == "s"
    press(stage.window, "Esc")
    assert stage.workspace.read.hasFocus()
    press(stage.window, "Esc")
    assert name(stage) == "queue"


def test_regions_go_round_in_reading_order(raised: Raise) -> None:
    stage = raised(full_desk())
    stage.window.act("go.task")
    seen = []
    for _ in range(4):
        press(stage.window, "F6")
        seen.append(QApplication.focusWidget().accessibleName())
    assert seen[0] == "Reason"
    assert seen[-1] == "Response A"
    assert len(set(seen)) == 4
    press(stage.window, "Shift+F6")
    assert QApplication.focusWidget().accessibleName() == seen[-2]


def test_theme_key_switches_at_once_and_is_kept(raised: Raise) -> None:
    stage = raised(full_desk())
    press(stage.window, "Ctrl+Shift+L")
    assert theme.current().dark
    assert stage.desk.settings["look.theme"] == "dark"
    press(stage.window, "Ctrl+Shift+L")
    assert not theme.current().dark


# What has happened


def test_submitted_is_said_in_the_top_bar_with_undo(raised: Raise) -> None:
    stage = raised(full_desk())
    stage.window.act("go.task")
    below = stage.window.frame.split.geometry()
    stage.workspace.notice_requested.emit(Notice("Submitted", "ok", "undo.submit", "Undo"))
    settle()
    flash = stage.window.frame.top.flash
    assert (flash.text(), flash.action()) == ("Submitted", "undo.submit")
    assert stage.window.frame.split.geometry() == below, "nothing moves under the cursor"
    press(stage.window, "U")
    assert ("undo", "t-13") in stage.desk.done
    assert stage.workspace.log[-2:] == ["open t-13", "entered"]


def test_undo_that_comes_too_late_says_why(raised: Raise) -> None:
    stage = raised(full_desk())
    stage.desk.facts = replace(stage.desk.facts, undo_task="")
    press(stage.window, "U")
    assert stage.window.frame.top.flash.text() == "There is nothing left to undo."
    assert stage.window.frame.notices.texts() == (), "a key that does nothing leaves nothing to be closed"
    assert "undo.submit" not in palette_actions(stage)


def test_undo_goes_from_the_bar_when_the_submission_was_taken(raised: Raise) -> None:
    stage = raised(full_desk())
    stage.window.frame.notices.show_notice(Notice("Submitted", "ok", "undo.submit", "Undo"))
    stage.desk.facts = replace(stage.desk.facts, undo_task="")
    stage.hub.publish(OutboxChanged(("s",)))
    settle_news(stage)
    assert stage.window.frame.top.flash.text() == ""


def test_warnings_stay_until_they_are_closed_and_are_few(raised: Raise) -> None:
    stage = raised(full_desk())
    notices = stage.window.frame.notices
    for text in ("One.", "Two.", "Two.", "Three."):
        notices.show_notice(Notice(text, "warn"))
    assert notices.texts() == ("Two.", "Three.")
    notices.clear()
    assert not notices.isVisible()


def test_notice_with_an_action_does_it(raised: Raise) -> None:
    stage = raised(full_desk())
    stage.window.frame.notices.show_notice(Notice("Something changed.", "warn", "go.settings"))
    stage.window.frame.notices._bars[0].action_button().click()
    assert name(stage) == "settings"
    assert stage.window.frame.notices.texts() == ()


def test_narrow_window_gives_the_notice_room(raised: Raise) -> None:
    stage = raised(full_desk())
    stage.window.act("go.task")
    show(stage.window, SMALL)
    top = stage.window.frame.top
    assert top.place.isVisible()
    stage.workspace.notice_requested.emit(Notice("Submitted", "ok", "undo.submit", "Undo"))
    settle()
    assert top.place.text() == "Task 15 of 40" and top.place.isVisible(), "it stands nowhere else"
    assert top.place.width() >= top.place.sizeHint().width(), "whole"
    assert clipped(top) == []
    top.flash.dismiss()
    assert top.place.text() == "Task 15 of 40  ·  Compare two responses"


# News


def test_news_from_another_thread_refreshes_the_page_once(
    raised: Raise, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = raised(full_desk())
    page = stage.window.navigator.page()
    heard: list[object] = []
    monkeypatch.setattr(page, "refresh", lambda event: heard.append((event, threading.current_thread())))
    stage.desk.facts = replace(stage.desk.facts, attention=0, waiting=5, sending=0)

    def work() -> None:
        for _ in range(20):
            stage.hub.publish(OutboxChanged(("s",)))
        stage.hub.publish(TasksChanged(("t",)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert heard == [], "nothing before the event loop"
    settle_news(stage)
    assert [event for event, _ in heard] == [OutboxChanged(("s",)), TasksChanged(("t",))]
    assert {thread for _, thread in heard} == {threading.main_thread()}
    assert stage.window.frame.top.chip.label() == "Saved on this computer · 5 to send"


def test_lost_connection_shows_in_words(raised: Raise) -> None:
    stage = raised(PaperDesk())
    stage.link = ConnectionFacts("offline", "The platform cannot be reached.")
    stage.hub.publish(ConnectionChanged())
    settle_news(stage)
    assert stage.window.frame.top.chip.label() == "Offline · work is saved"
    assert "cannot be reached" in stage.window.frame.top.chip.accessibleDescription()


def test_nothing_arrives_after_the_bridge_is_closed(raised: Raise) -> None:
    stage = raised(full_desk())
    stage.hub.publish(CampaignsChanged(()))
    stage.bridge.close()
    stage.bridge.close()
    stage.hub.publish(CampaignsChanged(()))
    settle()
    assert stage.window._news == []


def test_bridge_survives_being_closed_while_others_publish(raised: Raise) -> None:
    stage = raised(full_desk())
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            stage.hub.publish(OutboxChanged(("s",)))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    settle()
    stage.bridge.close()
    stop.set()
    for thread in threads:
        thread.join()
    settle()


# Signing in


def test_practice_reports_from_another_thread_and_work_begins(raised: Raise) -> None:
    stage = raised(None)
    stage.window.navigator.page().practice.click()
    assert stage.asked == ["practise"]
    stage.desk = full_desk()
    thread = threading.Thread(target=stage.report, args=(None,))
    thread.start()
    thread.join()
    settle()
    assert name(stage) == "queue"
    assert stage.window.frame.rail.isVisible()
    assert not stage.window.navigator.has("welcome")


def test_sign_in_again_when_the_platform_asks(raised: Raise) -> None:
    stage = raised(full_desk(), state="sign_in_needed")
    stage.window.act("go.sync")
    stage.window.sheets._sync.sign_in.click()
    assert name(stage) == "sign_in"
    assert stage.window.sheets.current() is None
    press(stage.window, "Esc", "Esc")
    assert name(stage) == "queue"


def test_account_that_is_gone_leads_to_sign_in(raised: Raise) -> None:
    stage = raised(full_desk())
    stage.window.act("go.task")
    stage.desk = None
    stage.window.ask_sign_in("This device was taken off the account.")
    assert name(stage) == "sign_in"
    assert stage.window.frame.notices.texts() == ("This device was taken off the account.",)
    assert not stage.window.navigator.has("workspace")


def test_read_only_disk_and_passing_practice_are_said(raised: Raise, qtbot) -> None:
    desk = full_desk()
    desk.read_only = True
    assert "nothing can be changed" in raised(desk).window.frame.notices.texts()[0]
    stage = Stage(full_desk())
    stage.kept = False
    qtbot.addWidget(stage.window)
    stage.window.start()
    assert "ends with the program" in stage.window.frame.notices.texts()[0]
    stage.window.close()
    stage.bridge.close()


# Remembering


def test_window_comes_back_where_it_was(raised: Raise, qtbot) -> None:
    desk = full_desk()
    first = raised(desk)
    first.window.setGeometry(10, 20, 770, 560)
    settle()
    first.window.close()
    second = Stage(desk)
    qtbot.addWidget(second.window)
    second.window.start()
    assert (second.window.width(), second.window.height()) == (770, 560)
    second.window.close()
    second.bridge.close()


@pytest.mark.parametrize("rubbish", [7, "", "%%%", "AAAA", None])
def test_rubbish_in_the_memory_is_no_trouble(raised: Raise, rubbish: object) -> None:
    desk = full_desk()
    desk.settings |= {memory.GEOMETRY: rubbish, memory.GUIDELINE_WIDTH: rubbish, memory.PLACE: rubbish}
    stage = raised(desk)
    stage.window.act("go.task")
    press(stage.window, "F1")
    assert stage.window.panel.is_open()


def test_closing_saves_what_is_open(raised: Raise) -> None:
    stage = raised(full_desk())
    stage.window.act("go.task")
    work = stage.workspace
    press(stage.window, "Ctrl+Q")
    assert not stage.window.isVisible()
    assert work.log[-1] == "left"
    assert memory.GEOMETRY in stage.desk.settings


def test_second_start_raises_the_window(raised: Raise) -> None:
    stage = raised(full_desk())
    stage.window.showMinimized()
    settle()
    stage.window.raise_window()
    settle()
    assert not stage.window.isMinimized()
    assert stage.window.isVisible()


# Start-up


def test_queue_is_made_only_when_it_is_wanted(raised: Raise) -> None:
    desk = full_desk()
    desk.settings[memory.PLACE] = "workspace"
    stage = raised(desk)
    assert not any(isinstance(page, QueuePage) for page in stage.window.navigator.pages())


def test_undo_window_is_watched(raised: Raise, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = raised(full_desk())
    due = iter([30, None])
    monkeypatch.setattr(stage.desk, "release_due", lambda: next(due, None))
    stage.hub.publish(OutboxChanged(("s",)))
    settle_news(stage)
    assert stage.window.submits._timer.isActive()
