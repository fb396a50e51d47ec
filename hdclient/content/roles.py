"""Who speaks in a conversation: names of published files, as roles."""

from __future__ import annotations

SHAREGPT_ROLES = {
    "human": "user",
    "gpt": "assistant",
    "chatgpt": "assistant",
    "model": "assistant",
    "bing": "assistant",
    "bard": "assistant",
    "observation": "tool",
    "tool_response": "tool",
    "function_response": "tool",
}
"""Who speaks in a `from`, as a role; any other name is the role itself."""
