"""Code, coloured by Pygments within limits. What is beyond them is shown uncoloured, and a note says why.

The text of the lines is exactly the text that was given: colouring that would change a character is dropped.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from hdclient.content.deadline import Deadline, TooSlow
from hdclient.content.kind import ContentKind, file_problem, with_file
from hdclient.content.languages import lexer_of
from hdclient.content.source_map import SourceLines, clean
from hdclient.content.text import one_kind_of_line_break
from hdclient.content.tree import Block, Code, Note
from hdclient.model.content import ContentBlock
from hdclient.words import tr

if TYPE_CHECKING:
    from pygments.lexer import Lexer

MAX_CHARS = 200_000
MAX_LINE_CHARS = 2_000
MAX_LINES = 1_000_000
"""Code of more lines has no source map: it would take more memory than the code."""
DEADLINE_S = 0.2

CODE_TOKENS = (
    "keyword",
    "type",
    "function",
    "name",
    "constant",
    "string",
    "number",
    "comment",
    "operator",
    "decorator",
    "tag",
    "heading",
    "inserted",
    "deleted",
)
"""All names that a token can have, besides "" for plain. The theme has one colour for each."""

Line: TypeAlias = tuple[tuple[str, str], ...]

# The nearest ancestor in Pygments' tree decides. What a lexer takes for an error stays plain: that is no
# judgement of ours on what the model wrote.
_NAMES = {
    "Keyword": "keyword",
    "Keyword.Type": "type",
    "Keyword.Constant": "constant",
    "Name": "",
    "Name.Function": "function",
    "Name.Class": "type",
    "Name.Exception": "type",
    "Name.Namespace": "name",
    "Name.Variable": "name",
    "Name.Attribute": "name",
    "Name.Property": "name",
    "Name.Label": "name",
    "Name.Constant": "constant",
    "Name.Builtin": "function",
    "Name.Builtin.Pseudo": "constant",
    "Name.Decorator": "decorator",
    "Name.Tag": "tag",
    "Literal": "string",
    "Literal.Number": "number",
    "Comment": "comment",
    "Comment.Preproc": "decorator",
    "Operator": "operator",
    "Operator.Word": "keyword",
    "Generic.Heading": "heading",
    "Generic.Subheading": "heading",
    "Generic.Inserted": "inserted",
    "Generic.Deleted": "deleted",
}


def highlight(text: str, language: str, deadline_s: float = DEADLINE_S) -> tuple[tuple[Line, ...], str]:
    """The lines of `text` as (text, token name) pairs, and the sentence that says why they stayed plain."""
    text = one_kind_of_line_break(text)
    refusal = _beyond_limits(text) if language else ""
    if not language or refusal:
        return _plain_lines(text), refusal
    lexer = lexer_of(language.lower())
    if lexer is None:
        return _plain_lines(text), ""
    try:
        pairs = _pairs(lexer, text + "\n", Deadline(deadline_s))  # some lexers know only lines that end
    except TooSlow:
        return _plain_lines(text), tr("This code is shown without colours: colouring it takes too long.")
    except Exception:  # a lexer is foreign code on foreign input; the text itself is never at stake
        return _plain_lines(text), tr("This code is shown without colours: it could not be coloured.")
    if "".join(part for part, _ in pairs) != text + "\n":
        return _plain_lines(text), ""
    return _split(pairs)[:-1], ""


def _beyond_limits(text: str) -> str:
    if len(text) > MAX_CHARS:
        return tr("This code is shown without colours: it is longer than 200,000 characters.")
    if any(len(line) > MAX_LINE_CHARS for line in text.split("\n")):
        return tr("This code is shown without colours: it has a line of more than 2,000 characters.")
    return ""


@cache
def _name_of(token_type: tuple[str, ...]) -> str:
    for length in range(len(token_type), 0, -1):
        name = _NAMES.get(".".join(token_type[:length]))
        if name is not None:
            return name
    return ""


def _pairs(lexer: Lexer, text: str, deadline: Deadline) -> list[tuple[str, str]]:
    """(text, token name) pairs of the whole text, neighbours of one name joined."""
    pairs: list[tuple[str, str]] = []
    for _, token_type, value in lexer.get_tokens_unprocessed(text):
        deadline.check()
        if not value:
            continue
        name = _name_of(tuple(token_type))
        if pairs and (pairs[-1][1] == name or not value.strip()):
            pairs[-1] = (pairs[-1][0] + value, pairs[-1][1])
        else:
            pairs.append((value, name))
    return pairs


def _split(pairs: list[tuple[str, str]]) -> tuple[Line, ...]:
    lines: list[list[tuple[str, str]]] = [[]]
    for value, name in pairs:
        first, *rest = value.split("\n")
        if first:
            lines[-1].append((first, name))
        for part in rest:
            lines.append([(part, name)] if part else [])
    return tuple(tuple(line) for line in lines)


def _plain_lines(text: str) -> tuple[Line, ...]:
    return tuple(((line, ""),) if line else () for line in text.split("\n"))


def coloured(text: str, language: str, deadline_s: float = DEADLINE_S) -> tuple[tuple[Note, ...], Code]:
    """A code block without its source, and a note when it had to stay plain.

    `language` may be a whole info string.
    """
    words = language.split()
    lines, note = highlight(text, words[0] if words else "", deadline_s)
    return (Note(note),) if note else (), Code(language.strip(), lines)


def code_blocks(text: str, language: str, deadline_s: float = DEADLINE_S) -> tuple[Block, ...]:
    """A whole text as a code block, below a note when it had to stay plain."""
    text = clean(text)
    notes, code = coloured(text, clean(language), deadline_s)
    starts = tuple(SourceLines(text).starts) if len(code.lines) <= MAX_LINES else ()
    return (*notes, Code(code.language, code.lines, starts, 0, len(text)))


def _parse(block: ContentBlock) -> tuple[Block, ...]:
    return with_file(code_blocks(block.text, block.language), block)


CODE = ContentKind("code", _parse, lambda block: block.text, file_problem)
