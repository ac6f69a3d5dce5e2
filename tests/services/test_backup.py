"""Backups: whole, the owner's alone, never over another file; restored only when sound, the old one kept aside."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from boxoffice_tui.data import schema
from boxoffice_tui.data.database import Database
from boxoffice_tui.data.models.metadata import METADATA
from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.orders import ORDERS
from boxoffice_tui.data.upgrade import upgrade
from boxoffice_tui.services import backup as service
from boxoffice_tui.services.errors import NotAllowedError, RefusedError, UnavailableError
from tests.house import ACCOUNT, NOW, HouseUnderTest
from tests.invariants import assert_sound
from tests.services.checks.unguarded import unguarded
from tests.services.test_archives_money import sell_two

LATER = NOW + timedelta(hours=1)
NOW_AT = schema.HEAD
NEXT = "9000"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where backups go."""
    made = tmp_path / "backups"
    made.mkdir(mode=0o700)
    return made


@pytest.fixture
def admin(house: HouseUnderTest) -> Iterator[HouseUnderTest]:
    """The house with its administrator at the desk, who makes the backups."""
    sell_two(house)
    house.desk.database.close()
    house.desk = house.as_operator("ADMIN")
    yield house
    house.desk.database.close()


def contents(address: str) -> dict[str, list[Any]]:
    """Every row of every table."""
    opened = Database(address)
    with opened.read() as connection:
        found = {
            table.name: sorted(map(repr, connection.execute(sa.select(table))))
            for table in METADATA.sorted_tables
        }
    opened.close()
    return found


def orders(address: str) -> int:
    opened = Database(address)
    with opened.read() as connection:
        count = connection.execute(sa.select(sa.func.count()).select_from(ORDERS)).scalar_one()
    opened.close()
    return int(count)


def last_line(address: str) -> Any:
    opened = Database(address)
    with opened.read() as connection:
        line = connection.execute(sa.select(JOURNAL).order_by(JOURNAL.c.seq.desc()).limit(1)).one()
    opened.close()
    return line


def sold_again(house: HouseUnderTest) -> None:
    """One more order, which no backup has."""
    from boxoffice_tui.services import sales
    from boxoffice_tui.views.requests import TicketRequest

    request = TicketRequest(house.ids["p2"], house.ids["full"], (house.seat("G-12"),))
    sales.sell(house.desk, "after", "form-9", None, (request,), "by_hand")
    house.desk.database.close()


def aside_of(house: HouseUnderTest, kept_as: str) -> str:
    """The address of the database that was replaced."""
    if house.desk.database.is_postgresql:
        return house.address.rpartition("/")[0] + "/" + kept_as
    return kept_as


def left_over(house: HouseUnderTest) -> list[str]:
    """What a restore that did not happen has left: files, or databases of the server."""
    path = house.desk.database.path
    if path is not None:
        return [one.name for one in path.parent.iterdir() if "partial" in one.name or "before" in one.name]
    with house.desk.database.read() as connection:
        names = connection.exec_driver_sql("SELECT datname FROM pg_database").scalars()
        return [name for name in names if "_restoring" in name or "_before" in name]


