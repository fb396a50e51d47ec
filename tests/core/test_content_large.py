"""Large sources through the real worker: formatted while they can be, as they were written when they cannot."""

from __future__ import annotations

import json
import random
import sys
import threading

import pytest

from hdclient.content.plain import plain_text
from hdclient.content.prepared import Prepared, from_bytes
from hdclient.content.tree import Diff, Message, Note
from hdclient.content.workshop import Workshop, worker_command
from hdclient.model.content import ContentBlock

PATIENCE_S = 60.0
WORDS = ["light", "water", "energy", "because", "surface", "small", "between", "number", "which", "follows"]


def through_the_worker(block: ContentBlock) -> Prepared:
    came = threading.Event()
    results: list[bytes] = []

    def done(_: ContentBlock, data: bytes, whole: bool) -> None:
        results.append(data)
        came.set()

    workshop = Workshop(done, command=worker_command())
    workshop.start()
    try:
        workshop.want([block], near=True)
        assert came.wait(PATIENCE_S)
    finally:
        workshop.stop()
    return from_bytes(results[0])


def answer(size: int) -> str:
    """Prose with emphasis, lists and code, as models write it."""
    chance = random.Random(5)
    parts: list[str] = []
    while sum(map(len, parts)) < size:
        words = " ".join(chance.choices(WORDS, k=60))
        parts += [
            f"## {words[:40]}\n\n**{words[:12]}** {words}.\n\n- {words[:70]}\n- `{words[:9]}` {words[:50]}\n\n"
        ]
        if chance.random() < 0.2:
            parts.append(f"```python\nvalue = '{words[:30]}'\n```\n\n")
    return "".join(parts)[:size]


@pytest.mark.skipif(
    sys.platform == "win32", reason="its limit there is the clock, which a busy computer uses up"
)
def test_a_megabyte_of_markdown_is_formatted() -> None:
    made = through_the_worker(ContentBlock(kind="markdown", text=answer(1_000_000)))
    assert [one.text for one in made.blocks if isinstance(one, Note)] == []
    assert len(made.blocks) > 5_000


def test_what_is_beyond_all_measure_is_there_as_written() -> None:
    source = "x" * 10_000_000
    made = through_the_worker(ContentBlock(kind="markdown", text=source))
    assert isinstance(made.blocks[0], Note)
    assert plain_text(made.blocks) == source


def test_a_long_conversation_and_a_long_patch_keep_their_shape() -> None:
    turns = [{"role": "user", "content": answer(2_000)} for _ in range(100)]
    made = through_the_worker(ContentBlock(kind="chat", text=json.dumps(turns)))
    assert [type(one) for one in made.blocks] == [Message] * 100
    patch = "--- a\n+++ b\n@@ -1 +1 @@\n" + "+added line of some length\n-another one\n" * 20_000
    (diff,) = through_the_worker(ContentBlock(kind="diff", text=patch)).blocks
    assert isinstance(diff, Diff)
    assert len(diff.lines) == 40_003
