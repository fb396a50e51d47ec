"""From the Markdown parser's tokens of one running text to the tree's inlines, each with its place in the source.

The tokens are scanned from left to right beside the text that they were made of: what each of them took up follows
from its type and markup; where it does not (links, pictures, formulas), the rules wrapped here have noted it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from hdclient.content.inlines import InlineBuilder, Look, picture
from hdclient.content.source_map import Pieces, Tape
from hdclient.content.tree import Formula, Inline

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    Rule = Callable[[StateInline, bool], bool]

EMPTY_LINK = "[]()"
"""What a link without words and without a target is shown as: in prose about programs it is no link at all."""
_BEGIN, _END = "hd_begin", "hd_end"
_PLAIN = re.compile(r"(?:[^\W_]|[ .,;%+()/'\"-])+")
"""Text in which no inline rule finds anything: letters, digits, and punctuation that means nothing to Markdown."""
_FORMATTING = {"em_open": 0, "em_close": 0, "strong_open": 1, "strong_close": 1, "s_open": 2, "s_close": 2}


def note_places(parser: MarkdownIt) -> None:
    """Makes links and pictures note where in their running text they begin and end."""
    from markdown_it.rules_inline import image, link  # start-up

    parser.inline.ruler.at("link", noting(link))
    parser.inline.ruler.at("image", noting(image))


def skip_plain_words(parser: MarkdownIt) -> None:
    """Running text of nothing but words becomes one token at once: a large table is mostly that."""
    from markdown_it.token import Token  # start-up

    def inline(state: StateCore) -> None:
        check = state.env["deadline"].check
        for token in state.tokens:
            if token.type != "inline":
                continue
            check()
            if _PLAIN.fullmatch(token.content):
                token.children = [Token("text", "", 0, content=token.content)]
            else:
                token.children = []
                state.md.inline.parse(token.content, state.md, state.env, token.children)

    parser.core.ruler.at("inline", inline)


def noting(rule: Rule) -> Rule:
    """The same inline rule, whose last token says where it began and ended."""

    def wrapped(state: StateInline, silent: bool) -> bool:
        begin = state.pos
        if not rule(state, silent):
            return False
        if not silent:
            state.tokens[-1].meta |= {_BEGIN: begin, _END: state.pos}
        return True

    return wrapped


class InlineReader:
    """Reads the running texts of one document. `targets` and `has_titles` say what it met on the way."""

    def __init__(self, check: Callable[[], None]) -> None:
        self._check = check
        self.targets: set[str] = set()
        self.has_titles = False

    def read(self, tokens: Sequence[Token], content: str, tape: Tape | None) -> tuple[Inline, ...]:
        """The inlines of one running text. Raises what `check` raises."""
        return _Scan(self, content, tape).read(tokens, self._check)


class _Scan:
    """One running text. `_at` is the position in it behind what was read."""

    def __init__(self, reader: InlineReader, content: str, tape: Tape | None) -> None:
        self._reader = reader
        self._content = content
        self._tape = tape
        self._at = 0
        self._built = InlineBuilder()
        self._depth = [0, 0, 0]
        self._href = ""
        self._words_in_link = False
        self._look: Look = (False, False, False, False, "")

    def read(self, tokens: Sequence[Token], check: Callable[[], None]) -> tuple[Inline, ...]:
        for token in tokens:
            check()
            kind = token.type
            if kind == "text":
                if token.content:
                    self._text(token.content, token.content)
            elif kind in _FORMATTING:
                self._depth[_FORMATTING[kind]] += token.nesting
                self._at += len(token.markup)
                self._new_look()
            else:
                self._other(kind, token)
        return self._built.built()

    def _other(self, kind: str, token: Token) -> None:
        if kind in ("softbreak", "hardbreak"):
            self._line_break(" " if kind == "softbreak" else "\n")
        elif kind == "code_inline":
            self._code(token)
        elif kind == "link_open":
            self._open_link(token)
        elif kind == "link_close":
            self._close_link(token)
        elif kind == "image":
            source = str(token.attrs.get("src", ""))
            self._reader.targets.add(source)
            self._reader.has_titles |= "title" in token.attrs
            self._built.add(picture(source, _words(token.children or ()), *self._place(token)))
        elif kind == "formula":
            token.meta[_END] = self._at + len(token.content) + 2 * len(token.markup)
            start, end = self._place(token)
            self._built.add(
                Formula(
                    token.content,
                    bool(token.meta.get("display")),
                    start=start,
                    end=end,
                    markup=token.markup,
                    bold=self._look[0],
                    strike=self._look[2],
                )
            )
        elif kind == "text_special":  # an escape or a character reference: a line end in it breaks no line
            self._text(token.content.replace("\n", " "), token.markup)
        else:  # HTML, as it was written
            self._text(token.content, token.content)

    def _new_look(self) -> None:
        em, strong, struck = self._depth
        self._look = (strong > 0, em > 0, struck > 0, False, self._href)

    def _text(self, shown: str, written: str) -> None:
        """Text that was written so; an escape or an entity is written otherwise than shown."""
        self._words_in_link = True
        at, tape = self._at, self._tape
        if not self._content.startswith(written, at):
            at = self._content.find(written, at)
        pieces: Pieces = []
        if tape is not None and at >= 0:
            if shown == written:
                tape.add(pieces, at, at + len(shown))
            else:
                pieces.append((len(shown), tape.at(at), tape.end(at + len(written))))
        self._at = max(self._at, at + len(written))
        self._built.text(shown, self._look, pieces)

    def _line_break(self, shown: str) -> None:
        begin = at = self._at
        content = self._content
        while at < len(content) and content[at] != "\n":
            at += 1
        at += 1
        while at < len(content) and content[at] in " \t":
            at += 1
        self._at = at
        pieces: Pieces = []
        if self._tape is not None and at <= len(content):
            pieces.append((1, self._tape.at(begin), self._tape.at(at)))
        self._built.text(shown, self._look, pieces)

    def _code(self, token: Token) -> None:
        written, shown, marks = self._content, token.content, token.markup
        at = self._at + len(marks)
        bare = written[at : at + len(shown)].replace("\n", " ") == shown
        blank = (
            0 if bare and written.startswith(marks, at + len(shown)) else 1
        )  # one inside each end is not shown
        pieces: Pieces = []
        if self._tape is not None:
            self._tape.add(pieces, at + blank, at + blank + len(shown))
        self._at = at + len(shown) + 2 * blank + len(marks)
        self._words_in_link = True
        self._built.text(shown, (*self._look[:3], True, self._href), pieces)

    def _open_link(self, token: Token) -> None:
        self._href = str(token.attrs.get("href", ""))
        self._reader.targets.add(self._href)
        self._reader.has_titles |= "title" in token.attrs
        self._words_in_link = False
        self._at += token.markup != "bare"
        self._new_look()

    def _close_link(self, token: Token) -> None:
        begin = self._at
        self._at = token.meta.get(_END, begin + (token.markup == "autolink"))
        if not self._words_in_link:  # a link without words would be no link at all
            shown = self._href or EMPTY_LINK
            pieces: Pieces = []
            if self._tape is not None and self._at > begin:
                pieces.append((len(shown), self._tape.at(begin), self._tape.end(self._at)))
            self._built.text(shown, self._look, pieces)
        self._href = ""
        self._new_look()

    def _place(self, token: Token) -> tuple[int, int]:
        """Source range of a token that noted its place, and on behind it."""
        end = token.meta.get(_END, self._at)
        begin = token.meta.get(_BEGIN, self._at)
        self._at = end
        return (-1, -1) if self._tape is None else (self._tape.at(begin), self._tape.end(end))


def _words(tokens: Sequence[Token]) -> str:
    """The words of an image's description, without its formatting."""
    return "".join(
        _words(token.children or ())
        if token.type == "image"
        else {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
        for token in tokens
    )
