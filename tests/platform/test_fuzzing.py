"""schemathesis on all operations over loopback: positive and negative data, and sequences along the links."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hdclient.platform.listening import listen, run_until
from hdclient.platform.openapi import PATH
from tests.helpers.clock import FakeClock
from tests.helpers.worlds import World, body_for, close_world, item_for, make_world, submit

# What is expected beside schemathesis's own lists, and why.
CONFIG = """
hooks = "{hooks}"
# Nothing but our own refusals may be hidden behind these:
# 428 is RFC 6585's answer to a missing If-Match; 413 comes before a too big body is read at all.
[checks.missing_required_header]
expected-statuses = [400, 401, 403, 406, 415, 422, 428]
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422, 428, 429]
# A made-up If-Match is never the newest edition.
[[operations]]
include-path = "/v1/campaigns/{{id}}"
include-method = "PATCH"
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", 401, 403, 404, 409, 412]
[checks.positive_data_acceptance]
expected-statuses = ["2xx", 401, 403, 404, 409]
[phases.coverage]
unexpected-methods = ["get", "post", "put", "patch", "delete", "options", "trace"]
# Ids that are there, so that what lies behind a 404 is reached too.
[dictionaries.campaigns]
values = ["campaign-1"]
[dictionaries.submissions]
values = ["s-1", "s-2"]
[dictionaries.tasks]
values = ["campaign-1-t0", "campaign-1-t9"]
[dictionaries.exports]
values = ["export-1"]
[dictionaries.editions]
values = ['"2"', '"3"', '"4"']
[dictionaries.revisions]
values = [1]
[dictionaries.people]
values = [{people}]
[parameters]
"body.campaign_id" = {{ dictionary = "campaigns", probability = 0.5 }}
"body.submission_id" = {{ dictionary = "submissions", probability = 0.5 }}
"body.task_id" = {{ dictionary = "tasks", probability = 0.5 }}
"body.person_ids[*]" = {{ dictionary = "people", probability = 0.5 }}
"body.revision" = {{ dictionary = "revisions", probability = 0.5 }}
"query.ids" = {{ dictionary = "tasks", probability = 0.5 }}
"header.If-Match" = {{ dictionary = "editions", probability = 0.5 }}
[[operations]]
include-path-regex = "^/v1/submissions/"
parameters = {{ "path.id" = {{ dictionary = "submissions", probability = 0.5 }} }}
[[operations]]
include-path-regex = "^/v1/exports/"
parameters = {{ "path.id" = {{ dictionary = "exports", probability = 0.5 }} }}
[[operations]]
include-path-regex = "^/v1/tasks/"
parameters = {{ "path.id" = {{ dictionary = "tasks", probability = 0.5 }} }}
[[operations]]
include-path-regex = "^/v1/people/"
parameters = {{ "path.id" = {{ dictionary = "people", probability = 0.5 }} }}
"""


@contextmanager
def serving(world: World) -> Iterator[str]:
    """The world's app behind waitress on a free loopback port."""
    stop = threading.Event()
    server = listen(world.app, "127.0.0.1", 0)
    thread = threading.Thread(target=run_until, args=(server, stop, lambda: None), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        stop.set()
        thread.join(60)


def busy_world(url: str) -> World:
    """A platform with something in every table."""
    world = make_world(url, clock=FakeClock(), durable=not url.startswith("sqlite"), long_polls=1)
    campaign = world.campaign(30, overlap=2)
    world.ops.ok("POST", f"/v1/campaigns/{campaign}/guidelines", {"version": 1, "title": "G", "text": "# G"})
    for number, lease in enumerate(world.lease(world.trainer, campaign, 3)[:2], start=1):
        submit(world.trainer, item_for(body_for(lease, submission_id=f"s-{number}")))
    export = {"id": "export-1", "campaign_id": campaign, "format": "canonical"}
    world.ops.ok("POST", "/v1/exports", export)
    return world


def fuzz(world: World, role: str, folder: Path, *options: str) -> str:
    """Runs schemathesis with the token of a role and returns what it printed. Fails when it found anything."""
    config = folder / "schemathesis.toml"
    hooks = Path(__file__).with_name("fuzzing_hooks.py")
    people = ", ".join(f'"{caller.id}"' for caller in world.people.values() if caller.id)
    config.write_text(CONFIG.format(hooks=hooks, people=people))
    with serving(world) as origin:
        command = [
            str(Path(sys.executable).with_name("schemathesis")),
            f"--config-file={config}",
            "run",
            str(PATH),
            f"--url={origin}",
            f"--header=Authorization: Bearer {world.people[role].token}",
            "--no-color",
            "--continue-on-failure",
            "--seed=20261121",
            *options,
        ]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            cwd=folder,
            timeout=500,
            check=False,
            env=dict(os.environ),
        )
    (folder / "said.txt").write_text(done.stdout + done.stderr)
    assert done.returncode == 0, "\n".join(line[:300] for line in done.stdout.splitlines()) + done.stderr
    return done.stdout


@pytest.mark.slow
def test_every_operation_stands_all_data_and_all_sequences(url: str, tmp_path: Path) -> None:
    world = busy_world(url)
    said = fuzz(world, "admin", tmp_path, f"--max-examples={20 if url.startswith('sqlite') else 3}")
    close_world(world)
    assert re.search(r"Tested: (\d+)\n", said), said
    selected = re.search(r"Selected: (\d+)/(\d+)", said)
    assert selected is not None
    assert selected[1] == selected[2]
    for phase in ("Coverage", "Fuzzing", "Stateful"):
        assert re.search(rf"✅ *{phase}", said), said[-3000:]


@pytest.mark.slow
@pytest.mark.parametrize("role", ["trainer", "reviewer", "ops"])
def test_every_role_gets_documented_answers(tmp_path: Path, role: str) -> None:
    world = busy_world(f"sqlite:///{tmp_path / 'platform.db'}")
    fuzz(world, role, tmp_path, "--max-examples=3", "--phases=fuzzing")
    close_world(world)
