"""A conversation: a JSON list of messages as model services write them, each shown as its role's turn.

A message is an object with `role` and `content` (a string, or a list of parts), and may have `name`, `tool_calls` and
`tool_call_id`; or, as ShareGPT has them, an object with `from` and `value`. What is said is Markdown; what a tool is
called with is JSON; what a tool answers is shown as it is, line by line, for its `*` and indents are its own. Nothing
is left out: whatever a message holds beyond that is shown as JSON, and a text that is no conversation is shown as it
was written.
"""

from __future__ import annotations

from hdclient.content.code import code_blocks, coloured
from hdclient.content.composed import Taken, moved
from hdclient.content.deadline import Deadline, TooSlow, allowed
from hdclient.content.inlines import picture
from hdclient.content.json import not_json
from hdclient.content.json_layout import LAID_OUT, laid_out, laid_out_text
from hdclient.content.json_source import NotJson, Value, pieces_of_string, read_json
from hdclient.content.kind import ContentKind, file_problem, with_file
from hdclient.content.markdown import parse_markdown
from hdclient.content.plain import plain_text
from hdclient.content.roles import SHAREGPT_ROLES
from hdclient.content.source_map import SourceLines, clean
from hdclient.content.text import verbatim
from hdclient.content.tree import Block, Blocks, Code, Message, Note, Paragraph, Run
from hdclient.model.content import ContentBlock
from hdclient.words import tr

_MAX_CHARS = 2_000_000
_TEXT_PARTS = ("text", "input_text", "output_text", "refusal", "thinking", "reasoning")
_TOOLS = frozenset({"tool", "function", "ipython", "function_call"})
"""Roles whose words are of a program or for one."""
_COLOURING_S = 0.2
_LISTS = ("messages", "conversations", "conversation")
"""What the list of messages is called in an object that holds nothing else."""
_BESIDE = frozenset({"name", "tool_calls", "tool_call_id"})

NO_MESSAGES = tr(
    "This conversation is shown as it was written: it is not a list of messages with a role and a content."
)
TOO_LONG = tr("This conversation is shown as it was written: it is too long to be read.")
TOO_SLOW = tr("This conversation is shown as it was written: reading it takes too long.")
SAYS_NOTHING = tr("This message is empty.")


def parse_chat(text: str, deadline_s: float | None = None) -> Blocks:
    """One Message for each turn. Total: any text gives a tree, in bounded time."""
    text = clean(text)
    if len(text) > _MAX_CHARS:
        return verbatim(text, TOO_LONG)
    deadline = Deadline(allowed() if deadline_s is None else deadline_s)
    try:
        value = read_json(text, deadline)
        messages = _messages(value)
        if not messages:
            return verbatim(text, NO_MESSAGES)
        reader = _Reader(text, deadline)
        turns = tuple(reader.message(one) for one in messages)
        return (Note(LAID_OUT), *turns) if reader.has_laid_out else turns
    except NotJson as problem:
        return verbatim(
            text, tr("{not_json} It is shown as it was written.", not_json=not_json(problem, text))
        )
    except (TooSlow, RecursionError):
        return verbatim(text, TOO_SLOW, again=True)


def _messages(value: Value) -> tuple[Value, ...]:
    """The messages of a list, or of an object whose only member is the list; () when it is something else."""
    if value.kind == "object" and len(value.members) == 1:
        value = next((found for name in _LISTS if (found := value.get(name))), value)
    alike = value.kind == "array" and all(one.kind == "object" and _is_message(one) for one in value.items)
    return value.items if alike else ()


def _is_message(one: Value) -> bool:
    speaker, content = _members(one)
    return bool(one.string(speaker) and (one.get(content) or one.get("tool_calls")))


def _members(message: Value) -> tuple[str, str]:
    """What the members are called that say who speaks, and what: `role` goes before `from`."""
    return ("from", "value") if message.string("from") and not message.get("role") else ("role", "content")


def _role(message: Value) -> str:
    if message.get("role"):
        return message.string("role")
    written = message.string("from")
    return SHAREGPT_ROLES.get(written.lower(), written)


