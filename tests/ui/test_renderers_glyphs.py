"""What no font can draw is found and said, never boxed in silence; optional fonts come when something needs them."""

from __future__ import annotations

import io
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject
from PySide6.QtGui import QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hdclient.model.content import ContentBlock
from tests.helpers.qt import clipped
from tests.helpers.workbench import COMPARE, Workbench, make_task
from ui import theme
from ui.components.labels import Label
from ui.components.sheet import Sheet
from ui.pages import font_words
from ui.pages.fonts_card import FontsCard
from ui.renderers import glyphs, optional_fonts
from ui.renderers.font_coverage import coverage, coverage_of
from ui.renderers.glyphs import SAMPLES, Glyphs, Sample, lacks_glyph
from ui.resources import resource
from ui.shell import font_watch
from ui.shell.font_watch import FontWatch

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
        "ui.pages.fonts_card.missing_in", lambda sample, letter: letter if sample.title == "Emoji" else ""
    )
    card = FontsCard()
    qtbot.addWidget(card)
    card.look()
    qtbot.waitUntil(lambda: card.chips["Emoji"].text() == "No font")
    qtbot.waitUntil(lambda: "fonts-noto-color-emoji" in card.more.text())
    assert card.chips["Emoji"].toolTip().startswith("No font has U+1F600")
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


def font_file(folder: Path, key: str = "figo") -> Path:
    pytest.importorskip(optional_fonts.PACKAGE, reason="the fonts are optional")
    (font,) = (one for one in optional_fonts.FONTS if one.key == key)
    path = folder / f"{key}.ttf"
    path.write_bytes(optional_fonts.unpack(font))
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of the settings, and no other place."""
    monkeypatch.setattr(optional_fonts, "_added", set())
    monkeypatch.setattr(optional_fonts, "RELEASE", tmp_path / "none")
    optional_fonts.use_folder(tmp_path)
    yield tmp_path
    optional_fonts.use_folder(None)


@pytest.mark.parametrize("key", ["figo", "math", "symbol2"])
def test_what_a_font_file_has_is_read_as_qt_reads_it(qapp, tmp_path: Path, key: str) -> None:
    path = font_file(tmp_path, key)
    raw = QRawFont(str(path), 16)
    has = {code for first, last in coverage(path) for code in range(first, last + 1)}
    codes = [*range(0x20, 0x3000), *range(0xFB00, 0xFF00), *range(0x1D000, 0x1FB00)]
    wrong = [code for code in codes if (code in has) != raw.supportsCharacter(code)]
    assert wrong == []


@pytest.mark.parametrize(
    "data",
    [b"", b"OTTO", b"no font at all", b"\x00\x01\x00\x00\xff\xff" + b"\xff" * 400, b"ttcf" + b"\xff" * 40],
)
def test_what_is_no_font_has_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.ttf"
    path.write_bytes(data)
    assert coverage(path) == ()


@given(st.integers(0, 3_000), st.binary(min_size=1, max_size=8))
def test_a_spoilt_font_is_read_without_harm(at: int, spoilt: bytes) -> None:
    pytest.importorskip(optional_fonts.PACKAGE, reason="the fonts are optional")
    data = _music()
    for first, last in coverage_of(io.BytesIO(data[:at] + spoilt + data[at + len(spoilt) :])):
        assert isinstance(first, int) and isinstance(last, int)


@cache
def _music() -> bytes:
    return optional_fonts.unpack(optional_fonts.FONTS[-1])


def test_the_folder_of_the_settings_comes_first_and_is_read_only_for_its_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = font_file(folder)
    (folder / "broken.otf").write_bytes(b"no font")
    (folder / "readme.txt").write_text("no font either")
    assert [font.path for font in optional_fonts.wanted("\u0e01")] == [path], (
        "before the package, which has it too"
    )
    assert optional_fonts.fetch("\u0e01")[0][1] == path.read_bytes()
    monkeypatch.setattr(optional_fonts, "is_installed", lambda: False)
    assert optional_fonts.wanted("\u4e2d") == (), "what no font has brings none"
    assert optional_fonts.drawn_of("\u0e01\u4e2d") == {"\u0e01"}


def test_of_a_family_the_upright_face_comes_first_and_the_bold_one_with_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the order of their names bold would come first: all text of that script would be bold."""
    monkeypatch.setattr(optional_fonts, "is_installed", lambda: False)
    for face in ("Bold", "Italic", "Regular"):
        font_file(folder).rename(folder / f"Some-{face}.ttf")
    assert [font.family for font in optional_fonts.wanted("\u0e01")] == ["Some-Regular", "Some-Bold"]


