"""`hdclient demo --check`: the whole path without a screen, and a judgement of it from the platform's side.

Two lives of the real window (ui/demo/child.py), the first ended by SIGKILL. What arrived is read from the platform's
own database and compared with what the pressed keys mean, given the order in which the platform had the responses
shown.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from hdclient.app import PRACTICE
from hdclient.demo import PRACTICE_PERSON, open_embedded
from hdclient.model.person import Person, Role
from hdclient.store.facts import PERSON
from hdclient.store.keys import SessionKeys
from hdclient.store.profile import Profile, account_folder
from ui.demo import demo_folder
from ui.demo.driver import HALF, PATIENCE, REASON

LIFE_S = 120.0


def check(keep: Path | None, pictures: Path | None) -> int:
    """Runs the check. Prints what was found and, last, one JSON line. Returns the exit status."""
    started = time.monotonic()
    pictures = pictures or Path(tempfile.mkdtemp(prefix="hdclient-demo-pictures-"))
    with demo_folder(keep) as folder:
        order = _prepare(folder, pictures)
        told = [*_life(order | {"part": "first"}), *_life(order | {"part": "second"})]
        arrived = _arrived(folder)
    results = _judge(told, arrived)
    results.append(_result("the check took", round(time.monotonic() - started, 1), "s", 60.0))
    for result in results:
        print(f"{'ok  ' if result['ok'] else 'FAIL'} {result['name']}: {result['value']} {result['unit']}")
    if any(not result["ok"] for result in results):
        print("\n".join(json.dumps(line) for line in told))
    stuck = [line["why"] for line in told if line["what"] == "stuck"]
    if stuck:
        print(f"The window got stuck: {stuck[0]}")
    print(f"Pictures: {pictures}")
    ok = all(result["ok"] for result in results)
    print(json.dumps({"ok": ok, "results": results}), flush=True)
    return 0 if ok else 1


def _prepare(folder: Path, pictures: Path) -> dict[str, Any]:
    """Makes platform and store, and gives the key to the children by a pipe only."""
    open_embedded(folder / "platform").close()
    keys, uuid, key = SessionKeys(), "", b""
    profile = Profile(account_folder(folder / "work", PRACTICE, PRACTICE_PERSON + secrets.token_hex(4)))
    store = profile.create(keys, PRACTICE)
    store.meta.set(PERSON, Person(id=PRACTICE_PERSON, name="You", role=Role.ANNOTATOR).as_json())
    store.close()
    card = profile.card()
    assert card is not None
    uuid, key = card.store_uuid, keys.load(card.store_uuid)
    return {"folder": str(folder), "store_uuid": uuid, "key": key.hex(), "pictures": str(pictures)}


def _life(order: dict[str, Any]) -> list[dict[str, Any]]:
    """One life of the window; the first is killed when it says that it may be."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUNBUFFERED": "1"}
    child = subprocess.Popen(
        [sys.executable, "-m", "ui.demo.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert child.stdin is not None and child.stdout is not None
    child.stdin.write(json.dumps(order) + "\n")
    child.stdin.flush()
    told: list[dict[str, Any]] = []
    for line in child.stdout:
        told.append(json.loads(line))
        if told[-1]["what"] == "kill me":
            child.kill()
    status = child.wait(LIFE_S * PATIENCE)
    child.stdin.close()
    child.stdout.close()
    told.append({"what": "ended", "part": order["part"], "status": status})
    return told


def _arrived(folder: Path) -> list[dict[str, Any]]:
    """All submissions that the platform has, with the order in which it had the responses shown."""
    from sqlalchemy import select

    from hdclient.platform.schema import leases, submissions
    from hdclient.platform.state import platform_of

    embedded = open_embedded(folder / "platform")
    try:
        with platform_of(embedded.app).read() as connection:
            rows = connection.execute(select(submissions)).mappings().all()
            orders = connection.execute(
                select(leases.c.task_id, leases.c.display_order).where(leases.c.person_id == PRACTICE_PERSON)
            ).all()
    finally:
        embedded.close()
    shown = {row.task_id: row.display_order for row in orders}
    bodies = [json.loads(row["body"]) for row in rows]
    return [{**body, "order": shown.get(body["task_id"])} for body in bodies]


def _judge(told: list[dict[str, Any]], arrived: list[dict[str, Any]]) -> list[dict[str, Any]]:
    submitted = [line for line in told if line["what"] == "submitting"]
    killed = next((line for line in told if line["what"] == "kill me"), {})
    back = next((line for line in told if line["what"] == "came back"), {})
    by_task = {body["task_id"]: body for body in arrived}
    wrong = [
        line["task"]
        for line in submitted
        if line["task"] not in by_task or not _means(line["kinds"], by_task[line["task"]])
    ]
    same = bool(killed) and all(
        killed[name] == back.get(name) for name in ("task", "answers", "focus", "pane")
    )
    ends = {line["part"]: line["status"] for line in told if line["what"] == "ended"}
    return [
        _exactly("submitted by key events", len(submitted), 7),
        _exactly("campaigns with a submission", len({body["campaign_id"] for body in arrived}), 6),
        _exactly("of these, without a network", sum(line["network"] != "online" for line in submitted), 5),
        _exactly("on the platform", len(arrived), len(submitted)),
        _exactly("on the platform more than once", len(arrived) - len(by_task), 0),
        _exactly("missing or not what the keys meant", len(wrong), 0),
        _exactly("task, answers and focus came back after the kill", int(same), 1),
        _exactly("the second life ended well", int(ends.get("second") == 0), 1),
    ]


def _means(kinds: dict[str, str], body: dict[str, Any]) -> bool:
    """Whether what the platform has is what the pressed keys meant (see driver.KEYS)."""
    order = body["order"]
    if not order and body["shown"]["display_order"]:
        return False
    if order and body["shown"]["display_order"] != order:
        return False
    if set(body["answers"]) != set(kinds):
        return False
    return all(_meant(kind, body["answers"][name], order) for name, kind in kinds.items())


def _meant(kind: str, answer: dict[str, Any], order: list[str]) -> bool:
    if kind == "comparison":  # the key 2: "A better", A being the response that was shown first
        sign = -1 if answer["pair"][0] == order[0] else 1
        full = answer["verdict"] == "preferred" and answer["winner"] == order[0]
        return full and answer["strength"] * sign > 0 and sorted(answer["pair"]) == sorted(order)
    if kind == "ranking":  # A second, B first, C tied with A, D not acceptable
        tiers = [sorted(tier) for tier in answer["tiers"]]
        return tiers == [[order[1]], sorted([order[0], order[2]])] and answer["unacceptable"] == [order[3]]
    if kind == "rating":
        return answer["value"] == 4
    if kind == "choice":
        return len(answer["selected"]) == 1
    return answer["text"] in (REASON, HALF, HALF + REASON)


def _exactly(name: str, value: int, target: int) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": "", "target": target, "ok": value == target}


def _result(name: str, value: float, unit: str, target: float) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit, "target": target, "ok": value <= target}
