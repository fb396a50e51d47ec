"""Whom the platform backend speaks to: one origin, proved by its certificate, past or through a proxy."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import ssl
import subprocess
import threading
from pathlib import Path

import pytest

from hdclient.backends.deadline import Patience
from hdclient.backends.platform import PlatformBackend
from hdclient.errors import ConfigError, NotOurPlatform, SignInNeeded, Unreachable
from tests.helpers.certificates import certified
from tests.helpers.faults import RawServer, Visit, http_reply, saying
from tests.helpers.pages import GOOD, PAGE, TOKEN, UUID, assert_nothing_leaks, backend_for, html


class TlsServer:
    """Answers GOOD to one visitor over TLS."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.heard: list[bytes] = []
        self._context = context
        self._door = socket.create_server(("127.0.0.1", 0))
        self.origin = f"https://127.0.0.1:{self._door.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def _serve(self) -> None:
        try:
            line, _ = self._door.accept()
            with line, self._context.wrap_socket(line, server_side=True) as safe:
                self.heard.append(safe.recv(65536))
                safe.sendall(http_reply(GOOD))
        except OSError:
            return

    def __enter__(self) -> TlsServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._thread.join(5)


def test_a_platform_that_is_not_known_yet_is_asked_who_it_is_before_it_gets_the_token() -> None:
    meta = {**PAGE, "name": "P", "version": "1"}
    with RawServer(saying(http_reply(json.dumps(meta).encode()))) as server:
        with PlatformBackend(server.origin, lambda: TOKEN) as backend:
            backend.changes("")
        asked = [(visit.head.split()[1], TOKEN.encode() in visit.head) for visit in server.visits]
    assert [with_token for _, with_token in asked] == [False, True] and asked[0][0] == b"/v1/meta"


def test_one_odd_answer_does_not_make_us_deaf_to_our_platform() -> None:
    """Who the platform is, is learnt from the answer to that question only."""
    meta = {**PAGE, "name": "P", "version": "1"}
    answers = [meta, {**PAGE, "server_uuid": "somebody-else"}, PAGE]

    def answer(visit: Visit) -> None:
        visit.send(http_reply(json.dumps(answers[visit.number - 1]).encode()))

    with RawServer(answer) as server, PlatformBackend(server.origin, lambda: TOKEN) as backend:
        with pytest.raises(NotOurPlatform):
            backend.changes("")
        assert backend.changes("").items


@pytest.mark.parametrize("token", ["", "two words", "line\r\nbreak", "ключ"])
def test_a_token_that_cannot_be_sent_needs_a_sign_in(token: str) -> None:
    with RawServer(saying(http_reply(GOOD))) as server:
        with (
            PlatformBackend(server.origin, lambda: token, server_uuid=UUID) as backend,
            pytest.raises(SignInNeeded),
        ):
            backend.changes("")
        assert not server.visits


def test_a_proxy_of_the_environment_never_sees_what_goes_to_this_computer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with RawServer(saying(http_reply(GOOD))) as server, RawServer(saying(html(200))) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.origin)
        with backend_for(server.origin) as backend:
            assert backend.changes("").items
        assert proxy.connections == 0


def test_a_proxy_of_the_environment_carries_what_goes_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(saying(html(407))) as proxy:
        for name in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, proxy.origin)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        with backend_for("https://platform.example.org") as backend, pytest.raises(Unreachable) as caught:
            backend.changes("")
        assert [visit.head.split()[:2] for visit in proxy.visits] == [
            [b"CONNECT", b"platform.example.org:443"]
        ]
        assert TOKEN.encode() not in proxy.visits[0].head
    assert "proxy" in caught.value.what
    assert_nothing_leaks(caught.value)


@pytest.mark.parametrize("proxy", ["gopher://proxy.example.org", "http://[::1", "::::"])
def test_a_proxy_setting_that_makes_no_sense_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(ConfigError):
        backend_for("https://platform.example.org")


def test_a_plain_server_behind_https_gets_no_words() -> None:
    with RawServer(saying(http_reply(GOOD))) as server:
        with (
            backend_for(server.origin.replace("http:", "https:")) as backend,
            pytest.raises(Unreachable) as caught,
        ):
            backend.changes("")
        assert all(TOKEN.encode() not in visit.head + visit.body for visit in server.visits)
    assert_nothing_leaks(caught.value)


@pytest.fixture
def untrusted(tmp_path: Path) -> ssl.SSLContext:
    """A server's certificate that nobody vouches for."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is needed to make a certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    files = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", *command.split(), *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def test_a_certificate_that_nobody_vouches_for_is_refused(untrusted: ssl.SSLContext) -> None:
    with TlsServer(untrusted) as server, backend_for(server.origin, Patience()) as backend:
        with pytest.raises(NotOurPlatform) as caught:
            backend.changes("")
        assert not server.heard
    assert "certificate" in caught.value.what
    assert_nothing_leaks(caught.value)


def test_each_reason_for_refusing_a_certificate_has_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run out, not valid yet, or another server's: vouched for, and refused all the same, before a byte is sent."""
    said = []
    for name, address, days in (
        ("old", "127.0.0.1", -9),
        ("early", "127.0.0.1", 9),
        ("other", "127.0.0.2", 0),
    ):
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.setenv("SSL_CERT_FILE", str(folder / "certificate.pem"))
        context = certified(folder, address=address, begins_in_days=days)
        with TlsServer(context) as server, backend_for(server.origin, Patience()) as backend:
            with pytest.raises(NotOurPlatform) as caught:
                backend.changes("")
            assert not server.heard
        said.append(caught.value.what.rpartition(": ")[2])
        assert caught.value.meaning.startswith("Nothing was sent") and caught.value.remedy
    assert said == [
        "the platform's certificate has run out.",
        "the platform's certificate is not valid yet.",
        "the certificate belongs to another server.",
    ]


def test_a_certificate_that_the_system_vouches_for_is_taken(
    untrusted: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    with TlsServer(untrusted) as server, backend_for(server.origin, Patience()) as backend:
        assert backend.changes("").items
        assert TOKEN.encode() in server.heard[0]


@pytest.mark.parametrize(
    "address",
    [
        "http://platform.example.org",
        "ftp://127.0.0.1",
        "https://",
        "platform.example.org",
        "https://platform.example.org/path",
        "https://platform.example.org?x=1",
        "https://platform.example.org#x",
        "https://me:secret@platform.example.org",
        "https://platform.example.org:99999",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "",
    ],
)
def test_what_is_no_origin_is_refused(address: str) -> None:
    with pytest.raises(ConfigError):
        backend_for(address)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://platform.example.org/", "https://platform.example.org"),
        (" https://platform.example.org:8443 ", "https://platform.example.org:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_origin_is_taken_as_it_is(address: str, origin: str) -> None:
    with backend_for(address) as backend:
        assert backend.origin == origin
