"""Power cuts: nothing that was acknowledged may depend on what had not been synced."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.power import has_strace, record, replay

pytestmark = pytest.mark.skipif(not has_strace(), reason="strace is needed to record what reaches the disk")
TRIALS = 200


@pytest.mark.slow
def test_no_acknowledged_submission_is_lost_in_a_power_cut(tmp_path: Path) -> None:
    recording = record(tmp_path)
    said = [act for act in recording.acts if act.kind == "said"]
    assert len(said) > 100 and sum(act.kind == "sync" for act in recording.acts) > 100
    findings = replay(recording, tmp_path / "after", TRIALS, seed=1)
    assert findings.ok, findings


@pytest.mark.slow
def test_a_store_that_syncs_less_is_found_out(tmp_path: Path) -> None:
    findings = replay(record(tmp_path, "NORMAL"), tmp_path / "after", 40, seed=1)
    assert findings.lost or findings.refused
