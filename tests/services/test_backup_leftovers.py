"""What a killed backup or restore has left is removed by the next, and nothing else is (data/leftovers.py)."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from boxoffice_tui.data import leftovers
from boxoffice_tui.data.database import Database
from boxoffice_tui.data.errors import DatabaseProblemError
from boxoffice_tui.services import backup as service
from boxoffice_tui.services.errors import RefusedError
from tests.house import ACCOUNT, HouseUnderTest
from tests.invariants import assert_sound
from tests.services.test_backup import LATER, admin, folder, orders, sold_again

__all__ = ["admin", "folder"]

HALF = ".house.db.x7d2k1aa.boxoffice-partial"


@pytest.fixture
def engine() -> str:
    """Files are SQLite's."""
    return "sqlite"


def names(place: Path) -> set[str]:
    return {one.name for one in place.iterdir()}


def leave(place: Path) -> set[str]:
    """What a killed restore leaves, among what is somebody's."""
    for name in (HALF, f"{HALF}-wal", f"{HALF}-journal"):
        (place / name).write_bytes(b"half")
    kept = {"notes.boxoffice-partial", ".download.partial", "house.db.before-our-time", ".before-"}
    for name in kept:
        (place / name).write_bytes(b"somebody's")
    return kept


def test_the_next_backup_removes_it_where_it_goes_and_beside_the_house(
    admin: HouseUnderTest, folder: Path
) -> None:
    house = Path(admin.address)
    kept = leave(folder), leave(house.parent)
    house.with_name("house.db.before-20261121-190700").hardlink_to(house)
    made = service.backup(admin.desk, folder / "copy.db")
    admin.desk.database.close()
    assert names(folder) == {Path(made.place).name, *kept[0]}
    assert names(house.parent) == {"house.db", "backups", *kept[1]}
    assert house.stat().st_nlink == 1


def test_what_somebody_writes_at_this_moment_is_left_alone(admin: HouseUnderTest, folder: Path) -> None:
    with leftovers.at_work_in(folder):
        (folder / HALF).write_bytes(b"half")
        service.backup(admin.desk, folder / "copy.db")
        assert names(folder) == {HALF, "copy.db"}
    service.backup(admin.desk, folder / "another.db")
    assert names(folder) == {"copy.db", "another.db"}


def test_a_house_with_a_name_left_over_opens_and_one_with_a_name_of_others_does_not(
    admin: HouseUnderTest,
) -> None:
    house = Path(admin.address)
    aside = house.with_name("house.db.before-20261121-190700")
    aside.hardlink_to(house)
    assert_sound(admin.desk)
    admin.desk.database.close()
    again = Database(str(aside))
    with pytest.raises(DatabaseProblemError, match="link"), again.read():
        pass
    aside.rename(house.with_name("other.db"))
    with pytest.raises(DatabaseProblemError, match="link"), admin.desk.database.read():
        pass
    house.with_name("other.db").unlink()


def test_where_a_file_has_one_name_only_a_backup_still_overwrites_nothing(
    admin: HouseUnderTest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick for backups, say."""

    def refuse(_new: Path, _old: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    made = Path(service.backup(admin.desk, folder / "copy.db").place)
    assert (orders(str(made)), made.stat().st_mode & 0o777) == (1, 0o600)
    before = made.read_bytes()
    with pytest.raises(RefusedError, match="backup_exists"):
        service.backup(admin.desk, made)
    assert (names(folder), made.read_bytes()) == ({"copy.db"}, before)


def test_a_name_given_away_meanwhile_is_not_taken(
    admin: HouseUnderTest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_it = Path.hardlink_to

    def too_late(new: Path, old: Path) -> None:
        new.write_text("somebody's")
        name_it(new, old)

    monkeypatch.setattr(Path, "hardlink_to", too_late)
    with pytest.raises(RefusedError, match="backup_exists"):
        service.backup(admin.desk, folder / "copy.db")
    assert names(folder) == {"copy.db"}
    assert (folder / "copy.db").read_text() == "somebody's"


def test_two_restores_of_one_second_keep_both_databases(admin: HouseUnderTest, folder: Path) -> None:
    made = Path(service.backup(admin.desk, folder).place)
    sold_again(admin)
    first = service.restore(admin.address, made, ACCOUNT, LATER).kept_as
    second = service.restore(admin.address, made, ACCOUNT, LATER).kept_as
    assert [orders(one) for one in (first, second, admin.address)] == [2, 1, 1]
    assert second == f"{first}-2"
