"""A real store with the project's sample campaigns leased out, for tests and pictures of the workspace. No platform."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from hdclient.clock import Clock
from hdclient.events import EventHub
from hdclient.model.base import sha256_hex
from hdclient.model.campaign import Campaign, Guideline
from hdclient.model.content import Asset, ContentBlock
from hdclient.model.sensitivity import Sensitivity
from hdclient.model.task import Candidate, Lease, Task
from hdclient.model.template import Template
from hdclient.session.desk import Desk
from hdclient.store import Store
from hdclient.templates.blocking import blocked_reason
from tests.helpers.clock import FakeClock
from tests.helpers.stores import KEY

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"


class SampleWork:
    """`store`, and `desk` on it. Close it at the end."""

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        self.clock = clock or FakeClock()
        self.store = Store.create(folder / "store.db", KEY, clock=self.clock)
        self.hub = EventHub()
        self.desk = Desk(self.store, self.hub, self.clock, content_engine="hd-content/1")
        self._campaigns: list[Campaign] = []
        self._blobs: dict[str, bytes] = {}

    def close(self) -> None:
        """Closes desk and store."""
        self.desk.close()
        self.store.close()

    def add_campaign(self, name: str, *, shuffle: bool = False) -> tuple[str, ...]:
        """Leases out a sample campaign (a folder of resources/samples). Returns its task ids in order."""
        folder = SAMPLES / name
        raw = json.loads((folder / "campaign.json").read_text(encoding="utf-8"))
        template = Template.of(raw["template"])
        campaign = Campaign.of({**raw, "layout": template.layout, "guideline_version": 1, "tasks_total": 12})
        lines = (folder / "tasks.jsonl").read_text(encoding="utf-8").splitlines()
        tasks = [
            self._task(json.loads(line), campaign.id, template, folder) for line in lines if line.strip()
        ]
        self.lease(campaign, tasks, backwards=shuffle)
        text = (folder / "guideline.md").read_text(encoding="utf-8")
        with self.store.transaction():
            self.store.tasks.put_guideline(
                Guideline(campaign_id=campaign.id, version=1, title=campaign.title, text=text)
            )
        return tuple(task.id for task in tasks)

    def lease(self, campaign: Campaign, tasks: Sequence[Task], *, backwards: bool = False) -> None:
        """Puts tasks and leases into the store, as after a sync; `backwards` shows the last candidate first."""
        leases = []
        for task in tasks:
            order = [candidate.id for candidate in task.candidates]
            leases.append(
                Lease(
                    lease_id=f"lease-{task.id}",
                    task_id=task.id,
                    task_rev=task.rev,
                    campaign_id=campaign.id,
                    ttl_s=72 * 3600,
                    display_order=tuple(reversed(order) if backwards else order),
                    guideline_version=1,
                )
            )
        self._campaigns.append(campaign)
        with self.store.transaction():
            self.store.tasks.put_campaigns(self._campaigns)
            self.store.tasks.put_leases(campaign.id, leases, self.clock.now())
            for task in tasks:
                self.store.tasks.put_task(task, blocked_reason=blocked_reason(task))
        for sha256, data in self._blobs.items():
            self.store.blobs.put(sha256, data)

    def keep_file(self, data: bytes, media_type: str, name: str = "") -> Asset:
        """A file that tasks may show; it is in the store after the next `lease`."""
        asset = Asset(sha256=sha256_hex(data), media_type=media_type, size=len(data), name=name)
        self._blobs[asset.sha256] = data
        return asset

    def _task(self, raw: dict[str, object], campaign_id: str, template: Template, folder: Path) -> Task:
        def blocks(items: Iterable[dict[str, str]]) -> tuple[ContentBlock, ...]:
            return tuple(self._block(item, folder) for item in items)

        candidates = raw["candidates"]
        assert isinstance(candidates, list)
        return Task(
            id=str(raw["id"]),
            rev=1,
            campaign_id=campaign_id,
            template=template,
            prompt=blocks(raw.get("prompt", ())),  # type: ignore[arg-type]
            system_prompt=blocks(raw.get("system_prompt", ())),  # type: ignore[arg-type]
            candidates=tuple(Candidate(id=one["id"], content=blocks(one["content"])) for one in candidates),
            content_warning=str(raw.get("content_warning", "")),
            sensitive=tuple(Sensitivity.of(one) for one in raw.get("sensitive", ())),  # type: ignore[attr-defined]
        )

    def _block(self, item: dict[str, str], folder: Path) -> ContentBlock:
        fields = {name: value for name, value in item.items() if name != "file"}
        if "file" not in item:
            return ContentBlock.of(fields)
        path = folder / item["file"]
        kinds = {".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}
        asset = self.keep_file(path.read_bytes(), kinds[path.suffix], path.name)
        return ContentBlock.of({**fields, "asset": asset})
