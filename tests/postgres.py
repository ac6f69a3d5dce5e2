"""A throw-away PostgreSQL server for one test process, and fresh databases on it.

The server trusts everyone on the loopback address, forgets durability and sorts text by a language (ICU), as
the servers of real houses do: a query that needs the order of bytes must say so itself.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

OLDEST_VERSION = 15
_PREFIX = "boxoffice-postgres-"
_MEMORY = Path("/dev/shm")  # noqa: S108 - a database is created in 8 ms there, in 300 ms on a disk
_ROOM = 1 << 30
_SUPERUSER = "postgres"
_START_SECONDS = 20
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "timezone": "UTC",
}


class ServerMissingError(Exception):
    """Why no server can be started on this machine."""


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server: `port` on 127.0.0.1, its Unix socket in `sockets`, the postmaster's `pid`."""

    port: int
    sockets: Path
    pid: int
    _numbers: Iterator[int]

    def url(self, database: str) -> str:
        """The address of `database`, over the loopback address."""
        return f"postgresql://{_SUPERUSER}@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str, template: str = "template1") -> str:
        """Create `name` as a copy of `template`, to which nobody may be connected; its address."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        self._administer(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop `name`, closing the connections left open to it."""
        self._administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextmanager
    def fresh_database(self, template: str = "template1") -> Iterator[str]:
        """The address of a new copy of `template`, dropped at the end."""
        name = f"test_{next(self._numbers)}"
        url = self.create_database(name, template)
        try:
            yield url
        finally:
            self.drop_database(name)

    def _administer(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """A server with a cluster of its own; it ends with the block, or with this process if that is killed.

    Raises ServerMissingError where the machine has no server to start.
    """
    programs = server_programs()
    command = _as_its_user()
    parent = roomy_folder()
    _remove_leftovers(parent)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=parent))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _SUPERUSER, _SUPERUSER)
        _create_cluster(command, programs, folder)
        process, port = _start(command, programs, folder)
        try:
            yield PostgresServer(port, folder, process.pid, count(1))
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait(_START_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def server_programs() -> Path:
    """The folder of the newest installed server's programs; ServerMissingError names what is missing."""
    installed = {
        int(folder.parent.name): folder
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if folder.parent.name.isdigit() and (folder / "initdb").exists()
    }
    if installed:
        newest = max(installed)
        if newest < OLDEST_VERSION:
            raise ServerMissingError(f"PostgreSQL {newest} is too old, {OLDEST_VERSION} is the oldest tested")
        return installed[newest]
    on_path = shutil.which("initdb")
    if on_path is None:
        raise ServerMissingError("no PostgreSQL server is installed (Debian: postgresql)")
    return Path(on_path).resolve().parent


def _as_its_user() -> list[str]:
    """What to put before a server command: it never runs as root, and dies with this process."""
    if shutil.which("setpriv") is None:
        raise ServerMissingError("setpriv, which starts the PostgreSQL server of the tests, is not installed")
    command = ["setpriv", "--pdeathsig", "QUIT"]
    if os.geteuid() == 0:
        command += ["--reuid", _SUPERUSER, "--regid", _SUPERUSER, "--clear-groups"]
    return command


def roomy_folder() -> Path:
    """Where tests keep what they write: in memory where there is room, else with the other temporary files."""
    if os.access(_MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(_MEMORY).free >= _ROOM:
        return _MEMORY
    return Path(tempfile.gettempdir())


def _remove_leftovers(parent: Path) -> None:
    """Remove the clusters of test processes that were killed."""
    for folder in parent.glob(f"{_PREFIX}*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdigit() and not Path("/proc", owner).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _create_cluster(command: list[str], programs: Path, folder: Path) -> None:
    subprocess.run(
        [
            *command,
            str(programs / "initdb"),
            f"--pgdata={folder / 'data'}",
            f"--username={_SUPERUSER}",
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--locale-provider=icu",
            "--icu-locale=fr-CA",
        ],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _start(command: list[str], programs: Path, folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server on a free port; another process may take the port first, so try a few."""
    log = folder / "server.log"
    settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
    for _ in range(5):
        port = _free_port()
        places = ["-D", str(folder / "data"), "-k", str(folder), "-p", str(port)]
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*command, str(programs / "postgres"), *places, *settings],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        if _answers(process, port):
            return process, port
    raise RuntimeError(f"the PostgreSQL server did not start:\n{log.read_text()}")


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until our own server answers on `port`; False when it ended or stays silent."""
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(psycopg.OperationalError):
            psycopg.connect(f"postgresql://{_SUPERUSER}@127.0.0.1:{port}/postgres", connect_timeout=5).close()
            return process.poll() is None
        time.sleep(0.01)
    process.kill()
    process.wait()
    return False


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
