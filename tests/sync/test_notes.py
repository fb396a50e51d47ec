"""Notes to those who run a campaign: written here, sent once, kept until the platform says that it has them."""

from __future__ import annotations

import json
from collections.abc import Callable

from hdclient.accounts.unsent import gather
from hdclient.errors import Refused, Unreachable
from hdclient.session.desk import Desk
from tests.sync.trainer import Trainer

Make = Callable[..., Trainer]


def wrote(make: Make, text: str = "A wish") -> tuple[Trainer, Desk]:
    trainer = make().stocked()
    woken: list[bool] = []
    desk = Desk(trainer.store, trainer.hub, trainer.clock, wake=lambda: woken.append(True))
    campaign = desk.queue().campaigns[0].campaign.id
    desk.records.write_note(campaign, text)
    assert woken == [True] and desk.records.notes()[0].state == "waiting"
    return trainer, desk


def test_a_note_goes_out_with_the_next_round_and_is_acknowledged(make: Make) -> None:
    trainer, desk = wrote(make)
    assert trainer.engine.wait_ms(15_000) == 0
    trainer.engine.run_once()
    (note,) = desk.records.notes()
    assert note.state == "sent" and note.received_at
    assert [words for _, _, words in trainer.platform.notes.values()] == ["A wish"]
    trainer.engine.run_once()
    assert len(trainer.platform.notes) == 1


def test_a_note_whose_answer_was_lost_is_sent_again_and_kept_once(make: Make) -> None:
    trainer, desk = wrote(make)

    def lose(_answer: str) -> str:
        raise Unreachable("The connection broke off.")

    trainer.line.change["send_note"] = lose
    trainer.engine.run_once()
    assert len(trainer.platform.notes) == 1, "it has arrived, and nobody here knows"
    assert desk.records.notes()[0].state == "waiting" and "broke off" in desk.records.notes()[0].reason
    del trainer.line.change["send_note"]
    trainer.engine.run_once()
    assert desk.records.notes()[0].state == "waiting", "not at once: it waits its time"
    trainer.clock.advance(61_000)
    trainer.engine.run_once()
    assert desk.records.notes()[0].state == "sent" and len(trainer.platform.notes) == 1


def test_a_note_that_is_not_taken_stays_with_the_reason(make: Make) -> None:
    trainer, desk = wrote(make)
    trainer.line.fail["send_note"] = [Refused("The platform has no such campaign.")]
    trainer.engine.run_once()
    (note,) = desk.records.notes()
    assert (note.state, note.reason) == ("refused", "The platform has no such campaign.")
    assert trainer.store.notes.next_due_ms() is None


def test_trouble_with_a_note_stops_no_work(make: Make) -> None:
    trainer, _ = wrote(make)
    trainer.line.fail["send_note"] = [Unreachable("No answer.")]
    assert trainer.engine.run_once().error is None


def test_hurry_sends_what_waits(make: Make) -> None:
    trainer, desk = wrote(make)
    (note,) = desk.records.notes()
    trainer.store.notes.back_off(note.id, "No answer.", lambda _tries: 600_000)
    trainer.engine.run_once()
    assert desk.records.notes()[0].state == "waiting"
    trainer.engine.hurry()
    trainer.engine.run_once()
    assert desk.records.notes()[0].state == "sent"


def test_half_a_character_does_not_keep_a_note_for_ever(make: Make) -> None:
    trainer, desk = wrote(make, "A wish \udc9d")
    trainer.engine.run_once()
    assert desk.records.notes()[0].state == "sent" and desk.records.notes()[0].text == "A wish ?"


def test_a_note_that_waits_is_sealed_with_unsent_work(make: Make) -> None:
    trainer, _ = wrote(make)
    number, work = gather(trainer.store, "p", "d")
    told = json.loads(work)
    assert number == 1 and [note["text"] for note in told["notes"]] == ["A wish"] and told["items"] == []
    trainer.engine.run_once()
    assert gather(trainer.store, "p", "d") == (0, b"")
