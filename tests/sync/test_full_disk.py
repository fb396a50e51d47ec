"""A disk that is full to the last byte, the reserve too: what the person is told of sending is what happens."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from hdclient.errors import StoreFull
from hdclient.model.submission import SubmissionState
from tests.helpers.disks import small_disk
from tests.sync.trainer import Trainer


def test_what_is_saved_can_be_read_and_goes_when_there_is_space_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hdclient.store.store.RESERVE_BYTES", 0)
    with small_disk(tmp_path / "disk", "8m") as disk:
        trainer = Trainer(disk.path)
        trainer.stocked().submit(2)
        with (disk.path / "film").open("wb", buffering=0) as film, suppress(OSError):
            while True:
                film.write(b"x" * 512)
        for _ in range(3):
            with pytest.raises(StoreFull) as caught:
                trainer.engine.run_once()
            error = caught.value
            assert "full" in error.what and "Free some space" in error.remedy
            assert "can be read" in error.meaning and "sent when there is space" in error.meaning
        assert trainer.line.sent() == [], "what cannot be noted as sent is not sent"
        states = trainer.store.views.states()
        assert states.get(SubmissionState.QUEUED) == 2
        assert sum(trainer.store.drafts.current(task) is not None for task in trainer.tasks) == 2
        (disk.path / "film").unlink()
        trainer.engine.hurry()
        trainer.engine.run_once()
        assert trainer.store.views.states().get(SubmissionState.ACCEPTED) == 2
        assert len(trainer.platform.submissions) == 2
        trainer.close()
