"""What the window loads before an open task is painted: nothing that is for later, and nothing that is slow to define.

The program itself runs, on a real store, in a process of its own (tests/bench/cold_start.py measures the same start).
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bench import cold_start

# Each costs a start 5 to 300 ms, and nothing of it is needed to show a task that lies here.
LATER = [
    *(
        "pydantic",
        "pydantic_core",
        "httpx",
        "flask",
        "sqlalchemy",
        "werkzeug",
        "waitress",
        "keyring",
        "truststore",
    ),
    *(
        "markdown",
        "markdown_it",
        "pygments",
        "rapidfuzz",
        "quickjs",
        "quickjax",
        "ziamath",
        "asyncio",
        "multiprocessing",
    ),
    *("hdclient.wire", "hdclient.sync.engine", "hdclient.backends", "hdclient.platform", "hdclient.formats"),
    *(
        "hdclient.model.faults",
        "hdclient.content.markdown_tree",
        "hdclient.content.chat",
        "ui.pages.queue",
        "ui.pages.settings",
        "ui.pages.sign_in",
        "ui.shell.palette",
    ),
    # Each a third of a millisecond; together they were a tenth of a start.
    *("ast", "dataclasses", "inspect", "typing_extensions"),
    *("argparse", "logging", "gettext", "hdclient.accounts.copies", "hdclient.content.addresses"),
    *("hdclient.content.source_map", "ui.components.empty", "ui.pages.cover", "ui.pages.unseen"),
    *(f"ui.components.{name}" for name in ("notice_bar", "sheet")),
    *("ui.keymap_file", "ui.shell.garbage", "ui.shell.going_back", "ui.shell.instance"),
    *(f"ui.pages.{name}" for name in ("feedback_panel", "missing_glyphs", "question_strip", "reasons")),
    *(f"ui.pages.{name}" for name in ("side_questions", "workspace_keys")),
    *(
        f"ui.renderers.{name}"
        for name in ("decoding", "font_coverage", "glyphs", "line_view", "optional_fonts")
    ),
    *(f"ui.renderers.{name}" for name in ("raw_view", "same_place", "selected_source")),
]

MOST_OF_OURS = 245
"""Modules of ours at the first paint; there are some 225. Each takes some 0.3 ms: a new one has to be worth it."""

# Says at the first paint what is loaded, and which classes of ours were made by @dataclass.
SCRIPT = """
import json, os, sys
from tests.bench import cold_start
from ui.pages import pane_facts

pane_facts._AFTER_MS = 3_600_000  # on a busy machine a pause after loading is over before the first paint

def painted():
    ours = [one for name, one in list(sys.modules.items()) if name.split(".")[0] in ("hdclient", "ui")]
    slow = {f"{kind.__module__}.{kind.__name__}" for module in ours for kind in vars(module).values()
            if isinstance(kind, type) and "__dataclass_fields__" in vars(kind)}
    print(json.dumps([sorted(sys.modules), sorted(slow)]), flush=True)
    os._exit(0)

cold_start._painted = painted
cold_start._app(json.loads(sys.stdin.readline()))
"""


READ_AT_A_START = [
    *(f"hdclient.model.{name}" for name in ("campaign", "content", "person", "review_policy", "sensitivity")),
    *(f"hdclient.model.{name}" for name in ("suggestion", "task", "template", "template_parts")),
    *("hdclient.content.prepared", "hdclient.content.tree"),
    *("hdclient.questions.comparison", "hdclient.questions.text"),
]
"""Their values are read before an open task is painted."""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], list[str]]:
    """Names of the modules at the first paint of an open task, and of our dataclasses among them."""
    order: dict[str, Any] = cold_start.prepare(tmp_path_factory.mktemp("start"))
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps(order) + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    modules, slow = json.loads(done.stdout)
    return set(modules), slow


@pytest.mark.parametrize("name", LATER)
def test_an_open_task_is_painted_without(name: str, loaded: tuple[set[str], list[str]]) -> None:
    assert {"ui.pages.workspace", "hdclient.store.store"} <= loaded[0]
    assert name not in loaded[0], f"{name} is imported before the first paint: import it where it is used"


def test_few_modules_of_ours_are_read_before_the_first_paint(loaded: tuple[set[str], list[str]]) -> None:
    ours = {name for name in loaded[0] if name.split(".")[0] in ("hdclient", "ui")}
    assert len(ours) <= MOST_OF_OURS, (
        "import what only some tasks, or a later moment, need where they need it"
    )


@pytest.mark.parametrize("name", READ_AT_A_START)
def test_types_of_values_that_a_start_reads_are_no_strings(name: str) -> None:
    assert not hasattr(importlib.import_module(name), "annotations"), (
        "without `from __future__ import annotations`: msgspec would compile the type of each field at every start"
    )


def test_records_on_the_start_path_are_structs(loaded: tuple[set[str], list[str]]) -> None:
    assert loaded[1] == [], "say `class X(msgspec.Struct, frozen=True)`: a dataclass takes 1 ms to define"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("QSize('a', 2)", "QSize.__init__(w: int, h: int, /)"),
        ("QTimer(inerval=3)", "'inerval' is not a Qt property or a signal"),
        ("QTimer().start('a')", "QTimer.start(msec: int, /)"),
        ("exit(QSize.setWidth.__doc__)", "setWidth(self, w: int, /) -> None"),
    ],
)
def test_what_pyside_leaves_for_later_is_no_loss(wrong: str, said: str) -> None:
    """`ui` keeps PySide from importing its generator of stubs, and what explains wrong calls until there is one."""
    program = f"""
import ui, sys
from PySide6.QtCore import QSize, QTimer
assert not {{"argparse", "inspect"}} & set(sys.modules)
{wrong}
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )
    assert said in done.stderr, done.stderr
