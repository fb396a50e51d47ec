"""Lines, cells and turns: exact while the source is the same, found again when it changed, never silently elsewhere."""

from __future__ import annotations

import json
import random

import msgspec
import pytest

from hdclient.content.anchors import Sureness
from hdclient.content.chat import parse_chat
from hdclient.content.diff import parse_diff
from hdclient.content.json import parse_json
from hdclient.content.markdown import parse_markdown
from hdclient.content.places import Places
from hdclient.content.table import parse_table
from hdclient.model.anchor import Anchor, Cell, Gap, Lines, Selector, Turn, Words

SOURCE = """# Two ways

> quoted
> words

- one
- two

| city | people |
|------|--------|
| Bonn | 330000 |
| Kiel | 247000 |

```python
def f(x):
    return x

def g(x):
    return x
```
"""
CHAT = json.dumps(
    [
        {"role": "user", "content": "Hello\n\nWho are you?"},
        {"role": "assistant", "content": "A model."},
        {"role": "user", "content": "Good."},
    ]
)
PATCH = "--- a/x.py\n+++ b/x.py\n@@ -1,2 +1,2 @@\n-a = 1\n+a = 2\n b = 3\n"


def of(source: str) -> Places:
    return Places(source, parse_markdown(source))


@pytest.mark.parametrize(
    ("source", "read"),
    [(SOURCE, parse_markdown), (CHAT, parse_chat), (PATCH, parse_diff), ("a,b\n1,\n,4\n", parse_table)],
)
def test_every_piece_is_where_the_flat_text_has_it(source: str, read: object) -> None:
    assert callable(read)
    places = Places(source, read(source))
    pieces = [*places.lines, *(cell for rows in places.tables for row in rows for cell in row)]
    pieces += [turn for _, turn in places.turns]
    assert pieces
    for start, end, text in pieces:
        assert places.shown.text[start:end] == text


def test_lines_that_another_engine_made_otherwise_are_never_silently_others() -> None:
    source = '{"a": "' + "x" * 90 + '", "b": 2}'
    now = Places(source, parse_json(source))
    assert [line.text for line in now.lines] == ["{", '  "a": "' + "x" * 90 + '",', '  "b": 2', "}"]
    then = msgspec.structs.replace(now.line(0, 0), quote=source, after="")
    assert now.find(then).sureness in (Sureness.DOUBTFUL, Sureness.LOST)
    assert now.find(now.line(1, 2)).sureness is Sureness.EXACT


def test_lines_are_known_by_what_they_say() -> None:
    places = of(SOURCE)
    selector = places.line(1, 1)
    assert (selector.quote, selector.before, selector.after) == ("    return x", "def f(x):", "")
    found = places.find(selector)
    assert found.sureness is Sureness.EXACT
    assert SOURCE[slice(*found.source)] == "    return x"
    assert places.line(0, 1).quote == "def f(x):\n    return x"
    with pytest.raises(IndexError):
        places.line(3, 99)


def test_of_the_same_lines_it_is_the_ones_that_were_meant() -> None:
    first, second = of(SOURCE).line(1, 1), of(SOURCE).line(4, 4)
    changed = SOURCE.replace("def f(x):", "# new\ndef f(x):")
    places = of(changed)
    at = [places.find(selector) for selector in (first, second)]
    assert [one.sureness for one in at] == [Sureness.MOVED, Sureness.MOVED]
    assert [one.source[0] for one in at] == [changed.index("    return"), changed.rindex("    return")]


def test_twins_in_the_same_surrounding_are_doubtful() -> None:
    source = "```\na\nb\nc\na\nb\nc\n```\n"
    places = of(source.replace("```\na", "```\nnew\na", 1))
    assert places.find(of(source).line(1, 1)).sureness is Sureness.DOUBTFUL


def test_a_line_that_is_gone_is_not_taken_for_another() -> None:
    selector = of(SOURCE).line(0, 0)
    assert of("```\nsomething()\n```\n").find(selector).sureness is Sureness.LOST
    assert of("no code at all").find(selector).sureness is Sureness.LOST
    changed = of(SOURCE.replace("f(x):\n    return x", "f(x):\n    return x + 1"))
    found = changed.find(of(SOURCE).line(1, 1))
    assert found.sureness is Sureness.DOUBTFUL, "the other function has the same line, in another surrounding"


