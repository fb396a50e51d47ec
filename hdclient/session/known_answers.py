"""Qualification and known answers as a person meets them: where they stand, what was expected and why, and disagreeing.

The known answers come from the platform, one by one, after each answer: until then nothing of them is on this computer,
so that explaining needs the network, and answering does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from hdclient.model.base import InvalidValue
from hdclient.model.campaign import Campaign, GoldTold, Standing
from hdclient.model.explained import DISPUTE, Explained, Qualification
from hdclient.model.review import Comment
from hdclient.model.submission import SubmissionState
from hdclient.model.task import AssignmentState
from hdclient.session.answering import AnswerDesk
from hdclient.session.choosing import next_task
from hdclient.store import Store

_OPEN = (AssignmentState.LEASED, AssignmentState.BLOCKED, AssignmentState.DONE)
_SENT = (SubmissionState.QUEUED, SubmissionState.SENDING, SubmissionState.ACCEPTED)


class CaseStage(StrEnum):
    """todo → sent (on its way, or its explanation is) → right | wrong. retired: it counts as right for everybody."""

    TODO = "todo"
    SENT = "sent"
    RIGHT = "right"
    WRONG = "wrong"
    RETIRED = "retired"


class Case(Struct, frozen=True):
    """One task. `number`: its place in the attempt, from 1; of the campaign's own tasks (attempt 0) among those."""

    task_id: str
    attempt: int
    number: int
    stage: CaseStage
    explained: Explained | None = None


class KnownView(Struct, frozen=True):
    """All of one campaign. `waiting`: it is asked for. `reason`: why the platform gave none when it was asked last."""

    campaign: Campaign | None = None
    standing: Standing | None = None
    cases: tuple[Case, ...] = ()
    next_task: str = ""
    unsent: int = 0
    waiting: bool = False
    fetched: str = ""
    reason: str = ""

    def look_again(self) -> tuple[tuple[str, int], ...]:
        """Rules behind what was not right in the last attempt that is over, most often first, with how often."""
        last = self.last_attempt()
        counted = Counter(
            answer.rule
            for case in self.cases
            if case.attempt == last and case.stage is CaseStage.WRONG and case.explained is not None
            for answer in case.explained.answers
            if answer.rule and not answer.right
        )
        return tuple(counted.most_common())

    def last_attempt(self) -> int:
        """The number of the last attempt of which everything was told; 0: there is none."""
        going = {case.attempt for case in self.cases if case.explained is None}
        return max((case.attempt for case in self.cases if case.attempt not in going), default=0)

    def last_result(self) -> tuple[int, int]:
        """(right, tasks) of that attempt."""
        told = [case for case in self.cases if case.attempt == self.last_attempt() and case.attempt]
        return sum(case.stage is not CaseStage.WRONG for case in told), len(told)


class KnownDesk:
    """Made by Desk.known_answers. `release`: what was submitted last is sent without waiting to be undone."""

    def __init__(
        self, store: Store, answering: AnswerDesk, wake: Callable[[], None], release: Callable[[], None]
    ) -> None:
        self._store, self._answering, self._wake, self._release = store, answering, wake, release

    def campaigns(self) -> tuple[Campaign, ...]:
        """Those of which something is told, or may be."""
        return tuple(
            one
            for one in self._store.tasks.campaigns()
            if one.standing is not None
            or one.policy.gold_told is GoldTold.EACH
            or self._told(one.id).explained
        )

    def view(self, campaign_id: str) -> KnownView:
        """What is here of a campaign."""
        campaign = self._store.tasks.campaign(campaign_id)
        row = self._store.figures.get("qualification", campaign_id)
        told = self._told(campaign_id)
        standing = _newer(told.standing, None if campaign is None else campaign.standing)
        cases = self._cases(campaign_id, told)
        return KnownView(
            campaign=campaign,
            standing=standing,
            cases=cases,
            next_task=next_task(self._store, campaign_id, None) if campaign is not None else "",
            unsent=sum(case.stage is CaseStage.SENT for case in cases),
            waiting=row.wished,
            fetched=row.fetched,
            reason=row.reason,
        )

    def ask(self, campaign_id: str) -> None:
        """Asks the platform for what it tells now, or as soon as it can be reached."""
        if campaign_id and not self._store.read_only:
            self._store.figures.wish("qualification", campaign_id)
            self._wake()

    def submitted(self, campaign_id: str) -> None:
        """A task of the qualification was submitted: it is sent at once, and what was expected is asked for."""
        if not self._store.read_only:
            self._store.figures.wish("qualification", campaign_id)
            self._release()

    def was_told(self, campaign_id: str, submission_id: str) -> bool:
        """Whether what was expected of this submission has been explained, so that it stands."""
        return any(one.submission_id == submission_id for one in self._told(campaign_id).explained)

    def thread(self, case: Explained, question_id: str) -> tuple[Comment, ...]:
        """What was said about a known answer: one's disagreement and the answers to it, oldest first."""
        found: list[Comment] = []
        for comment in self._answering.feedback(case.submission_id, case.revision).comments:
            about = comment.anchor.names("question") if comment.anchor is not None else ""
            opens = comment.category == DISPUTE and about == question_id
            if opens or comment.reply_to in {one.id for one in found}:
                found.append(comment)
        return tuple(found)

    def say(self, case: Explained, question_id: str, text: str) -> Comment:
        """Disagrees with a known answer; where a thread is open, goes on in it."""
        thread = self.thread(case, question_id)
        if thread:
            return self._answering.reply(thread[0].id, case.submission_id, case.revision, text)
        return self._answering.disagree(case.submission_id, case.revision, question_id, text)

    def _told(self, campaign_id: str) -> Qualification:
        body = self._store.figures.get("qualification", campaign_id).body
        try:
            return Qualification.of_json(body) if body else Qualification()
        except InvalidValue:
            return Qualification()  # of another version of the program: asked for again

    def _cases(self, campaign_id: str, told: Qualification) -> tuple[Case, ...]:
        counted: Counter[int] = Counter()
        found = []
        for one in told.explained:
            counted[one.attempt] += 1
            stage = CaseStage.RIGHT if one.right else CaseStage.WRONG
            stage = CaseStage.RETIRED if one.retired else stage
            found.append(Case(one.task_id, one.attempt, counted[one.attempt], stage, one))
        known = {case.task_id for case in found}
        for task_id, attempt in self._store.views.examined(campaign_id):
            if task_id not in known and self._is_open(task_id):
                counted[attempt] += 1
                stage = CaseStage.SENT if self._is_sent(task_id) else CaseStage.TODO
                found.append(Case(task_id, attempt, counted[attempt], stage))
        return tuple(sorted(found, key=lambda case: (case.attempt == 0, case.attempt, case.number)))

    def _is_open(self, task_id: str) -> bool:
        """Not taken back by the platform, nor lost."""
        found = self._store.tasks.standing(task_id)
        return found is not None and found[0] in _OPEN

    def _is_sent(self, task_id: str) -> bool:
        work = self._store.submissions.of_task(task_id)
        return work is not None and work.state in _SENT


def _newer(told: Standing | None, listed: Standing | None) -> Standing | None:
    """Of what came with the explanations and what came with the list of campaigns, what knows of more."""
    if told is None or listed is None:
        return told or listed
    return listed if (listed.attempt, listed.answered) > (told.attempt, told.answered) else told
