"""What Qt says of fonts at the first start is not printed, unless somebody asks for it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SCRIPT = """
from PySide6.QtCore import QLoggingCategory
from ui.main import application
app = application()
print([QLoggingCategory(name).isInfoEnabled() for name in ("qt.text.font.db", "qt.text.font", "qt.qpa.fonts")])
"""


@pytest.mark.parametrize(("rules", "heard"), [("", False), ("qt.text.font.db.info=true", True)])
def test_only_the_talk_of_fonts_is_silent_and_a_persons_own_rules_win(rules: str, heard: bool) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": rules}
    made = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert made.stdout.strip() == str([heard, True, True])
