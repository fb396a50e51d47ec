"""How a campaign has its work reviewed: what gets into the queue, how it is judged, and the words for errors."""

from typing import Annotated

from msgspec import Meta

from hdclient.model.base import Value
from hdclient.model.review import Severity

Share = Annotated[float, Meta(ge=0, le=1)]


class ErrorCategory(Value, frozen=True, kw_only=True):
    """One entry of the campaign's error taxonomy."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    title: Annotated[str, Meta(min_length=1, max_length=100)]
    help: Annotated[str, Meta(max_length=500)] = ""
    rule: Annotated[str, Meta(max_length=64, description="id of the guideline rule that explains it")] = ""


class QuickComment(Value, frozen=True, kw_only=True):
    """A comment that is often needed, ready to be used."""

    text: Annotated[str, Meta(min_length=1, max_length=2_000)]
    category: Annotated[str, Meta(max_length=64)] = ""
    severity: Severity = Severity.ISSUE
    rule: Annotated[str, Meta(max_length=64)] = ""


CATEGORIES = (
    ErrorCategory(id="judgement", title="Wrong judgement"),
    ErrorCategory(id="missed", title="Something was missed"),
    ErrorCategory(id="reason", title="Reason is missing or weak"),
    ErrorCategory(id="guideline", title="Guideline not followed"),
    ErrorCategory(id="language", title="Language or form"),
)


class ReviewPolicy(Value, frozen=True, kw_only=True):
    """What the platform puts into the reviewers' queue. All off: nothing is sampled, reviewers choose by themselves.

    Trainers see categories, quick comments and hours only (`for_trainers`).
    """

    first_n: Annotated[int, Meta(ge=0, le=10_000, description="first submissions of each person")] = 0
    sample: Annotated[Share, Meta(description="of each person's later submissions")] = 0.0
    random: Annotated[Share, Meta(description="of all submissions, whoever made them")] = 0.0
    low_agreement: Annotated[Share, Meta(description="tasks whose answers agree less than this; 0: off")] = (
        0.0
    )
    flagged: Annotated[bool, Meta(description="what a trainer has flagged, where anything is sampled")] = True
    adjudicate_below: Annotated[
        Share, Meta(description="tasks whose answers agree less than this are adjudicated; 0: off")
    ] = 0.0
    blind: Annotated[bool, Meta(description="the reviewer judges first, and sees the answers after")] = False
    appeal_hours: Annotated[
        int, Meta(ge=0, le=24 * 90, description="an appeal is judged within; 0: there is no appeal")
    ] = 72
    hold_hours: Annotated[int, Meta(ge=1, le=24 * 30, description="a reviewer holds an item for")] = 48
    prefetch: Annotated[int, Meta(ge=1, le=100, description="items kept on the reviewer's computer")] = 10
    categories: Annotated[
        tuple[ErrorCategory, ...], Meta(max_length=100, description="empty: those of hdclient itself")
    ] = ()
    quick: Annotated[tuple[QuickComment, ...], Meta(max_length=200)] = ()

    @property
    def taxonomy(self) -> tuple[ErrorCategory, ...]:
        """The error categories that reviewers choose from."""
        return self.categories or CATEGORIES

    @property
    def queues(self) -> bool:
        """Whether the platform decides what is reviewed, so that nobody chooses."""
        return bool(self.first_n or self.sample or self.random or self.low_agreement)

    def for_trainers(self) -> "ReviewPolicy":
        """What trainers may know of it."""
        return ReviewPolicy(appeal_hours=self.appeal_hours, categories=self.categories, quick=self.quick)
