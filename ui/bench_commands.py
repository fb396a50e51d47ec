"""The actions of the bench: which response is read, how they stand. Part of the registry (ui/commands.py)."""

from __future__ import annotations

from hdclient.words import tr
from ui.action import Action
from ui.action import action as _action

BENCH_ACTIONS: tuple[Action, ...] = (
    *(
        _action(
            f"pane.{letter.lower()}",
            tr("Read Response {letter}", letter=letter),
            letter if letter in "ABCD" else f"Shift+{letter}",
            "workspace",
            tr("Read"),
            "looks",
        )
        for letter in "ABCDEFGHI"
    ),
    _action(
        "pane.next", tr("Read the next response"), "Ctrl+Tab MouseForward", "workspace", tr("Read"), "looks"
    ),
    _action(
        "pane.previous",
        tr("Read the response before"),
        "Ctrl+Shift+Backtab MouseBack",
        "workspace",
        tr("Read"),
        "looks",
    ),
    *(
        _action(
            f"solo.{n}",
            tr("Show only Response {letter}, or all again", letter=letter),
            f"Ctrl+{n}",
            "workspace",
            tr("Read"),
            "looks",
        )
        for n, letter in enumerate("ABCDEFGHI", 1)
    ),
    _action(
        "pane.flip",
        tr("Flip to the next response, at the same place of the text"),
        "Tab",
        "workspace",
        tr("Layout"),
        "looks",
    ),
    _action(
        "pane.pin",
        tr("Keep this response in sight and flip through the others"),
        "I",
        "workspace",
        tr("Layout"),
        "looks",
    ),
    _action(
        "pane.wider", tr("Make this response wider"), "Alt+Shift+Right", "workspace", tr("Layout"), "looks"
    ),
    _action(
        "pane.narrower",
        tr("Make this response narrower"),
        "Alt+Shift+Left",
        "workspace",
        tr("Layout"),
        "looks",
    ),
    _action("layout.next", tr("Let the responses stand otherwise"), "V", "workspace", tr("Layout"), "looks"),
    _action("layout.auto", tr("Responses as there is room"), "", "workspace", tr("Layout"), "looks"),
    _action("layout.columns", tr("Responses side by side"), "", "workspace", tr("Layout"), "looks"),
    _action("layout.rows", tr("Responses one below the other"), "", "workspace", tr("Layout"), "looks"),
    _action("layout.tabs", tr("One response at a time"), "", "workspace", tr("Layout"), "looks"),
    _action("find", tr("Find in the prompt and all responses"), "Ctrl+F", "workspace", tr("Read"), "looks"),
    _action("find.next", tr("Next occurrence"), "F3", "workspace", tr("Read"), "looks"),
    _action("find.previous", tr("Previous occurrence"), "Shift+F3", "workspace", tr("Read"), "looks"),
    _action(
        "tear.off",
        tr("A window of its own for what has the keyboard, or back from there"),
        "Z",
        "workspace",
        tr("Layout"),
        "looks",
    ),
    _action(
        "tear.back",
        tr("Everything back into this window"),
        "Alt+Shift+T",
        "workspace",
        tr("Layout"),
        "looks",
    ),
    _action(
        "outline",
        tr("Structure: headings, code, tables"),
        "Ctrl+Shift+O",
        "workspace",
        tr("Read"),
        "looks",
    ),
    _action(
        "outline.next", tr("Next heading, code or table"), "Alt+PgDown", "workspace", tr("Read"), "looks"
    ),
    _action(
        "outline.previous",
        tr("Previous heading, code or table"),
        "Alt+PgUp",
        "workspace",
        tr("Read"),
        "looks",
    ),
    _action(
        "guideline.window",
        tr("A window of its own for the guideline, or back from there"),
        "Shift+F1",
        "global",
        tr("General"),
        "looks",
    ),
)
