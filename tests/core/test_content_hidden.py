"""Hidden characters are found where they hide, and left alone where a script or an emoji needs them."""

from __future__ import annotations

import sys
import time

import pytest

from hdclient.content.hidden import Hidden, hidden_characters, in_one_line, label_of, search, tally


def labels(text: str) -> list[str]:
    return [one.label for one in hidden_characters(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pass\u200bword", ["ZWSP"]),
        ("\ufeffbegin", ["BOM"]),
        ("a\u2060b\u00adc", ["WJ", "SHY"]),
        ('x = "user\u202e \u2066// admin\u2069 \u2066"', ["RLO", "LRI", "PDI", "LRI"]),
        ("left\u200eright\u200f\u061c", ["LRM", "RLM", "ALM"]),
        ("ok\U000e0069\U000e0067\U000e006e", ["tag i", "tag g", "tag n"]),
        ("\x00\x07\x7f\x85\x9b", ["NUL", "BEL", "DEL", "NEL", "U+009B"]),
        ("one\u00a0two\u2009three\u3000four", ["NBSP", "THIN", "IDSP"]),
        ("a\u2028b\u2029c", ["LS", "PS"]),
        ("a\ufe0fb\U000e0100", ["VS16", "VS17"]),
        ("\ue000\U000f0000", ["U+E000", "U+F0000"]),
        ("\ud83d and \udc00", ["U+D83D", "U+DC00"]),
        ("a\u3164b\u115fc\u2800d", ["HF", "HCF", "BLANK"]),
        ("over\rwritten", ["CR"]),
        ("latin\u200djoiner\u200cand", ["ZWJ", "ZWNJ"]),
        ("\u200d", ["ZWJ"]),
    ],
)
def test_what_hides_is_found(text: str, found: list[str]) -> None:
    assert labels(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "plain text,\twith a tab\nand\r\nlines",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # a family
        "\u2764\ufe0f\u200d\U0001f525 1\ufe0f\u20e3 \u00a9\ufe0f \u2194\ufe0f",
        "\U0001f44d\U0001f3fd and \U0001f9d1\U0001f3fd\u200d\U0001f680",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # England
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian
        "\u0915\u094d\u200d\u0937",  # Devanagari
        "\u0dc1\u0dca\u200d\u0dbb\u0dd3",  # Sinhala
        "\u0d28\u0d4d\u200d ",  # an old Malayalam chillu at the end of a word
        "\u845b\U000e0100 \u2229\ufe00",  # a Han variant, a mathematical one
        "\u3042\u3000\u3044",  # the ideographic space where it is at home
        "cafe\u0301 na\u00efve \u2014 \u201cquoted\u201d",
    ],
)
def test_what_is_spelling_is_left_alone(text: str) -> None:
    assert hidden_characters(text) == []


def test_a_flag_has_only_its_own_tags() -> None:
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    assert labels(flag + "\U000e0068\U000e0069") == ["tag h", "tag i"]
    assert len(labels("\U0001f3f4" + "\U000e0061" * 9)) == 9, "tags without an end are no flag"


def test_positions_are_code_points_and_names_are_words() -> None:
    assert hidden_characters("\U0001f600a\u200bb") == [Hidden(2, "ZWSP", "zero width space")]
    assert hidden_characters("\x1b[31mred\x1b[0m")[0].name == "ANSI escape sequence “[31m”"
    assert hidden_characters("\U000e0041")[0].name == "tag character, never shown: A"
    assert hidden_characters("\ue000")[0].name == "private use: no agreed meaning"


def test_they_are_counted_by_what_they_are() -> None:
    found = hidden_characters("a\u200bb\u200bc\u00a0d")
    assert tally(found) == [("ZWSP", "zero width space", 2), ("NBSP", "no-break space", 1)]


def test_every_character_there_is_has_a_label_and_is_judged() -> None:
    """None raises, alone or between letters."""
    for code in range(sys.maxunicode + 1):
        if code % 37 == 0 or code < 0x3000:
            assert label_of(chr(code))
            hidden_characters("a" + chr(code) + "b")


def test_a_megabyte_is_searched_in_linear_time() -> None:
    ordinary = "The quick brown fox, „jumps“ over \u6f22\u5b57. " * 25_000
    worst = "\U0001f3f4" + "\U000e0067" * 200_000
    begun = time.process_time()
    assert hidden_characters(ordinary) == []
    assert len(hidden_characters(worst)) == 200_000
    assert time.process_time() - begun < 3


def test_a_name_in_one_line_hides_and_turns_nothing() -> None:
    assert in_one_line("src/\u202eyp.exe", 300) == "src/⟨RLO⟩yp.exe"
    assert in_one_line("a\tb\r\nc", 300) == "a b⟨CR⟩⟨LF⟩c"
    assert in_one_line("\U0001f469\u200d\U0001f680 x", 300) == "\U0001f469\u200d\U0001f680 x", (
        "emoji stay whole"
    )
    assert in_one_line("abc", 3) == "abc"
    assert in_one_line("abcd", 3) == "abc…"


def test_a_text_of_megabytes_is_looked_through_at_its_begin_and_said_to_be() -> None:
    late = "a" * 3_000_000 + "\u200b"
    assert search(late, 10) == ([], False)
    found, whole = search("\u200b" + late, 10)
    assert [one.position for one in found] == [0]
    assert not whole
