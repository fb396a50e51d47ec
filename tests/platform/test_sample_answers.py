"""Whoever practises as a reviewer has a colleague's work to review, once, however often the demo is started."""

from __future__ import annotations

from pathlib import Path

from hdclient.demo import open_embedded
from hdclient.model.person import Role


def test_a_reviewer_finds_a_colleagues_work_and_a_trainer_none(tmp_path: Path) -> None:
    for _ in range(2):
        embedded = open_embedded(tmp_path / "review", Role.REVIEWER)
        http, headers = embedded.app.test_client(), {"Authorization": f"Bearer {embedded.token}"}
        found = []
        for campaign in ("practice-science", "practice-code"):
            body = {"campaign_id": campaign, "want": 20}
            reply = http.post("/v1/review-items:take", json=body, headers=headers)
            assert reply.status_code == 200, reply.get_json()
            found += [item["task_id"] for item in reply.get_json()["items"]]
        embedded.close()
        assert sorted(found) == [
            "practice-code-01-median",
            "practice-science-01-blue-sky",
            "practice-science-02-boiling-point",
        ]
    embedded = open_embedded(tmp_path / "work")
    assert len(embedded.app.test_client().get("/v1/campaigns").get_json()) > 0
    embedded.close()
