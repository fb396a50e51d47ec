"""What operations do about known answers: answer those who disagree, and say who may work. Main thread only.

What is said here leaves by the outbox, and waits for a while in which it can be taken back; it works without a network.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from hdclient.errors import WorkError
from hdclient.events import EventHub, OutboxChanged
from hdclient.model.base import InvalidValue, JsonValue
from hdclient.model.disputes import (
    Dispute,
    GuidelineGap,
    KnownCare,
    PersonStanding,
    Settled,
    StrandedReturn,
)
from hdclient.model.gold import Gold
from hdclient.model.ids import new_id
from hdclient.model.said import CARE, Said, SaidKind
from hdclient.model.template import Question
from hdclient.quality.grading import is_right
from hdclient.session.item_session import UNDO_MS
from hdclient.session.reviewing import person_of, refusal_sentence
from hdclient.store import Store
from hdclient.words import tr

_DRAFTS = "known_care.drafts"


class Verdict(StrEnum):
    """What is to become of a known answer, in the words of those who decide it."""

    STANDS = "stands"
    ALSO = "also"
    """What the person answered counts as right too."""
    ONLY = "only"
    """Only what the person answered is right."""
    RETIRED = "retired"


class Settling(Struct, frozen=True):
    """What is being written: the answer to the person, and why the changed known answer is so."""

    verdict: Verdict | None = None
    text: str = ""
    why: str = ""


class Thread(Struct, frozen=True):
    """`waits`: the last word is the trainer's. `said`: what was decided here and is not on the platform."""

    dispute: Dispute
    waits: bool
    verdicts: tuple[Verdict, ...]
    said: Said | None = None


class CareView(Struct, frozen=True):
    """All of one campaign; what waits comes first. `refused`: what the platform did not take, with why."""

    threads: tuple[Thread, ...] = ()
    gaps: tuple[GuidelineGap, ...] = ()
    people: tuple[PersonStanding, ...] = ()
    stranded: tuple[StrandedReturn, ...] = ()
    refused: tuple[tuple[Said, str], ...] = ()
    deciding: frozenset[str] = frozenset()
    """People, gaps and returned work about which a decision is on its way."""
    fetched: str = ""
    waiting: bool = False
    reason: str = ""


