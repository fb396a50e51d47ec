"""The catalogues: all of the source is in them, all of it is translated, and what runs is what is written."""

from __future__ import annotations

import pytest

from hdclient.words import FOLDER, LANGUAGES, speak, trn
from tests.languages import catalogues
from tests.languages.catalogues import TRANSLATED


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_sentence_of_the_source_is_in_it_and_nothing_else(code: str) -> None:
    written = {(one.id, one.context) for one in catalogues.messages(catalogues.of(code))}
    marked = {(one.id, one.context) for one in catalogues.messages(catalogues.in_source(code))}
    assert len(marked) > 1000
    assert sorted(map(str, marked - written)) == [], "run `make words`"
    assert sorted(map(str, written - marked)) == [], "run `make words`"


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_sentence_is_translated_in_all_its_forms(code: str) -> None:
    catalogue = catalogues.of(code)
    assert catalogues.untranslated(catalogue) == []
    assert not any(one.fuzzy for one in catalogues.messages(catalogue))


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_names_what_the_english_names(code: str) -> None:
    assert catalogues.wrong_placeholders(catalogues.of(code)) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_ends_as_the_english_does(code: str) -> None:
    assert catalogues.wrong_ends(catalogues.of(code)) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_runs_is_what_is_written(code: str) -> None:
    assert (FOLDER / f"{code}.mo").read_bytes() == catalogues.as_mo(catalogues.of(code)), "run `make words`"


def test_what_is_wrong_is_found() -> None:
    """A catalogue with a form too few, a name too many, and a full stop that is missing."""
    catalogue = catalogues.of("ar")
    message = catalogue.get(("{count} task", "{count} tasks"))
    message.string = (*message.string[:5], "")
    assert catalogues.untranslated(catalogue) == ["{count} tasks"]
    message.string = ("{number}",) * 6
    assert len(catalogues.wrong_placeholders(catalogue)) == 6
    catalogue.get("Nothing was changed.").string = "لم يتغير شيء"
    assert len(catalogues.wrong_ends(catalogue)) == 1


def test_arabic_has_its_six_forms() -> None:
    try:
        speak("ar")
        said = [trn("{count} task", "{count} tasks", n) for n in (0, 1, 2, 3, 10, 11, 99, 100, 103, 111)]
    finally:
        speak("en")
    assert said == [
        *("0 مهمة", "مهمة واحدة", "مهمتان", "3 مهام", "10 مهام"),
        *("11 مهمة", "99 مهمة", "100 مهمة", "103 مهام", "111 مهمة"),
    ]


def test_the_catalogues_go_with_the_package() -> None:
    assert {path.stem for path in FOLDER.glob("*.mo")} == set(LANGUAGES) - {"en"}
