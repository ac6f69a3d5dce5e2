"""Opening, reading and writing a database on both engines: settings in force, every fault told by its name."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from boxoffice_tui.data import database as module
from boxoffice_tui.data.database import (
    Database,
    create_file,
    file_system_in,
    sqlite_driver,
    sqlite_settings,
    wal_is_safe,
)
from boxoffice_tui.data.errors import DatabaseProblemError, DatabaseReason, UniqueViolationError
from boxoffice_tui.data.schema import require_current
from boxoffice_tui.data.tables.organisation import TILLS
from boxoffice_tui.data.upgrade import upgrade
from boxoffice_tui.services.errors import UnavailableError
from boxoffice_tui.services.identity import open_desk
from tests.architecture.tree import ROOT


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgresql_url"))
    return str(tmp_path / "house" / "house.db")


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    """A database with the schema and nothing in it."""
    made = made_at(address)
    yield made
    made.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of an SQLite database with the schema; nobody has it open."""
    path = tmp_path / "house" / "house.db"
    made_at(str(path)).close()
    return path


def made_at(address: str) -> Database:
    made = Database(address)
    if made.path is not None:
        create_file(made.path)
    upgrade(made)
    return made


def reason_at(path: Path) -> DatabaseReason:
    """Why the database at `path` cannot be used."""
    opened = Database(str(path))
    with pytest.raises(DatabaseProblemError) as problem:
        require_current(opened)
    opened.close()
    assert problem.value.place == str(path)
    return problem.value.reason


def till(code: str) -> sa.Insert:
    return sa.insert(TILLS).values(code=code, name=code)


def write_and_fail(database: Database, code: str) -> None:
    with database.write() as connection:
        connection.execute(till(code))
        raise ZeroDivisionError


def write_impatiently(database: Database, code: str) -> None:
    with database.write() as connection:
        if database.is_postgresql:
            connection.exec_driver_sql("SET LOCAL lock_timeout = 200")
        connection.execute(till(code))


def write_while_cut(database: Database, code: str) -> None:
    with database.write() as connection:
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with database.read() as other:
            other.exec_driver_sql(f"SELECT pg_terminate_backend({pid})")
        connection.execute(till(code))


def tills(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(sa.select(TILLS.c.code).order_by(TILLS.c.id)).scalars())


