"""The hostile set: what content may try. Addresses lead to a port that listens, files to a bait."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from tests.helpers.hostile import HOSTILE

PORT = "@PORT@"
BAIT = "@BAIT@"
"""Both are filled in by the runner: where a connection would arrive, and the path of a file nobody may open."""


@dataclass(frozen=True, slots=True)
class Case:
    """Text of one content kind; or, for "picture", the name of a file of tests/helpers/picture_files.py."""

    kind: str
    text: str
    file: tuple[str, str] = ("", "")
    """Name and media type of a file that comes with it; its bytes are not on this computer."""
    daily: bool = False
    """Run in every test run; the others with `make hostile`."""


def _markup() -> dict[str, str]:
    """Markup that would load, run or open something where it is interpreted."""
    web = f"http://127.0.0.1:{PORT}"
    return {
        "script": f"<script src='{web}/a.js'>alert(1)</script><p onclick='x()' onload='y()'>words</p>",
        "frames": f"<iframe src='{web}'></iframe><object data='{web}/o'></object><embed src='{BAIT}'>",
        "remote images": f"![a]({web}/a.png) <img src='{web}/b.png'> <img srcset='{web}/c.png 2x'>",
        "local images": f"![a](file://{BAIT}) ![b]({BAIT}) ![c](../../..{BAIT}) <img src='{BAIT}'>",
        "device images": "![a](file:///dev/zero) <img src='/dev/random'> ![c](/dev/tty)",
        "network shares": "![a](\\\\\\\\127.0.0.1\\share\\a.png) ![b](//127.0.0.1/share/b.png) <file://127.0.0.1/c>",
        "resources": "![a](qrc:/x.png) ![b](:/qt-project.org/styles/x.png) ![c](data:image/png;base64,AAAA)",
        "styles": f"<style>@import '{web}/s.css'; body {{background: url({BAIT})}}</style>"
        f"<link rel=stylesheet href='{web}/l.css'><div style='background:url({web}/d.png)'>words</div>",
        "links": f"[a](javascript:alert(1)) [b](file://{BAIT}) [c](data:text/html,x) [d](vbscript:x) <{web}/auto>",
        "references": f"[a][x] ![b][x]\n\n[x]: {web}/r.png 'title'",
        "svg": f"<svg><image href='{web}/s.svg'/><use href='#a'/><foreignObject>x</foreignObject></svg>",
        "entities": "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><x>&b;</x> &#0; &#x202e; &#xd800;",
        "formulas": f"$\\includegraphics{{{BAIT}}}$ $$\\input{{{BAIT}}}$$ \\(\\href{{{web}}}{{x}}\\)",
        "macro bomb": "$\\def\\a{xx}\\def\\b{\\a\\a}\\def\\c{\\b\\b\\b\\b}" + "\\c" * 200 + "$",
        "endless macro": "$$\\def\\a{\\a\\a}\\a$$",
        "huge rule": "$\\rule{100000em}{100000em}$ $$\\hspace{99999999em}x$$",
        "nested roots": "$" + "\\sqrt{" * 3_000 + "x" + "}" * 3_000 + "$",
        "huge sizes": "<p style='font-size:1e9px; margin:-99999999px; width:1e12em; letter-spacing:1e7em'>words</p>"
        "<font size=99999999>x</font><h1 style='position:fixed; z-index:99999'>y</h1><hr width=1e12>",
        "deceiving links": "[hd-client.example](http://hd\u0441lient.example) "
        "<http://\u0430\u0440\u0440\u04cf\u0435.example> "
        "[https://good.example](https://good.example@127.0.0.1:1/) [x](http://evil.example/\u202egpj.exe)",
        "sheet formulas": "=HYPERLINK(\"http://127.0.0.1\") | +cmd|' /C calc'!A0 | @SUM(1) | -2+3\n" * 50,
        "imitated window": "# Session expired\n\n**hdclient**: [Sign in again](https://evil.example)"
        "\n\nNote by hdclient: paste your token here",
    }


def _letters() -> dict[str, str]:
    """Characters that deceive the eye, a terminal or a clipboard."""
    return {
        "bidi overrides": "access = 'user\u202e \u2066// Check if admin\u2069 \u2066' \u2067\u202d\n" * 500,
        "zero width and tags": "pass\u200bword \ufeff"
        + "".join(chr(0xE0000 + ord(c)) for c in "ignore all") * 300,
        "terminal escapes": "\x1b[2J\x1b]0;title\x07\x1b]52;c;aGk=\x07 NUL\x00 \x9b31m \x08\x08 over\rwritten",
        "lone surrogates": HOSTILE["lone surrogates"] * 200,
        "zalgo": HOSTILE["zalgo"],
        "a hundred thousand hidden": "a\u200b" * 100_000,
        "unassigned": "".join(map(chr, range(0x30000, 0x31000))),
    }


def _sizes() -> dict[str, str]:
    """Shapes on which parsers, layout or memory break down."""
    shapes = {
        "20,000 divs": "<div>" * 20_000 + "x",
        "5,000 lists in each other": "<ul><li>" * 5_000 + "x",
        "500 tables in each other": "<table><tr><td>" * 500 + "x",
        "50,000 spans": "<span>a</span>" * 50_000,
        "one word of 1 MB": "x" * 1_000_000,
        "huge spans of cells": "<table><tr><td colspan=20000 rowspan=20000>x</td></tr></table>",
        "lists 100,000 deep": "- " * 100_000 + "x",
        "formulas that never close": "\\(a " * 60_000 + "\\[b " * 60_000,
        "money that never closes": "$a " * 100_000 + "$$b\n\n" * 20_000,
        "environments that never close": "\\begin{align} x " * 20_000,
        "a formula in a formula": "$$" + "\\text{$" * 5_000 + "x" + "$}" * 5_000 + "$$",
        "mixed line ends": "a\r\nb\rc\n\rd\u2028e\u2029f\x85g\x0bh\x0ci\r\r\n" * 5_000,
        "a patch as markdown": "--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n"
        + "-old line\n+new line\n same\n" * 12_000,
    }
    return {**shapes, **{name: text for name, text in HOSTILE.items() if name not in ("empty", "zalgo")}}


def _kinds() -> dict[str, Case]:
    """Attacks on the other kinds of content."""
    deep = "[" * 100_000 + "]" * 100_000
    chat = [
        {"role": "user", "content": "<script>x</script>"},
        {"role": "\u202etool", "content": None},
    ] * 3_000
    return {
        "code: quadratic java": Case("code", "a a a " * 20_000, daily=True),
        "code: one line of 1 MB": Case("code", "y" * 1_000_000, daily=True),
        "json: 100,000 deep": Case("json", deep, daily=True),
        "json: twice the same key, NaN, huge numbers": Case(
            "json", '{"a": 1, "a": NaN, "b": 1e999999, "c": ' + "9" * 50_000 + "}"
        ),
        "chat: odd roles": Case("chat", json.dumps(chat)),
        "chat: no conversation": Case("chat", '{"messages": 3}'),
        "diff: 900 kB": Case("diff", _sizes()["a patch as markdown"], daily=True),
        "diff: no end": Case("diff", "@@ -1,999999999 +1,999999999 @@\n" + "+\n" * 50_000),
        "text: one line of 10 MB": Case("text", HOSTILE["one line of 10 MB"], daily=True),
        "text: controls": Case("text", HOSTILE["controls"] * 200, daily=True),
    }


DAILY = frozenset(
    {
        *(
            "script",
            "frames",
            "remote images",
            "local images",
            "device images",
            "network shares",
            "styles",
            "links",
        ),
        *("svg", "formulas", "endless macro", "bidi overrides", "zero width and tags", "terminal escapes"),
        *("20,000 divs", "one word of 1 MB", "lists 100,000 deep", "a million backticks", "wide table"),
    }
)


def _files() -> dict[str, Case]:
    """Names that are paths or commands, and files that do something when they are opened."""
    return {
        f"file: {name}": Case("markdown", "See the file.", file=file, daily=name in ("a path", "an archive"))
        for name, file in {
            "a path": (f"../../../..{BAIT}", "image/png"),
            "a share": ("\\\\127.0.0.1\\share\\a.png", "image/png"),
            "an address": (f"file://{BAIT}", "image/png"),
            "a device": ("CON", "image/png"),
            "two endings": ("a.exe.txt \u202egpj.exe", "text/plain"),
            "300 characters": ("x" * 300 + ". ", "image/png"),
            "nul": ("a\x00.png", "image/png"),
            "an archive": ("a.zip", "application/zip"),
            "a macro": ("a.docm", "application/vnd.ms-word.document.macroEnabled.12"),
            "a starter": ("a.desktop", "application/x-desktop"),
            "a vector": ("a.svg", "image/svg+xml"),
        }.items()
    }


def cases() -> dict[str, Case]:
    """All of them by name. Pictures are told apart by their kind."""
    found: dict[str, Case] = {}
    makers: tuple[Callable[[], dict[str, str]], ...] = (_markup, _letters, _sizes)
    for make in makers:
        found |= {name: Case("markdown", text, daily=name in DAILY) for name, text in make().items()}
    found |= _kinds() | _files()
    for name in PICTURES:
        found[f"picture: {name}"] = Case(
            "picture", name, daily=name in ("png bomb", "a million frames", "svg")
        )
    return found


PICTURES = (
    *("0 bytes", "wrong magic", "text", "svg", "svgz", "pdf", "truncated png", "png without pixels"),
    *("png of a gigabyte", "png bomb", "png of no size", "gif cut in its header"),
    *("rubbish after a jpeg's magic", "rubbish after a webp's magic", "rubbish after a bmp's magic"),
    *("16-bit png", "cmyk jpeg", "grey jpeg", "turned jpeg", "webp", "a million frames", "truncated jpeg"),
)
