"""Content opens nothing: links ask first, resources are denied, markup is text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QTextCursor, QTextFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.content import CONTENT_KINDS
from hdclient.content.guideline import parse_guideline
from hdclient.content.tree import (
    Block,
    Paragraph,
    Picture,
    Run,
    Table,
)
from hdclient.model.content import ContentBlock
from tests.helpers.qt import clipped, settle, show
from ui.components.labels import Label
from ui.components.notice_bar import NoticeBar
from ui.renderers import ReadingView, render_blocks
from ui.renderers.document import PlayedDocument
from ui.renderers.link_target import LinkTarget, described
from ui.renderers.links import ask_to_open, may_be_opened


def words(text: str, **look: bool | str) -> Paragraph:
    return Paragraph((Run(text, **look),))  # type: ignore[arg-type]


def view_of(qtbot: QtBot, *blocks: Block, width: int = 600, height: int = 500) -> ReadingView:
    view = render_blocks(blocks, name="Response A")
    qtbot.addWidget(view)
    view.resize(width, height)
    show(view)
    return view


def visible_text(view: ReadingView) -> str:
    return view.toPlainText().replace("\u2028", "\n")


# Links


def test_a_link_is_announced_with_its_real_target_and_not_opened(qtbot: QtBot, monkeypatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda url: opened.append(url.toString()))
    view = view_of(qtbot, words("my bank", href="https://ev\u0131l.example/%3Cb%3E"))
    cursor = QTextCursor(view.document())
    cursor.setPosition(2)
    with qtbot.waitSignal(view.link_asked) as asked:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(cursor).center())
    assert asked.args is not None
    assert asked.args[0].startswith("https://xn--"), "a letter that only looks like another is seen"
    assert asked.args[0].endswith(".example/%3Cb%3E")
    assert opened == []
    assert view.document().toPlainText() == "my bank"


@pytest.mark.parametrize("address", ["hd-whole:0", "hd-picture:0", "//example.org/#part", "#nowhere"])
def test_no_link_of_the_content_passes_for_one_of_the_program(qtbot: QtBot, address: str) -> None:
    large = Table(("",), ((Run("a"),),), (((Run("b"),),),) * 600)
    view = view_of(qtbot, words("open it", href=address), large, Picture("f" * 64))
    asked: list[object] = []
    view.whole_asked.connect(asked.append)
    view.picture_asked.connect(lambda *_: asked.append("picture"))
    qtbot.waitUntil(view.is_loaded)
    with qtbot.waitSignal(view.link_asked) as told:
        view.anchorClicked.emit(QUrl(address))
    assert told.args is not None and told.args[0] == address
    assert asked == []
    strip = LinkTarget(view)
    strip.show_target(QUrl(address))
    assert strip.text().startswith(address)


def test_links_within_a_text_lead_to_its_headings(qtbot: QtBot) -> None:
    text = "[b](#the-b-part) [2](#the-b-part-1) [é](#%C3%A9t%C3%A9)\n\n" + "".join(
        f"# {title}\n\n{'words ' * 800}\n\n" for title in ("A", "The *b* part!", "The b part", "Été")
    )
    view = view_of(qtbot, *CONTENT_KINDS["markdown"].parse(ContentBlock(kind="markdown", text=text)))
    qtbot.waitUntil(view.is_loaded)
    tops = []
    for address in ("#the-b-part", "#The-B-Part-1", "#%C3%A9t%C3%A9"):
        with qtbot.assertNotEmitted(view.link_asked):
            view.anchorClicked.emit(QUrl(address))
        tops.append(view.document().findBlock(view.place()[0]).text())
    assert tops == ["The b part!", "The b part", "Été"]


def test_footnotes_of_a_guideline_are_led_to(qtbot: QtBot) -> None:
    view = view_of(qtbot, *parse_guideline("Word[^x].\n\n" + "more\n\n" * 80 + "[^x]: The note.\n"))
    qtbot.waitUntil(view.is_loaded)
    with qtbot.assertNotEmitted(view.link_asked):
        view.anchorClicked.emit(QUrl("#fn:x"))
    assert view.document().anchors["fn:x"] == view.document().find("The note").selectionStart()  # type: ignore[attr-defined]
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("https://example.org", True),
        ("http://example.org", True),
        ("mailto:a@example.org", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("\\\\server\\share", False),
        ("data:text/html,x", False),
        ("", False),
    ],
)
def test_only_web_and_mail_addresses_may_be_opened(address: str, may: bool) -> None:
    assert may_be_opened(address) is may


def test_an_address_is_opened_after_a_yes_only(qtbot: QtBot) -> None:
    opened: list[str] = []
    view = view_of(qtbot, words("x"))
    sheet = ask_to_open(view, "https://example.org/a", lambda url: opened.append(url.toString()))
    settle()
    QTest.keyClick(view.window().focusWidget(), Qt.Key.Key_Return)
    assert opened == [], "the first button stays here"
    sheet = ask_to_open(view, "https://example.org/a", lambda url: opened.append(url.toString()))
    buttons = {button.label(): button for button in sheet.findChildren(type(sheet.close_button).__base__)}
    buttons["Open it"].click()
    assert opened == ["https://example.org/a"]


def test_a_file_address_has_no_button_to_open_it(qtbot: QtBot) -> None:
    view = view_of(qtbot, words("x"))
    sheet = ask_to_open(view, "file:///etc/passwd", lambda _: pytest.fail("opened"))
    labels = [button.text() for button in sheet.findChildren(type(sheet.close_button).__base__)]
    assert "Open it" not in labels
    sheet.close_sheet()


def test_words_that_name_another_site_are_told(qtbot: QtBot) -> None:
    view = view_of(qtbot, Paragraph((Run("see "), Run("https://google.com/a", href="https://good.example/"))))
    cursor = QTextCursor(view.document())
    cursor.setPosition(8)
    with qtbot.waitSignal(view.link_asked) as asked:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(cursor).center())
    assert asked.args == ["https://good.example/", "https://google.com/a"]
    sheet = ask_to_open(view, asked.args[0], lambda _: pytest.fail("opened"), words=asked.args[1])
    assert (
        "name google.com, but it leads to good.example" in sheet.findChildren(NoticeBar)[0].accessibleName()
    )
    assert not clipped(sheet)
    sheet.close_sheet()


def test_two_links_to_one_place_keep_their_words_apart(qtbot: QtBot) -> None:
    far = "https://good.example/"
    view = view_of(qtbot, Paragraph((Run("google.com", href=far), Run(" or "), Run("code", href=far))))
    cursor = QTextCursor(view.document())
    cursor.setPosition(3)
    with qtbot.waitSignal(view.link_asked) as asked:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.cursorRect(cursor).center())
    assert asked.args == [far, "google.com code"]


def test_the_target_goes_when_the_mouse_leaves(qtbot: QtBot) -> None:
    view = view_of(qtbot, words("my bank", href="https://example.org/"))
    view.highlighted.emit(QUrl("https://example.org/"))
    strip = next(one for one in view.findChildren(LinkTarget))
    assert strip.isVisible()
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert not strip.isVisible()


# Nothing is loaded


def test_no_resource_is_ever_loaded(qtbot: QtBot) -> None:
    document = PlayedDocument(None)
    view = ReadingView("x")
    qtbot.addWidget(view)
    for loader in (document, view):
        image = loader.loadResource(2, QUrl("file:///dev/zero"))
        assert (image.width(), image.height()) == (1, 1)


def test_hostile_markup_is_text(qtbot: QtBot) -> None:
    text = (
        '<img src="http://127.0.0.1:9/x.png"><script>alert(1)</script>'
        "![track](http://127.0.0.1:9/y.png)\n\n<iframe src='file:///etc/passwd'></iframe>"
    )
    tree = CONTENT_KINDS["markdown"].parse(ContentBlock(kind="markdown", text=text))
    view = view_of(qtbot, *tree)
    seen = visible_text(view)
    assert "<script>alert(1)</script>" in seen
    assert "http://127.0.0.1:9/y.png" in seen
    block = view.document().begin()
    while block.isValid():
        parts = block.begin()
        while not parts.atEnd():
            assert parts.fragment().charFormat().objectType() != QTextFormat.ObjectTypes.ImageObject.value
            parts += 1
        block = block.next()


def test_a_picture_that_is_no_file_of_the_task_is_named(qtbot: QtBot) -> None:
    view = view_of(qtbot, Picture("", alt="a cat", source="http://evil.example/cat.png"))
    assert (
        visible_text(view) == "[Picture that is not part of this task: a cat (http://evil.example/cat.png)]"
    )


def test_an_address_that_could_deceive_says_so_before_it_is_opened(qtbot: QtBot) -> None:
    view = view_of(qtbot, words("x"))
    sheet = ask_to_open(view, "https://paypal.com@xn--80ak6aa92e.com/", lambda _: pytest.fail("opened"))
    settle()
    said = [bar.text() for bar in sheet.findChildren(NoticeBar)]
    assert said[0].startswith("“paypal.com” before the @ is a user name")
    assert "looks like “apple”" in said[1]
    assert any("\u0430\u0440\u0440" in label.text() for label in sheet.findChildren(Label)), (
        "and how it reads"
    )
    assert clipped(sheet) == []
    sheet.close_sheet()


def test_the_target_of_a_link_names_the_real_site() -> None:
    assert described("https://example.org/a") == "https://example.org/a"
    assert "reads “b\u00fccher.example”" in described("https://xn--bcher-kva.example/")
    assert "is a user name, not the site" in described("https://paypal.com@evil.example/")
