"""The daily part of the hostile set; `make hostile` runs all of it, and looks at system calls too."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.helpers.picture_files import odd_files
from tests.hostile.cases import PICTURES, cases
from tests.hostile.running import Outcome, Trap, has_strace, run_case, trace_case, trap

DAILY = [name for name, case in cases().items() if case.daily]
AT_ONCE = 1
"""The other core belongs to the other tests: what waits for it is measured as slow."""


@pytest.fixture(scope="module")
def set_trap() -> Iterator[Trap]:
    with trap() as made:
        yield made


@pytest.fixture(scope="module")
def outcomes(set_trap: Trap) -> Iterator[dict[str, Future[Outcome]]]:
    """All of them under way, one behind the other."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {name: pool.submit(run_case, name, set_trap) for name in DAILY}


@pytest.mark.parametrize("name", DAILY)
def test_the_attack_is_withstood(outcomes: dict[str, Future[Outcome]], name: str) -> None:
    assert outcomes[name].result().faults == []


@pytest.mark.skipif(not has_strace(), reason="there is no strace here")
def test_the_system_is_asked_for_no_file_and_no_connection(set_trap: Trap) -> None:
    for name in ("remote images", "local images"):
        assert trace_case(name, set_trap) == []


def test_every_case_has_a_name_of_its_own_and_a_kind() -> None:
    assert len(cases()) > 130
    assert set(PICTURES) == set(odd_files())
    assert {case.kind for case in cases().values()} == {
        "markdown",
        "code",
        "json",
        "chat",
        "diff",
        "text",
        "picture",
    }
