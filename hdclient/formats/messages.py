"""Content as the messages of a conversation, as data sets for training have it: a role, and what was said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TypeAlias

from hdclient.formats.record import text_of
from hdclient.model.base import JsonValue
from hdclient.model.content import ContentBlock
from hdclient.model.task import Task
from hdclient.questions.text import shown_tokens

Messages: TypeAlias = list[dict[str, JsonValue]]
_ROLES = {
    "human": "user",
    "prompter": "user",
    "gpt": "assistant",
    "chatgpt": "assistant",
    "model": "assistant",
}


def conversation_of(text: str) -> Messages | None:
    """The messages of a chat block's source; None where it is something else than roles with texts."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, dict) and len(value) == 1:
        value = next(iter(value.values()))
    if not isinstance(value, list) or not value:
        return None
    found: Messages = []
    for one in value:
        if not isinstance(one, dict):
            return None
        role, said = one.get("role", one.get("from")), one.get("content", one.get("value"))
        if not isinstance(role, str) or not isinstance(said, str):
            return None
        found.append({"role": _ROLES.get(role, role), "content": said})
    return found


def messages_of(blocks: Sequence[ContentBlock], role: str) -> Messages:
    """Content as messages: a conversation gives its own, everything between two of them is one of this role."""
    found: Messages = []
    plain: list[ContentBlock] = []

    def end() -> None:
        if plain:
            found.append({"role": role, "content": text_of(plain)})
            plain.clear()

    for block in blocks:
        said = conversation_of(block.text) if block.kind == "chat" else None
        if said is None:
            plain.append(block)
        else:
            end()
            found.extend(said)
    end()
    return found


def prompt_messages(task: Task) -> Messages:
    """The system prompt, if there is one, and the conversation so far."""
    return messages_of(task.system_prompt, "system") + messages_of(task.prompt, "user")


def chat_block(messages: Sequence[dict[str, Any]]) -> ContentBlock:
    """Messages as content: one message of a user is its text, more of them are a conversation."""
    if len(messages) == 1 and messages[0]["role"] == "user":
        return ContentBlock(kind="markdown", text=str(messages[0]["content"]))
    plain = [{"role": str(one["role"]), "content": str(one["content"])} for one in messages]
    return ContentBlock(kind="chat", text=json.dumps(plain, ensure_ascii=False))


def prompt_text(task: Task) -> str:
    """The prompt in one text, for `prompt_of`: that of a person's one message, else the conversation, as JSON."""
    messages = prompt_messages(task)
    if len(messages) == 1 and messages[0]["role"] == "user":
        text = str(messages[0]["content"])
        if conversation_of(text) is None:
            return text
    return json.dumps(messages, ensure_ascii=False)


def prompt_of(text: str) -> ContentBlock:
    """The prompt that `prompt_text` has written."""
    messages = conversation_of(text)
    return chat_block(messages if messages is not None else [{"role": "user", "content": text}])


def numbered(text: str, task: Task) -> str:
    """A text that names responses, as those who have no ids read it: "@Response 2" is the second of the task."""
    return shown_tokens(text, {one.id: str(place) for place, one in enumerate(task.candidates, 1)})
