"""`boxoffice backup`, `restore` and `db`: copies, verified before they replace anything."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Commands


def test_a_backup_is_made_once_and_restored_after_it_was_verified(
    boxoffice: Commands, tmp_path: Path
) -> None:
    boxoffice.options["--operator"] = "ADMIN"
    boxoffice.sell("F-12")
    target = tmp_path / "copy.db"
    made = boxoffice.json("backup", str(target))
    assert (made["place"], made["size"]) == (str(target), target.stat().st_size)
    assert boxoffice.error(4, "backup", str(target))["code"] == "backup_exists"
    boxoffice.sell("F-13")
    asked = boxoffice.error(2, "restore", str(target))
    assert asked["code"] == "restore_unconfirmed"
    assert asked["message"] == (
        f"This would put {target} in the place of the database {boxoffice.database}. Give --yes to do it; the "
        "present database is kept aside."
    )
    restored = boxoffice.json("restore", str(target), "--yes")
    assert Path(restored["kept_as"]).exists()
    assert boxoffice.json("orders", "search")["count"] == 1
    for more in ((), ("--yes",)):
        none = boxoffice.error(4, "restore", str(tmp_path / "none"), *more)
        assert (none["code"], "Check its name" in none["message"]) == ("no_backup", True)


def test_a_backup_takes_a_right(boxoffice: Commands, tmp_path: Path) -> None:
    assert boxoffice.error(5, "backup", str(tmp_path))["facts"]["right"] == "backup.run"
    assert list(tmp_path.glob("*.db")) == [boxoffice.database]


def test_a_place_that_cannot_be_written_is_named(boxoffice: Commands, tmp_path: Path) -> None:
    boxoffice.options["--operator"] = "ADMIN"
    place = tmp_path / ("x" * 300)
    error = boxoffice.error(2, "backup", str(place))
    assert (error["code"], error["facts"]) == ("file_unwritable", {"place": str(place), "cause": "ENAMETOOLONG"})
    assert error["message"].startswith(str(tmp_path))
    assert error["message"].endswith("xxx cannot be written: its name is too long.")
    told = boxoffice.run("backup", str(place), language="fr").stderr
    assert "File name too long" not in told


def test_the_database_says_what_it_is(boxoffice: Commands) -> None:
    status = boxoffice.json("db", "status")
    assert (status["place"], status["current"]) == (str(boxoffice.database), True)
    assert status["storage"]["engine"] == "sqlite"
    assert status["schema"] in boxoffice.run("db", "status").stdout
    upgraded = boxoffice.json("db", "upgrade")
    assert (upgraded["before"], upgraded["backup"]) == (status["schema"], None)
    assert boxoffice.error(1, "db", "status", database="/nowhere/house.db")["code"] == "missing"
