"""What no font can draw is found and said, never boxed in silence; optional fonts come when something needs them."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtGui import QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.helpers.qt import clipped
from tests.helpers.workbench import COMPARE, Workbench, make_task
from ui import theme
from ui.components.labels import Label
from ui.components.sheet import Sheet
from ui.pages.fonts_card import FontsCard
from ui.renderers import glyphs, optional_fonts
from ui.renderers.glyphs import SAMPLES, Glyphs, lacks_glyph

NOBODYS = "\u0378"
"""A code point that Unicode has not given away: no font has it."""

pytestmark = pytest.mark.qt_log_ignore("OpenType support missing", extend=True)


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glyphs._Judged, "drawn", {})


def test_ordinary_and_unseen_characters_lack_nothing(qapp) -> None:
    assert not any(lacks_glyph(one) for one in "aéß 1\n\t\u00a0\u200b\u202e\u0301\ue000\ud800\x00")
    assert lacks_glyph(NOBODYS)


def test_characters_are_counted_and_judged_once(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[str] = []
    true = glyphs._is_drawn
    monkeypatch.setattr(glyphs, "_is_drawn", lambda text, font: judged.append(text) or true(text, font))
    monkeypatch.setattr(optional_fonts, "is_installed", lambda: False)
    for _ in range(2):
        looking = Glyphs()
        with qtbot.waitSignal(looking.found) as told:
            looking.look_through(f"\u03b1{NOBODYS} and \u03b2{NOBODYS}")
        assert told.args == [Counter({NOBODYS: 2})]
    assert sorted(judged) == [NOBODYS, "\u03b1", "\u03b2"]


def test_an_optional_font_comes_when_something_needs_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(optional_fonts, "is_installed", lambda: True)
    monkeypatch.setattr(optional_fonts, "_added", set())
    added: list[str] = []
    monkeypatch.setattr(optional_fonts, "unpack", lambda font: b"not a font at all")
    monkeypatch.setattr(optional_fonts, "add", lambda font, data: added.append(font.key) or _mark(font.key))
    looking = Glyphs()
    with qtbot.waitSignal(looking.found) as told:
        looking.look_through(f"{NOBODYS} is in the range of Greek")
    assert added == ["figo"]
    assert told.args == [Counter({NOBODYS: 1})], "and what it has not either is said all the same"


def _mark(key: str) -> bool:
    optional_fonts._added.add(key)
    return True


def test_the_fonts_of_the_package_are_fonts(qapp) -> None:
    pytest.importorskip(optional_fonts.PACKAGE, reason="the fonts are optional")
    for font in optional_fonts.FONTS:
        assert optional_fonts.unpack(font)[:4] in (b"\x00\x01\x00\x00", b"OTTO"), font.key


def test_a_pane_says_what_cannot_be_shown_and_lists_it(
    bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(optional_fonts, "is_installed", lambda: False)
    bench.lease(make_task("t1", COMPARE, [f"what is {NOBODYS} and {NOBODYS}?", "plain"]))
    bench.open("t1")
    first, second = bench.view.stage.panes
    qtbot.waitUntil(lambda: first.facts.missing is not None)
    chip = first.facts.missing
    assert chip is not None and chip.accessibleName() == "2 characters cannot be shown in Response A"
    assert second.facts.missing is None
    assert first.width() == second.width(), "what is said of a response never makes it wider"
    chip.click()
    sheet = bench.window.findChild(Sheet)
    assert sheet is not None
    texts = [label.text() for label in sheet.findChildren(Label)]
    assert "2 characters cannot be shown here: no font has them" in texts
    assert "U+0378" in texts and "2 times" in texts
    assert clipped(sheet) == []
    sheet.close_sheet()


def test_the_settings_say_for_which_texts_there_are_fonts(qtbot: QtBot, monkeypatch) -> None:
    monkeypatch.setattr(
        "ui.pages.fonts_card.missing_in", lambda sample: sample.letters if sample.title == "Emoji" else ""
    )
    card = FontsCard()
    qtbot.addWidget(card)
    card.look()
    qtbot.waitUntil(lambda: card.chips["Emoji"].text() == "No font")
    assert {card.chips[sample.title].text() for sample in SAMPLES[:-1]} == {"Can be shown"}


def test_latin_and_code_can_be_shown_on_any_computer(qapp: QApplication) -> None:
    assert glyphs.missing_in(SAMPLES[0]) == ""


def test_the_font_of_boxes_that_qt_falls_back_to_is_no_font(qapp: QApplication) -> None:
    """Where no font can shape Devanagari, Qt draws boxes whose glyph numbers look like any others."""
    letter = "\u0915"
    shapes = QRawFont.fromFont(theme.font("content"), QFontDatabase.WritingSystem.Devanagari)
    families = QFontDatabase.families(QFontDatabase.WritingSystem.Devanagari)
    if families and shapes.supportsCharacter(ord(letter)):
        pytest.skip("this computer has a font for Devanagari")
    assert lacks_glyph(letter)
