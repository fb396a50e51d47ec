"""Who speaks in a conversation, in words."""

from __future__ import annotations

from hdclient.content.hidden import in_one_line
from hdclient.content.tree import Message
from hdclient.words import tr

_ROLES = {
    "user": tr("User"),
    "human": tr("User"),
    "assistant": tr("Assistant"),
    "model": tr("Assistant"),
    "gpt": tr("Assistant"),
    "system": tr("System"),
    "developer": tr("Developer"),
    "tool": tr("Tool result"),
    "function": tr("Tool result"),
    "ipython": tr("Tool result"),
}
_LONGEST = 80


def speaker(message: Message) -> str:
    """The caption of a turn. A role that nobody knows is shown as it is written."""
    words = _ROLES.get(message.role.lower()) or in_one_line(message.role, _LONGEST)
    if message.name:
        words = f"{words}: {in_one_line(message.name, _LONGEST)}"
    return f"{words} ({in_one_line(message.call, _LONGEST)})" if message.call else words
