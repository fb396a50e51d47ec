"""Words are marked so that they can be found and translated: constants, with everything put in by name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from hdclient import errors as failures
from hdclient.errors import HdError

ROOT = Path(__file__).parents[2]
TEXTS = {"tr": slice(0, 1), "trn": slice(0, 2), "trc": slice(0, 2)}


def sources() -> list[Path]:
    return [path for package in ("hdclient", "ui") for path in sorted((ROOT / package).rglob("*.py"))]


def calls(path: Path) -> Iterator[tuple[str, ast.Call, str]]:
    """(name, call, place) of every marked sentence of a file; not of the module that defines them."""
    if path == ROOT / "hdclient" / "words.py":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TEXTS:
            yield node.func.id, node, f"{path.relative_to(ROOT)}:{node.lineno}"


def test_only_constants_are_marked() -> None:
    """An f-string or a sum of strings would never be found in a catalogue."""
    wrong = [
        place
        for path in sources()
        for name, call, place in calls(path)
        for text in call.args[TEXTS[name]]
        if not (isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value)
    ]
    assert wrong == []


def test_what_a_sentence_names_is_given_and_nothing_else() -> None:
    wrong = []
    for path in sources():
        for name, call, place in calls(path):
            given = {keyword.arg for keyword in call.keywords} | ({"count"} if name == "trn" else set())
            texts = [text.value for text in call.args[TEXTS[name]] if isinstance(text, ast.Constant)]
            named = {
                field for text in texts for _, field, _, _ in Formatter().parse(text) if field is not None
            }
            if given and (named - given or given - named - {"count"}):
                wrong.append(f"{place}: {sorted(named ^ given)}")
    assert wrong == []


# What is shown must be marked. Not looked at: the gallery and the demo's check, which developers read.

SHOWN = {
    *(
        "setText",
        "setToolTip",
        "setAccessibleName",
        "setAccessibleDescription",
        "setPlaceholderText",
        "setWindowTitle",
    ),
    *("set_label", "set_hint", "set_state", "set_message", "setTitle", "announce", "addItem"),
    *(
        "Label",
        "Button",
        "IconButton",
        "Notice",
        "EmptyState",
        "Heading",
        "Chip",
        "NoticeBar",
        "Switch",
        "Segment",
    ),
    *("Sheet", "Preference", "ChipWords", "Done", "WayOut", "Problem"),
}
DEVELOPERS = ("ui/gallery/", "ui/demo/", "hdclient/platform/", "hdclient/formats/", "hdclient/cli/")
TEST_PLATFORM = ("hdclient/backends/memory",)
OPERATORS = ("hdclient/templates/", "hdclient/model/", "hdclient/wire/", "hdclient/quality/", "hdclient/demo")
_WORDS = re.compile(r"[A-Za-z]{2,}.* |^[A-Z][a-z]{2,}[.…!?]?$")


def shown_literals(path: Path) -> Iterator[str]:
    """Places where a sentence in the code goes straight to the screen, or into a failure that a person reads."""
    errors = {
        name for name, kind in vars(failures).items() if isinstance(kind, type) and issubclass(kind, HdError)
    }
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in SHOWN | errors:
            continue
        for given in node.args:
            text = given.value if isinstance(given, ast.Constant) else ""
            if isinstance(given, ast.JoinedStr):
                text = "".join(str(one.value) for one in given.values if isinstance(one, ast.Constant))
            if isinstance(text, str) and _WORDS.search(text):
                yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno}: {text}"


def test_nothing_is_shown_that_is_not_marked() -> None:
    left_out = (*DEVELOPERS, *TEST_PLATFORM, *OPERATORS)
    found = [
        place
        for path in sources()
        if not path.relative_to(ROOT).as_posix().startswith(left_out)
        for place in shown_literals(path)
    ]
    assert found == [], "wrap it: from hdclient.words import tr"