class _Reader:
    """Reads the messages of one text."""

    def __init__(self, text: str, deadline: Deadline) -> None:
        self._text, self._deadline = text, deadline
        self.has_laid_out = False
        """Whether JSON that is written in one line is shown in lines."""

    def message(self, value: Value) -> Message:
        """One turn."""
        self._deadline.check()
        blocks: list[Block] = []
        members, role = _members(value), _role(value)
        content, output = value.get(members[1]), role.lower() in _TOOLS
        if content is not None and (content.kind, content.text) != ("word", "null"):
            blocks.extend(self._content(content, output=output))
        calls = value.get("tool_calls")
        if calls is not None:
            blocks.extend(block for call in calls.items or (calls,) for block in self._call(call))
        for key, other in value.members:
            if key.text not in members and key.text not in _BESIDE:
                blocks.append(Paragraph((Run(key.text, bold=True),)))
                blocks.extend(self._content(other, output=output))
        return Message(
            role,
            tuple(blocks) or (Note(SAYS_NOTHING),),
            value.string("name"),
            value.string("tool_call_id"),
            value.start,
            value.end,
        )

    def _content(self, value: Value, *, output: bool) -> list[Block]:
        """A content, a string or its parts; `output`: of a tool."""
        if value.kind == "string":
            return list(self._words(value, output=output))
        if value.kind == "array":
            return [block for part in value.items for block in self._part(part, output=output)]
        return [self._json(value)]

    def _part(self, part: Value, *, output: bool) -> Blocks:
        if part.kind == "string":
            return self._words(part, output=output)
        kind = part.string("type")
        words = part.get("text") or part.get(kind) if kind in _TEXT_PARTS else None
        if words is not None and words.kind == "string":
            return self._words(words, output=output)
        if kind in ("image", "image_url", "input_image"):
            address = part.get("image_url") or part.get("image") or part.get("source")
            inner = address.get("url") if address is not None and address.kind == "object" else address
            if inner is not None and inner.kind == "string":
                return (picture(inner.text, part.string("alt"), part.start, part.end),)
        if kind in ("tool_use", "tool_call"):
            return self._call(part)
        if kind == "tool_result":
            content = part.get("content")
            blocks = self._content(content, output=True) if content else ()
            return (Message("tool", tuple(blocks), call=part.string("tool_use_id")),)
        return (self._json(part),)

    def _call(self, call: Value) -> Blocks:
        """What a tool was called with: its name, its id, and the arguments as JSON."""
        function = call.get("function") or call
        name = function.get("name")
        arguments = function.get("arguments") or function.get("input")
        if name is None or name.kind != "string":
            return (self._json(call),)
        called = self._run(name, code=True)
        words = (
            Run(f"{tr('Calls')} "),
            called,
            *((Run(f" ({call.string('id')})"),) if call.string("id") else ()),
        )
        if arguments is None:
            return (Paragraph(words, call.start, call.end),)
        shown = self._code(arguments, "json") if arguments.kind == "string" else (self._json(arguments),)
        return (Paragraph(words, call.start, call.end), *shown)

    def _words(self, value: Value, *, output: bool) -> Blocks:
        if not output:
            blocks = parse_markdown(value.text, self._deadline.left())
            return self._moved(blocks, value)
        return self._code(value, "json" if self._is_json(value.text) else "") if value.text else ()

    def _code(self, value: Value, language: str) -> Blocks:
        """A string's characters, as they are; those of JSON in one line, in lines."""
        limit_s = min(_COLOURING_S, self._deadline.left())
        blocks = laid_out_text(value.text, Deadline(limit_s)) if language == "json" else ()
        self.has_laid_out |= bool(blocks)
        return self._moved(blocks or code_blocks(value.text, language, limit_s), value)

    def _moved(self, blocks: Blocks, value: Value) -> Blocks:
        """Blocks of a string's characters, with their places in the source."""
        check = self._deadline.check
        return moved(blocks, Taken(pieces_of_string(self._text, value, check)), check)

    def _is_json(self, text: str) -> bool:
        """Whether a tool's output is a JSON object or list; a lone number or word is no more than a word."""
        if not text.lstrip().startswith(("{", "[")):
            return False
        try:
            read_json(text, Deadline(min(_COLOURING_S, self._deadline.left())))
        except (NotJson, TooSlow, RecursionError):
            return False
        return True

    def _run(self, value: Value, *, code: bool = False) -> Run:
        pieces = pieces_of_string(self._text, value, self._deadline.check)
        return Run(value.text, code=code, pieces=pieces)

    def _json(self, value: Value) -> Block:
        """A value as it is written in the source; one in a long line, in lines."""
        lines = laid_out(self._text, value, self._deadline)
        if lines:
            self.has_laid_out = True
            return lines[-1]
        written = self._text[value.start : value.end]
        _, code = coloured(written, "json", min(_COLOURING_S, self._deadline.left()))
        starts = tuple(value.start + start for start in SourceLines(written).starts)
        return Code("json", code.lines, starts, value.start, value.end)


def _parse(block: ContentBlock) -> tuple[Block, ...]:
    return with_file(parse_chat(block.text), block)


def _plain(block: ContentBlock) -> str:
    return plain_text(_parse(block))


CHAT = ContentKind("chat", _parse, _plain, file_problem)
