"""From answers to the frozen body of a submission, and what stands in the way of it. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hdclient import __version__
from hdclient.errors import NotSubmittable
from hdclient.model.base import JsonValue, canonical_of, is_whole
from hdclient.model.campaign import Campaign
from hdclient.model.submission import Flag, Shown, Skip, SubmissionBody, Timing
from hdclient.model.suggestion import SuggestionUse
from hdclient.model.task import Lease, Task
from hdclient.questions.base import Problem, QuestionKind
from hdclient.session.progress import Ahead, Progress, shown_order
from hdclient.store.journal import carried
from hdclient.templates.form import Form
from hdclient.words import tr

Kinds = Mapping[str, QuestionKind[Any]]
Answers = Mapping[str, JsonValue]

CLIENT = f"hdclient/{__version__}"
# The platform takes no bigger body (wire.work.MAX_SUBMISSION_BYTES, not imported for start-up's sake).
MAX_BODY_BYTES = 1_000_000

_NO_TIME = Timing(started="", submitted="", active_ms=0, idle_ms=0)


def find_problems(progress: Progress, form: Form, kinds: Kinds) -> tuple[Problem, ...]:
    """Why the answers of `form` cannot be submitted, or this part of the task not be finished; empty when they can."""
    answers = form.answers
    found: list[Problem] = []
    for asked in form.shown():
        title, kind = asked.question.title, kinds.get(asked.question.kind)
        if kind is None:
            found.append(Problem(asked.key, tr("“{title}” needs a newer hdclient.", title=title)))
        elif form.is_answered(asked.key):
            found.extend(kind.check(asked.question, answers[asked.key], asked.candidate_ids, asked.about))
        elif form.is_required(asked.key):
            text = tr("“{title}” is not answered yet.", title=title)
            found.append(Problem(asked.key, text, incomplete=True))
    for failed in form.failed() if form.task.template.checks else ():
        confirm = "" if failed.blocks else failed.key
        if failed.blocks or failed.key not in progress.confirmed:
            found.append(Problem(failed.at, failed.check.text, confirm=confirm))
    if not found and progress.next_stage() is None:  # while something is missing, nobody needs to be warned
        for one in progress.warnings(form):
            if one.blocks or one.key not in progress.confirmed:
                found.append(Problem(one.at, one.text, confirm="" if one.blocks else one.key))
    return tuple(found)


def parts_left(progress: Progress) -> tuple[Problem, ...]:
    """What is still to come before the task can be submitted: the next part."""
    stage = progress.next_stage()
    text = "" if stage is None else tr("Another part follows: “{title}”.", title=stage.title)
    return (Problem("", text, incomplete=True),) if text else ()


def refuse_too_long(body: bytes) -> None:
    """Raises NotSubmittable for a body that the platform would not take."""
    if len(body) > MAX_BODY_BYTES:
        raise NotSubmittable(
            tr("This submission is too long for the platform."),
            tr("Your answers are saved as a draft."),
            tr(
                "Shorten the text: {number:,} of at most {max_body_bytes:,} bytes.",
                number=len(body),
                max_body_bytes=MAX_BODY_BYTES,
            ),
            problems=[tr("The text is too long.")],
        )


def body_ahead(
    progress: Progress,
    form: Form,
    submission_id: str,
    revision: int,
    *,
    content_engine: str = "",
    device_id: str = "",
) -> Ahead:
    """Of these answers. `form`: of all parts, finished ones; a blank answer is left out."""
    task, lease = progress.assignment.task, progress.assignment.lease
    body = SubmissionBody(
        schema="hd.submission/1",
        submission_id=submission_id,
        revision=revision,
        **_judged(task),
        lease_id=lease.lease_id,
        guideline_version=lease.guideline_version,
        shown=_shown(form, lease, content_engine),
        answers=form.kept(),
        timing=_NO_TIME,
        stages=progress.finished,
        confirmed=_confirmed(form, progress),
        client=CLIENT,
        device_id=device_id,
    )
    return Ahead(body, is_whole(body))


def body_for(
    ahead: Ahead,
    task: Task,
    *,
    timing: Timing,
    lease_id: str = "",
    guideline_version: int = 0,
    log_head: str = "",
    skip: Skip | None = None,
    flag: Flag | None = None,
    seen: tuple[Campaign, Answers] | None = None,
) -> bytes:
    """The canonical bytes of one judgement. A skipped task carries no answers. `seen`: campaign and view facts, which
    know what became of suggestions."""
    told: dict[str, Any] = {"timing": timing, "flag": flag, "log_head": log_head}
    if lease_id:
        told["lease_id"] = lease_id
    if guideline_version:
        told["guideline_version"] = guideline_version
    if skip is not None:
        told |= {"skip": skip, "answers": {}, "confirmed": ()}
    if seen is not None and task.suggestions:
        told["suggestions"] = _uses(task, seen, ahead.body.answers if skip is None else {})
    return canonical_of(ahead.body.changed(**told), whole=ahead.whole and not task.suggestions)


def _judged(task: Task) -> dict[str, Any]:
    """Which task it is, exactly, and what it was given out without."""
    from hdclient.templates.hashing import template_hash  # start-up

    return {
        "task_id": task.id,
        "task_rev": task.rev,
        "campaign_id": task.campaign_id,
        "template_id": task.template.id,
        "template_version": task.template.version,
        "suggestions_held_back": task.suggestions_held_back,
        "template_sha256": template_hash(task.template),
    }


def _confirmed(form: Form, progress: Progress) -> tuple[str, ...]:
    """The checks that still do not hold, and that the person meant."""
    if not progress.confirmed:
        return ()
    failing = (*(one.key for one in form.failed()), *(one.key for one in progress.warnings(form)))
    return tuple(key for key in failing if key in progress.confirmed)


def _uses(task: Task, seen: tuple[Campaign, Answers], answers: Answers) -> tuple[SuggestionUse, ...]:
    from hdclient.session.suggestion_uses import uses_of  # start-up: few tasks have suggestions

    return uses_of(task, *seen, answers)


def _shown(form: Form, lease: Lease, content_engine: str) -> Shown:
    return Shown(
        display_order=shown_order(form.task, lease),
        question_order=tuple(asked.key for asked in form.shown()),
        content_engine=content_engine,
    )


def carried_over(draft: Mapping[str, JsonValue], rev: int, task: Task, kinds: Kinds) -> dict[str, JsonValue]:
    """A draft of revision `rev` as a draft of a newer revision of its task: answers that stand there are kept, and
    all that there was stays in it under "earlier"."""
    from hdclient.templates.earlier import taken_over  # start-up

    before = draft.get("answers")
    answers: dict[str, JsonValue] = dict(before) if isinstance(before, dict) else {}
    kept, _ = taken_over(task, answers, kinds)
    earlier = draft.get("earlier")
    all_earlier: list[JsonValue] = list(earlier) if isinstance(earlier, list) else []
    all_earlier.append({"task_rev": rev, "answers": answers})
    rest = {name: draft[name] for name in ("flag", "timing", "changes") if name in draft}
    seen = carried(draft).get("view")  # of suggestions: it cannot be unseen
    view = {} if seen is None else {"view": seen}
    return {**rest, **view, "answers": kept, "earlier": all_earlier}


def still_fitting(answers: Answers, earlier: JsonValue, task: Task, kinds: Kinds) -> Answers:
    """Of answers that are put back: what stands in the task as it is now. `earlier`: None for a draft that never went
    over to a newer revision, whose answers are all of this one."""
    if earlier is None:
        return answers
    from hdclient.templates.earlier import taken_over  # start-up

    return taken_over(task, answers, kinds)[0]
