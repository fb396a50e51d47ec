"""The real window in the pseudo-locale: no English is left over on the pages that people see most."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from hdclient.pseudo import disguise
from tests.languages.pages import content, left_over

ROOT = Path(__file__).parents[2]


def test_no_english_is_left_on_any_page() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.languages.pages"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "HDCLIENT_LANGUAGE": "pseudo", "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.stdout, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []


def test_what_was_not_marked_is_found() -> None:
    known = content()
    assert left_over("Keep this draft", known) == "Keep this draft"
    assert left_over(disguise("Keep this draft"), known) == ""
    assert left_over(f"{disguise('Keep it')}  ·  Throw it away", known) == "Throw it away"
    assert left_over("Science explanations", known) == "", "a title of the samples"
