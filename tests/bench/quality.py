"""Quality numbers of a campaign with 100,000 submissions, asked for over the API of a platform on SQLite.

The rows are put into the tables directly: 50,000 tasks that two of forty people have answered, one in five of them a
revision, with bodies of the size of real ones. Taking 100,000 submissions in over the API would take a quarter of an
hour and is measured elsewhere.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from hdclient.model.base import canonical, sha256_hex
from hdclient.model.person import Role
from hdclient.platform.accounts import ALL_CAMPAIGNS, create_person, issue_token
from hdclient.platform.app import close_app, create_app
from hdclient.platform.schema import submissions, tasks
from hdclient.platform.state import platform_of
from tests.bench.report import Result, at_most
from tests.helpers.worlds import QUESTION, TEMPLATE, Caller

SUBMISSIONS, PEOPLE, MODELS = 100_000, 40, 12
_RATING = {
    "id": "rate",
    "kind": "rating",
    "title": "How sure?",
    "options": {"points": [{"value": value} for value in range(1, 6)]},
}
_PAY = {"currency": "EUR", "rate": 3_000, "per": "hour", "budget": 10**9}
_CHUNK = 2_000


def measure() -> list[Result]:
    """Fills a platform, then asks once: nothing is kept between two questions."""
    with tempfile.TemporaryDirectory(prefix="hd-bench-") as name:
        app = create_app(f"sqlite:///{Path(name) / 'platform.db'}", name="Bench", rate_per_s=0)
        ops = create_person(app, "ops", Role.OPS, campaign_ids=(ALL_CAMPAIGNS,))
        caller = Caller(app, ops.id, issue_token(app, ops.id))
        template = {**TEMPLATE, "questions": [QUESTION, _RATING]}
        caller.ok("POST", "/v1/campaigns", {"id": "c", "title": "C", "template": template, "pay": _PAY})
        _fill(app, [create_person(app, f"p{n}", Role.ANNOTATOR).id for n in range(PEOPLE)])
        started = time.perf_counter()
        found = caller.ok("GET", "/v1/campaigns/c/quality")["quality"]
        took = time.perf_counter() - started
        close_app(app)
    if found["answers"] != SUBMISSIONS or len(found["models"]) != MODELS:
        raise RuntimeError("the numbers are not of the whole campaign")
    return [at_most(f"quality numbers of {SUBMISSIONS:,} submissions", took, "s", 5.0)]


def _fill(app: Any, people: list[str]) -> None:
    chance = random.Random(1)
    with platform_of(app).write() as write:
        for first in range(0, SUBMISSIONS // 2, _CHUNK):
            numbers = range(first, first + _CHUNK)
            write.execute(insert(tasks), [_task(chance, number) for number in numbers])
            write.execute(
                insert(submissions),
                [
                    row
                    for number in numbers
                    for who in chance.sample(people, 2)
                    for row in _submissions(chance, number, who)
                ],
            )


def _task(chance: random.Random, number: int) -> dict[str, Any]:
    models = chance.sample(range(MODELS), 2)
    return {
        "id": f"t{number}",
        "rev": 1,
        "campaign_id": "c",
        "template_version": 1,
        "priority": 0.0,
        "state": "open",
        "sha256": "",
        "body": {},
        "hidden": {
            "models": {"x9": f"m{models[0]}", "k2": f"m{models[1]}"},
            "source": {},
            "lengths": {"x9": chance.randint(50, 5_000), "k2": chance.randint(50, 5_000)},
        },
    }


def _submissions(chance: random.Random, number: int, who: str) -> list[dict[str, Any]]:
    """One revision, or two."""
    rows = []
    for revision in range(1, 2 + (chance.random() < 0.2)):
        strength = chance.choice((-3, -2, -1, 1, 2, 3))
        body = canonical(
            {
                "answers": {
                    "preference": {
                        "verdict": "preferred",
                        "winner": "x9" if strength < 0 else "k2",
                        "strength": strength,
                        "pair": ["x9", "k2"],
                    },
                    "rate": {"value": chance.randint(1, 5)},
                    "why": {"text": "Because " * 90},
                },
                "shown": {"display_order": chance.sample(["x9", "k2"], 2)},
            }
        )
        rows.append(
            {
                "id": f"s{number}-{who}",
                "revision": revision,
                "person_id": who,
                "task_id": f"t{number}",
                "campaign_id": "c",
                "sha256": sha256_hex(body),
                "body": body,
                "returned": revision == 1 and chance.random() < 0.05,
                "skipped": False,
                "surplus": False,
                "late": False,
                "flagged": False,
                "active_ms": chance.randint(5_000, 600_000),
                "received_ms": number * 60_000,
            }
        )
    return rows
