"""Our own platform over HTTP, or in process: the only file that imports httpx.

One client, one connection, one call at a time. It contacts the configured origin and nothing else: redirects
are not followed, cookies are not kept, and the address is never built from what came in. It repeats nothing:
retry times live in the outbox. Judging what came back is in replies.py.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping, Sequence
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import quote, urlencode

import httpx
from pydantic import BaseModel, JsonValue

from hdclient import __version__
from hdclient.backends.certificates import refused_certificate
from hdclient.backends.deadline import Deadline, LastConnection, Patience
from hdclient.backends.download import MAX_FILE_BYTES, Download
from hdclient.backends.figures import FigureCalls
from hdclient.backends.origin import checked_origin
from hdclient.backends.replies import (
    SAFE,
    RawReply,
    all_readable,
    check_status,
    in_order,
    other_campaign,
    read_listed,
    read_object,
    read_reply,
    readable,
    slices,
    strange_campaigns,
    strange_tasks,
    stranger,
)
from hdclient.backends.reviewing import ReviewCalls
from hdclient.backends.system import system_name, tls_context
from hdclient.errors import BackendError, ConfigError, SignInNeeded, Unreachable
from hdclient.model.base import canonical
from hdclient.model.campaign import Campaign, Guideline
from hdclient.model.ids import new_id
from hdclient.model.person import Person
from hdclient.model.submission import Receipt
from hdclient.model.task import Lease, Task
from hdclient.wire.devices import (
    DEVICE_HEADER,
    DeviceCheckIn,
    DeviceCheckReply,
    DeviceWipedIn,
    DeviceWipedReply,
)
from hdclient.wire.notes import NoteIn, NoteReply
from hdclient.wire.work import (
    AcknowledgeReply,
    CampaignsReply,
    Change,
    ChangesReply,
    GuidelineReply,
    LeaseIds,
    LeaseRequest,
    LeaseResult,
    LeaseResultsReply,
    LeasesReply,
    Limits,
    MeReply,
    MetaReply,
    ReceiptItem,
    ReceiptsReply,
    ReceiptsRequest,
    StatusItem,
    StatusReply,
    StatusRequest,
    StatusResult,
    SubmissionItem,
    SubmissionResult,
    SubmissionResultsReply,
    SubmissionsBatch,
    TasksReply,
)
from hdclient.words import tr

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

MAX_REPLY_BYTES = 32_000_000
MAX_PAGES = 100

TransportFactory = Callable[[], httpx.BaseTransport]


def in_process(app: WSGIApplication) -> TransportFactory:
    """The embedded platform: the same requests, handed to a WSGI application without a socket."""
    return lambda: httpx.WSGITransport(app=app, raise_app_exceptions=False)


class PlatformBackend:
    """A `Backend` that speaks the API of hdclient.wire. Not for use by two threads at once.

    `server_uuid` is the known identity of the platform; empty: it is asked for before anything else is said, and
    whoever answers that is believed from then on. `device_id` goes with every request that a token goes with.
    """

    def __init__(
        self,
        origin: str,
        token: Callable[[], str],
        *,
        transport: TransportFactory | None = None,
        server_uuid: str = "",
        device_id: str = "",
        patience: Patience | None = None,
    ) -> None:
        self.origin = checked_origin(origin)
        self._device_id = device_id
        self.server_uuid = server_uuid
        self._token = token
        self._patience, self._limits = patience or Patience(), Limits()
        self._connection = LastConnection()
        self._in_process = transport is not None
        self._client = self._new_client(transport)
        self._download = Download()
        self.figures, self.reviewing = FigureCalls(self._ask), ReviewCalls(self._ask)

    def _new_client(self, transport: TransportFactory | None) -> httpx.Client:
        secure = self.origin.startswith("https:")
        waits = self._patience
        try:
            return httpx.Client(
                transport=transport() if transport is not None else None,
                verify=tls_context()
                if secure and transport is None
                else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
                trust_env=secure,  # no proxy for this computer: it would read the token
                follow_redirects=False,
                limits=httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=30.0),
                timeout=httpx.Timeout(waits.silence, connect=waits.connect),
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
                headers={"Accept": "application/json", "User-Agent": f"hdclient/{__version__}"},
            )
        except (ValueError, ImportError, httpx.InvalidURL):
            raise ConfigError(
                tr("The proxy settings of this computer cannot be used."),
                SAFE,
                tr("hdclient takes http:// and https:// proxies from HTTPS_PROXY or ALL_PROXY."),
            ) from None

    # -- the calls of Backend --

    def meta(self) -> MetaReply:
        reply = read_reply(self._ask("GET", "/v1/meta", with_token=False), MetaReply)
        # Learnt here and nowhere else: one odd answer to something else must not make us deaf to our platform.
        self.server_uuid = reply.server_uuid
        self._limits = reply.limits
        return reply

    def me(self) -> Person:
        return read_reply(self._ask("GET", "/v1/me"), MeReply).person

    def campaigns(self) -> tuple[Campaign, ...]:
        listed: list[object] = []
        cursor: str | None = ""
        for _ in range(MAX_PAGES):
            query = {"cursor": cursor} if cursor else {}
            data = self._ask("GET", "/v1/campaigns", query)
            reply, entries = read_listed(data, CampaignsReply, "items", Campaign)
            listed += entries
            cursor = reply.next_cursor
            if not cursor:
                known = all_readable(listed, Campaign, strange_campaigns)
                return tuple({one.id: one for one in known}.values())
        raise stranger(tr("The list of campaigns has no end."))

    def guideline(self, campaign_id: str, version: int) -> Guideline:
        path = f"/v1/campaigns/{quote(campaign_id, safe='')}/guidelines/{version}"
        guideline = read_reply(self._ask("GET", path), GuidelineReply).guideline
        if (guideline.campaign_id, guideline.version) != (campaign_id, version):
            raise stranger(tr("The platform sent another guideline than the one that was asked for."))
        return guideline

    def lease(self, campaign_id: str, want: int) -> LeasesReply:
        data = self._ask("POST", "/v1/leases", body=LeaseRequest(campaign_id=campaign_id, want=want))
        bare, entries = read_listed(data, LeasesReply, "items", Lease)
        reply = bare.model_copy(update={"items": all_readable(entries, Lease, strange_tasks)})
        if any(lease.campaign_id != campaign_id for lease in reply.items):
            raise stranger(other_campaign())
        return reply

    def renew(self, lease_ids: Sequence[str]) -> tuple[LeaseResult, ...]:
        return self._lease_call("/v1/leases:renew", lease_ids)

    def release(self, lease_ids: Sequence[str]) -> tuple[LeaseResult, ...]:
        return self._lease_call("/v1/leases:release", lease_ids)

    def _lease_call(self, path: str, lease_ids: Sequence[str]) -> tuple[LeaseResult, ...]:
        found: list[LeaseResult] = []
        for ids in slices(lease_ids, 500):
            data = self._ask("POST", path, body=LeaseIds(lease_ids=tuple(ids)))
            _, entries = read_listed(data, LeaseResultsReply, "results", LeaseResult)
            found.extend(readable(entries, LeaseResult))
        return tuple(found)

    def tasks(self, task_ids: Sequence[str]) -> tuple[Task, ...]:
        found: list[Task] = []
        for ids in slices(task_ids, self._limits.tasks_per_call):
            data = self._ask("GET", "/v1/tasks", {"ids": ",".join(ids)})
            _, entries = read_listed(data, TasksReply, "items", Task)
            found.extend(task for task in readable(entries, Task) if task.id in ids)
        return tuple(found)

    def asset(self, sha256: str) -> bytes:
        path = f"/v1/assets/{quote(sha256, safe='')}"

        def ask(wanted: str) -> RawReply:
            more = {"Range": wanted} if wanted else None
            raw = self._exchange("GET", path, cap=MAX_FILE_BYTES, seconds=self._patience.asset, more=more)
            if raw.status != 206:
                check_status(raw, self.server_uuid)
            return raw

        # The hash is proof enough of where the bytes come from: of an asset's headers only the range is used.
        return self._download.whole(sha256, ask)

    def submit(self, items: Sequence[SubmissionItem]) -> tuple[SubmissionResult, ...]:
        data = self._ask("POST", "/v1/submissions:batch", body=SubmissionsBatch(items=tuple(items)))
        _, entries = read_listed(data, SubmissionResultsReply, "results", SubmissionResult)
        return tuple(readable(entries, SubmissionResult))

    def audit(self, items: Sequence[StatusItem]) -> tuple[StatusResult, ...]:
        found: list[StatusResult] = []
        for part in slices(items, 500):
            data = self._ask("POST", "/v1/submissions:status", body=StatusRequest(items=tuple(part)))
            _, entries = read_listed(data, StatusReply, "results", StatusResult)
            found.extend(readable(entries, StatusResult))
        return tuple(found)

    def receipts(self, items: Sequence[ReceiptItem]) -> tuple[Receipt, ...]:
        found: list[Receipt] = []
        for part in slices(items, 500):
            data = self._ask("POST", "/v1/submissions:receipts", body=ReceiptsRequest(items=tuple(part)))
            _, entries = read_listed(data, ReceiptsReply, "receipts", Receipt)
            found.extend(readable(entries, Receipt))
        return tuple(found)

    def changes(self, cursor: str, *, wait_s: int = 0, limit: int = 200) -> ChangesReply:
        query = {"cursor": cursor, "limit": str(limit)} | ({"wait": str(wait_s)} if wait_s else {})
        data = self._ask("GET", "/v1/changes", query, extra_s=float(wait_s))
        reply, entries = read_listed(data, ChangesReply, "items", Change)
        return reply.model_copy(update={"items": in_order(entries)})

    def check_device(self, device_id: str, nonce: str) -> DeviceCheckReply:
        body = DeviceCheckIn(
            device_id=device_id, nonce=nonce, program=f"hdclient {__version__}", system=system_name()
        )
        return read_reply(self._ask("POST", "/v1/device/check", body=body), DeviceCheckReply)

    def device_wiped(self, report: DeviceWipedIn) -> DeviceWipedReply:
        if not self.server_uuid:
            self.meta()
        return read_reply(
            self._ask("POST", "/v1/device/wiped", body=report, with_token=False), DeviceWipedReply
        )

    def send_note(self, campaign_id: str, note_id: str, text: str) -> str:
        path = f"/v1/campaigns/{quote(campaign_id, safe='')}/notes"
        reply = self._ask("POST", path, body=NoteIn(id=note_id, text=text), expected=201)
        return read_reply(reply, NoteReply).received_at

    def acknowledge(self, campaign_id: str, version: int) -> str:
        path = f"/v1/campaigns/{quote(campaign_id, safe='')}/guidelines/{version}:acknowledge"
        return read_reply(self._ask("POST", path), AcknowledgeReply).acknowledged_at

    def close(self) -> None:
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- one exchange --

    def _ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        *,
        body: BaseModel | None = None,
        with_token: bool = True,
        extra_s: float = 0.0,
        expected: int = 200,
        match: str = "",
    ) -> dict[str, JsonValue]:
        """One call: the reply's JSON object, proved to be whole and from the known platform."""
        raw = self._exchange(
            method,
            path + (f"?{urlencode(query)}" if query else ""),
            content=None if body is None else canonical(body.model_dump(mode="json")),
            cap=MAX_REPLY_BYTES,
            seconds=self._patience.exchange + extra_s,
            silence=self._patience.silence + extra_s,
            with_token=with_token,
            more={"If-Match": match} if match else None,
        )
        check_status(raw, self.server_uuid, expected)
        return read_object(raw, self.server_uuid)

    def _exchange(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        content_type: str = "application/json",
        cap: int,
        seconds: float,
        silence: float | None = None,
        with_token: bool = True,
        more: Mapping[str, str] | None = None,
    ) -> RawReply:
        if with_token and not self.server_uuid:
            self.meta()
        deadline = Deadline(seconds, None if self._in_process else self._connection)
        waits = httpx.Timeout(silence or self._patience.silence, connect=self._patience.connect)
        try:
            with (
                deadline,
                self._client.stream(
                    method,
                    self.origin + path,
                    content=content,
                    headers=self._headers(content_type if content is not None else "", with_token, more),
                    timeout=waits,
                    extensions={} if self._in_process else {"trace": self._connection.trace},
                ) as response,
            ):
                return _read_whole(response, cap, deadline)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as failure:
            # `from None`: the failure's text names addresses, and its frames hold the token.
            raise _no_answer(failure, deadline.passed) from None

    def _headers(self, content_type: str, with_token: bool, more: Mapping[str, str] | None) -> dict[str, str]:
        headers = {"Accept-Encoding": "identity", "X-Request-ID": new_id(), **(more or {})}
        if content_type:
            headers["Content-Type"] = content_type
        if with_token:
            token = self._token()
            if not token or not token.isascii() or not token.isprintable() or " " in token:
                raise SignInNeeded(tr("You are not signed in."), SAFE, tr("Sign in to send and receive."))
            headers["Authorization"] = f"Bearer {token}"
            if self._device_id:
                headers[DEVICE_HEADER] = self._device_id
        return headers


