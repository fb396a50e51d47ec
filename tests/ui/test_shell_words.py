"""What the frame says about saving and sending: always in words, always what it means for the work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hdclient.model.submission import Receipt, SubmissionState
from hdclient.session.views import SubmissionView, SyncView
from ui.components import moments
from ui.pages.receipts_model import task_of
from ui.shell.services import CONNECTION_STATES
from ui.shell.submissions_model import details
from ui.shell.sync_words import LINK_WORDS, chip_words, state_words


def view(state: SubmissionState, **facts: object) -> SubmissionView:
    known = {
        "submission_id": "0199c0de-7a31-7f02-9d5e-000000000009",
        "revision": 1,
        "task_id": "t-9",
        "campaign_title": "Science",
        "held": False,
        "sealed_at": "2026-11-21T09:00:00+00:00",
        "size": 1840,
        "attempts": 0,
        "last_error": "",
    }
    return SubmissionView(state=state, **(known | facts))


@pytest.mark.parametrize(
    ("sync", "state", "text", "tone"),
    [
        (SyncView(sent=3), "online", "All sent", "ok"),
        (SyncView(), "online", "Connected", "ok"),
        (SyncView(), "starting", "Connecting…", "plain"),
        (SyncView(waiting=3), "online", "Saved on this computer · 3 to send", "plain"),
        (SyncView(waiting=2, sending=1), "online", "Sending 1 of 3…", "accent"),
        (SyncView(), "offline", "Offline · work is saved", "warn"),
        (SyncView(waiting=2, sending=1), "offline", "Offline · 3 saved here", "warn"),
        (SyncView(attention=1, waiting=2), "offline", "1 needs attention", "warn"),
        (SyncView(attention=2), "online", "2 need attention", "warn"),
        (SyncView(waiting=1, attention=1), "sign_in_needed", "Sign in again · 1 saved here", "warn"),
        (SyncView(waiting=1), "read_only", "Read only · nothing is sent", "warn"),
        (SyncView(waiting=2, sent=1), "preview", "Preview · nothing is sent", "plain"),
        (SyncView(attention=1), "not_our_platform", "Sending stopped · work is saved", "err"),
    ],
)
def test_chip(sync: SyncView, state: str, text: str, tone: str) -> None:
    words = chip_words(sync, state)
    assert (words.text, words.tone) == (text, tone)
    assert words.sentence.endswith(".")


def test_chip_has_words_for_everything_that_can_be() -> None:
    for state in CONNECTION_STATES:
        assert LINK_WORDS[state].endswith(".")
        for number in range(16):
            sync = SyncView(
                waiting=number & 1, sending=number >> 1 & 1, attention=number >> 2 & 1, sent=number >> 3 & 1
            )
            words = chip_words(sync, state)
            assert len(words.text) > 5
            assert len(words.short or words.text) <= 34


def test_every_state_has_short_words_and_a_sentence() -> None:
    said = {state: state_words(view(state)) for state in SubmissionState}
    assert len({words for words, _, _ in said.values()}) == len(SubmissionState)
    assert all(sentence.endswith(".") for _, _, sentence in said.values())


def test_what_can_be_undone_says_so() -> None:
    assert state_words(view(SubmissionState.QUEUED, held=True))[0] == "Can be undone"
    assert state_words(view(SubmissionState.SENDING, held=True))[0] == "Being sent"


def test_details_carry_the_receipt_and_no_content() -> None:
    receipt = Receipt(
        submission_id="s",
        revision=1,
        sha256="ab" * 32,
        status="accepted_late",
        received_at="2026-11-21T09:00:03+00:00",
    )
    facts = dict(details(view(SubmissionState.ACCEPTED, receipt=receipt, attempts=2)))
    assert facts["Hash"] == "ab" * 32
    assert "late but taken" in facts["Receipt"]
    assert "2026-11-21T09:00:03+00:00" in facts["Receipt"]
    assert "Hash" not in dict(details(view(SubmissionState.QUEUED)))
    refused = dict(details(view(SubmissionState.REFUSED, last_error="The guideline has changed.")))
    assert refused["Last trouble"] == "The guideline has changed."


def test_long_ids_are_shortened_from_the_front() -> None:
    assert task_of("t-9", 1) == "t-9"
    assert task_of("0199c0de-7a31-7f02-9d5e-000000000009", 1) == "…00000009"


# Times and sizes

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC).astimezone()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "just now"),
        (59, "just now"),
        (60, "1 min"),
        (3_599, "59 min"),
        (7_200, "2 h"),
        (3 * 86_400, "3 days"),
    ],
)
def test_age(seconds: int, text: str) -> None:
    assert moments.age((NOW - timedelta(seconds=seconds)).isoformat(), NOW) == text


def test_moment_names_the_day_as_people_do() -> None:
    def at(**span: float) -> str:
        return moments.moment((NOW + timedelta(**span)).isoformat(), NOW)

    clock = f"{NOW:%H:%M}"
    assert at() == f"today {clock}"
    assert at(days=1) == f"tomorrow {clock}"
    assert at(days=-1) == f"yesterday {clock}"
    assert at(days=3).endswith(clock)
    assert "Nov" in at(days=9)


@pytest.mark.parametrize("text", ["", "soon", "2026-11-21T09:00:00"])
def test_what_is_no_moment_is_nothing(text: str) -> None:
    # A time without a zone could be anybody's.
    assert moments.moment(text) == ""
    assert moments.age(text) == ""


def test_durations_sizes_and_counts() -> None:
    assert [moments.duration(n * 60_000) for n in (0, 1, 60, 130)] == [
        "less than a minute",
        "1 min",
        "1 h",
        "2 h 10 min",
    ]
    assert [moments.size(n) for n in (840, 1_200, 3_400_000)] == ["840 B", "1.2 kB", "3.4 MB"]
    assert [moments.count(n, "try", "tries") for n in (1, 2)] == ["1 try", "2 tries"]
    assert moments.count(0, "task") == "0 tasks"
