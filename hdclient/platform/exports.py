"""Exports as jobs: asked for, made in a thread of this process, fetched as a file. Formats live in hdclient.formats."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Annotated, Any

from flask import Response
from pydantic import Field
from sqlalchemy import Row, insert, select, update

from hdclient.formats import EXPORTERS
from hdclient.formats.encoding import FORMS, encoded
from hdclient.formats.writing import beside, entry, manifest
from hdclient.platform.campaigns import find
from hdclient.platform.problems import Refusal, not_found
from hdclient.platform.records import records_of
from hdclient.platform.routes import OPERATIONS, ById, Params, Routes, reply
from hdclient.platform.schema import export_files, exports
from hdclient.platform.state import Platform, here, iso, me
from hdclient.wire.admin import ExportReply, ExportRequest
from hdclient.wire.base import Id

ROUTES = Routes("exports")
_BESIDE_MEDIA = {"json": "application/json", "jsonl": "application/x-ndjson"}
BESIDE_TYPES = (*_BESIDE_MEDIA.values(), "application/octet-stream")
MANIFEST = "manifest.json"
FILE_TYPES = tuple(media.partition(";")[0] for _, media in FORMS.values())
_INTERRUPTED = {"state": "failed", "problem": "The platform was restarted. Ask for a new export."}


class FilePath(Params):
    """An address with an export and the name of a file in it."""

    id: Id
    name: Annotated[str, Field(min_length=1, max_length=120)]


_log = logging.getLogger(__name__)


@ROUTES.add("POST", "/v1/exports", roles=OPERATIONS, answers=ExportReply, status=202, problems=(404, 409))
def start_export(body: ExportRequest) -> Response:
    """Begins an export. Ask for it again by its id until it is ready. The same request again starts nothing new."""
    platform, caller = here(), me()
    if body.format not in EXPORTERS:
        raise not_found("format; there are " + ", ".join(sorted(EXPORTERS)))
    with platform.write() as write:
        find(write.connection, body.campaign_id, caller)
        row = write.execute(select(exports).where(exports.c.id == body.id)).one_or_none()
        fresh = row is None
        suffix, media = FORMS[EXPORTERS[body.format].form]
        if row is not None and (row.campaign_id, row.format) != (body.campaign_id, body.format):
            raise Refusal(409, "id-taken", "There is another export with this id.")
        if fresh:
            row = write.execute(
                insert(exports)
                .values(
                    id=body.id,
                    campaign_id=body.campaign_id,
                    format=body.format,
                    person_id=caller.id,
                    state="running",
                    rows=0,
                    lost={},
                    problem="",
                    file_name=f"{body.campaign_id}.{body.format}.{suffix}",
                    media_type=media,
                )
                .returning(*exports.c)
            ).one()
    if fresh:
        jobs_of(platform).start(body.id)
    assert row is not None
    return _reply(row, status=202)


@ROUTES.add("GET", "/v1/exports/<id>", roles=OPERATIONS, answers=ExportReply, problems=(404,))
def get_export(path: ById) -> Response:
    """How far an export is, and what its format could not say."""
    return _reply(_find(path.id))


@ROUTES.add("GET", "/v1/exports/<id>/file", roles=OPERATIONS, answers=FILE_TYPES, problems=(404, 409))
def get_export_file(path: ById) -> Response:
    """The file of an export that is ready: JSON lines, or what its format is written as."""
    row = _find(path.id)
    if row.state != "ready":
        raise Refusal(409, "not-ready", "The export is not ready." if row.state == "running" else row.problem)
    response = Response(row.data, content_type=row.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{row.file_name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@ROUTES.add(
    "GET", "/v1/exports/<id>/files/<name>", roles=OPERATIONS, answers=BESIDE_TYPES, problems=(404, 409)
)
def get_file_beside(path: FilePath) -> Response:
    """What stands beside the data: “manifest.json” says what it is, “provenance.jsonl” of each row where it comes from,
    of formats whose rows have no place for it.
    """
    row = _find(path.id)
    if row.state != "ready":
        raise Refusal(409, "not-ready", "The export is not ready." if row.state == "running" else row.problem)
    with here().read() as connection:
        data = connection.execute(
            select(export_files.c.data).where(
                export_files.c.export_id == row.id, export_files.c.name == path.name
            )
        ).scalar()
    if data is None:
        raise not_found("file of this export")
    media = _BESIDE_MEDIA.get(path.name.rpartition(".")[2], BESIDE_TYPES[-1])
    response = Response(data, content_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{path.name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


class Jobs:
    """One thread that makes exports, one after the other."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="hd-export")
        self._lock = threading.Lock()
        self._running: dict[str, Future[None]] = {}

    def start(self, export_id: str) -> None:
        """Puts an export in the queue."""
        with self._lock:
            self._running[export_id] = self._pool.submit(self._run, export_id)

    def wait(self, export_id: str, timeout_s: float = 60) -> None:
        """Until this export is done. For scripts and tests."""
        with self._lock:
            job = self._running.get(export_id)
        if job is not None:
            job.result(timeout_s)

    def close(self) -> None:
        """Lets the running export end and drops the others, which are marked as failed."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        for export_id, job in self._running.items():
            if job.cancelled():
                self._end(export_id, _INTERRUPTED)

    def _run(self, export_id: str) -> None:
        try:
            values, files = _make(self._platform, export_id)
        except Exception as error:
            _log.error("export: %s", type(error).__name__)
            values = {"state": "failed", "problem": "The platform failed on this export. Ask for a new one."}
            files = []
        self._end(export_id, values, files)

    def _end(self, export_id: str, values: dict[str, Any], files: Sequence[dict[str, Any]] = ()) -> None:
        with self._platform.write() as write:
            if files:
                write.execute(insert(export_files), list(files))
            write.execute(update(exports).where(exports.c.id == export_id).values(**values))


def jobs_of(platform: Platform) -> Jobs:
    """The platform's jobs, made when first needed."""
    with platform.making:
        if platform.jobs is None:
            platform.jobs = Jobs(platform)
        jobs: Jobs = platform.jobs
        return jobs


