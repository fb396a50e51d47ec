"""The words module: what is put into sentences, plurals, isolation, numbers; and which language is chosen."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hdclient import words
from hdclient.language import CHOICES, read_choice, resolved, speak_chosen, speak_early, write_choice
from hdclient.pseudo import disguise
from hdclient.words import isolated, listed, speak, tr, trc, trn

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak("en")


def test_english_is_what_stands_in_the_code() -> None:
    assert tr("{not a name}") == "{not a name}"
    assert tr("Saved as {name}.", name="a.txt") == "Saved as a.txt."
    assert [trn("{count:,} task", "{count:,} tasks", n) for n in (0, 1, 1200)] == [
        "0 tasks",
        "1 task",
        "1,200 tasks",
    ]
    assert trc("a state", "Open") == "Open"


def test_a_text_that_runs_the_other_way_is_kept_apart() -> None:
    assert isolated("Ada") == "Ada" and isolated("Zoë") == "Zoë" and isolated("") == ""
    assert tr("Signed in as {name}.", name="مريم") == "Signed in as \u2068مريم\u2069."
    speak("ar")
    assert isolated("Ada") == "\u2068Ada\u2069"


def test_numbers_are_written_as_the_language_does() -> None:
    speak("de")
    assert tr("{n:,} and {m:.1f}", n=1234567, m=1234.5) == "1.234.567 and 1234,5"
    speak("ar")
    assert tr("{n:,}", n=1234567) == "1,234,567"


def test_a_language_that_is_not_here_is_english() -> None:
    speak("tlh")
    assert words.language() == "en" and tr("Close") == "Close"


def test_the_disguise_is_longer_and_keeps_what_is_put_in() -> None:
    text = disguise("Saved as {name}, <b>bold</b>. ")
    assert "{name}" in text and "<b>" in text and text.endswith("] ")
    assert len(text) >= 1.4 * len("Saved as , . ") and "Saved" not in text
    assert disguise(" · {count}") == " · {count}"
    speak("pseudo")
    assert trn("{count} task", "{count} tasks", 2).startswith("[2 ţ")


def test_things_one_after_the_other() -> None:
    assert [listed(list("abc")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_the_system_decides_when_nobody_else_does() -> None:
    assert resolved("system", {"LANG": "de_AT.UTF-8"}) == "de"
    assert resolved("system", {"LANG": "fr_FR.UTF-8", "LANGUAGE": "fr:es"}) == "es"
    assert resolved("system", {"LC_ALL": "C", "LANGUAGE": "de"}) == "en"
    assert resolved("system", {}, "linux") == "en"
    assert resolved("ar", {"LANG": "de_DE.UTF-8"}) == "ar"
    speak_early({"HDCLIENT_LANGUAGE": "es", "LANG": "de_DE"})
    assert words.language() == "es"


def test_a_choice_is_kept_and_a_lock_is_stronger(tmp_path: Path) -> None:
    assert read_choice(tmp_path) == ""
    assert write_choice(tmp_path, "ar") and read_choice(tmp_path) == "ar"
    speak_chosen(tmp_path, "de", locked=False, env={})
    assert words.language() == "ar"
    speak_chosen(tmp_path, "de", locked=True, env={})
    assert words.language() == "de"
    (tmp_path / "language").write_bytes(b"\xff\x00 nonsense")
    assert read_choice(tmp_path) == ""
    assert not write_choice(tmp_path / "none", "de")
    assert set(words.LANGUAGES) <= set(CHOICES)


def test_no_word_is_asked_for_before_the_language_is_known() -> None:
    """Constants of words are made at import: what the command imports first may have none."""
    script = (
        "import hdclient.words as words\n"
        "def early(*_, **__): raise AssertionError('a word before the language is chosen')\n"
        "words.tr = words.trn = words.trc = early\n"
        "import hdclient.cli\n"
        "import sys; assert not [name for name in sys.modules if name.split('.')[0] == 'ui']\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
