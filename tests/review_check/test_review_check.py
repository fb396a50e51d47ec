"""One campaign of review work from beginning to end through the real windows, and what the platform exports of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from hdclient.model.base import canonical
from tests.review_check import plan
from tests.review_check.campaign import played
from tests.review_check.expected import disputed_tasks
from tests.ui.conftest import light_look, no_window_left, standard_keys  # noqa: F401

RETURNED = len(plan.TRAINERS)
FIRST = plan.FIRST_N * len(plan.TRAINERS)


def test_the_export_is_what_the_plan_foretells(tmp_path: Path, qapp: QApplication) -> None:
    found = played(tmp_path)
    assert found.offline == {*plan.TRAINERS, *plan.REVIEWERS, plan.JUDGE}
    assert found.counted == {
        "answered": 2 * plan.TASKS,
        "judged blind": FIRST + sum(map(plan.appeals, plan.TRAINERS)),
        "decided": FIRST + RETURNED,
        "settled": len(disputed_tasks(found.order)),
    }
    assert len(found.observed) == len(found.expected) > 60
    for seen, wanted in zip(found.observed, found.expected, strict=True):
        assert canonical(seen) == canonical(wanted)
