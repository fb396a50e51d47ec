"""Reads the HTML that specifications and other parsers give into lines. All tags must be made ones, never content:
raw HTML has to be escaped before, inside <x-block> (a block of it) or <x-inline>.
"""

from __future__ import annotations

from html.parser import HTMLParser

from hdclient.content.markdown_inlines import EMPTY_LINK
from tests.fidelity.lines import (
    PLAIN,
    Line,
    Look,
    item_name,
    joined,
    list_name,
    picture_words,
    table_kind,
    target,
)

_LOOKS = {"em": "italic", "strong": "bold", "del": "strike", "code": "code"}
_HEADINGS = {f"h{level}" for level in range(1, 7)}


def of_html(html: str) -> list[Line]:
    """The lines of a made document."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finish()


class _Box:
    """An open quote, list or item; named when all of it is known."""

    def __init__(self, kind: str, serial: int = 0, number: int = 1) -> None:
        self.kind, self.serial, self.number = kind, serial, number
        self.items = 0
        self.loose = False
        self.checked: bool | None = None

    def name(self) -> str:
        if self.kind == "quote":
            return f"quote #{self.serial}"
        if self.kind == "li":
            return item_name(self.number, self.checked)
        return list_name(self.kind == "ol", self.number, self.serial, self.loose)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._boxes: list[_Box] = []
        self._found: list[tuple[tuple[_Box, ...], str, tuple[tuple[tuple[str, Look], ...], ...]]] = []
        self._parts: list[tuple[str, Look]] = []
        self._looks: list[str] = []
        self._serial = 0
        self._kind = ""
        self._verbatim = False
        self._after_break = False
        self._words_in_link = False
        self._align: list[str] = []
        self._cells: list[tuple[tuple[str, Look], ...]] = []
        self._in_table = False

    def finish(self) -> list[Line]:
        self._flush()
        return [Line(tuple(box.name() for box in boxes), kind, cells) for boxes, kind, cells in self._found]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("p", "x-block", "pre", "hr", "table", "blockquote", "ul", "ol", "li") or tag in _HEADINGS:
            self._flush()
            self._open_block(tag, given)
        elif tag in ("th", "td"):
            if tag == "th":
                self._align.append(given.get("align", ""))
            self._parts = []
        elif tag == "code" and self._kind == "code":
            language = given.get("class", "").removeprefix("language-")
            self._kind = f"code {language}".strip()
        elif tag in _LOOKS:
            self._looks.append(_LOOKS[tag])
        elif tag == "a":
            self._looks.append(f"link {target(given.get('href', ''))}")
            self._words_in_link = False
        elif tag == "br":
            self._add("\n")
            self._after_break = True
        elif tag == "img":
            self._parts.append((picture_words(given.get("alt", ""), given.get("src", "")), PLAIN))
        elif tag == "input":
            self._item().checked = "checked" in given
            self._after_break = True
        elif tag == "x-inline":
            self._verbatim = True

    def _open_block(self, tag: str, given: dict[str, str]) -> None:
        if tag == "p":
            if self._boxes and self._boxes[-1].kind == "li":
                self._boxes[-2].loose = True
            self._kind = "text"
        elif tag == "x-block":
            self._kind, self._verbatim = "text", True
        elif tag == "pre":
            self._kind, self._verbatim = "code", True
        elif tag in _HEADINGS:
            self._kind = tag
        elif tag == "hr":
            self._put("rule", ())
        elif tag == "table":
            self._in_table, self._align, self._cells = True, [], []
        elif tag == "li":
            self._boxes[-1].items += 1
            self._boxes.append(_Box("li", number=self._boxes[-1].items))
        else:
            self._serial += 1
            kind = "quote" if tag == "blockquote" else tag
            self._boxes.append(_Box(kind, self._serial, int(given.get("start", 1))))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "x-block", "pre") or tag in _HEADINGS:
            self._flush()
        elif tag in ("th", "td"):
            self._cells.append(joined(self._parts))
            self._parts = []
        elif tag == "table":
            self._in_table = False
            self._put(table_kind(self._align), tuple(self._cells))
        elif tag in ("blockquote", "li"):
            self._flush()
            if not any(self._boxes[-1] in boxes for boxes, _, _ in self._found):
                self._put("empty", ())
            self._boxes.pop()
        elif tag in ("ul", "ol"):
            self._flush()
            self._boxes.pop()
        elif tag == "x-inline":
            self._verbatim = False
        elif tag in _LOOKS and not self._kind.startswith("code"):
            self._looks.remove(_LOOKS[tag])
        elif tag == "a":
            self._close_link()

    def _close_link(self) -> None:
        (name,) = (look for look in self._looks if look.startswith("link "))
        if not self._words_in_link:
            self._add(name.removeprefix("link ") or EMPTY_LINK)
        self._looks.remove(name)

    def handle_data(self, data: str) -> None:
        if self._verbatim:
            self._add(data)
            return
        if self._after_break:
            data = data.removeprefix("\n").removeprefix(" ")
            self._after_break = False
        in_text = self._kind or (self._boxes and self._boxes[-1].kind == "li") or self._in_table
        if in_text and (data.strip("\n") or self._parts):
            self._add(data.replace("\n", " ") if self._parts else data.lstrip("\n").replace("\n", " "))

    def _add(self, text: str) -> None:
        self._words_in_link = True
        self._parts.append((text, frozenset(self._looks) - {"link "}))

    def _item(self) -> _Box:
        return next(box for box in reversed(self._boxes) if box.kind == "li")

    def _flush(self) -> None:
        """The end of the open block, or of the bare text in an item."""
        kind, self._kind, self._verbatim, self._after_break = self._kind, "", False, False
        parts, self._parts = list(joined(self._parts)), []
        if kind.startswith("code"):
            text = "".join(part for part, _ in parts)
            self._put(kind, (((text.removesuffix("\n"), PLAIN),),))
        elif kind or parts:
            if (
                not kind and parts and parts[-1][1] == PLAIN
            ):  # the end of the line before the next block of an item
                parts[-1] = (parts[-1][0].removesuffix(" "), PLAIN)
            self._put(kind or "text", (joined(parts),))

    def _put(self, kind: str, cells: tuple[tuple[tuple[str, Look], ...], ...]) -> None:
        self._found.append((tuple(self._boxes), kind, cells))
