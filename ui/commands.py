"""Every action of the program as data: menus, palette, the `?` sheet, docs and tests are made from this one
list.

What an action does is not in here: a page maps ids to functions (`Page.handlers`). Keys are Qt's portable
names. A key without Ctrl, Alt, F-number or Esc is a "single key": it never fires while a text field has the
focus. Single keys that are characters can be switched off (WCAG 2.1.4).
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class Action(Struct, frozen=True):
    """One thing a person can do. `scope` is the page it belongs to, several with spaces between, or "global"."""

    id: str
    title: str
    keys: tuple[str, ...]
    scope: str
    group: str

    @property
    def repeats(self) -> bool:
        """Whether holding the key down goes on doing it.

        What gives an answer or sends something never repeats.
        """
        return self.id in REPEATING


REPEATING = frozenset(
    {
        "queue.next",
        "queue.previous",
        "question.next",
        "question.previous",
        "page.down",
        "page.up",
        "compare.next",
        "compare.previous",
        "rank.up",
        "rank.down",
        "rank.previous",
        "rank.next",
        "undo",
        "redo",
    }
)


def _action(id_: str, title: str, keys: str, scope: str, group: str) -> Action:
    return Action(id_, title, tuple(keys.split()), scope, group)


ACTIONS: tuple[Action, ...] = (
    # Everywhere
    _action("palette", "Command palette", "Ctrl+K", "global", "General"),
    _action("shortcuts", "Keyboard shortcuts of this page", "? Ctrl+/", "global", "General"),
    _action("go.queue", "Go to the queue", "Alt+Q Alt+Home", "global", "Go to"),
    _action("go.task", "Go to the task at hand", "Alt+T", "global", "Go to"),
    _action("go.sync", "Show what is saved and what is sent", "Alt+S", "global", "Go to"),
    _action("go.sign_in", "Sign in again", "", "global", "Go to"),
    _action("go.settings", "Open settings", "Ctrl+,", "global", "Go to"),
    _action("guideline", "Show or hide the guideline", "F1", "global", "General"),
    _action("guideline.search", "Search the guideline", "/", "global", "General"),
    _action("sync.now", "Send and fetch now", "F5", "global", "General"),
    _action("theme.toggle", "Switch between light and dark", "Ctrl+Shift+L", "global", "General"),
    _action("undo.submit", "Undo the last submit", "U", "global", "Work"),
    _action("region.next", "Next region of the window", "F6", "global", "General"),
    _action("region.previous", "Previous region of the window", "Shift+F6", "global", "General"),
    _action("quit", "Quit", "Ctrl+Q", "global", "General"),
    # Before there is a desk
    _action("choice.next", "The other way to begin", "Down J", "welcome", "Begin"),
    _action("choice.previous", "The other way to begin, backwards", "Up K", "welcome", "Begin"),
    # Pages beside the work
    _action("back", "Back to where you were", "Esc", "sign_in settings", "Go to"),
    # Queue
    _action("queue.open", "Open the next task", "Return Enter", "queue", "Queue"),
    _action("queue.next", "Next row", "J", "queue", "Queue"),
    _action("queue.previous", "Previous row", "K", "queue", "Queue"),
    # Workspace
    _action("submit", "Submit and open the next task", "Ctrl+Return Ctrl+Enter", "workspace", "Work"),
    _action("skip", "Skip this task with a reason", "S", "workspace", "Work"),
    _action("flag", "Flag a problem with this task", "F", "workspace", "Work"),
    _action("undo", "Undo the last change", "Ctrl+Z", "workspace", "Work"),
    _action("redo", "Redo", "Ctrl+Shift+Z Ctrl+Y", "workspace", "Work"),
    _action("reason", "Write the reason", "N", "workspace", "Answer"),
    _action("pane.a", "Read Response A", "A", "workspace", "Read"),
    _action("pane.b", "Read Response B", "B", "workspace", "Read"),
    _action("pane.c", "Read Response C", "C", "workspace", "Read"),
    _action("pane.d", "Read Response D", "D", "workspace", "Read"),
    *(
        _action(f"solo.{n}", f"Show only Response {letter}, or all again", f"Ctrl+{n}", "workspace", "Read")
        for n, letter in enumerate("ABCD", 1)
    ),
    _action("pane.flip", "Flip to the next response while only one is shown", "Tab", "workspace", "Read"),
    _action("page.down", "Page down in the pane", "Space", "workspace", "Read"),
    _action("page.up", "Page up in the pane", "Shift+Space", "workspace", "Read"),
    _action("question.next", "Next question", "J", "workspace", "Answer"),
    _action("question.previous", "Previous question", "K", "workspace", "Answer"),
    _action("prompt.peek", "Fold or unfold the prompt", "P", "workspace", "Read"),
    _action("scroll.sync", "Scroll the responses together", "Y", "workspace", "Read"),
    _action("raw", "Show the raw text of the responses", "R", "workspace", "Read"),
    _action("open.content", "Open the picture or the whole table", "Return Enter", "workspace", "Read"),
    _action("copy.source", "Copy what is selected as Markdown", "Ctrl+Shift+C", "workspace", "Read"),
    _action("hidden", "Show or hide hidden characters", "H", "workspace", "Read"),
    _action("code.numbers", "Show or hide line numbers of code", "G", "workspace", "Read"),
    _action("code.wrap", "Wrap long lines of code, or let them go on", "W", "workspace", "Read"),
    _action(
        "compare.mark",
        "Mark where responses differ; again: dim what is the same",
        "M",
        "workspace",
        "Compare",
    ),
    _action("compare.next", "Next difference", ". F7", "workspace", "Compare"),
    _action("compare.previous", "Previous difference", ", Shift+F7", "workspace", "Compare"),
    _action("compare.aligned", "Code or a patch, line beside line", "L", "workspace", "Compare"),
    _action("compare.base", "Compare the others with this response", "Shift+M", "workspace", "Compare"),
    _action("time.more", "Ask for more time for this task", "Ctrl+T", "workspace", "Work"),
    _action("task.newer", "Go over to the new version of this task", "Ctrl+Shift+T", "workspace", "Work"),
    _action("pause", "Pause and cover", "Ctrl+.", "workspace", "Work"),
    *(
        _action(f"digit.{n}", f"Give value {n} to the question", str(n), "workspace", "Answer")
        for n in range(1, 10)
    ),
    _action("digit.0", "All bad, none acceptable", "0", "workspace", "Answer"),
    _action("rank.up", "Move the response up", "Alt+Up", "workspace", "Rank"),
    _action("rank.down", "Move the response down", "Alt+Down", "workspace", "Rank"),
    _action("rank.tie", "Tie with the response above", "=", "workspace", "Rank"),
    _action("rank.split", "Take out of the tie", "Shift+= +", "workspace", "Rank"),
    _action("rank.previous", "Previous response of the ranking", "Up", "workspace", "Rank"),
    _action("rank.next", "Next response of the ranking", "Down", "workspace", "Rank"),
    _action("leave", "Back to the queue (the draft is saved)", "Esc", "workspace", "Work"),
)

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}


def in_scope(scope: str) -> tuple[Action, ...]:
    """The page's own actions first, then those that work everywhere."""
    own = tuple(action for action in ACTIONS if scope in action.scope.split())
    return own + tuple(action for action in ACTIONS if action.scope == "global")


def is_single_key(key: str) -> bool:
    """Whether typing text could press this key by accident."""
    plain = key.removeprefix("Shift+")
    if key.startswith(("Ctrl+", "Alt+", "Meta+")) or plain == "Esc":
        return False
    return not (plain[:1] == "F" and plain[1:].isdigit())


def is_character_key(key: str) -> bool:
    """Whether the key is a single character: what a person who speaks or dictates may type without meaning
    it.
    """
    return len(key.removeprefix("Shift+")) == 1 and is_single_key(key)


def collisions(actions: Iterable[Action]) -> list[tuple[str, str, str]]:
    """(key, id, id) for every key that two actions of one reachable set claim."""
    seen: dict[str, str] = {}
    found = []
    for action in actions:
        for key in action.keys:
            if key in seen and seen[key] != action.id:
                found.append((key, seen[key], action.id))
            seen.setdefault(key, action.id)
    return found
