"""A worker process that also knows content that no engine should have: it hangs, dies, grows or lies.

The kinds are chosen by the first word of a "text" block.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from hdclient import content
from hdclient.content import worker
from hdclient.content.deadline import Deadline, TooSlow, allowed
from hdclient.content.kind import ContentKind
from hdclient.content.markdown import TOO_SLOW
from hdclient.content.text import verbatim
from hdclient.content.tree import Block, Note, Paragraph, Run
from hdclient.model.content import ContentBlock


def _parse(block: ContentBlock) -> tuple[Block, ...]:
    what, _, rest = block.text.partition(" ")
    if what == "COMPUTE":  # for ever, or for so many seconds
        end = time.process_time() + float(rest) if rest[:1].isdigit() else float("inf")
        while time.process_time() < end:
            pass
    if what == "HURRY":  # needs so many seconds, and stops by itself when it is allowed fewer
        deadline = Deadline(min(float(rest), allowed()))
        try:
            while True:
                deadline.check()
        except TooSlow:
            if allowed() < float(rest):
                return verbatim(block.text, TOO_SLOW, again=True)
    if what == "SLEEP":
        time.sleep(60)
    if what == "CRASH":
        os.abort()
    if what == "ONCE":  # dies the first time only; the rest names a file that says so
        mark = Path(rest)
        if not mark.exists():
            mark.touch()
            os._exit(3)
    if what == "TWICE":  # the same for the first two times
        mark = Path(rest)
        before = len(mark.read_text()) if mark.exists() else 0
        if before < 2:
            mark.write_text("x" * (before + 1))
            os._exit(3)
    if what == "RAISE":
        raise MemoryError
    if what == "HUGE":
        return (Paragraph((Run("x" * 70_000_000),)),)
    if what == "PRINT":
        print("this must not reach the pipe", flush=True)
        os.write(1, b"nor this")
    if what == "WHO":
        return (Note(f"{os.getpid()} {os.getppid()} {os.nice(0) if sys.platform != 'win32' else 0}"),)
    return (Paragraph((Run(block.text),)),)


if __name__ == "__main__":
    rough = ContentKind("text", _parse, lambda block: block.text, lambda _: "")
    content.CONTENT_KINDS = {**content.CONTENT_KINDS, "text": rough}  # type: ignore[assignment]
    sys.exit(worker.main())