def test_a_line_of_a_patch() -> None:
    places = Places(PATCH, parse_diff(PATCH))
    number = next(n for n, line in enumerate(places.lines) if line.text == "+a = 2")
    found = places.find(places.line(number, number))
    assert found.sureness is Sureness.EXACT
    assert PATCH[slice(*found.source)] == "a = 2"


def test_a_cell_is_known_by_its_row_and_column() -> None:
    selector = of(SOURCE).cell(0, 2, 1)
    assert (selector.quote, selector.row_name, selector.column_name) == ("247000", "Kiel", "people")
    assert of(SOURCE).find(selector).sureness is Sureness.EXACT
    more = SOURCE.replace("| Bonn |", "| Ulm | 128000 |\n| Bonn |")
    found = of(more).find(selector)
    assert found.sureness is Sureness.MOVED
    assert more[slice(*found.source)] == "247000"
    other = SOURCE.replace("247000", "247001")
    assert of(other).find(selector).sureness is Sureness.DOUBTFUL
    assert (
        of(SOURCE.replace("Kiel", "Lübeck").replace("247000", "9")).find(selector).sureness is Sureness.LOST
    )


def test_a_turn_is_known_by_its_role_and_how_it_begins() -> None:
    places = Places(CHAT, parse_chat(CHAT))
    selector = places.turn(2)
    assert (selector.role, selector.quote) == ("user", "Good.")
    assert places.find(selector).sureness is Sureness.EXACT
    more = json.dumps([{"role": "system", "content": "Be kind."}, *json.loads(CHAT)])
    assert Places(more, parse_chat(more)).find(selector).sureness is Sureness.MOVED
    swapped = json.dumps([{"role": "assistant", "content": "Good."}])
    assert Places(swapped, parse_chat(swapped)).find(selector).sureness is Sureness.DOUBTFUL


@pytest.mark.parametrize("edits", [1, 5, 20])
def test_edits_elsewhere_do_not_lose_a_place(edits: int) -> None:
    chance = random.Random(edits)
    code = "\n".join(f"{'    ' * (n % 3)}{chance.choice(('x', 'y', 'total'))} = {n % 40}" for n in range(120))
    table = "\n".join(f"| name {n} | {n % 7} | {n % 5} |" for n in range(40))
    source = f"Text.\n\n```\n{code}\n```\n\n| a | b | c |\n|---|---|---|\n{table}\n"
    before = of(source)
    tried = found = 0
    for _ in range(60):
        line = chance.randrange(len(before.lines))
        cell = (0, chance.randrange(1, 40), chance.randrange(3))
        selectors: list[Selector] = [before.line(line, line), before.cell(*cell)]
        kept = {before.lines[line].text, *(one.text for one in before.lines[max(0, line - 1) : line + 2])}
        rows = source.split("\n")
        for _ in range(edits):
            at = chance.randrange(len(rows))
            if rows[at] in kept or not rows[at].strip() or rows[at][0] in "|`T":
                continue
            rows.insert(at, f"added_{chance.randrange(10**6)} = 0")
        after = of("\n".join(rows))
        for selector in selectors:
            place = after.find(selector)
            tried += 1
            if place.sureness in (Sureness.EXACT, Sureness.MOVED):
                found += 1
                assert isinstance(selector, Lines | Cell)
                assert after.shown.text[slice(*place.shown)] == selector.quote
    assert found >= 0.9 * tried


@pytest.mark.parametrize(
    "selector",
    [
        Words(start=0, end=1, sha256="", quote="T"),
        Lines(first=0, last=0, sha256="", quote="x"),
        Turn(turn=0, sha256=""),
        Gap(above=("a",), below=("b", "c")),
        None,
    ],
)
def test_an_anchor_travels_as_plain_data(selector: Selector | None) -> None:
    anchor = Anchor(part="candidate:a", block=1, at=selector)
    assert Anchor.of(json.loads(json.dumps(anchor.plain()))) == anchor
    assert (anchor.names("candidate"), anchor.names("question")) == ("a", "")
