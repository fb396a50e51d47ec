"""All content kinds: total on hostile texts, quick, readable as plain text, clear about what cannot be shown."""

from __future__ import annotations

import pickle
import subprocess
import sys
import time

import pytest

from hdclient.content import CONTENT_KINDS
from hdclient.content.chat import parse_chat
from hdclient.content.code import code_blocks
from hdclient.content.diff import parse_diff
from hdclient.content.guideline import parse_guideline
from hdclient.content.json import parse_json
from hdclient.content.markdown import parse_markdown
from hdclient.content.math import parse_math
from hdclient.content.plain import pictures, plain_text
from hdclient.content.prepared import BLANK, EMPTY, INVISIBLE, prepare
from hdclient.content.source_map import clean
from hdclient.content.table import parse_table
from hdclient.content.tree import Note, Paragraph, Picture, Run, packed, unpacked
from hdclient.model.content import Asset, ContentBlock
from tests.helpers.hostile import HOSTILE
from tests.helpers.trees import without_source

PICTURE = Asset(sha256="a" * 64, media_type="image/png", size=3, name="cat.png")
DEADLINE_S = 0.1
MARGIN_S = 0.9
"""What may be spent beyond the deadline; with the deadline that is in force, the worst stays below two seconds."""


@pytest.mark.parametrize("name", sorted(HOSTILE))
@pytest.mark.parametrize("parse", [parse_markdown, parse_guideline], ids=["markdown", "guideline"])
def test_hostile_text_becomes_a_tree_in_time(parse: object, name: str) -> None:
    start = time.thread_time()
    tree = parse(HOSTILE[name], deadline_s=DEADLINE_S)  # type: ignore[operator]
    spent = time.thread_time() - start
    assert spent < DEADLINE_S + MARGIN_S
    assert pickle.loads(pickle.dumps(tree)) == tree


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_code_becomes_a_tree_in_time(name: str) -> None:
    start = time.thread_time()
    code_blocks(HOSTILE[name], "java", deadline_s=DEADLINE_S)
    assert time.thread_time() - start < DEADLINE_S + MARGIN_S


PARSERS = {
    "chat": lambda text: parse_chat(text, DEADLINE_S),
    "diff": lambda text: parse_diff("@@ -1 +1 @@\n" + text, DEADLINE_S),
    "json": parse_json,
    "math": parse_math,
    "table": lambda text: parse_table(text, "", DEADLINE_S),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
@pytest.mark.parametrize("kind", sorted(PARSERS))
def test_hostile_text_of_any_kind_becomes_a_tree_in_time(kind: str, name: str) -> None:
    start = time.thread_time()
    tree = PARSERS[kind](HOSTILE[name])  # type: ignore[no-untyped-call]
    assert time.thread_time() - start < DEADLINE_S + MARGIN_S
    assert unpacked(packed(tree)) == tree
    assert tree or not HOSTILE[name].strip()


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_plain_text_is_never_touched(name: str) -> None:
    (paragraph,) = without_source(CONTENT_KINDS["text"].parse(ContentBlock(kind="text", text=HOSTILE[name])))
    shown = clean(HOSTILE[name]).replace("\r\n", "\n").replace("\r", "\n")
    assert paragraph == Paragraph((Run(shown),))


@pytest.mark.parametrize("kind", sorted(CONTENT_KINDS))
def test_every_kind_reads_as_plain_text(kind: str) -> None:
    block = ContentBlock(kind=kind, text="some **words**", asset=PICTURE if kind == "image" else None)
    assert "words" in CONTENT_KINDS[kind].plain(block)
    assert CONTENT_KINDS[kind].problem(block) == ""


@pytest.mark.parametrize("kind", sorted(CONTENT_KINDS))
def test_a_file_is_shown_whatever_the_kind(kind: str) -> None:
    tree = CONTENT_KINDS[kind].parse(ContentBlock(kind=kind, text="words", asset=PICTURE, alt="A cat"))
    assert [picture.sha256 for picture in pictures(tree)] == [PICTURE.sha256]
    assert "A cat" in plain_text(tree)


def test_a_file_that_the_text_shows_is_not_shown_twice() -> None:
    block = ContentBlock(kind="markdown", text=f"- ![Cat](hd-att:{PICTURE.sha256})", asset=PICTURE)
    assert len(list(pictures(CONTENT_KINDS["markdown"].parse(block)))) == 1


def test_an_image_has_its_caption_and_a_name_for_those_who_do_not_see_it() -> None:
    image = CONTENT_KINDS["image"]
    block = ContentBlock(kind="image", text="Caption", asset=PICTURE)
    assert without_source(image.parse(block)) == (
        Picture(PICTURE.sha256, alt="cat.png"),
        Paragraph((Run("Caption"),)),
    )
    assert image.plain(block) == "cat.png\nCaption"
    nameless = PICTURE.changed(name="")
    assert image.plain(ContentBlock(kind="image", asset=nameless)) == "Image without a description"
    assert image.parse(ContentBlock(kind="image", alt="Lost")) == (Picture("", alt="Lost"),)
    assert "without a file" in image.problem(ContentBlock(kind="image"))


def test_plain_text_of_a_tree_reads_line_by_line() -> None:
    source = (
        "# Title\n\n- a\n- [x] b\n\n> q\n\n|x|y|\n|-|-|\n|1|2|\n\n```\ncode\n```\n\n![pic](http://x)\n\n---\n"
    )
    tree = parse_markdown(source)
    assert plain_text(tree) == "Title\na\nb\nq\nx\ty\n1\t2\ncode\npic"


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    script = (
        "import sys, hdclient.content, hdclient.templates, hdclient.formats, hdclient.content.guideline;"
        "print(sorted({'markdown', 'markdown_it', 'pygments'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_written_is_said() -> None:
    for kind in ("text", "markdown", "code", "chat", "diff", "json", "math", "table"):
        assert prepare(ContentBlock(kind=kind)).blocks == (Note(EMPTY),)
        assert prepare(ContentBlock(kind=kind, text=" \n\t")).blocks[0] == Note(BLANK)
        assert prepare(ContentBlock(kind=kind, asset=PICTURE)).blocks[-1] == Picture(
            PICTURE.sha256, alt="cat.png"
        )
    assert prepare(ContentBlock(kind="text", text="null")).blocks[0] != Note(EMPTY)


@pytest.mark.parametrize("text", ["```", "`" * 900_000, "#", "~~~python\n\n~~~", "##\n\n#"])
def test_what_would_be_shown_as_nothing_is_shown_as_it_was_written(text: str) -> None:
    blocks = prepare(ContentBlock(kind="markdown", text=text)).blocks
    assert blocks[0] == Note(INVISIBLE) and plain_text(blocks) == text


@pytest.mark.parametrize("text", ["---", "- ", "> ", "| |\n|-|\n", "$x$", "![](a.png)", "a", "```\na\n```"])
def test_what_can_be_seen_is_shown_as_it_is_meant(text: str) -> None:
    assert Note(INVISIBLE) not in prepare(ContentBlock(kind="markdown", text=text)).blocks
