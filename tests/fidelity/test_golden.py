"""The gallery, played: each block, indent, marker and look is what it was when somebody last looked at it."""

from __future__ import annotations

import pytest

from tests.fidelity.gallery import pages
from tests.fidelity.golden import FOLDER, dumps


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_gallery_looks_as_it_did(name: str) -> None:
    golden = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert dumps()[name].splitlines() == golden.splitlines(), (
        "what is shown has changed: look at `python -m tests.fidelity.gallery`, then run "
        "`python -m tests.fidelity.golden --write` and commit the difference"
    )
