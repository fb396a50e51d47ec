"""Random lives of a trainer's computer: whatever breaks, no word is lost and nothing arrives twice.

HD_EXAMPLES=n runs n random lives, other ones for each HD_SEED (`make lives N=20000 SEED=3`); without it the same 1,500
are run, so that CI is steady. They come in parts, each from its own seed, so that a part that fails can be run alone.
HD_SHRINK=1 makes a life that fails as short as it can be; that takes minutes for each part, which CI does not have.
The mutants prove that the test sees what it is for: each is a bug that a sync engine could have.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.helpers.platforms import RealOwner, embedded_owner
from tests.sync.computer import Mutation
from tests.sync.machine import machine
from tests.sync.mutants import MUTANTS
from tests.sync.mutants_terms import MUTANTS_OF_TERMS

EXAMPLES = int(os.environ.get("HD_EXAMPLES", "1500"))
SEED = int(os.environ.get("HD_SEED") or (random.randrange(10**6) if "HD_EXAMPLES" in os.environ else 0))
STEPS = 12
PARTS = max(12, EXAMPLES // 125)
LIVES_PER_PLATFORM = 100
ALL_MUTANTS = MUTANTS | MUTANTS_OF_TERMS


class Platforms:
    """A fresh platform every hundred lives: its feed must not grow without end."""

    def __init__(self) -> None:
        self._owner: RealOwner | None = None
        self._lives = 0

    def __call__(self) -> RealOwner:
        if self._owner is None or self._lives % LIVES_PER_PLATFORM == 0:
            self.close()
            self._owner = embedded_owner()
        self._lives += 1
        return self._owner

    def close(self) -> None:
        if self._owner is not None:
            self._owner.close()


@pytest.fixture
def platforms() -> Iterator[Platforms]:
    found = Platforms()
    yield found
    found.close()


def lives(count: int, *, shrink: bool) -> settings:
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    return settings(
        max_examples=count,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=False,
        phases=phases,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_breaks_nothing_is_lost_and_nothing_arrives_twice(part: int, platforms: Platforms) -> None:
    tested = machine(platforms, Mutation())
    print(f"HD_SEED={SEED}")  # shown when it fails
    tested = seed(part + PARTS * SEED)(tested)
    run_state_machine_as_test(tested, settings=lives(EXAMPLES // PARTS, shrink="HD_SHRINK" in os.environ))


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL_MUTANTS)
def test_the_seeded_bug_is_caught(name: str, platforms: Platforms) -> None:
    mutant = ALL_MUTANTS[name]
    tested = seed(mutant.seed)(machine(platforms, mutant.mutation))
    with pytest.raises(AssertionError) as caught:
        run_state_machine_as_test(tested, settings=lives(1500, shrink=False))
    assert any(
        f"{code}:" in str(caught.value) or f"{code}," in str(caught.value) for code in mutant.caught_by
    )
