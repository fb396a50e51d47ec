"""The look: every pair of colours can be read, every choice counts at once, and nothing is left to the desktop."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hdclient.content.code import CODE_TOKENS
from tests.helpers.contrast import contrast
from ui import theme

PALETTES = [pytest.param(tokens, id=tokens.name) for tokens in theme.PALETTES.values()]


@pytest.mark.parametrize("tokens", PALETTES)
@pytest.mark.parametrize(("ink", "grounds", "least"), theme.PAIRS, ids=[pair[0] for pair in theme.PAIRS])
def test_every_pair_can_be_read(
    tokens: theme.Tokens, ink: str, grounds: tuple[str, ...], least: float
) -> None:
    if tokens.name.startswith("contrast"):
        least = {4.5: 7.0, 3.0: 4.5}[least]
    poor = {
        ground: round(ratio, 2)
        for ground in grounds
        if (ratio := contrast(getattr(tokens, ink), getattr(tokens, ground))) < least
    }
    assert poor == {}


@pytest.mark.parametrize("tokens", PALETTES)
def test_letters_of_candidates_can_be_read_and_told_apart(tokens: theme.Tokens) -> None:
    assert len(tokens.slots) == len(set(tokens.slots)) == 9
    for slot in tokens.slots:
        assert contrast(slot, tokens.surface) >= 4.5  # the letter is written in `surface` on it
        assert contrast(slot, tokens.window) >= 3


@pytest.mark.parametrize("tokens", PALETTES)
def test_first_two_letters_are_not_green_and_red(tokens: theme.Tokens) -> None:
    for slot in tokens.slots[:2]:
        hue = QColor(slot).hslHue()
        assert not 80 <= hue <= 160
        assert not (hue <= 12 or hue >= 345)


@pytest.mark.parametrize("tokens", PALETTES)
def test_code_has_a_readable_colour_for_every_token(tokens: theme.Tokens) -> None:
    assert set(tokens.code) == set(CODE_TOKENS)
    for name, colour in tokens.code.items():
        for ground in (tokens.sunken, tokens.ok_soft, tokens.err_soft):
            assert contrast(colour, ground) >= 4.5, name


@pytest.mark.parametrize("tokens", PALETTES)
def test_palette_is_explicit(tokens: theme.Tokens) -> None:
    palette = theme.palette(tokens)
    for role, token in theme.ROLES.items():
        assert palette.color(QPalette.ColorGroup.Active, role) == QColor(getattr(tokens, token))
        assert palette.isBrushSet(QPalette.ColorGroup.Inactive, role)


def test_change_is_live_and_tells_those_who_keep_something(qapp: QApplication, qtbot) -> None:
    told: list[str] = []

    class Keeper(QWidget):
        def theme_changed(self) -> None:
            told.append(theme.current().name)

    keeper = Keeper()
    qtbot.addWidget(keeper)
    theme.apply(qapp, theme.Look("dark"))
    assert told == ["dark"]
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(theme.DARK.window)
    assert theme.color("accent") == QColor(theme.DARK.accent)
    theme.apply(qapp, theme.Look("dark"))
    assert told == ["dark"], "the same look again is no change"


def styled() -> QWidget:
    """One of everything that the style sheet speaks of, in its states."""
    page = QWidget()
    column = QVBoxLayout(page)
    fields = [QLineEdit(text, page) for text in ("a field", "read only", "disabled", "bad", "")]
    fields[1].setReadOnly(True)
    fields[2].setEnabled(False)
    fields[3].setProperty("bad", True)
    fields[4].setPlaceholderText("nothing yet")
    long = QPlainTextEdit("a line\n" * 40, page)
    long.setProperty("field", True)
    table, chosen = QTableWidget(2, 2, page), QListWidget(page)
    table.setItem(0, 0, QTableWidgetItem("a cell"))
    table.selectRow(0)
    chosen.addItems(["one", "two"])
    chosen.setCurrentRow(0)
    combo = QComboBox(page)
    combo.addItem("a choice")
    for one in (*fields, long, table, chosen, combo, QSpinBox(page), QLabel("words", page)):
        column.addWidget(one)
    page.resize(420, 700)
    page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return page


def picture(page: QWidget) -> QImage:
    page.show()
    page.setFocus()
    QApplication.processEvents()
    return page.grab().toImage()


@pytest.mark.parametrize(("before", "after"), [("light", "dark"), ("dark", "contrast_light")])
def test_another_theme_looks_as_if_it_had_been_there_from_the_start(
    qapp: QApplication, qtbot, before: str, after: str
) -> None:
    theme.apply(qapp, theme.Look(before))
    switched = styled()
    qtbot.addWidget(switched)
    old, sheet = picture(switched), qapp.styleSheet()
    theme.apply(qapp, theme.Look(after))
    assert qapp.styleSheet() == sheet, "a new sheet costs 300 ms on the heaviest page"
    fresh = styled()
    qtbot.addWidget(fresh)
    assert picture(fresh) != old
    assert picture(switched) == picture(fresh)


def test_system_choice_asks_the_desktop(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "system_is_dark", lambda: True)
    theme.apply(qapp, theme.Look("system"))
    assert theme.current().dark
    monkeypatch.setattr(theme, "system_is_dark", lambda: False)
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert not theme.current().dark


def test_system_choice_hears_the_wish_for_contrast(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    theme.apply(qapp, theme.Look("system"))
    assert theme.current().name == "light"
    monkeypatch.setattr(theme, "system_wants_contrast", lambda: True)
    hints = qapp.styleHints()
    hints.accessibility().contrastPreferenceChanged.emit(hints.accessibility().contrastPreference())
    assert theme.current().name == "contrast_light"
    theme.apply(qapp, theme.Look("dark"))
    assert theme.current().name == "dark"


def test_every_size_from_80_to_200_percent_can_be_chosen() -> None:
    assert (theme.SCALES[0], theme.SCALES[-1]) == (0.8, 2.0)
    usual = theme.TYPE["reading"]
    assert (theme.CONTENT_SIZES[0] / usual, theme.CONTENT_SIZES[-1] / usual) == (0.8, 2.0)
    assert 1.0 in theme.SCALES and usual in theme.CONTENT_SIZES


def test_desktop_does_not_overrule_a_choice(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    theme.apply(qapp, theme.Look("light"))
    monkeypatch.setattr(theme, "system_is_dark", lambda: True)
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert not theme.current().dark


def test_scale_counts_for_fonts_and_sizes_and_content_has_its_own(qapp: QApplication) -> None:
    theme.apply(qapp, theme.Look("light", scale=1.5, content_px=20))
    assert theme.font("ui").pixelSize() == 21
    assert theme.font("content").pixelSize() == 30
    assert theme.px(theme.CONTROL_HEIGHT) == 51
    assert QLabel().font().pixelSize() == 21


def test_fonts_that_are_handed_out_can_be_changed(qapp: QApplication) -> None:
    font = theme.font("caption")
    font.setPixelSize(40)
    assert theme.font("caption").pixelSize() == theme.TYPE["caption"]


def test_strong_is_wider_and_mono_is_even(qapp: QApplication) -> None:
    plain, strong = QFontMetrics(theme.font()), QFontMetrics(theme.font(strong=True))
    assert strong.horizontalAdvance("Response") > plain.horizontalAdvance("Response")
    mono = QFontMetrics(theme.font(mono=True))
    assert mono.horizontalAdvance("iii") == mono.horizontalAdvance("MMM")


def test_no_motion_means_none(qapp: QApplication) -> None:
    assert theme.motion_ms() > 0
    theme.apply(qapp, theme.Look("light", reduced_motion=True))
    assert theme.motion_ms() == 0


def test_every_tone_of_a_label_is_known() -> None:
    """A name that is not would end the program only where the label is first made."""
    wrong = []
    for file in Path("ui").rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("Label", "ElidedLabel"):
                said = [*call.args[2:3], *(one.value for one in call.keywords if one.arg == "tone")]
                wrong += [
                    f"{file}:{one.lineno}: {one.value}"
                    for tone in said
                    for one in ast.walk(tone)
                    if isinstance(one, ast.Constant)
                    and isinstance(one.value, str)
                    and one.value not in theme.TONES
                ]
    assert wrong == []
