"""What goes into an export: one record per submission, and the account of what a format could not say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from hdclient.model.base import JsonValue
from hdclient.model.content import ContentBlock
from hdclient.model.review import Review
from hdclient.model.submission import SubmissionBody
from hdclient.model.task import Task
from hdclient.model.template import Question


@dataclass(frozen=True, slots=True)
class Record:
    """One submission with all that belongs to it. Exists on the platform's side only: it holds model names.

    `status`: "accepted" (the platform has it and it stands), "returned" (a reviewer wants it reworked),
    "superseded" (a later revision stands in its place) or "surplus" (more answers than were wanted).
    `received_at`: ISO 8601 UTC.
    """

    task: Task
    body: SubmissionBody
    person_id: str
    models: dict[str, str] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)
    reviews: tuple[Review, ...] = ()
    comments: int = 0
    role: str = "annotator"
    status: str = "accepted"
    received_at: str = ""


@dataclass(slots=True)
class LossReport:
    """What became of the records. Complete only when the rows have been read to the end.

    `dropped` counts judgements (of a ranking: pairs) that gave no row, by reason; `reduced` counts rows that
    say less than the judgement did.
    """

    records: int = 0
    rows: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    reduced: Counter[str] = field(default_factory=Counter)
    guideline_versions: set[int] = field(default_factory=set)
    template_versions: set[int] = field(default_factory=set)

    def see(self, record: Record) -> None:
        """Counts a record that was read."""
        self.records += 1
        self.guideline_versions.add(record.body.guideline_version)
        self.template_versions.add(record.body.template_version)

    @property
    def lost(self) -> dict[str, int]:
        """Both counts under one roof, for the platform's reply."""
        return dict(sorted((self.dropped + self.reduced).items()))


Row: TypeAlias = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format: a name, what it is, and the pure function that turns records into rows.

    The rows are made while they are read; the report fills on the way.
    """

    name: str
    description: str
    rows: Callable[[Iterable[Record]], tuple[Iterator[Row], LossReport]]


def text_of(blocks: Sequence[ContentBlock]) -> str:
    """The text of a piece of content: its blocks as they were written, an empty line between two of them."""
    return "\n\n".join(block.text for block in blocks if block.text or block.asset is None)


def has_file(blocks: Iterable[ContentBlock]) -> bool:
    """Whether the content shows a file, which text cannot say."""
    return any(block.asset is not None for block in blocks)


def judging_question(task: Task) -> Question | None:
    """The question that judges the candidates: the first comparison or ranking, else the first of all."""
    questions = task.template.questions
    judging = [question for question in questions if question.kind in ("comparison", "ranking")]
    return next(iter([*judging, *questions]), None)
