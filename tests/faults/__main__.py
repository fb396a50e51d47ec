"""`make faults N=kills SEED=number`: the core is killed N times behind a line that breaks. Last line: JSON."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.bench.report import Result, at_most, finish, shown
from tests.faults.run import Outcome, run


def main() -> int:
    """N and SEED come from the environment: 60 kills and a random seed when they are not given."""
    kills = int(os.environ.get("N") or 60)
    seed = int(os.environ.get("SEED") or int.from_bytes(os.urandom(4)))
    print(f"{kills} kills, SEED={seed}")
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(Path(folder), kills, seed)
    for problem in (*outcome.missing, *outcome.duplicated, *outcome.lost_drafts, *outcome.plain):
        print(f"       {problem}")
    if outcome.stderr:
        print(outcome.stderr)
    print(f"faults by life: {outcome.modes}")
    print(f"in the store at the end: {outcome.states}")
    return finish(_figures(outcome))


def _figures(outcome: Outcome) -> list[Result]:
    return [
        shown("kills", outcome.kills, ""),
        shown("restarts", outcome.restarts, ""),
        shown("submissions acknowledged", outcome.acknowledged, ""),
        shown("submissions on the platform", outcome.on_platform, ""),
        at_most("missing", len(outcome.missing), "", 0),
        at_most("duplicated", len(outcome.duplicated), "", 0),
        at_most("unsent at the end", abs(outcome.unsent), "", 0),
        shown("edits acknowledged", outcome.drafts, ""),
        at_most("drafts lost", len(outcome.lost_drafts), "", 0),
        shown("lost by the platform, to be sent again", outcome.taken_back, ""),
        at_most("files with plain text", len(outcome.plain), "", 0),
        at_most("lives that complained", int(bool(outcome.stderr)), "", 0),
        shown("duration", outcome.seconds, "s"),
    ]


if __name__ == "__main__":
    sys.exit(main())
