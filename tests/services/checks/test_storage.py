"""What can be wrong with the file itself, or with how it is kept (spec/reliability.md, The database)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from boxoffice_tui.data.database import Database, wal_is_safe
from boxoffice_tui.rules.invariants import Invariant, Remark, Thing
from boxoffice_tui.services.checks import storage
from boxoffice_tui.services.checks.runner import check
from boxoffice_tui.views.checks import Finding
from tests.house import HouseUnderTest, copy_of
from tests.services.checks.unguarded import unguarded


@pytest.fixture
def file_house(sqlite_house: HouseUnderTest, tmp_path: Path) -> Iterator[HouseUnderTest]:
    """A house in a file, to be broken."""
    path = tmp_path / "house.db"
    shutil.copyfile(sqlite_house.address, path)
    path.chmod(0o600)
    copied = copy_of(sqlite_house, str(path))
    yield copied
    copied.desk.database.close()


def test_a_file_others_may_read_is_found(file_house: HouseUnderTest) -> None:
    Path(file_house.address).chmod(0o640)
    (found,) = check(file_house.desk).breaches
    assert found == Finding(Invariant.PERMISSIONS, Thing.FILE, 1, ("house.db",))


def test_a_folder_others_may_write_in_is_found(file_house: HouseUnderTest, tmp_path: Path) -> None:
    tmp_path.chmod(0o770)
    (found,) = check(file_house.desk).breaches
    assert found == Finding(Invariant.PERMISSIONS, Thing.FILE, 1, (tmp_path.name,))
    tmp_path.chmod(0o1777)  # as /tmp: nobody can put another file in its place
    assert check(file_house.desk).sound


def test_settings_that_may_lose_a_sale_are_found(file_house: HouseUnderTest) -> None:
    careless = Database(file_house.address, synchronous=False)
    (found,) = check(careless).breaches
    careless.close()
    mode = "wal" if wal_is_safe() else "delete"
    assert found == Finding(Invariant.DURABILITY, Thing.SETTING, 1, (f"{mode}+off",))


def test_an_index_that_disagrees_with_its_table_is_found(file_house: HouseUnderTest) -> None:
    with unguarded(file_house.desk.database) as connection:
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        connection.exec_driver_sql(
            "UPDATE sqlite_master SET sql = replace(sql, '(season_id)', '(code)')"
            " WHERE name = 'ix_activity_season_id'"
        )
    (found,) = check(file_house.desk).breaches
    assert (found.code, found.thing) == (Invariant.INTEGRITY, Thing.ROW)
    assert all("ix_activity_season_id" in line for line in found.ids)


def test_a_damaged_page_is_a_breach_not_a_crash(file_house: HouseUnderTest) -> None:
    with file_house.desk.database.read() as connection:
        root = "SELECT rootpage FROM sqlite_master WHERE name = 'activity'"
        page = connection.exec_driver_sql(root).scalar_one()
        size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    file_house.desk.database.close()
    with Path(file_house.address).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)
    report = check(file_house.desk)
    assert {one.code for one in report.breaches} == {Invariant.INTEGRITY}
    assert Finding(Invariant.INTEGRITY, Thing.FILE, 1, (file_house.address,)) in report.breaches


def test_a_large_file_is_checked_quickly_and_it_is_said(
    file_house: HouseUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "FULL_CHECK_UP_TO", 0)
    report = check(file_house.desk)
    assert report.sound
    assert [(one.code, one.thing, one.count) for one in report.remarks] == [
        (Remark.QUICK_CHECK_ONLY, Thing.FILE, 1)
    ]
