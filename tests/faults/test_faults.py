"""Kill -9 at random moments behind a line that breaks: `make faults` in its CI size, and the tests of the test."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tests.faults.ledger import Ledger
from tests.faults.run import run


@pytest.mark.slow
def test_sixty_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    outcome = run(tmp_path, 60, seed)
    print(outcome)
    assert outcome.ok, (seed, outcome)
    assert outcome.acknowledged > 60 and outcome.drafts > 100, "too little was done to prove anything"
    assert outcome.taken_back > 0 and len(outcome.modes) > 8


@pytest.mark.slow
def test_a_program_that_forgets_what_it_is_sending_is_found_out(tmp_path: Path) -> None:
    """A kill must come between the request and its answer, which is a matter of luck: it gets several tries."""
    folders = [tmp_path / f"{seed}" for seed in range(3, 9)]
    for folder in folders:
        folder.mkdir()
    outcomes = (run(folder, 15, int(folder.name), "forget") for folder in folders)
    found = next(outcome for outcome in outcomes if outcome.missing)
    assert not found.ok


@pytest.mark.slow
def test_a_program_that_keeps_a_diary_is_found_out(tmp_path: Path) -> None:
    outcome = run(tmp_path, 4, 3, "gossip")
    assert outcome.plain == ("diary.log",) and not outcome.ok


def ledger_of(folder: Path, *lives: list[list[object]]) -> Ledger:
    ledger = Ledger()
    for number, lines in enumerate(lives):
        log = folder / f"{number}.jsonl"
        log.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
        ledger.read(log)
    return ledger


WROTE: list[list[object]] = [
    ["begun", "", 0, 0],
    ["looked", "", 0, 0],
    ["writing", "a", 1, 1],
    ["wrote", "a", 1, 1],
]


def found(*lines: list[object]) -> list[list[object]]:
    """What the next life sees."""
    return [["begun", "", 0, 0], *lines, ["looked", "", 0, 0]]


@pytest.mark.parametrize(
    ("more", "seen", "lost"),
    [
        ([], [["found", "a", 1, 1]], 0),
        ([], [], 1),
        ([], [["found", "a", 1, 0]], 1),
        ([["writing", "a", 1, 2]], [["found", "a", 1, 2]], 0),
        ([["writing", "a", 1, 2]], [["found", "a", 1, 1]], 0),
        ([["writing", "a", 1, 2], ["wrote", "a", 1, 2]], [["found", "a", 1, 1]], 1),
        ([["sealing", "a", 1, 0]], [], 0),
        ([["sealing", "a", 1, 0], ["sealed", "a", 1, 0]], [["found", "a", 1, 1]], 1),
        ([["sealing", "a", 1, 0], ["sealed", "a", 1, 0], ["undoing", "a", 1, 0]], [["found", "a", 1, 1]], 0),
        ([["writing", "a", 2, 7]], [["found", "a", 1, 1], ["found", "a", 2, 6]], 0),
    ],
)
def test_a_ledger_tells_lost_from_half_done(
    tmp_path: Path, more: list[list[object]], seen: list[list[object]], lost: int
) -> None:
    assert len(ledger_of(tmp_path, [*WROTE, *more], found(*seen)).lost_drafts) == lost