def test_a_font_of_the_folder_draws_what_was_missing(
    qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    font_file(folder)
    monkeypatch.setattr(optional_fonts, "is_installed", lambda: False)
    added: list[str] = []
    true = optional_fonts.add
    monkeypatch.setattr(
        optional_fonts, "add", lambda font, data: added.append(font.family) or true(font, data)
    )
    monkeypatch.setattr(glyphs._Judged, "drawn", {"\u0e01": False})
    looking = Glyphs()
    with qtbot.waitSignals([looking.fonts_added, looking.found]):
        looking.look_through(f"\u0e01 {NOBODYS}")
    assert added == ["figo"]
    assert not lacks_glyph("\u0e01")


ONE_FONT_AFTER_ANOTHER = """
from PySide6.QtWidgets import QApplication
from ui import theme
from ui.renderers import glyphs, optional_fonts

app = QApplication([])
theme.apply(app, theme.Look())
fonts = {font.key: font for font in optional_fonts.FONTS}
for key in ("math", "music", "figo"):
    before = [glyphs._is_drawn("\u0e01", theme.font(role)) for role in ("content", "ui")]
    assert optional_fonts.add(fonts[key], optional_fonts.unpack(fonts[key]))
after = [glyphs._is_drawn("\u0e01", font) for font in (theme.font("content"), theme.font("ui"), app.font())]
print(before, after)
"""


def test_the_third_font_is_used_by_the_look_that_was_there_before_the_first(qapp) -> None:
    """Qt tells a font only once that there are more; in a process of its own, since nothing takes a font away."""
    pytest.importorskip(optional_fonts.PACKAGE, reason="the fonts are optional")
    done = subprocess.run(
        [sys.executable, "-c", ONE_FONT_AFTER_ANOTHER],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.stdout.startswith("[True"):
        pytest.skip("this computer has a font for Thai")
    assert done.stdout.strip() == "[False, False] [True, True, True]", done.stderr


@pytest.mark.parametrize("when", ["while it looks", "while it reads files"])
def test_fonts_that_another_text_brought_are_told_to_a_text_laid_out_before(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """Of two panes with one text, one showed letters and the other boxes."""
    monkeypatch.setattr(optional_fonts, "add", lambda *_: True)
    monkeypatch.setattr(optional_fonts, "may_help", lambda: False)
    monkeypatch.setattr(glyphs._Judged, "drawn", {})
    looking, other = Glyphs(), Glyphs()
    told: list[str] = []
    looking.fonts_added.connect(lambda: told.append("laid out anew"))
    with qtbot.waitSignal(looking.found):
        looking.look_through("aé")
        if when == "while it looks":
            other._add([(None, b"")])
    if when == "while it reads files":
        other._add([(None, b"")])
        looking._add([])
    assert told == ["laid out anew"]


def test_a_folder_that_is_not_there_is_no_harm(tmp_path: Path, folder: Path) -> None:
    optional_fonts.use_folder(tmp_path / "gone")
    assert optional_fonts.files() == []


def test_fonts_of_a_release_have_their_licence() -> None:
    place = resource("fonts")
    fonts = [path for path in place.rglob("*") if path.suffix.lower() in optional_fonts.ENDINGS]
    assert [path.name for path in fonts if optional_fonts.licence_of(path) is None] == []
    assert (place / "README.md").exists()


def test_a_licence_is_found_beside_its_font(tmp_path: Path) -> None:
    font = tmp_path / "a.ttf"
    font.write_bytes(b"")
    assert optional_fonts.licence_of(font) is None
    (tmp_path / "OFL.txt").write_text("SIL Open Font License")
    assert optional_fonts.licence_of(font) == tmp_path / "OFL.txt"


def samples(*titles: str) -> list[Sample]:
    return [sample for sample in SAMPLES if sample.title in titles]


def test_at_the_start_it_is_looked_in_pauses_only(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[str] = []
    monkeypatch.setattr(
        font_watch,
        "missing_in",
        lambda sample, letter: judged.append(letter) or (letter if letter in "กक" else ""),
    )
    monkeypatch.setattr(optional_fonts, "drawn_of", lambda letters: {"ก"} & set(letters))
    told: list[list[Sample]] = []
    pause = False
    parent = QObject()
    watch = FontWatch(parent, lambda: pause, told.append)
    watch._timer.setInterval(0)
    qtbot.wait(30)
    assert judged == []
    pause = True
    qtbot.waitUntil(lambda: bool(told))
    assert judged == [letter for sample in SAMPLES for letter in sample.letters], "one after the other"
    assert told == [samples("Indic")], "an optional font has the letter of Thai"
    assert watch.is_done()


class Memory:
    def __init__(self) -> None:
        self.kept: dict[str, object] = {}

    def setting(self, name: str, default: object) -> object:
        return self.kept.get(name, default)

    def set_setting(self, name: str, value: object) -> None:
        self.kept[name] = value


def test_what_is_missing_is_said_once_and_again_for_another_kind_of_text() -> None:
    desk, said = Memory(), []
    for lacking in (samples("Indic"), samples("Indic"), samples("Thai"), samples("Indic", "Thai")):
        font_watch.tell_once(desk, said.append, lacking)
    assert [("Indic" in one.text, "Thai" in one.text) for one in said] == [(True, False), (False, True)]
    assert {(one.tone, one.action) for one in said} == {("warn", "go.settings")}
    font_watch.tell_once(None, said.append, samples("Emoji"))
    assert len(said) == 2, "nobody has signed in yet"


@pytest.mark.parametrize(
    ("platform", "says"),
    [("linux", "fonts-noto-cjk"), ("win32", "Optional features"), ("darwin", "Font Book")],
)
def test_what_can_be_done_is_said_for_this_system(platform: str, says: str) -> None:
    lacking = samples("Chinese, Japanese, Korean", "Thai")
    told = font_words.remedies(lacking, extra=False, platform=platform)
    assert says in " ".join(told)
    assert "“fonts”) have what is missing of: Thai." in told[0]
    assert "“fonts”" not in " ".join(font_words.remedies(lacking, extra=True, platform=platform))
    assert font_words.remedies([], extra=False) == []


CONTENT = {
    "markdown": f"a &#x379; b {NOBODYS}",
    "code": f"x = '{NOBODYS}{NOBODYS}'",
    "diff": f"--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-{NOBODYS}\n+{NOBODYS}\n",
    "table": f"a,b\n{NOBODYS},{NOBODYS}\n",
    "json": f'{{"a": "{NOBODYS}{NOBODYS}"}}',
    "chat": '[{"role": "user", "content": "\\u0378\\u0378"}]',
    "text": f"{NOBODYS}\n{NOBODYS}",
}


@pytest.mark.parametrize("kind", CONTENT)
def test_every_kind_of_content_says_what_it_cannot_show(
    bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(optional_fonts, "is_installed", lambda: False)
    block = ContentBlock(kind=kind, text=CONTENT[kind])
    task = make_task("t1", COMPARE, ["one", "two"])
    first, *others = task.candidates
    bench.lease(task.changed(candidates=(first.changed(content=(block,)), *others)))
    pane = bench.open("t1").stage.panes[0]
    qtbot.waitUntil(lambda: pane.facts.missing is not None)
    chip = pane.facts.missing
    assert chip is not None and chip.accessibleName() == "2 characters cannot be shown in Response A"
    pane.content.set_raw(True)
    assert chip.isVisible(), "beside the raw text too"
