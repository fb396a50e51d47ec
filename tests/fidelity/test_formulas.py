"""The hard formulas and those of real texts, and that what cannot be drawn says so."""

from __future__ import annotations

import random

import pytest
from markdown_it import MarkdownIt

from hdclient.content.formulas import recognise_formulas
from hdclient.content.tree import Formula
from hdclient.content.typesetting import drawn
from tests.fidelity.answers_data import folder
from tests.fidelity.formula_texts import texts
from tests.fidelity.formulas import found_in
from tests.fidelity.hard_formulas import HARD, REFUSED

pytest.importorskip("quickjs", reason="MathJax needs QuickJS, which has no wheel for this Python")


@pytest.mark.parametrize(("name", "tex"), HARD, ids=[name for name, _ in HARD])
def test_hard_formulas_are_drawn(name: str, tex: str) -> None:
    made = drawn(Formula(tex, True))
    assert made.drawing is not None, f"{name}: {made.problem}"
    assert made.drawing.marks and made.spoken


@pytest.mark.parametrize(("name", "tex"), REFUSED, ids=[name for name, _ in REFUSED])
def test_broken_formulas_say_why_they_are_not_drawn(name: str, tex: str) -> None:
    made = drawn(Formula(tex, True))
    assert made.drawing is None, name
    assert made.problem.endswith(".")


def test_there_are_enough_of_them() -> None:
    assert (len(HARD), len(REFUSED)) == (67, 10)


def test_formulas_of_real_texts_are_drawn() -> None:
    data = folder()
    if data is None:
        pytest.skip("no real texts: no ../shared/data beside the checkout, and HD_DATA names no folder")
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    recognise_formulas(parser)
    all_of_them = sorted({one for _, text in texts(data) for one in found_in(text, parser)})
    assert len(all_of_them) > 600
    some = random.Random(7).sample(all_of_them, 200)
    undrawn = [tex for tex, display in some if drawn(Formula(tex, display)).drawing is None]
    assert len(undrawn) <= 2
