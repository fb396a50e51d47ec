"""The worker process: reads orders from its standard input, prepares each block, writes the result.

It opens no file and no connection because of content, and says nothing but its results: what goes wrong on a block is
told as an empty reply. It ends with its parent, for then its input ends.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from typing import IO

import msgspec

from hdclient.content.deadline import allow
from hdclient.content.pipe import (
    CPU_BUDGET_S,
    DRAW_S,
    MOST_BYTES,
    READY,
    Order,
    Reply,
    TooBig,
    read_message,
    write_message,
)
from hdclient.content.prepared import prepare, to_bytes

PARSING_S = 1.5
"""Of the budget, for the engine's own deadline: it leaves a readable text and a reason, the kill only a reason."""
_MOST_MEMORY = 1_500_000_000


def main() -> int:
    """Works until the parent closes the pipe."""
    source, sink = sys.stdin.buffer, _own_output()
    _settle_down()
    allow(PARSING_S)
    _warm_up()
    with suppress(OSError, TooBig):
        write_message(sink, Reply(READY))
        while (data := read_message(source)) is not None:
            order = msgspec.msgpack.decode(data, type=Order)
            _limit_computing(order.budget_s)
            allow(PARSING_S * order.budget_s / CPU_BUDGET_S)
            reply = Reply(order.number, _work(order))
            _limit_computing(0)
            write_message(sink, reply)
    return 0


def _work(order: Order) -> bytes:
    gc.disable()  # a big tree is all of it alive: looking for garbage in it costs a quarter of the time
    try:
        data = to_bytes(prepare(order.block(), draw_s=DRAW_S))
    except Exception:  # foreign code on foreign input; the parent shows the source as it was written
        return b""
    finally:
        gc.enable()
    return data if len(data) < MOST_BYTES - 64 else b""


def _own_output() -> IO[bytes]:
    """The pipe to the parent, out of reach of any library that prints."""
    own = os.fdopen(os.dup(1), "wb")
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.close(silent)
    return own


def _settle_down() -> None:
    """Below the screens in priority, deaf to Ctrl+C (the parent hears it), no core files: they would hold content."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        os.nice(5)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            with suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


def _limit_computing(seconds: float) -> None:
    """The system ends this process when it has computed for so long, also inside foreign code; 0 takes it back.

    Computing time and not the clock: a busy computer makes no content too slow to show. Windows has no such timer;
    there the parent's clock has to do.
    """
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _warm_up() -> None:
    """The first block must not pay for loading the parsers."""
    order = Order(
        READY, "markdown", b"# A\n\n- `b`\n\n```python\nx = 1\n```\n\n|a|\n|-|\n|b|\n", b"", b"", None
    )
    _work(order)


if __name__ == "__main__":
    sys.exit(main())
