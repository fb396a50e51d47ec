"""The worker process: what it makes, and what becomes of blocks that it cannot bear. All of it is the real thing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hdclient import WORKER_ARGUMENT
from hdclient.content import pipe, workshop
from hdclient.content.plain import plain_text
from hdclient.content.prepared import Prepared, from_bytes, prepare
from hdclient.content.tree import Formula, Note, Paragraph
from hdclient.content.workshop import Workshop
from hdclient.model.content import Asset, ContentBlock

ROUGH = [sys.executable, "-m", "tests.helpers.rough_worker"]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX processes")
PATIENCE_S = 60.0


class Bench:
    """A workshop and what came out of it."""

    def __init__(self, command: list[str] | None = None, **more: float) -> None:
        self.results: dict[str, tuple[Prepared, bool]] = {}
        self.order: list[str] = []
        self._came = threading.Condition()
        self.workshop = Workshop(self._done, command=command or ROUGH, **more)  # type: ignore[arg-type]

    def _done(self, block: ContentBlock, data: bytes, whole: bool) -> None:
        with self._came:
            self.results[block.text] = (from_bytes(data), whole)
            self.order.append(block.text)
            self._came.notify_all()

    def want(self, *texts: str, near: bool = True) -> None:
        self.workshop.want([text_block(text) for text in texts], near=near)

    def result(self, text: str) -> tuple[Prepared, bool]:
        """Waits for this block."""
        with self._came:
            assert self._came.wait_for(lambda: text in self.results, PATIENCE_S), f"{text} never came"
        return self.results[text]

    def words(self, text: str) -> str:
        return plain_text(self.result(text)[0].blocks)


def text_block(text: str) -> ContentBlock:
    return ContentBlock(kind="text", text=text)


def notes(prepared: Prepared) -> list[str]:
    return [block.text for block in prepared.blocks if isinstance(block, Note)]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def until(come: Callable[[], bool], seconds: float = PATIENCE_S) -> bool:
    end = time.monotonic() + seconds
    while not come():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    made.workshop.start()
    yield made
    made.workshop.stop()


def test_the_worker_makes_what_the_engine_makes() -> None:
    made = Bench(workshop.worker_command())
    made.workshop.start()
    blocks = [
        ContentBlock(kind="markdown", text="# Title\n\n- one **two**\n\n```python\nx = 1\n```\n\n😀 ends"),
        ContentBlock(kind="code", text="def f():\n    return 1", language="python"),
        ContentBlock(kind="text", text="as it stands\r\nand on"),
        ContentBlock(
            kind="image", alt="a cat", asset=Asset(sha256="a" * 64, media_type="image/png", size=3, name="c")
        ),
    ]
    try:
        made.workshop.want(blocks, near=True)
        for block in blocks:
            assert made.result(block.text) == (prepare(block), True)
    finally:
        made.workshop.stop()


def test_the_worker_draws_formulas() -> None:
    made = Bench(workshop.worker_command())
    made.workshop.start()
    block = ContentBlock(kind="markdown", text="The root $\\sqrt{x}$ of it")
    made.workshop.want([block], near=True)
    paragraph = made.result(block.text)[0].blocks[0]
    made.workshop.stop()
    assert isinstance(paragraph, Paragraph)
    drawn = [one for one in paragraph.inlines if isinstance(one, Formula)]
    assert len(drawn) == 1 and drawn[0].drawing is not None and drawn[0].tex == "\\sqrt{x}"


def test_a_bundle_that_is_started_as_the_worker_is_one() -> None:
    made = Bench([sys.executable, "-m", "hdclient", WORKER_ARGUMENT])
    made.workshop.start()
    made.want("one")
    assert made.result("one")[1] and made.workshop.worker_pid is not None
    made.workshop.stop()


def test_what_is_near_comes_before_what_is_far() -> None:
    made = Bench()
    made.want(*(f"far {n}" for n in range(5)), near=False)
    made.want("near 1", "far 3")
    made.workshop.start()
    made.result("far 4")
    made.workshop.stop()
    assert made.order == ["near 1", "far 3", "far 0", "far 1", "far 2", "far 4"]


@POSIX
def test_a_block_that_computes_for_ever_is_ended_and_the_others_come(bench: Bench) -> None:
    bench.want("before", "COMPUTE for ever", "after")
    assert bench.words("before") == "before"
    prepared, whole = bench.result("COMPUTE for ever")
    assert notes(prepared) == [workshop.TOO_SLOW] and not whole
    assert plain_text(prepared.blocks) == "COMPUTE for ever"
    assert bench.words("after") == "after" and bench.result("after")[1]


def test_a_block_that_hangs_without_computing_is_ended_too() -> None:
    made = Bench(reply_s=1.5)
    made.workshop.start()
    made.want("SLEEP", "after")
    assert notes(made.result("SLEEP")[0]) == [workshop.TOO_SLOW]
    first = made.workshop.worker_pid
    assert made.words("after") == "after"
    made.workshop.stop()
    assert first is None or not is_alive(first)


def test_a_block_that_kills_the_worker_is_tried_once_more_and_then_shown_as_written(bench: Bench) -> None:
    bench.want("CRASH here", "after")
    prepared, whole = bench.result("CRASH here")
    assert notes(prepared) == [workshop.TOO_MUCH] and not whole
    assert plain_text(prepared.blocks) == "CRASH here" and prepared.words == 2
    assert bench.words("after") == "after"


def test_a_worker_that_died_of_something_else_costs_a_block_nothing(bench: Bench, tmp_path: Path) -> None:
    text = f"ONCE {tmp_path / 'died'}"
    bench.want(text)
    assert bench.result(text)[1], "the second worker makes it"
    assert (tmp_path / "died").exists()


@POSIX
def test_another_try_has_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop, "CPU_BUDGET_S", 0.4)
    made = Bench()
    made.workshop.start()
    text = "COMPUTE 1.0"
    for _ in range(2):
        made.want(text)
        assert notes(made.result(text)[0]) == [workshop.TOO_SLOW]
        del made.results[text]
    made.workshop.want_again(text_block(text))
    assert made.result(text)[1], "four times as long is enough"
    made.workshop.stop()


def test_a_killed_worker_is_replaced_before_anybody_asks(bench: Bench) -> None:
    bench.want("one")
    bench.result("one")
    first = bench.workshop.worker_pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    bench.want("two")
    assert bench.words("two") == "two" and bench.workshop.worker_pid != first


def test_a_block_that_is_gone_as_soon_as_it_has_come_can_be_ordered_at_once() -> None:
    """Memory may have no room for it: who is told of it orders it again, in this very moment."""
    came: list[str] = []
    whole = threading.Event()

    def done(block: ContentBlock, _data: bytes, _whole: bool) -> None:
        came.append(block.text)
        if len(came) == 1:
            shop.want([block], near=True)
        else:
            whole.set()

    shop = Workshop(done, command=ROUGH)
    shop.start()
    shop.want([text_block("one")], near=True)
    assert whole.wait(PATIENCE_S) and came == ["one", "one"]
    shop.stop()


def test_a_result_that_is_too_big_is_not_taken(bench: Bench) -> None:
    bench.want("HUGE", "after")
    assert notes(bench.result("HUGE")[0]) == [workshop.TOO_MUCH]
    assert bench.words("after") == "after"


def test_what_is_raised_or_printed_stays_in_the_worker(bench: Bench) -> None:
    bench.want("RAISE", "PRINT")
    assert notes(bench.result("RAISE")[0]) == [workshop.TOO_MUCH]
    assert bench.words("PRINT") == "PRINT" and bench.result("PRINT")[1]


def test_lone_surrogates_are_shown_as_what_cannot_be_shown() -> None:
    made = Bench(workshop.worker_command())
    made.workshop.start()
    blocks = [ContentBlock(kind=kind, text=f"{kind} \ud800 **b**") for kind in ("text", "markdown", "code")]
    made.workshop.want(blocks, near=True)
    for block in blocks:
        assert made.words(block.text).startswith(f"{block.kind} \ufffd ") and made.result(block.text)[1]
    made.workshop.stop()


def test_an_unknown_kind_is_shown_as_written(bench: Bench) -> None:
    bench.workshop.want([ContentBlock(kind="hologram", text="what is this")], near=True)
    prepared, whole = bench.result("what is this")
    assert notes(prepared) == [workshop.TOO_MUCH] and not whole


@POSIX
def test_the_worker_yields_to_the_screens(bench: Bench) -> None:
    bench.want("WHO")
    pid, parent, nice = notes(bench.result("WHO")[0])[0].split()
    assert int(pid) == bench.workshop.worker_pid and int(parent) == os.getpid() and int(nice) >= 5


def test_without_a_worker_the_engine_works_here(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Bench([sys.executable, "-c", "raise SystemExit(1)"])
    made.workshop.start()
    made.workshop.want([ContentBlock(kind="markdown", text="**one**")], near=True)
    prepared, whole = made.result("**one**")
    made.workshop.stop()
    assert whole and plain_text(prepared.blocks) == "one" and notes(prepared) == []


def test_a_program_that_cannot_be_started_is_no_catastrophe() -> None:
    made = Bench(["/nowhere/at/all"])
    made.workshop.start()
    made.want("one")
    assert made.words("one") == "one"
    made.workshop.stop()


def test_stopping_ends_the_worker_in_the_middle_of_a_block(bench: Bench) -> None:
    bench.want("one")
    bench.result("one")
    pid = bench.workshop.worker_pid
    assert pid is not None
    bench.want("SLEEP")
    time.sleep(0.2)
    bench.workshop.stop()
    assert until(lambda: not is_alive(pid)) and "SLEEP" not in bench.results


@POSIX
def test_the_worker_goes_when_its_parent_is_killed() -> None:
    script = (
        "import sys, threading, time\n"
        "from hdclient.content.workshop import Workshop\n"
        "shop = Workshop(lambda *_: None)\n"
        "shop.start()\n"
        "while shop.worker_pid is None: time.sleep(0.01)\n"
        "print(shop.worker_pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert is_alive(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert until(lambda: not is_alive(pid), 20), "an orphan is left"


def test_nothing_of_the_content_is_in_arguments_or_environment(bench: Bench) -> None:
    secret = "KAKADU-7351"
    bench.want(f"{secret} is confidential")
    bench.result(f"{secret} is confidential")
    folder = Path(f"/proc/{bench.workshop.worker_pid}")
    if not folder.exists():
        pytest.skip("needs /proc")
    for name in ("cmdline", "environ"):
        assert secret.encode() not in (folder / name).read_bytes()


def test_a_message_has_a_limit() -> None:
    import io

    with pytest.raises(pipe.TooBig):
        pipe.read_message(io.BytesIO((pipe.MOST_BYTES + 1).to_bytes(4, "big")))
    assert pipe.read_message(io.BytesIO(b"\0\0")) is None
    assert pipe.read_message(io.BytesIO(b"\0\0\0\x05abc")) is None
