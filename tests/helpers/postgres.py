"""A Postgres server of our own for tests: a fresh cluster in a temporary folder, reached by a Unix socket only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg


def binaries() -> Path | None:
    """The folder with `postgres` and `initdb`, if there is one on this machine."""
    on_path = shutil.which("postgres")
    places = [Path(on_path).resolve().parent] if on_path else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").is_file()), None)


@dataclass
class Cluster:
    """A running server."""

    folder: Path
    made: int = 0
    shared: str = ""

    def database(self) -> str:
        """The SQLAlchemy URL of a fresh database."""
        self.made += 1
        name = f"test{self.made}"
        with psycopg.connect(f"host={self.folder} user=hd dbname=postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql://hd@/{name}?host={self.folder}"

    def emptied(self) -> str:
        """The URL of the one database that tests take in turn, with empty tables. Quicker than a new one."""
        if not self.shared:
            self.shared = self.database()
            return self.shared
        name = self.shared.removeprefix("postgresql://hd@/").partition("?")[0]
        with psycopg.connect(f"host={self.folder} user=hd dbname={name}", autocommit=True) as connection:
            rows = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
            tables = ", ".join(sorted({row[0] for row in rows} - {"schema_version"}))
            if tables:
                connection.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE".encode())
        return self.shared

    def drop(self, url: str) -> None:
        """Removes a database, with whoever is still connected."""
        name = url.removeprefix("postgresql://hd@/").partition("?")[0]
        with psycopg.connect(f"host={self.folder} user=hd dbname=postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Starts a server and stops it again. The server refuses to run as root, so root hands it to `nobody`."""
    place = binaries()
    assert place is not None, "ask binaries() first"
    folder = Path(tempfile.mkdtemp(prefix="hdpg"))
    account: dict[str, int] = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        account = {"user": nobody.pw_uid, "group": nobody.pw_gid}
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    data = folder / "data"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    try:
        initdb = [
            place / "initdb",
            "-D",
            data,
            "-U",
            "hd",
            "--auth=trust",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C",
        ]
        subprocess.run(initdb, check=True, **quiet, **account)  # type: ignore[call-overload]
        options = (
            f"-c fsync=off -c listen_addresses='' -c unix_socket_directories={folder} -c max_connections=80"
        )
        control = [place / "pg_ctl", "-D", data, "-w"]
        subprocess.run([*control, "-o", options, "start"], check=True, **quiet, **account)  # type: ignore[call-overload]
        try:
            yield Cluster(folder)
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, **quiet, **account)  # type: ignore[call-overload]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
