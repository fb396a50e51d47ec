from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.review_office import Office, open_office
from tests.sync.trainer import Trainer


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Trainer]]:
    """Makes a trainer's computer; it is closed after the test."""
    made: list[Trainer] = []

    def new(**facts: Any) -> Trainer:
        made.append(Trainer(tmp_path, **facts))
        return made[-1]

    yield new
    for trainer in made:
        trainer.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.close()
