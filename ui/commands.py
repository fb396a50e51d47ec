"""Every action of the program as data: menus, palette, the `?` sheet, docs/keys.md and tests are made from this.

What an action does is not in here: a page maps ids to functions (`Page.handlers`). Keys are Qt's portable names, and
"MouseBack" and "MouseForward" for the buttons at the side of a mouse. They are what the registry proposes: which keys
count for a person is `ui/keymap.py`'s. A key without Ctrl, Alt, F-number or Esc is a "bare key": it never fires while a
text field has the focus, and nothing that cannot be taken back is on one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from msgspec import Struct

Effect: TypeAlias = Literal["looks", "changes", "asks", "ends"]
"""What is different afterwards. "looks": nothing but what is in sight. "changes": answers or notes, and one key takes
it back. "asks": nothing yet, there is a question first. "ends": something is sent, closed or given up."""


class Action(Struct, frozen=True):
    """One thing a person can do. `scope` is the page it belongs to, several with spaces between, or "global"."""

    id: str
    title: str
    keys: tuple[str, ...]
    scope: str
    group: str
    effect: Effect

    @property
    def repeats(self) -> bool:
        """Whether holding the key down goes on doing it.

        What gives an answer or sends something never repeats.
        """
        return self.id in REPEATING

    def meets(self, other: Action) -> bool:
        """Whether both can be done on one page: then they cannot share a key."""
        return "global" in (self.scope, other.scope) or bool(
            set(self.scope.split()) & set(other.scope.split())
        )


REPEATING = frozenset(
    {
        "queue.next",
        "queue.previous",
        "receipts.next",
        "receipts.previous",
        "question.next",
        "question.previous",
        "page.down",
        "page.up",
        "line.down",
        "line.up",
        "pane.next",
        "pane.previous",
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


def _action(id_: str, title: str, keys: str, scope: str, group: str, effect: Effect) -> Action:
    return Action(id_, title, tuple(keys.split()), scope, group, effect)


ACTIONS: tuple[Action, ...] = (
    # Everywhere
    _action("palette", "Command palette", "Ctrl+K", "global", "General", "looks"),
    _action("shortcuts", "Keyboard shortcuts of this page", "? Ctrl+/", "global", "General", "looks"),
    _action("go.queue", "Go to the queue", "Alt+Q Alt+Home", "global", "Go to", "looks"),
    _action("go.task", "Go to the task at hand", "Alt+T", "global", "Go to", "looks"),
    _action(
        "go.sync", "Show what is saved and what is sent", "Alt+S Ctrl+Shift+S", "global", "Go to", "looks"
    ),
    _action("go.sign_in", "Sign in again", "", "global", "Go to", "looks"),
    _action(
        "go.receipts",
        "History of what you submitted, with receipts",
        "Alt+R Ctrl+Shift+R Alt+H",
        "global",
        "Go to",
        "looks",
    ),
    _action("go.settings", "Open settings", "Ctrl+,", "global", "Go to", "looks"),
    _action("go.keys", "Change keyboard shortcuts", "", "global", "Go to", "looks"),
    _action("guideline", "Show or hide the guideline", "F1", "global", "General", "looks"),
    _action("guideline.search", "Search the guideline", "/", "global", "General", "looks"),
    _action("sync.now", "Send and fetch now", "F5", "global", "General", "ends"),
    _action("theme.toggle", "Switch between light and dark", "Ctrl+Shift+L", "global", "General", "looks"),
    _action("undo.submit", "Undo the last submit", "U", "global", "Work", "changes"),
    _action("region.next", "Next region of the window", "F6", "global", "General", "looks"),
    _action("region.previous", "Previous region of the window", "Shift+F6", "global", "General", "looks"),
    _action("lock", "Lock hdclient", "Ctrl+L", "global", "Account", "ends"),
    _action("go.accounts", "Switch the account", "Ctrl+Shift+A", "global", "Account", "looks"),
    _action("sign_out", "Sign out", "", "global", "Account", "asks"),
    _action("report", "Report a problem", "", "global", "General", "looks"),
    _action("quit", "Quit", "Ctrl+Q", "global", "General", "ends"),
    # Before there is a desk
    _action("choice.next", "The other way to begin", "Down J", "welcome", "Begin", "looks"),
    _action("choice.previous", "The other way to begin, backwards", "Up K", "welcome", "Begin", "looks"),
    # Pages beside the work
    _action(
        "back",
        "Back to where you were",
        "Esc MouseBack",
        "sign_in settings keys accounts receipts",
        "Go to",
        "looks",
    ),
    _action("account.next", "Next account", "Down J", "accounts", "Account", "looks"),
    _action("account.previous", "Previous account", "Up K", "accounts", "Account", "looks"),
    # Queue
    _action("queue.open", "Open the next task", "Return Enter", "queue", "Queue", "looks"),
    _action("queue.next", "Next row", "J MouseForward", "queue", "Queue", "looks"),
    _action("queue.previous", "Previous row", "K MouseBack", "queue", "Queue", "looks"),
    # History
    _action("receipts.search", "Search the history", "Ctrl+F", "receipts", "History", "looks"),
    _action("receipts.filter", "Show those of the next state only", "F", "receipts", "History", "looks"),
    _action(
        "receipts.campaign", "Show those of the next campaign only", "Shift+F", "receipts", "History", "looks"
    ),
    _action("receipts.next", "Next row", "J", "receipts", "History", "looks"),
    _action("receipts.previous", "Previous row", "K", "receipts", "History", "looks"),
    _action("receipts.open", "Look at what was submitted", "Return Enter", "receipts", "History", "looks"),
    _action("receipts.copy", "Copy the hash of the row", "C", "receipts", "History", "looks"),
    _action("receipts.copy_all", "Copy all facts of the row", "Shift+C", "receipts", "History", "looks"),
    _action("receipts.export", "Save what is listed as a file", "Ctrl+S", "receipts", "History", "asks"),
    # Workspace
    _action("submit", "Submit and open the next task", "Ctrl+Return Ctrl+Enter", "workspace", "Work", "ends"),
    _action("skip", "Skip this task with a reason", "S", "workspace", "Work", "asks"),
    _action("flag", "Flag a problem with this task", "F", "workspace", "Work", "asks"),
    _action("undo", "Undo the last change", "Ctrl+Z", "workspace", "Work", "changes"),
    _action("redo", "Redo", "Ctrl+Shift+Z Ctrl+Y", "workspace", "Work", "changes"),
    _action("versions", "Earlier versions of this draft", "Ctrl+H", "workspace", "Work", "looks"),
    _action("reason", "Write the reason", "N", "workspace", "Answer", "looks"),
    *(
        _action(f"pane.{letter.lower()}", f"Read Response {letter}", letter, "workspace", "Read", "looks")
        for letter in "ABCD"
    ),
    _action("pane.next", "Read the next response", "MouseForward", "workspace", "Read", "looks"),
    _action("pane.previous", "Read the response before", "MouseBack", "workspace", "Read", "looks"),
    *(
        _action(
            f"solo.{n}",
            f"Show only Response {letter}, or all again",
            f"Ctrl+{n}",
            "workspace",
            "Read",
            "looks",
        )
        for n, letter in enumerate("ABCD", 1)
    ),
    _action(
        "pane.flip", "Flip to the next response while only one is shown", "Tab", "workspace", "Read", "looks"
    ),
    _action("page.down", "Page down in the pane", "Space", "workspace", "Read", "looks"),
    _action("page.up", "Page up in the pane", "Shift+Space", "workspace", "Read", "looks"),
    _action("line.down", "Some lines down in the pane", "", "workspace", "Read", "looks"),
    _action("line.up", "Some lines up in the pane", "", "workspace", "Read", "looks"),
    _action("question.next", "Next question", "J", "workspace", "Answer", "looks"),
    _action("question.previous", "Previous question", "K", "workspace", "Answer", "looks"),
    _action("prompt.peek", "Fold or unfold the prompt", "P", "workspace", "Read", "looks"),
    _action("scroll.sync", "Scroll the responses together", "Y", "workspace", "Read", "looks"),
    _action("raw", "Show the raw text of the responses", "R", "workspace", "Read", "looks"),
    _action(
        "open.content", "Open the picture or the whole table", "Return Enter", "workspace", "Read", "looks"
    ),
    _action("copy.source", "Copy what is selected as Markdown", "Ctrl+Shift+C", "workspace", "Read", "looks"),
    _action("hidden", "Show or hide hidden characters", "H", "workspace", "Read", "looks"),
    _action("code.numbers", "Show or hide line numbers of code", "G", "workspace", "Read", "looks"),
    _action("code.wrap", "Wrap long lines of code, or let them go on", "W", "workspace", "Read", "looks"),
    _action(
        "compare.mark",
        "Mark where responses differ; again: dim what is the same",
        "M",
        "workspace",
        "Compare",
        "looks",
    ),
    _action("compare.next", "Next difference", ". F7", "workspace", "Compare", "looks"),
    _action("compare.previous", "Previous difference", ", Shift+F7", "workspace", "Compare", "looks"),
    _action("compare.aligned", "Code or a patch, line beside line", "L", "workspace", "Compare", "looks"),
    _action(
        "compare.base", "Compare the others with this response", "Shift+M", "workspace", "Compare", "looks"
    ),
    _action("time.more", "Ask for more time for this task", "Ctrl+T", "workspace", "Work", "ends"),
    _action(
        "task.newer", "Go over to the new version of this task", "Ctrl+Shift+T", "workspace", "Work", "ends"
    ),
    _action(
        "task.reopen",
        "Open what was submitted again, to change it",
        "Ctrl+O",
        "workspace receipts",
        "Work",
        "changes",
    ),
    _action("pause", "Pause and cover", "Ctrl+.", "workspace", "Work", "looks"),
    *(
        _action(f"digit.{n}", f"Give value {n} to the question", str(n), "workspace", "Answer", "changes")
        for n in range(1, 10)
    ),
    _action("digit.0", "All bad, none acceptable", "0", "workspace", "Answer", "changes"),
    _action("rank.up", "Move the response up", "Alt+Up", "workspace", "Rank", "changes"),
    _action("rank.down", "Move the response down", "Alt+Down", "workspace", "Rank", "changes"),
    _action("rank.tie", "Tie with the response above", "=", "workspace", "Rank", "changes"),
    _action("rank.split", "Take out of the tie", "Shift+= +", "workspace", "Rank", "changes"),
    _action("rank.previous", "Previous response of the ranking", "Up", "workspace", "Rank", "looks"),
    _action("rank.next", "Next response of the ranking", "Down", "workspace", "Rank", "looks"),
    _action("leave", "Back to the queue (the draft is saved)", "Esc", "workspace", "Work", "looks"),
)

FIXED: tuple[tuple[str, str, str], ...] = (
    ("Everywhere", "Tab  Shift+Tab", "To the next thing that can be pressed or written in, and back"),
    ("Everywhere", "Space  Return", "Press the button that has the keyboard"),
    ("Everywhere", "Up  Down  Left  Right", "Within a scale or a list that has the keyboard"),
    ("Text fields", "Esc", "Leave the field; what was written is saved"),
    ("Sheets", "Esc", "Close the sheet"),
    ("Lines side by side", "N  P", "Next and previous difference"),
    ("Pictures", "+  -", "Larger and smaller"),
    ("Pictures", "0  1", "The whole picture; every pixel as it is"),
    ("Pictures", "Y", "Zoom and move pictures together, or each on its own"),
)
"""(where, keys, what): keys of single widgets and sheets, which are the same for everybody. For docs/keys.md."""

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}

MOUSE_KEYS = ("MouseBack", "MouseForward")


def in_scope(scope: str) -> tuple[Action, ...]:
    """The page's own actions first, then those that work everywhere."""
    own = tuple(action for action in ACTIONS if scope in action.scope.split())
    return own + tuple(action for action in ACTIONS if action.scope == "global")


def is_single_key(key: str) -> bool:
    """Whether typing text could press this key by accident: a bare key."""
    plain = key.removeprefix("Shift+")
    if key.startswith(("Ctrl+", "Alt+", "Meta+")) or plain == "Esc" or key in MOUSE_KEYS:
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
