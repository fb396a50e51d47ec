"""Who speaks in a conversation, in words."""

from __future__ import annotations

from hdclient.content.tree import Message

_ROLES = {
    "user": "User",
    "human": "User",
    "assistant": "Assistant",
    "model": "Assistant",
    "gpt": "Assistant",
    "system": "System",
    "developer": "Developer",
    "tool": "Tool result",
    "function": "Tool result",
    "ipython": "Tool result",
}
_LONGEST = 80


def speaker(message: Message) -> str:
    """The caption of a turn. A role that nobody knows is shown as it is written."""
    words = _ROLES.get(message.role.lower(), message.role)
    if message.name:
        words = f"{words}: {message.name[:_LONGEST]}"
    return f"{words[: 2 * _LONGEST]} ({message.call[:_LONGEST]})" if message.call else words
