"""The rows of the sync sheet."""

from __future__ import annotations

from hdclient.model.submission import SubmissionState
from hdclient.session.views import SubmissionView
from ui.shell.services import ConnectionFacts
from ui.shell.submissions_model import details, with_link_trouble


def row(state: SubmissionState, last_error: str = "") -> SubmissionView:
    return SubmissionView("s1", 1, "t1", "Campaign", state, False, "2026-11-21T09:00:00Z", 800, 0, last_error)


def test_what_waits_for_the_network_says_so_in_its_own_row() -> None:
    rows = [
        row(SubmissionState.QUEUED),
        row(SubmissionState.QUEUED, "Its own."),
        row(SubmissionState.ACCEPTED),
    ]
    offline = ConnectionFacts("offline", "The platform cannot be reached.")
    assert [r.last_error for r in with_link_trouble(rows, offline)] == [
        "The platform cannot be reached.",
        "Its own.",
        "",
    ]
    assert with_link_trouble(rows, ConnectionFacts("online", "")) == tuple(rows)


def test_a_submission_is_named_as_in_the_export() -> None:
    assert details(row(SubmissionState.ACCEPTED))[0] == ("Submission", "s1, revision 1")