class TestBackup:
    """Making one."""

    def test_it_is_whole_its_owners_and_journalled(self, admin: HouseUnderTest, folder: Path) -> None:
        before = contents(admin.address)
        made = service.backup(admin.desk, folder)
        path = Path(made.place)
        assert path.parent == folder
        assert path.name.startswith("boxoffice-20261121-1907")
        assert path.stat().st_mode & 0o777 == 0o600
        assert [one.name for one in folder.iterdir()] == [path.name]
        line = last_line(admin.address)
        assert line.action == "backup_made"
        assert made.sha256 in line.facts
        if not admin.desk.database.is_postgresql:
            assert contents(made.place) == before

    def test_others_go_on_working_meanwhile(self, admin: HouseUnderTest, folder: Path) -> None:
        other = Database(admin.address)
        with other.write() as connection:
            connection.execute(sa.text("UPDATE organisation SET phone = 'not committed'"))
            target = folder / "copy"
            from boxoffice_tui.data.copies import copy_out

            copy_out(admin.desk.database, target)
            connection.execute(sa.text("UPDATE organisation SET phone = ''"))
        other.close()
        assert target.stat().st_size > 0
        assert b"not committed" not in target.read_bytes()

    def test_it_never_overwrites_and_follows_no_link(self, admin: HouseUnderTest, folder: Path) -> None:
        taken, link = folder / "taken", folder / "link"
        taken.write_text("something else")
        link.symlink_to(folder / "nowhere")
        for target in (taken, link):
            with pytest.raises(RefusedError) as refused:
                service.backup(admin.desk, target)
            assert (refused.value.code, refused.value.facts) == ("backup_exists", {"place": str(target)})
        assert taken.read_text() == "something else"
        assert not (folder / "nowhere").exists()

    def test_it_wants_the_right(self, house: HouseUnderTest, folder: Path) -> None:
        with pytest.raises(NotAllowedError):
            service.backup(house.desk, folder)
        assert list(folder.iterdir()) == []

    def test_a_right_lost_meanwhile_leaves_no_file(self, admin: HouseUnderTest, folder: Path) -> None:
        with admin.desk.database.write() as connection:
            connection.execute(sa.text("DELETE FROM operator_right WHERE \"right\" = 'backup.run'"))
        with pytest.raises(NotAllowedError):
            service.backup(admin.desk, folder)
        assert list(folder.iterdir()) == []


