"""The way in: a welcome that explains itself, and a sign-in that keeps the token to itself."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from hdclient.errors import KeyringMissing, SignInNeeded
from tests.helpers.frame import Raise
from tests.helpers.qt import press, settle, show, type_text
from ui.pages.sign_in import SignInPage, address_of


def test_welcome_works_by_keyboard_alone(raised: Raise) -> None:
    stage = raised(None)
    page = stage.window.navigator.page()
    assert page.sign_in.hasFocus()
    press(stage.window, "Down")
    assert page.practice.hasFocus()
    press(stage.window, "Up", "Return")
    assert stage.window.navigator.name() == "sign_in"
    press(stage.window, "Esc", "Esc")
    assert stage.window.navigator.name() == "welcome"


def test_with_a_platform_given_the_way_goes_on_to_sign_in(raised: Raise) -> None:
    stage = raised(None, server="https://platform.example.org")
    page = stage.window.navigator.page()
    assert isinstance(page, SignInPage)
    assert page.server.edit.text() == "https://platform.example.org"
    assert page.token.edit.hasFocus(), "the token is what is still missing"
    press(stage.window, "Esc", "Esc")
    assert stage.window.navigator.name() == "welcome", "practice can still be had"


def test_practice_that_fails_says_why_and_can_be_tried_again(raised: Raise) -> None:
    stage = raised(None)
    page = stage.window.navigator.page()
    page.practice.click()
    assert not page.practice.isEnabled()
    assert page._notice.isVisible()
    stage.report(KeyringMissing("There is no keyring that hdclient trusts.", "", "Install one."))
    settle()
    assert page._notice.text() == "There is no keyring that hdclient trusts. Install one."
    assert page.practice.isEnabled()
    assert page.practice.hasFocus()


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("platform.example.org", "https://platform.example.org"),
        (" https://platform.example.org/ ", "https://platform.example.org"),
        ("https://example.org:8443/hd/", "https://example.org:8443/hd"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_addresses_that_will_do(typed: str, address: str) -> None:
    assert address_of(typed) == (address, "")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Enter the address"),
        ("http://platform.example.org", "must begin with https://"),
        ("http://192.168.1.4", "must begin with https://"),
        ("http://localhost.evil.example", "must begin with https://"),
        ("ftp://example.org", "must begin with https://"),
        ("https://", "not an address"),
        ("https://ada:secret@example.org", "not an address"),
        ("https://example.org?token=1", "not an address"),
        ("https://example.org:port", "not an address"),
        ("https://[::1", "not an address"),
        ("my platform", "not an address"),
    ],
)
def test_addresses_that_will_not_do(typed: str, why: str) -> None:
    address, problem = address_of(typed)
    assert address == ""
    assert why in problem


@pytest.fixture
def sign_in(qtbot):
    asked: list[tuple] = []
    page = SignInPage("", lambda *call: asked.append(call), lambda: asked.append(("back",)))
    qtbot.addWidget(page)
    show(page)
    page.entered()
    page.asked = asked
    return page


def test_sign_in_by_keyboard(sign_in: SignInPage) -> None:
    sign_in.server.edit.setFocus()
    type_text(sign_in, "platform.example.org")
    press(sign_in, "Return")
    assert sign_in.token.edit.hasFocus()
    type_text(sign_in, "hdp_secret")
    press(sign_in, "Return")
    server, token, _ = sign_in.asked[0]
    assert (server, token) == ("https://platform.example.org", "hdp_secret")
    assert not sign_in.sign_in.isEnabled()
    assert "Asking platform.example.org" in sign_in.notice.text()


def test_token_is_hidden_and_wiped(sign_in: SignInPage) -> None:
    edit = sign_in.token.edit
    assert edit.echoMode() == QLineEdit.EchoMode.Password
    edit.setText("hdp_secret")
    sign_in._eye.trigger()
    assert edit.echoMode() == QLineEdit.EchoMode.Normal
    assert sign_in._eye.text() == "Hide the token"
    sign_in.left()
    assert edit.text() == ""


def test_token_is_wiped_and_hidden_after_success(sign_in: SignInPage) -> None:
    sign_in.server.edit.setText("https://platform.example.org")
    sign_in.token.edit.setText("hdp_secret")
    sign_in.sign_in.click()
    sign_in.asked[0][2](None)
    assert sign_in.token.edit.text() == ""
    assert not sign_in.notice.isVisible()


def test_failure_is_shown_as_it_stands_and_the_entry_is_kept(sign_in: SignInPage) -> None:
    sign_in.server.edit.setText("https://platform.example.org")
    sign_in.token.edit.setText("hdp_old")
    sign_in.sign_in.click()
    sign_in.asked[0][2](SignInNeeded("The platform does not know this token.", "", "Ask for a new one."))
    assert sign_in.notice.text() == "The platform does not know this token. Ask for a new one."
    assert sign_in.token.edit.text() == "hdp_old"
    assert sign_in.token.edit.hasFocus()
    assert sign_in.sign_in.isEnabled()


def test_missing_entries_are_named_at_their_field(sign_in: SignInPage) -> None:
    sign_in.sign_in.click()
    assert "Enter the address" in sign_in.server.problem()
    assert "Enter the token" in sign_in.token.problem()
    assert sign_in.server.edit.accessibleDescription() == sign_in.server.problem()
    assert QApplication.focusWidget() is sign_in.server.edit
    assert sign_in.asked == []
    sign_in.server.edit.setText("https://platform.example.org")
    sign_in.token.edit.setText("hdp_1")
    sign_in.sign_in.click()
    assert sign_in.server.problem() == sign_in.token.problem() == ""


def test_known_server_leaves_only_the_token_to_type(qtbot) -> None:
    page = SignInPage("https://platform.example.org", lambda *call: None, lambda: None)
    qtbot.addWidget(page)
    show(page)
    page.entered()
    assert page.token.edit.hasFocus()