def _read_whole(response: httpx.Response, cap: int, deadline: Deadline) -> RawReply:
    """The body as sent, stopped at `cap` bytes or at the deadline."""
    if response.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise stranger(tr("The answer is packed although that was not asked for."))
    body = bytearray()
    for chunk in response.iter_raw():
        body += chunk
        if len(body) > cap:
            raise stranger(tr("The answer is far bigger than our platform's answers can be."))
        if deadline.passed:
            raise httpx.ReadTimeout("deadline")
    if deadline.fired:
        # A body without a stated length ends where the connection does, and we have just ended it ourselves.
        raise httpx.ReadTimeout("deadline")
    headers = {name.lower(): value for name, value in response.headers.items()}
    return RawReply(response.status_code, headers, bytes(body))


def _no_answer(failure: Exception, out_of_time: bool) -> BackendError:
    """Which of the sentences about no answer fits."""
    if out_of_time or isinstance(failure, httpx.TimeoutException):
        return Unreachable(tr("The platform took too long to answer."), SAFE, tr("It will be tried again."))
    if isinstance(failure, httpx.ProxyError):
        return Unreachable(
            tr("The proxy of this network did not let the connection through."),
            SAFE,
            tr("Ask whoever runs the network."),
        )
    refused = refused_certificate(failure, SAFE)
    if refused is not None:
        return refused
    if isinstance(failure, httpx.ConnectError):
        return Unreachable(tr("The platform cannot be reached."), SAFE, tr("It will be tried again."))
    return Unreachable(
        tr("The connection broke off before the answer was whole."), SAFE, tr("It will be tried again.")
    )
