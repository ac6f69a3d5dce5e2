"""A house that several system accounts of a machine share: its files are a group's and nobody else's."""

from __future__ import annotations

import grp
import os
import stat
from pathlib import Path

import pytest

from boxoffice_tui.data.database import Database
from boxoffice_tui.data.sharing import FILE_MODE, FOLDER_MODE
from boxoffice_tui.devices.eml import EmlDoor
from boxoffice_tui.rules.access import AccessRefusal
from boxoffice_tui.rules.invariants import Invariant
from boxoffice_tui.services import backup, initialise
from boxoffice_tui.services.checks.runner import check
from boxoffice_tui.services.errors import RefusedError, UnavailableError
from boxoffice_tui.services.identity import open_desk
from tests.house import NOW

HOUSE = initialise.NewHouse("Théâtre du Lac", "CA", "CAD", "America/Toronto", "fr", training=True)
GROUP = os.getgid()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A house of the tests' own group, made under a mask that takes the group everything."""
    place = tmp_path / "deep" / "shared" / "house.db"
    before = os.umask(0o077)
    try:
        initialise.initialise(str(place), HOUSE, "anne", NOW, GROUP)
    finally:
        os.umask(before)
    return place


def test_its_folder_and_all_files_in_it_are_the_groups(shared: Path) -> None:
    assert (mode(shared.parent), shared.parent.stat().st_gid) == (FOLDER_MODE, GROUP)
    desk = open_desk(str(shared), "anne", shown_now=NOW)
    with desk.database.read() as connection:
        connection.exec_driver_sql("SELECT 1")
        beside = [path for path in shared.parent.iterdir() if path.name.startswith("house.db")]
        assert len(beside) > 1
        assert {mode(path) for path in beside} == {FILE_MODE}
    assert mode(shared.parent.parent) == 0o711, "the group gets there"
    desk.database.close()


def test_a_folder_that_is_there_must_be_the_groups_already(tmp_path: Path) -> None:
    place = tmp_path / "house.db"
    with pytest.raises(RefusedError) as refused:
        initialise.initialise(str(place), HOUSE, "anne", NOW, GROUP)
    assert refused.value.code == AccessRefusal.FOLDER_NOT_SHARED
    assert refused.value.facts == {"place": str(tmp_path), "group": grp.getgrgid(GROUP).gr_name}
    assert not place.exists()
    assert mode(tmp_path) & stat.S_ISGID == 0, "a folder that holds other things is left as it is"
    tmp_path.chmod(FOLDER_MODE)
    initialise.initialise(str(place), HOUSE, "anne", NOW, GROUP)
    assert mode(place) == FILE_MODE


def test_a_check_minds_others_but_not_the_group(shared: Path) -> None:
    desk = open_desk(str(shared), "anne", shown_now=NOW)
    assert check(desk).sound
    shared.chmod(0o664)
    (found,) = check(desk).breaches
    assert (found.code, found.ids) == (Invariant.PERMISSIONS, ("house.db",))
    shared.chmod(FILE_MODE)
    shared.parent.chmod(0o2777)
    (found,) = check(desk).breaches
    assert (found.code, found.ids) == (Invariant.PERMISSIONS, ("shared",))
    desk.database.close()


def test_a_restored_house_is_shared_as_the_one_before(shared: Path, tmp_path: Path) -> None:
    desk = open_desk(str(shared), "anne", shown_now=NOW)
    made = backup.backup(desk, tmp_path / "monday.db")
    desk.database.close()
    assert mode(Path(made.place)) == 0o600
    backup.restore(str(shared), Path(made.place), "anne", NOW)
    assert (mode(shared), shared.stat().st_gid) == (FILE_MODE, GROUP)
    shared.unlink()
    backup.restore(str(shared), Path(made.place), "anne", NOW)
    assert mode(shared) == FILE_MODE, "where there is none, as the folder says"
    database = Database(str(shared))
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM organisation").scalar() == 1
    database.close()


def test_its_mails_are_the_groups_too(shared: Path) -> None:
    folder = shared.with_suffix(".mails")
    before = os.umask(0o077)
    try:
        written = Path(EmlDoor(folder).send(b"Subject: x\r\n\r\n", "a@lac.example", "b@lac.example", 1))
    finally:
        os.umask(before)
    assert (mode(folder), mode(written)) == (FOLDER_MODE, FILE_MODE)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_nobody_may_write_in_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UnavailableError, match="no_permission"):
        initialise.initialise(str(tmp_path / "new" / "house.db"), HOUSE, "anne", NOW)
