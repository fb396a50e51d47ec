"""docs/keys.md, made from the registry of actions and the sets of keys: `make keys`.

A test compares the file with what would be written.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ui.commands import ACTIONS, FIXED, Action
from ui.key_profiles import PROFILES
from ui.keymap import Keymap

PATH = Path(__file__).parents[1] / "docs" / "keys.md"

_HEAD = """\
# Keys

Made from the registry of actions (`ui/commands.py`) and the sets of keys (`ui/key_profiles.py`): `make keys`.

- `?` shows the keys of the page; `Ctrl+K` has every action that can be done now, with its key.
- Every action can have other keys, or several: Settings, Change keys. A set of keys can be saved as a file and taken
  from one; a key that another action has where both can be done is asked about.
- A key without Ctrl, Alt or an F-number never does anything while a text field has the keyboard. Keys that are a single
  character can be switched off, or need Alt (Settings). What sends or closes something is never on a bare key.
- Where the layout has no Latin letters (Cyrillic, Greek, Arabic, Hebrew), keys count by their place; digits do where
  the row of digits writes other characters without Shift (French, Czech).
- `Esc` goes one step out at a time: from a question of a form to its column, from there to the response at hand, and
  only from there back to the queue.
- `MouseBack` and `MouseForward` are the buttons at the side of a mouse.

What an action changes: *looks* – nothing but what is in sight; *changes* – answers or notes, taken back by one key;
*asks* – nothing yet, there is a question first; *ends* – something is sent, closed or given up.
"""

_PLACES = (
    ("global", "Everywhere"),
    ("workspace", "In a task"),
    ("workspace review feedback", "In a task, in a review and in feedback"),
    ("review", "In a review"),
    ("reviews", "In the list of reviews"),
    ("feedback", "In feedback"),
    ("queue", "In the queue"),
    ("welcome", "On the first page"),
    ("", "On other pages"),
)


def as_text() -> str:
    """The file as it is committed."""
    maps = {profile.title: Keymap(name) for name, profile in PROFILES.items()}
    parts = [_HEAD, "## Sets of keys\n"]
    parts.append("\n".join(f"- **{profile.title}**: {profile.help}" for profile in PROFILES.values()) + "\n")
    named = {scope for scope, _ in _PLACES}
    for scope, title in _PLACES:
        chosen = [a for a in ACTIONS if a.scope == scope or (not scope and a.scope not in named)]
        parts.append(f"## {title}\n\n{_table(chosen, maps)}")
    rows = ["| where | keys | what |", "|---|---|---|"]
    rows += [f"| {where} | {_caps(keys.split())} | {what} |" for where, keys, what in FIXED]
    parts.append("## Keys that are the same for everybody\n\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _table(actions: list[Action], maps: dict[str, Keymap]) -> str:
    rows = [f"| action | id | {' | '.join(maps)} | effect |", "|---|---|" + "---|" * len(maps) + "---|"]
    for action in actions:
        keys = " | ".join(_caps(keymap.keys(action.id)) for keymap in maps.values())
        rows.append(f"| {action.title} | `{action.id}` | {keys} | {action.effect} |")
    return "\n".join(rows) + "\n"


def _caps(keys: tuple[str, ...] | list[str]) -> str:
    return " ".join(f"`{key}`" for key in keys) or "–"


def main(arguments: list[str]) -> int:
    """`--write` writes the file."""
    if arguments != ["--write"]:
        sys.stderr.write("Say --write.\n")
        return 2
    PATH.write_text(as_text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