def fail_interrupted(platform: Platform) -> None:
    """At the start of the one server of a database: exports that ran when it ended are said to have failed."""
    with platform.write() as write:
        write.execute(update(exports).where(exports.c.state == "running").values(**_INTERRUPTED))


def _make(platform: Platform, export_id: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What the export is now, and the files beside its data, as rows."""
    with platform.read() as connection:
        row = connection.execute(select(exports).where(exports.c.id == export_id)).one()
        exporter = EXPORTERS[row.format]
        lines, report = exporter.rows(records_of(platform, connection, row.campaign_id))
        data = b"".join(encoded(exporter.form, lines))
    files = {name: b"".join(pieces) for name, pieces in beside(exporter, report)}
    told = manifest(
        exporter.name,
        report,
        files=[{**entry(row.file_name, data), "rows": report.rows}, *(entry(*one) for one in files.items())],
        created=iso(platform.now_ms()),
        filters={"campaign": row.campaign_id},
    )
    files[MANIFEST] = (json.dumps(told, indent=2) + "\n").encode()
    rows = [{"export_id": export_id, "name": name, "data": text} for name, text in files.items()]
    return {"state": "ready", "rows": report.rows, "lost": report.lost, "data": data}, rows


def _find(export_id: str) -> Row[Any]:
    with here().read() as connection:
        row = connection.execute(select(exports).where(exports.c.id == export_id)).one_or_none()
    if row is None:
        raise not_found("export")
    return row


def _reply(row: Row[Any], *, status: int = 200) -> Response:
    of_it = export_files.c.export_id == row.id
    with here().read() as connection:
        names = connection.execute(select(export_files.c.name).where(of_it)).scalars().all()
        told = connection.execute(
            select(export_files.c.data).where(of_it, export_files.c.name == MANIFEST)
        ).scalar()
    return reply(
        ExportReply,
        status=status,
        headers={"Location": f"/v1/exports/{row.id}"} if status == 202 else None,
        id=row.id,
        state=row.state,
        rows=row.rows,
        lost=row.lost,
        problem=row.problem,
        provenance=json.loads(told)["provenance"] if told is not None else {},
        files=tuple(sorted(names)),
    )
