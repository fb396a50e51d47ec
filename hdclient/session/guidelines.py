"""Guidelines as a person meets them: versions, what they have read, and what a changed rule means for their work.

What changed between two versions is `content.rules`; it is asked for by screens, which have the texts prepared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from hdclient.content.deep_links import cited_rules
from hdclient.content.rules import RuleChange, touches
from hdclient.events import CampaignsChanged, EventHub
from hdclient.model.address import question_of
from hdclient.model.base import JsonValue
from hdclient.model.campaign import Guideline, Reading
from hdclient.model.submission import SubmissionBody
from hdclient.model.template import Template
from hdclient.store import Store

KEPT = "guideline.kept."
"""Setting, by campaign: answers that were looked at again and stay as they are: submission id → guideline version."""


class Due(Struct, frozen=True):
    """A version that the person is to read before the next task. `before`: what they know; None: no version."""

    newest: Guideline
    before: Guideline | None
    known: int


class OldLabel(Struct, frozen=True):
    """An answer that was given under an older version of a rule that has changed."""

    submission_id: str
    revision: int
    task_id: str
    version: int
    rules: tuple[str, ...]
    """Ids of the changed rules that it stands on; empty: the template names none, so it may be any."""
    submitted: str
    can_reopen: bool


class GuidelineDesk:
    """Main thread only. `wake` tells sync that there is something to send."""

    def __init__(
        self,
        store: Store,
        hub: EventHub,
        wake: Callable[[], None],
        can_reopen: Callable[[str], bool] = lambda _submission_id: False,
    ) -> None:
        self._store, self._hub, self._wake, self._can_reopen = store, hub, wake, can_reopen

    def newest(self, campaign_id: str) -> Guideline | None:
        """The newest version that is here."""
        return self._store.tasks.guideline(campaign_id)

    def version(self, campaign_id: str, version: int) -> Guideline | None:
        """One version, if it is here."""
        return self._store.tasks.guideline(campaign_id, version)

    def versions(self, campaign_id: str) -> tuple[int, ...]:
        """The versions that are here, the newest first."""
        return self._store.tasks.guideline_versions(campaign_id)

    def known(self, campaign_id: str) -> int:
        """The newest version that the person has read, or worked under without being asked; 0: none."""
        campaign = self._store.tasks.campaign(campaign_id)
        return 0 if campaign is None else self._store.readings.standing(campaign)[0]

    def has_read(self, campaign_id: str, version: int) -> bool:
        """Whether the person has said, here or elsewhere, that they have read this version or a newer one."""
        campaign = self._store.tasks.campaign(campaign_id)
        return campaign is not None and self._store.readings.standing(campaign)[1] >= version

    def said(self, campaign_id: str) -> tuple[Reading, ...]:
        """What the person has said to have read on this computer, the newest version first."""
        return self._store.readings.all(campaign_id)

    def due(self, campaign_id: str) -> Due | None:
        """What is to be read before the next task begins; None when nothing is."""
        campaign, newest = self._store.tasks.campaign(campaign_id), self.newest(campaign_id)
        if campaign is None or newest is None or not self._store.readings.is_due(campaign):
            return None
        known = self.known(campaign_id)
        return Due(newest, self.version(campaign_id, known) if known else None, known)

    def read(self, campaign_id: str, version: int) -> None:
        """The person says that they have read it. On the disk when this returns, and on its way. Raises StoreError."""
        if not self.has_read(campaign_id, version):
            self._store.readings.add(campaign_id, version)
            self._wake()
        self._hub.publish(CampaignsChanged((campaign_id,)))

    # Work that was done under an older version

    def worked_under(self, campaign_id: str) -> tuple[int, ...]:
        """Versions older than the newest that answers were submitted under from here, the newest first."""
        newest = self.newest(campaign_id)
        found = {one.version for one in self._store.readings.answered(campaign_id)}
        return tuple(sorted((v for v in found if newest and 0 < v < newest.version), reverse=True))

    def old_labels(
        self, campaign_id: str, version: int, changes: Sequence[RuleChange]
    ) -> tuple[OldLabel, ...]:
        """Answers given under `version` that stand on a rule which `changes` name, the newest first."""
        newest, kept = self.newest(campaign_id), self._kept(campaign_id)
        found: list[OldLabel] = []
        templates: dict[tuple[str, int], Template] = {}
        for one in self._store.readings.answered(campaign_id):
            if one.version != version or (newest and kept.get(one.submission_id) == newest.version):
                continue
            body = SubmissionBody.of_json(self._store.readings.body(one))
            rules = rules_under(body, self._template(body, templates))
            hit = tuple(rule for rule in rules if touches(rule, changes))
            if hit or not rules:
                found.append(
                    OldLabel(
                        one.submission_id,
                        one.revision,
                        one.task_id,
                        version,
                        hit,
                        body.timing.submitted,
                        self._can_reopen(one.submission_id),
                    )
                )
        return tuple(found)

    def _template(self, body: SubmissionBody, known: dict[tuple[str, int], Template]) -> Template | None:
        """What was asked, if any task of the kind still has its content here."""
        key = (body.template_id, body.template_version)
        if key not in known:
            task = self._store.tasks.at_revision(body.task_id, body.task_rev)
            if task is not None:
                known[key] = task.template
        return known.get(key)

    def keep(self, campaign_id: str, label: OldLabel) -> None:
        """The person has looked again: the answer stays as it is, and is not offered again for this version."""
        newest = self.newest(campaign_id)
        if newest is not None:
            kept: dict[str, JsonValue] = {**self._kept(campaign_id), label.submission_id: newest.version}
            self._store.settings.set(KEPT + campaign_id, kept)

    def _kept(self, campaign_id: str) -> dict[str, JsonValue]:
        kept = self._store.settings.get(KEPT + campaign_id, {})
        return kept if isinstance(kept, dict) else {}


def rules_under(body: SubmissionBody, template: Template | None) -> tuple[str, ...]:
    """Rules that an answer stands on: those of the questions that it answers, and those that its words cite."""
    asked = template.questions if template is not None else ()
    answered = {question_of(key) for key in body.answers}
    found = [one.rule for one in asked if one.rule and one.id in answered]
    for answer in body.answers.values():
        found += sorted(_cited(answer))
    return tuple(dict.fromkeys(found))


def _cited(value: JsonValue) -> frozenset[str]:
    if isinstance(value, str):
        return cited_rules(value)
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return frozenset(rule for one in inner for rule in _cited(one))