class TestRestore:
    """Bringing one back."""

    def test_the_house_is_as_it_was_and_the_other_kept_aside(
        self, admin: HouseUnderTest, folder: Path
    ) -> None:
        made = service.backup(admin.desk, folder)
        sold_again(admin)
        restored = service.restore(admin.address, Path(made.place), ACCOUNT, LATER)
        assert orders(admin.address) == 1
        assert orders(aside_of(admin, restored.kept_as)) == 2
        line = last_line(admin.address)
        assert (line.action, line.at) == ("backup_restored", LATER)
        assert made.sha256 in line.facts
        back = admin.as_operator("ADMIN")
        assert_sound(back)
        back.database.close()
        if not admin.desk.database.is_postgresql:
            assert Path(admin.address).stat().st_mode & 0o777 == 0o600
            assert Path(restored.kept_as).name == "house.db.before-20261121-200700"
        else:
            _drop(admin, restored.kept_as)

    def test_it_is_refused_while_somebody_has_it_open(self, admin: HouseUnderTest, folder: Path) -> None:
        made = service.backup(admin.desk, folder)
        other = Database(admin.address)
        with other.read() as connection:
            connection.execute(sa.select(ORDERS.c.id)).all()
        admin.desk.database.close()
        with pytest.raises(RefusedError) as refused:
            service.restore(admin.address, Path(made.place), ACCOUNT, LATER)
        other.close()
        assert refused.value.code == "database_in_use"
        assert left_over(admin) == []
        assert last_line(admin.address).action == "backup_made"

    def test_a_broken_backup_replaces_nothing(self, admin: HouseUnderTest, folder: Path) -> None:
        with unguarded(admin.desk.database) as connection:
            connection.exec_driver_sql('UPDATE "order" SET balance_minor = 1')
        made = service.backup(admin.desk, folder)
        with unguarded(admin.desk.database) as connection:
            connection.exec_driver_sql('UPDATE "order" SET balance_minor = 0')
        admin.desk.database.close()
        with pytest.raises(RefusedError) as refused:
            service.restore(admin.address, Path(made.place), ACCOUNT, LATER)
        assert refused.value.code == "backup_broken"
        assert refused.value.facts["codes"] == ["balance"]
        assert left_over(admin) == []
        assert last_line(admin.address).action == "backup_made"

    def test_what_is_no_backup_is_refused(self, admin: HouseUnderTest, folder: Path) -> None:
        letter, made = folder / "letter", Path(service.backup(admin.desk, folder).place)
        letter.write_text("Madame, Monsieur,\n" * 50)
        torn, link = folder / "torn", folder / "link"
        torn.write_bytes(made.read_bytes()[: made.stat().st_size // 2])
        link.symlink_to(made)
        admin.desk.database.close()
        found = [self.refusal(admin, path) for path in (letter, torn, link, folder / "none", folder)]
        assert found[0] == "not_a_backup"
        assert found[1] in {"backup_broken", "not_a_backup", "program_failed"}
        assert found[2:] == ["backup_link", "no_backup", "no_backup"]
        assert left_over(admin) == []

    def test_a_backup_of_the_other_engine_is_known_as_one(self, admin: HouseUnderTest, folder: Path) -> None:
        other = folder / "other"
        here, there = ("PostgreSQL", "SQLite") if admin.desk.database.is_postgresql else ("SQLite", "PostgreSQL")
        other.write_bytes((b"SQLite format 3\0" if there == "SQLite" else b"PGDMP\1") + bytes(100))
        with pytest.raises(RefusedError) as refused:
            service.restore(admin.address, other, ACCOUNT, LATER)
        place = admin.desk.database.place
        assert (refused.value.code, dict(refused.value.facts)) == (
            "backup_of_other_engine",
            {"place": str(other), "made_of": there, "database": place, "engine": here},
        )

    def test_a_newer_backup_is_refused(self, admin: HouseUnderTest, folder: Path) -> None:
        with admin.desk.database.write() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        made = service.backup(admin.desk, folder)
        with admin.desk.database.write() as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{schema.HEAD}'")
        admin.desk.database.close()
        assert self.refusal(admin, Path(made.place)) == "too_new"

    def test_an_account_without_the_right_may_not(self, admin: HouseUnderTest, folder: Path) -> None:
        made = service.backup(admin.desk, folder)
        admin.desk.database.close()
        with pytest.raises(NotAllowedError):
            service.restore(admin.address, Path(made.place), "stranger", LATER)
        assert left_over(admin) == []

    @staticmethod
    def refusal(house: HouseUnderTest, source: Path) -> str:
        with pytest.raises((RefusedError, UnavailableError)) as refused:
            service.restore(house.address, source, ACCOUNT, LATER)
        return refused.value.code


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
class TestRestoreAFile:
    """Bringing an SQLite file back where there is no good one."""

    def test_a_new_place_gets_its_folder(self, admin: HouseUnderTest, folder: Path, tmp_path: Path) -> None:
        made = service.backup(admin.desk, folder)
        place = tmp_path / "new" / "house.db"
        restored = service.restore(str(place), Path(made.place), ACCOUNT, LATER)
        assert (restored.place, restored.kept_as) == (str(place), "")
        assert (place.stat().st_mode & 0o777, place.parent.stat().st_mode & 0o777) == (0o600, 0o700)
        assert [one.name for one in place.parent.iterdir()] == ["house.db"]
        assert orders(str(place)) == 1

    @pytest.mark.parametrize("damage", [b"", b"\xa5" * 100_000])
    def test_a_damaged_database_is_replaced_and_kept(
        self, admin: HouseUnderTest, folder: Path, damage: bytes
    ) -> None:
        made = service.backup(admin.desk, folder)
        admin.desk.database.close()
        path = Path(admin.address)
        path.write_bytes(damage)
        path.with_name("house.db-wal").write_bytes(b"left over")
        restored = service.restore(admin.address, Path(made.place), ACCOUNT, LATER)
        assert orders(admin.address) == 1
        assert Path(restored.kept_as).exists()
        assert not damage or Path(restored.kept_as).read_bytes() == damage

    def test_another_process_keeps_it(self, admin: HouseUnderTest, folder: Path) -> None:
        """A file open without a lock, as by a program that waits for its clerk without a write-ahead log."""
        made = service.backup(admin.desk, folder)
        admin.desk.database.close()
        with Path(admin.address).open("rb"), pytest.raises(RefusedError, match="database_in_use"):
            service.restore(admin.address, Path(made.place), ACCOUNT, LATER)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
class TestServerPrograms:
    """PostgreSQL's own programs: found or said, and nobody reads a password in their arguments."""

    def test_the_password_is_in_no_argument(
        self, admin: HouseUnderTest, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real, seen = shutil.which("pg_dump"), tmp_path / "seen"
        assert real is not None
        shim = tmp_path / "bin" / "pg_dump"
        shim.parent.mkdir()
        shim.write_text(f'#!/bin/sh\nprintf "%s\\n" "$PGPASSWORD" "$@" > {seen}\nexec {real} "$@"\n')
        shim.chmod(0o700)
        monkeypatch.setenv("PATH", f"{shim.parent}{os.pathsep}{os.environ['PATH']}")
        for number, address in enumerate(
            (admin.address.replace("postgres@", "postgres:s3cret@"), f"{admin.address}?password=s3cret")
        ):
            database = Database(address)
            service.copies.copy_out(database, folder / f"copy{number}")
            database.close()
            password, *arguments = seen.read_text().splitlines()
            assert password == "s3cret"
            assert not any("s3cret" in argument for argument in arguments)

    def test_a_missing_program_is_named(
        self, admin: HouseUnderTest, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", str(folder))
        with pytest.raises(UnavailableError) as unavailable:
            service.backup(admin.desk, folder)
        assert (unavailable.value.reason, unavailable.value.place) == ("program_missing", "pg_dump")
        assert list(folder.iterdir()) == []


class TestUpgrade:
    """A backup, then the schema."""

    @pytest.fixture
    def newer(self, admin: HouseUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A program whose schema has one more step than the house's."""
        admin.desk.database.close()
        scripts = tmp_path / "migrations"
        shutil.copytree(Path(schema.__file__).parent / "migrations", scripts)
        (scripts / "versions" / "next_tour.py").write_text(
            f'revision = "{NEXT}"\ndown_revision = "{schema.HEAD}"\n\n\n'
            "def upgrade() -> None:\n"
            "    from alembic import op\n\n"
            '    op.execute("ALTER TABLE organisation ADD COLUMN motto VARCHAR")\n'
        )
        monkeypatch.setattr("boxoffice_tui.data.upgrade.SCRIPTS", str(scripts))
        monkeypatch.setattr(schema, "HEAD", NEXT)

    @pytest.mark.usefixtures("newer")
    def test_the_backup_has_the_old_schema_the_house_the_new(
        self, admin: HouseUnderTest, folder: Path
    ) -> None:
        admin.desk.database.close()
        done = service.upgrade_database(admin.address, folder, ACCOUNT, LATER)
        assert (done.before, done.after) == (NOW_AT, NEXT)
        assert done.backup is not None
        line = last_line(admin.address)
        assert line.action == "schema_upgraded"
        opened = Database(admin.address)
        schema.require_current(opened)
        assert_sound(opened)
        opened.close()
        again = service.upgrade_database(admin.address, folder, ACCOUNT, LATER)
        assert again == service.Upgraded(NEXT, NEXT, None)
        # an old backup is brought up to the program's schema when it is restored
        kept = service.restore(admin.address, Path(done.backup.place), ACCOUNT, LATER).kept_as
        opened = Database(admin.address)
        schema.require_current(opened)
        opened.close()
        if admin.desk.database.is_postgresql:
            _drop(admin, kept)

    @pytest.mark.usefixtures("newer")
    def test_without_a_backup_there_is_no_upgrade(self, admin: HouseUnderTest, folder: Path) -> None:
        admin.desk.database.close()
        (folder / "taken").touch()
        with pytest.raises(RefusedError, match="backup_exists"):
            service.upgrade_database(admin.address, folder / "taken", ACCOUNT, LATER)
        with pytest.raises(NotAllowedError):
            service.upgrade_database(admin.address, folder, "stranger", LATER)
        with admin.desk.database.read() as connection:
            assert schema.version_of(connection) == NOW_AT
        upgrade(admin.desk.database)

    def test_a_newer_database_is_refused(self, admin: HouseUnderTest, folder: Path) -> None:
        with admin.desk.database.write() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(UnavailableError) as unavailable:
            service.upgrade_database(admin.address, folder, ACCOUNT, LATER)
        with admin.desk.database.write() as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{schema.HEAD}'")
        assert unavailable.value.reason == "too_new"
        assert list(folder.iterdir()) == []


def _drop(house: HouseUnderTest, name: str) -> None:
    url = house.desk.database.writer.url.set(database="postgres")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
