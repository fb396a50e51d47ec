"""`hdclient serve`: a real process on loopback, its first administrator, its refusals, its end."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from hdclient.errors import ConfigError
from hdclient.model.person import Role
from hdclient.platform.accounts import add_account, create_person, issue_token, list_people
from hdclient.platform.serve import database_url, open_platform, serve
from tests.helpers.stray import strays

PROGRAM = "import sys; from pathlib import Path; from hdclient.platform.serve import serve; "
PROGRAM += "sys.exit(serve(Path(sys.argv[1]), port=int(sys.argv[2])))"


def get(origin: str, path: str, token: str = "") -> Any:
    request = urllib.request.Request(
        origin + path, headers={"Authorization": f"Bearer {token}"} if token else {}
    )
    with urllib.request.urlopen(request, timeout=20) as response:
        return json.load(response)


class Served:
    """A serving thread; `said` collects its lines."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self.said: list[str] = []
        self.stop = threading.Event()
        self._listening = threading.Event()
        self.result: Any = None
        self._thread = threading.Thread(target=self._run, args=(folder,), kwargs=options, daemon=True)
        self._thread.start()
        assert self._listening.wait(60), self.result
        line = next(line for line in self.said if "listens on" in line)
        self.origin = line.split("listens on ")[1].split(" ")[0]

    def _run(self, folder: Path, **options: Any) -> None:
        try:
            self.result = serve(folder, port=0, say=self._say, stop=self.stop, **options)
        except BaseException as failure:
            self.result = failure
            self._listening.set()

    def _say(self, line: str) -> None:
        self.said.append(line)
        if "listens on" in line:
            self._listening.set()

    def end(self) -> None:
        self.stop.set()
        self._thread.join(60)
        assert self.result == 0


def test_the_first_start_tells_the_administrators_token_once(tmp_path: Path) -> None:
    first = Served(tmp_path / "data")
    token = next(line.splitlines()[1] for line in first.said if "First start" in line)
    assert get(first.origin, "/v1/me", token)["person"]["role"] == "admin"
    assert get(first.origin, "/v1/campaigns", token)["items"] == []
    first.end()
    second = Served(tmp_path / "data", samples=True)
    assert not any("First start" in line for line in second.said)
    assert len(get(second.origin, "/v1/campaigns", token)["items"]) == 6
    second.end()
    assert token.encode() not in b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "data" / "platform.db").stat().st_mode) == 0o600


def test_stopping_answers_a_held_line_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = threading.Event()

    class Telling(threading.BoundedSemaphore):
        """Of the places for held lines: tells when one is taken."""

        def acquire(self, *how: Any, **more: Any) -> bool:
            taken = super().acquire(*how, **more)
            held.set()
            return taken

    monkeypatch.setattr(threading, "BoundedSemaphore", Telling)
    served = Served(tmp_path)
    token = next(line.splitlines()[1] for line in served.said if "First start" in line)
    cursor = get(served.origin, "/v1/changes", token)["next_cursor"]
    held.clear()  # asking for the cursor holds none, whatever else does
    answers: list[Any] = []
    asked = threading.Thread(
        target=lambda: answers.append(get(served.origin, f"/v1/changes?wait=25&cursor={cursor}", token))
    )
    asked.start()
    assert held.wait(60), "the request has arrived"
    served.end()
    asked.join(60)
    assert answers
    assert answers[0]["complete"] is True


def raw(origin: str, request: bytes) -> bytes:
    """Sends bytes and returns everything that comes back."""
    host, _, port = origin.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(request)
        found = b""
        while part := line.recv(65536):
            found += part
    return found


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"POST /v1/leases HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n", 413),
    ],
)
def test_what_does_not_get_as_far_as_the_app_is_a_problem_too(
    tmp_path: Path, request_: bytes, status: int
) -> None:
    served = Served(tmp_path)
    head, _, body = raw(served.origin, request_).partition(b"\r\n\r\n")
    served.end()
    assert head.startswith((f"HTTP/1.1 {status} ".encode(), f"HTTP/1.0 {status} ".encode()))
    assert b"application/problem+json" in head
    problem = json.loads(body)
    assert (problem["status"], problem["complete"]) == (status, True)
    assert problem["server_uuid"]


def test_a_process_ends_well_at_sigterm(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", PROGRAM, str(tmp_path), str(port)]
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as process:
        assert process.stdout is not None
        while "listens on" not in (line := process.stdout.readline()):
            assert line or process.poll() is None, process.stderr and process.stderr.read()
        assert get(f"http://127.0.0.1:{port}", "/healthz")["status"] == "ok"
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert errors == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_an_address_that_others_reach_needs_to_be_asked_for(tmp_path: Path, host: str) -> None:
    with pytest.raises(ConfigError, match=r"plain HTTP.*--open-network"):
        serve(tmp_path / "data", host=host, port=0)
    assert not (tmp_path / "data").exists()


def test_a_taken_port_and_an_unusable_folder_are_told_plainly(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ConfigError, match="taken by another program"):
            serve(tmp_path, port=taken.getsockname()[1], say=lambda _: None)
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot be used"):
        serve(tmp_path / "file" / "data", port=0)
    with pytest.raises(ConfigError, match="There is no address"):
        serve(tmp_path, host="no.such.host.invalid", port=0)
    assert strays.pop() == "('no.such.host.invalid', None)", "the one name that is meant to be looked up"


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "mysterydb://x",
        "postgresql://hd:secret-word@127.0.0.1:1/none",
        "sqlite:////proc/none/x.db",
    ],
)
def test_a_database_that_cannot_be_opened_is_told_without_its_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError) as caught, open_platform(tmp_path, url):
        pass
    assert "secret-word" not in str(caught.value)
    assert "cannot be opened" in str(caught.value)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "platform.db"
    path.write_bytes(b"these are not the bytes of a database" * 100)
    before = path.read_bytes()
    with pytest.raises(ConfigError), open_platform(tmp_path):
        pass
    assert path.read_bytes() == before


def test_accounts_for_the_command_line(tmp_path: Path) -> None:
    with open_platform(tmp_path, rate_per_s=0) as app:
        person, token = add_account(app, "Ada", Role.ANNOTATOR, "all")
        assert [found.name for found in list_people(app)] == ["Ada"]
        response = app.test_client().get("/v1/me", headers={"Authorization": f"Bearer {token}"})
        assert response.json is not None
        assert response.json["person"]["id"] == person.id
        again = create_person(app, "Ada", Role.ANNOTATOR, person_id=person.id)
        assert again == person
        for name, options in {
            "": {},
            "Bob": {"person_id": person.id},
            "Eve": {"person_id": "no spaces"},
        }.items():
            with pytest.raises(ConfigError):
                create_person(app, name, Role.ANNOTATOR, **options)  # type: ignore[arg-type]
        with pytest.raises(ConfigError, match="no campaign"):
            add_account(app, "Carl", Role.REVIEWER, "unknown")
        assert [found.name for found in list_people(app)] == ["Ada"]
        with pytest.raises(ConfigError):
            issue_token(app, "nobody")
    assert database_url(tmp_path).startswith("sqlite:///")
