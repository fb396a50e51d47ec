"""The task that a person judges, and its lease to that person."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, field

from hdclient.model.base import JsonValue, Value
from hdclient.model.content import Asset, ContentBlock
from hdclient.model.sensitivity import PROMPT, Sensitivity
from hdclient.model.suggestion import Suggestion
from hdclient.model.template import Template


class Candidate(Value, frozen=True, kw_only=True):
    """One model output under judgement, known by an opaque id. Carries nothing that tells who wrote it."""

    id: str
    content: tuple[ContentBlock, ...]


class Slot(Value, frozen=True, kw_only=True):
    """A named piece of content beyond prompt and responses: a source, a reference, passages, evidence."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    title: Annotated[str, Meta(description="what stands above it; empty: as the template says")] = ""
    content: tuple[ContentBlock, ...]


class Task(Value, frozen=True, kw_only=True):
    """Immutable: a changed task is a new revision. The order of `candidates` is not the order shown."""

    id: str
    rev: Annotated[int, Meta(ge=1)]
    campaign_id: str
    template: Template
    system_prompt: tuple[ContentBlock, ...] = ()
    prompt: tuple[ContentBlock, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    content_warning: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    suggestions_held_back: Annotated[
        bool, Meta(description="it has suggestions that nobody gets, to see what the others do to answers")
    ] = False
    sensitive: tuple[Sensitivity, ...] = ()
    slots: tuple[Slot, ...] = ()
    data: Annotated[
        dict[str, JsonValue],
        Meta(description="facts of this task: rubric items, claims, steps, descriptions of points"),
    ] = field(default_factory=dict)

    def warnings(self) -> tuple[Sensitivity, ...]:
        """In which ways it can hurt; a warning in words alone counts as one, and speaks of all of the task."""
        if self.sensitive or not self.content_warning.strip():
            return self.sensitive
        return (Sensitivity(category=self.content_warning.strip()[:60]),)

    def warnings_of(self, item: str) -> tuple[Sensitivity, ...]:
        """Those of one part: a candidate's or a slot's id, or PROMPT."""
        return tuple(one for one in self.warnings() if not one.items or item in one.items)

    def sensitive_parts(self) -> dict[tuple[ContentBlock, ...], tuple[Sensitivity, ...]]:
        """What must be covered, known by the content itself."""
        parts = [(PROMPT, self.prompt), (PROMPT, self.system_prompt)]
        parts += [(slot.id, slot.content) for slot in self.slots]
        parts += [(candidate.id, candidate.content) for candidate in self.candidates]
        found: dict[tuple[ContentBlock, ...], tuple[Sensitivity, ...]] = {}
        for item, blocks in parts:
            said = self.warnings_of(item)
            if blocks and said:
                found[blocks] = tuple(dict.fromkeys((*found.get(blocks, ()), *said)))
        return found

    def candidate(self, candidate_id: str) -> Candidate:
        """The candidate with this id. Raises KeyError."""
        for candidate in self.candidates:
            if candidate.id == candidate_id:
                return candidate
        raise KeyError(candidate_id)

    def assets(self) -> tuple[Asset, ...]:
        """Every file that the task shows, each once, in order of appearance."""
        blocks = [*self.system_prompt, *self.prompt]
        for content in (*(one.content for one in self.slots), *(one.content for one in self.candidates)):
            blocks.extend(content)
        found = {block.asset.sha256: block.asset for block in blocks if block.asset is not None}
        return tuple(found.values())


class AssignmentState(StrEnum):
    """The platform's states of an assignment, as far as this computer knows.

    available → leased → done | expired | withdrawn      (blocked: it cannot be shown here; the reason is beside it)
    """

    AVAILABLE = "available"
    LEASED = "leased"
    DONE = "done"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    BLOCKED = "blocked"


class Lease(Value, frozen=True, kw_only=True):
    """The platform's promise that this person may do this task. `ttl_s` counts from when the reply arrived."""

    lease_id: str
    task_id: str
    task_rev: Annotated[int, Meta(ge=1)]
    campaign_id: str
    ttl_s: Annotated[int, Meta(ge=0, description="seconds")]
    latest_s: Annotated[
        int | None, Meta(description="seconds: what renewing can make of it at most; None: it was not said")
    ] = None
    display_order: tuple[str, ...] = ()
    guideline_version: Annotated[int, Meta(ge=0)]
    required: Annotated[
        tuple[str, ...] | None, Meta(description="question ids; None: as the template says")
    ] = None
    attempt: Annotated[
        int, Meta(ge=0, description="of the qualification that it belongs to; 0: the campaign's own work")
    ] = 0


class Assignment(Value, frozen=True, kw_only=True):
    """A leased task, ready to be worked on."""

    lease: Lease
    task: Task
    state: AssignmentState
    blocked_reason: str = ""
    saved_until: Annotated[str, Meta(description="ISO 8601, for display: when the lease ends")] = ""

    @property
    def required(self) -> frozenset[str]:
        """Ids of the questions that must be answered before this assignment can be submitted."""
        if self.lease.required is not None:
            return frozenset(self.lease.required)
        return frozenset(question.id for question in self.task.template.questions if question.required)