class TestTransactions:
    """What is written is there after COMMIT, and only then."""

    def test_a_writer_commits_at_the_end_and_not_when_it_fails(self, database: Database) -> None:
        with database.write() as connection:
            connection.execute(till("1"))
        with pytest.raises(ZeroDivisionError):
            write_and_fail(database, "2")
        assert tills(database) == ["1"]

    def test_a_reader_sees_one_picture_while_others_write(self, database: Database) -> None:
        with database.read() as reader:
            before = reader.execute(sa.select(sa.func.count()).select_from(TILLS)).scalar_one()
            if database.is_postgresql or wal_is_safe():
                with database.write() as writer:
                    writer.execute(till("1"))
            after = reader.execute(sa.select(sa.func.count()).select_from(TILLS)).scalar_one()
        assert (before, after) == (0, 0)

    def test_a_row_twice_is_told_by_its_table(self, database: Database) -> None:
        with database.write() as connection:
            connection.execute(till("1"))
        with pytest.raises(UniqueViolationError) as violation, database.write() as connection:
            connection.execute(till("1"))
        assert violation.value.table == "till"

    def test_a_fault_of_the_program_is_not_dressed_up(self, database: Database) -> None:
        with pytest.raises(sa.exc.DBAPIError), database.read() as connection:
            connection.exec_driver_sql("SELECT nothing FROM nowhere")

    def test_two_writers_wait_for_each_other(self, database: Database) -> None:
        """With another process: it takes the lock, says so, keeps it for a while; we come second."""
        holder = subprocess.Popen(
            [sys.executable, "-m", "tests.data.holder", database.writer.url.render_as_string(False), "0.4"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert holder.stdout is not None
        with holder.stdout as said:
            assert said.readline() == "locked\n"
            started = time.monotonic()
            with database.write() as connection:
                if database.is_postgresql:
                    connection.exec_driver_sql("LOCK TABLE till IN EXCLUSIVE MODE")
                connection.execute(till("second"))
            waited = time.monotonic() - started
        assert holder.wait() == 0
        assert tills(database) == ["first", "second"]
        assert 0.1 < waited < 1.4  # SQLite's own handler may sleep through a free lock

    def test_a_writer_gives_up_after_its_patience(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "WRITER_PATIENCE_SECONDS", 0.2)
        second = Database(
            str(database.path) if database.path else database.writer.url.render_as_string(False)
        )
        with database.write() as connection:
            connection.execute(till("1"))
            with pytest.raises(DatabaseProblemError) as problem:
                write_impatiently(second, "1")
        second.close()
        assert problem.value.reason is DatabaseReason.LOCKED


class TestSettings:
    """The settings that lose nothing in a power cut are in force (spec/reliability.md, The database)."""

    def test_sqlite_keeps_its_settings_on_both_kinds_of_connection(self, file: Path) -> None:
        database = Database(str(file))
        expected = {
            "journal_mode": "wal" if wal_is_safe() else "delete",
            "synchronous": 2 if wal_is_safe() else 3,
            "foreign_keys": 1,
            "trusted_schema": 0,
            "secure_delete": 1,
        }
        for kind in (database.read, database.write):
            with kind() as connection:
                found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
            assert found == expected
        database.close()

    def test_a_driver_with_the_wal_race_uses_delete_and_extra(self) -> None:
        settings = sqlite_settings(wal=False)
        assert {"journal_mode=DELETE", "synchronous=EXTRA"} <= set(settings)
        assert sqlite_driver().sqlite_version_info >= module.WAL_SAFE_SINCE or not wal_is_safe()

    def test_postgresql_gives_up_on_time(self, postgresql_url: str) -> None:
        database = Database(postgresql_url)
        with database.read() as connection:
            found = [
                connection.exec_driver_sql(f"SHOW {name}").scalar()
                for name in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
            ]
            isolation = connection.exec_driver_sql("SHOW transaction_isolation").scalar()
        with database.write() as connection:
            writing = connection.exec_driver_sql("SHOW transaction_isolation").scalar()
        database.close()
        assert found == ["5s", "20s", "30s"]
        assert (isolation, writing) == ("repeatable read", "read committed")


class TestFile:
    """A file of ours is its owner's; what is no such file is refused by name."""

    def test_a_new_file_and_folder_are_their_owners(self, file: Path) -> None:
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o777 == 0o700
        with pytest.raises(FileExistsError):
            create_file(file)

    def test_what_lies_beside_it_is_its_owners_too(self, file: Path) -> None:
        database = Database(str(file))
        with database.write() as connection:
            connection.execute(till("1"))
            beside = {path.name: path.stat().st_mode & 0o777 for path in file.parent.iterdir()}
        database.close()
        assert len(beside) > 1
        assert set(beside.values()) == {0o600}

    @pytest.mark.parametrize("link", [os.symlink, os.link])
    def test_links_are_refused(self, file: Path, link: object) -> None:
        other = file.with_name("other.db")
        assert callable(link)
        link(file, other)
        assert reason_at(other) is DatabaseReason.LINK

    def test_a_link_is_not_filled(self, tmp_path: Path) -> None:
        link = tmp_path / "link.db"
        link.symlink_to(tmp_path / "nowhere.db")
        with pytest.raises(DatabaseProblemError) as problem:
            create_file(link)
        assert problem.value.reason is DatabaseReason.LINK
        assert not (tmp_path / "nowhere.db").exists()

    def test_a_missing_file_is_not_made(self, tmp_path: Path) -> None:
        assert reason_at(tmp_path / "none.db") is DatabaseReason.MISSING
        assert list(tmp_path.iterdir()) == []

    def test_a_file_without_our_schema_is_missing_its_house(self, tmp_path: Path) -> None:
        create_file(tmp_path / "empty.db")
        assert reason_at(tmp_path / "empty.db") is DatabaseReason.MISSING

    def test_a_text_file_is_not_a_database(self, tmp_path: Path) -> None:
        path = tmp_path / "letter.db"
        path.write_text("Madame, Monsieur,\n" * 100)
        assert reason_at(path) is DatabaseReason.NOT_A_DATABASE

    def test_a_folder_is_not_opened(self, tmp_path: Path) -> None:
        assert reason_at(tmp_path) is DatabaseReason.NO_PERMISSION

    @pytest.mark.parametrize("table", ["sqlite_master", "alembic_version"])
    def test_a_damaged_file_is_corrupt(self, file: Path, table: str) -> None:
        database = Database(str(file))
        with database.read() as connection:
            query = f"SELECT rootpage FROM sqlite_master WHERE name = '{table}'"
            page = connection.exec_driver_sql(query).scalar() or 1
            size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
        database.close()
        with file.open("r+b") as stream:
            stream.seek((page - 1) * size + (100 if page == 1 else 0))
            stream.write(b"\xa5" * (size - 100))
        assert reason_at(file) is DatabaseReason.CORRUPT

    def test_a_file_somebody_keeps_to_himself_is_locked(self, file: Path) -> None:
        greedy = sqlite_driver().connect(str(file), isolation_level=None)
        greedy.execute("PRAGMA locking_mode = EXCLUSIVE")
        greedy.execute("BEGIN EXCLUSIVE")
        assert reason_at(file) is DatabaseReason.LOCKED
        greedy.close()

    def test_a_lock_is_no_missing_schema_without_wal_either(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "WAL_SAFE_SINCE", (999,))
        database = Database(str(file))
        require_current(database)
        other = sqlite_driver().connect(str(file), isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseProblemError) as problem:
            require_current(database)
        other.close()
        database.close()
        assert problem.value.reason is DatabaseReason.LOCKED

    def test_any_name_of_a_file_will_do(self, tmp_path: Path) -> None:
        path = tmp_path / "salle n° 1 ?&mode=ro %20#.db"
        database = made_at(str(path))
        with database.write() as connection:
            connection.execute(till("1"))
        assert tills(database) == ["1"]
        database.close()
        assert [one.name for one in tmp_path.iterdir()] == [path.name]

    def test_a_network_drive_is_refused(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        kind = file_system_in(Path("/proc/mounts").read_text(), str(file.parent.resolve()))
        monkeypatch.setattr(module, "NETWORK_FILE_SYSTEMS", frozenset({kind}))
        assert reason_at(file) is DatabaseReason.NETWORK_FILE_SYSTEM
        with pytest.raises(DatabaseProblemError) as problem:
            create_file(file.with_name("new.db"))
        assert problem.value.reason is DatabaseReason.NETWORK_FILE_SYSTEM

    def test_a_file_system_is_that_of_the_deepest_mount(self) -> None:
        mounts = "\n".join(
            (
                "/dev/sda / ext4 rw 0 0",
                "server:/a /mnt/nas nfs4 rw 0 0",
                "server:/b /mnt/nas/local\\040disk xfs rw 0 0",
                "server:/c /srv/box\\040office cifs rw 0 0",
            )
        )
        places = ("/home", "/mnt/nas/x", "/mnt/nas", "/mnt/nasty", "/mnt/nas/local disk/x", "/srv/box office")
        kinds = [file_system_in(mounts, place) for place in places]
        assert kinds == ["ext4", "nfs4", "nfs4", "ext4", "xfs", "cifs"]


READ_AND_WRITE = """
import sys
from boxoffice_tui.data.database import Database
from boxoffice_tui.data.errors import DatabaseProblemError
database = Database(sys.argv[1])
for kind in (database.read, database.write):
    try:
        with kind() as connection:
            connection.exec_driver_sql("INSERT INTO till (code, name) VALUES ('1', '1')")
        print("done")
    except DatabaseProblemError as problem:
        print(problem.reason)
"""


class TestPermissions:
    """What the file system forbids is said, not crashed on; another process, which root's powers are taken from."""

    @pytest.fixture(autouse=True)
    def _powers_can_be_dropped(self) -> None:
        if os.geteuid() == 0 and shutil.which("setpriv") is None:
            pytest.skip(
                "root reads and writes everything, and setpriv, which would stop it, is not installed"
            )

    def said_at(self, path: Path) -> list[str]:
        """What reading and writing end with, without the power to pass over permissions."""
        powerless = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
        command = [*(powerless if os.geteuid() == 0 else []), sys.executable, "-c", READ_AND_WRITE, str(path)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.split()

    def test_a_read_only_file(self, file: Path) -> None:
        file.chmod(0o400)
        assert self.said_at(file) == ["read_only", "read_only"]

    def test_a_read_only_folder(self, file: Path) -> None:
        file.parent.chmod(0o500)
        said = self.said_at(file)
        file.parent.chmod(0o700)
        assert set(said) <= {"no_permission", "read_only"}
        assert len(said) == 2

    def test_a_file_of_somebody_else(self, file: Path) -> None:
        file.chmod(0o000)
        assert self.said_at(file) == ["no_permission", "no_permission"]


class TestServer:
    """PostgreSQL out of reach is an error on time, not a frozen counter."""

    def test_a_closed_port_is_unreachable(self) -> None:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            port = listener.getsockname()[1]
        assert self.reason_of(f"postgresql://clerk@127.0.0.1:{port}/house") == "unreachable"

    def test_a_server_that_never_answers_is_unreachable_on_time(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # a shorter limit than the program's own: what counts is that there is one and what it becomes
        assert module._CUT_CABLE_IS_NOTICED["connect_timeout"] == 5
        monkeypatch.setitem(module._CUT_CABLE_IS_NOTICED, "connect_timeout", 2)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            started = time.monotonic()
            port = listener.getsockname()[1]
            assert self.reason_of(f"postgresql://clerk:secret@127.0.0.1:{port}/house") == "unreachable"
            assert time.monotonic() - started < 4

    def test_a_missing_database_and_an_unknown_role_are_told(self, postgresql_url: str) -> None:
        nowhere = postgresql_url.rpartition("/")[0] + "/nowhere"
        assert self.reason_of(nowhere) == "no_such_database"
        assert self.reason_of(postgresql_url.replace("postgres@", "stranger@")) == "no_permission"

    def test_a_connection_cut_by_the_server_is_unreachable_then_made_anew(self, postgresql_url: str) -> None:
        database = made_at(postgresql_url)
        with pytest.raises(DatabaseProblemError) as problem:
            write_while_cut(database, "1")
        assert problem.value.reason is DatabaseReason.UNREACHABLE
        assert tills(database) == []
        database.close()

    @staticmethod
    def reason_of(address: str) -> str:
        with pytest.raises(UnavailableError) as unavailable:
            open_desk(address, "anne")
        assert "secret" not in str(unavailable.value.facts)
        return unavailable.value.reason