class KnownCareDesk:
    """Made by Desk.known_care. `wake` tells sync that there is something to send or to ask for."""

    def __init__(self, store: Store, hub: EventHub, wake: Callable[[], None]) -> None:
        self._store, self._hub, self._wake = store, hub, wake

    @property
    def is_mine(self) -> bool:
        """Whether this person's role runs campaigns."""
        person = person_of(self._store)
        return person is not None and person.runs

    def campaigns(self) -> tuple[tuple[str, str], ...]:
        """(id, title) of the person's campaigns."""
        return tuple((one.id, one.title) for one in self._store.tasks.campaigns())

    def ask(self, campaign_id: str) -> None:
        """Asks the platform how it is now, or as soon as it can be reached."""
        if campaign_id and not self._store.read_only:
            self._store.figures.wish("known_care", campaign_id)
            self._wake()

    def view(self, campaign_id: str) -> CareView:
        """What is here of a campaign."""
        row = self._store.figures.get("known_care", campaign_id)
        try:
            told = KnownCare.of_json(row.body) if row.body else KnownCare()
        except InvalidValue:
            told = KnownCare()  # of another version of the program: asked for again
        waiting = [one for one in self._store.said.waiting() if one.kind in CARE]
        settling = {one.target: one for one in waiting if one.kind is SaidKind.SETTLE}
        threads = [_thread(one, settling.get(one.state.id)) for one in told.disputes]
        known = {one.state.id for one in told.disputes} | {one.id for one in told.gaps}
        known |= {one.id for one in told.stranded} | {campaign_id}
        refused = [one for one in self._store.said.refused() if one.kind in CARE and one.target in known]
        deciding = {str(one.body["person_id"]) for one in waiting if one.kind is SaidKind.ALLOW}
        deciding |= {one.target for one in waiting if one.kind in (SaidKind.CLOSE_GAP, SaidKind.HAND_OVER)}
        return CareView(
            threads=tuple(sorted(threads, key=lambda one: not one.waits)),
            gaps=told.gaps,
            people=told.standings,
            stranded=told.stranded,
            refused=tuple((one, _why(one)) for one in refused),
            deciding=frozenset(deciding),
            fetched=row.fetched,
            waiting=row.wished,
            reason=row.reason,
        )

    # Writing

    def draft(self, thread_id: str) -> Settling:
        """What was begun to be written about a thread."""
        kept = self._drafts().get(thread_id)
        if not isinstance(kept, dict):
            return Settling()
        said = self._store.said.get(str(kept.get("said", "")))
        if said is not None and said.state == "sent":
            return Settling()
        verdict = kept.get("verdict")
        known = Verdict(verdict) if verdict in set(Verdict) else None
        return Settling(known, str(kept.get("text", "")), str(kept.get("why", "")))

    def keep_draft(self, thread_id: str, draft: Settling, said_id: str = "") -> None:
        """It is on the disk when this returns. `said_id`: as what it was sent; with that it is done."""
        if (draft == self.draft(thread_id) and not said_id) or self._store.read_only:
            return
        drafts = self._drafts()
        drafts.pop(thread_id, None)
        if draft != Settling():
            verdict = draft.verdict.value if draft.verdict is not None else ""
            drafts[thread_id] = {"verdict": verdict, "text": draft.text, "why": draft.why, "said": said_id}
        self._store.settings.set(_DRAFTS, drafts)

    # Deciding

    def settle(self, thread: Thread, draft: Settling) -> Said:
        """Answers the person and decides. It is on the disk when this returns. Raises WorkError."""
        dispute = thread.dispute
        if fault := fault_of(thread, draft):
            raise WorkError(fault, tr("Nothing was sent."), tr("Write it, then send it again."))
        assert draft.verdict is not None
        gold = changed_gold(dispute, draft)
        outcome = _OUTCOMES[draft.verdict]
        said_id = new_id()
        body: dict[str, JsonValue] = {
            "id": said_id,
            "text": draft.text.strip(),
            "outcome": outcome.value,
            "gold": [one.plain() for one in gold],
            "seen": dispute.state.state,
        }
        said = Said(id=said_id, kind=SaidKind.SETTLE, target=dispute.state.id, body=body)
        with self._store.transaction():
            self.keep_draft(
                dispute.state.id, draft, said_id
            )  # if it is taken back or refused, the words are here
            kept = self._store.said.add(said, hold_ms=UNDO_MS)
        self._told()
        return kept

    def allow(self, campaign_id: str, person: PersonStanding, *, passed: bool, more_attempts: int) -> Said:
        """Lets somebody work without passing, or gives them so many attempts beyond the policy's."""
        body: dict[str, JsonValue] = {
            "person_id": person.person_id,
            "passed": passed,
            "more_attempts": more_attempts,
        }
        said = Said(id=new_id(), kind=SaidKind.ALLOW, target=campaign_id, body=body)
        kept = self._store.said.add(said, hold_ms=UNDO_MS)
        self._told()
        return kept

    def close_gap(self, gap: GuidelineGap, note: str) -> Said:
        """The guideline says it now, or need not: `note` says what became of it."""
        said_id = new_id()
        said = Said(id=said_id, kind=SaidKind.CLOSE_GAP, target=gap.id, body={"note": note.strip()})
        with self._store.transaction():
            self.keep_draft(gap.id, Settling(text=note), said_id)
            kept = self._store.said.add(said, hold_ms=UNDO_MS)
        self._told()
        return kept

    def hand_over(self, one: StrandedReturn) -> Said:
        """The task of returned work is to be answered by somebody else: its author's account is closed."""
        said = Said(id=new_id(), kind=SaidKind.HAND_OVER, target=one.id, body={"revision": one.revision})
        kept = self._store.said.add(said, hold_ms=UNDO_MS)
        self._told()
        return kept

    def undo(self, said_id: str) -> None:
        """Takes back what was sent last, if it has not left this computer. Raises WorkError."""
        if not self._store.said.undo(said_id):
            raise WorkError(
                tr("It is too late to take this back."),
                tr("It was sent already, or is on its way."),
                tr("Decide it anew when the list has come again."),
            )
        self._told()

    def put_away(self, said_id: str) -> None:
        """The person has seen why it was refused. Its words stay as a draft."""
        self._store.said.put_away(said_id)
        self._told()

    def _drafts(self) -> dict[str, JsonValue]:
        kept = self._store.settings.get(_DRAFTS)
        return dict(kept) if isinstance(kept, dict) else {}

    def _told(self) -> None:
        self._hub.publish(OutboxChanged())
        self._wake()


