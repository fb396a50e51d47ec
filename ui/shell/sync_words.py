"""What the status chip says: always words. Colour and icon only repeat them. Knows no widget."""

from __future__ import annotations

from msgspec import Struct

from hdclient.model.submission import SubmissionState
from hdclient.session.views import SubmissionView, SyncView
from ui.components.moments import count


class ChipWords(Struct, frozen=True):
    """Text, tone and icon of the chip, and a longer sentence for tool tip and assistive technology."""

    text: str
    tone: str
    icon: str
    sentence: str
    short: str = ""
    """For narrow windows; empty: the text is short enough."""


def chip_words(sync: SyncView, state: str) -> ChipWords:
    """The chip for these facts and this state of the connection (see services.CONNECTION_STATES)."""
    return _trouble(sync, state) or _progress(sync, state)


def _trouble(sync: SyncView, state: str) -> ChipWords | None:
    here = sync.waiting + sync.sending
    saved = f"{here} saved here" if here else "work is saved"
    if state == "sign_in_needed":
        asks = "The platform asks you to sign in again. "
        return ChipWords(f"Sign in again · {saved}", "warn", "lock", asks + _safe(here))
    if state == "not_our_platform":
        other = "Something else answers in the platform’s place. "
        return ChipWords(f"Sending stopped · {saved}", "err", "error", other + _safe(here))
    if sync.attention:
        text = "1 needs attention" if sync.attention == 1 else f"{sync.attention} need attention"
        return ChipWords(
            text, "warn", "warn", f"{count(sync.attention, 'submission')} cannot go on without you."
        )
    if state == "offline":
        return ChipWords(
            f"Offline · {saved}", "warn", "offline", "The platform cannot be reached. " + _safe(here)
        )
    return None


def _progress(sync: SyncView, state: str) -> ChipWords:
    here = sync.waiting + sync.sending
    if sync.sending:
        sending = f"Sending {sync.sending} of {here}"
        return ChipWords(f"{sending}…", "accent", "sync", f"{sending}.")
    if sync.waiting:
        long, short = f"Saved on this computer · {here} to send", f"Saved here · {here} to send"
        return ChipWords(long, "plain", "computer", _safe(here), short)
    if state == "starting":
        return ChipWords("Connecting…", "plain", "sync", "Looking for the platform. You can work meanwhile.")
    if sync.sent:
        return ChipWords("All sent", "ok", "done", "Everything you have submitted is on the platform.")
    return ChipWords("Connected", "ok", "done", "Connected to the platform. Nothing is waiting to be sent.")


LINK_WORDS = {
    "starting": "Looking for the platform. You can work meanwhile.",
    "online": "Connected to the platform.",
    "offline": "The platform cannot be reached. You can go on: your work is saved here and is sent later.",
    "sign_in_needed": "The platform asks you to sign in again. Your work is saved here.",
    "not_our_platform": "Something else answers in the platform’s place, so nothing is sent. Your work is saved here.",
}
"""The link in a sentence, where sync has none of its own to say."""


def _safe(here: int) -> str:
    if not here:
        return "Your work is saved on this computer."
    verb = "is" if here == 1 else "are"
    return f"{count(here, 'submission')} {verb} saved on this computer and will be sent."


_STATES = {
    SubmissionState.DRAFT: ("Draft", "text2", "Saved on this computer, not submitted."),
    SubmissionState.QUEUED: ("Waiting to be sent", "text2", "Saved on this computer. It is sent by itself."),
    SubmissionState.SENDING: (
        "Being sent",
        "accent_text",
        "On its way. If the answer is lost, it is sent again.",
    ),
    SubmissionState.ACCEPTED: ("On the platform", "text", "The platform has it."),
    SubmissionState.RETURNED: (
        "Returned to you",
        "err",
        "A reviewer asks for changes. Open it from the queue.",
    ),
    SubmissionState.REFUSED: (
        "Refused",
        "err",
        "The platform did not take it. It is kept here and can be reworked.",
    ),
    SubmissionState.CONFLICTED: (
        "Differs from the platform’s",
        "err",
        "The platform has other words for this task. Yours are kept here and can be reworked.",
    ),
    SubmissionState.ORPHANED: (
        "Task is gone",
        "err",
        "The platform has taken the task back. Your words are kept here.",
    ),
}


_LATE = (
    "On the platform, late",
    "text",
    "It came after its time was over. The platform has taken it all the same.",
)
_SURPLUS = (
    "Kept as surplus",
    "text",
    "It came late, when the task had all its answers. The platform keeps it beside them."
    " Your words and the receipt are here too: ask your programme manager whether it counts.",
)


def state_words(view: SubmissionView) -> tuple[str, str, str]:
    """(short words, tone of ui/theme.TONES, a sentence) for a submission's state."""
    if view.held and view.state is SubmissionState.QUEUED:
        return (
            "Can be undone",
            "text2",
            "Saved on this computer. Until it is sent, the last submit can be undone.",
        )
    if view.state is SubmissionState.ACCEPTED and view.receipt is not None and is_late(view):
        return _SURPLUS if view.receipt.surplus else _LATE
    return _STATES[view.state]


def is_late(view: SubmissionView) -> bool:
    """Whether the platform says that it came after its time."""
    return view.receipt is not None and (view.receipt.late or view.receipt.status == "accepted_late")