_OUTCOMES = {
    Verdict.STANDS: Settled.KEPT,
    Verdict.ALSO: Settled.CHANGED,
    Verdict.ONLY: Settled.CHANGED,
    Verdict.RETIRED: Settled.RETIRED,
}


def fault_of(thread: Thread, draft: Settling) -> str:
    """What is missing before it can be sent, as a sentence; empty: nothing."""
    if thread.said is not None:
        return tr("Your answer is on its way.")
    if draft.verdict not in thread.verdicts:
        return tr("Choose what becomes of the known answer.")
    if not draft.text.strip():
        return tr("Write what the trainer is told.")
    if _OUTCOMES[draft.verdict] is Settled.CHANGED and not draft.why.strip():
        return tr("Say why it is so now: everybody who is told this known answer reads it.")
    return ""


def changed_gold(dispute: Dispute, draft: Settling) -> tuple[Gold, ...]:
    """All that is known of the task afterwards; empty where nothing of it changes."""
    question = dispute.question
    if question is None or draft.verdict not in (Verdict.ALSO, Verdict.ONLY):
        return ()
    found = []
    for one in dispute.gold:
        if one.question != question.id:
            found.append(one)
        elif draft.verdict is Verdict.ONLY:
            found.append(one.changed(accept=(dispute.given,), refuse=(), above=(), why=draft.why.strip()))
        else:
            found.append(_widened(question, one, dispute).changed(why=draft.why.strip()))
    return tuple(found)


def _widened(question: Question, gold: Gold, dispute: Dispute) -> Gold:
    """As before, but what the person answered is right too; orders that it does not keep are no longer asked for."""

    def holds(**part: object) -> bool:
        alone = Gold(question=question.id).changed(**part)
        return is_right(question, alone, dispute.given, dispute.display_order)

    accept = gold.accept if holds(accept=gold.accept) else (*gold.accept, dispute.given)
    return gold.changed(
        accept=accept,
        refuse=tuple(one for one in gold.refuse if holds(refuse=(one,))),
        above=tuple(one for one in gold.above if holds(above=(one,))),
    )


def _verdicts(dispute: Dispute) -> tuple[Verdict, ...]:
    """What can be decided. Of what was taken back nothing any more, but the thread can go on."""
    if dispute.state.state == "retired":
        return (Verdict.RETIRED,)
    if dispute.question is None or dispute.given is None:
        return Verdict.STANDS, Verdict.RETIRED
    wider = changed_gold(dispute, Settling(Verdict.ALSO))
    says = all(one.accept or one.refuse or one.above for one in wider)  # else everything would be right
    return tuple(one for one in Verdict if one is not Verdict.ALSO or says)


def _thread(dispute: Dispute, said: Said | None) -> Thread:
    last = dispute.comments[-1].author if dispute.comments else dispute.state.person
    waits = said is None and (dispute.state.state == "open" or last == dispute.state.person)
    return Thread(dispute, waits, _verdicts(dispute), said)


def _why(said: Said) -> str:
    return said.reason if said.why == "gold" and said.reason else refusal_sentence(said)
