"""`init --group`: a house for several system accounts of one machine."""

from __future__ import annotations

import grp
import os
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from boxoffice_tui.cli.program import app

OWN = grp.getgrgid(os.getgid()).gr_name
HOUSE = ("--name", "Lac", "--country", "CA", "--currency", "CAD", "--zone", "America/Toronto")


def init(place: Path | str, group: str) -> Result:
    before = ("--database", str(place), "--language", "en")
    return CliRunner().invoke(app, [*before, "init", *HOUSE, "--group", group])


def test_the_house_is_the_groups(tmp_path: Path) -> None:
    place = tmp_path / "shared" / "house.db"
    done = init(place, OWN)
    assert (done.exit_code, done.stderr) == (0, "")
    assert stat.S_IMODE(place.stat().st_mode) == 0o660
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o2770


def test_a_folder_with_other_things_in_it_is_refused_and_a_new_one_asked_for(tmp_path: Path) -> None:
    done = init(tmp_path / "house.db", OWN)
    assert done.exit_code == 4
    assert f"The folder {tmp_path} is there already and is not the group {OWN}'s alone" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["house.db", "postgresql://db.example/house"])
def test_a_group_one_is_not_in_and_a_group_for_a_server_are_usage_problems(
    tmp_path: Path, place: str
) -> None:
    where = place if ":" in place else str(tmp_path / "new" / place)
    group = OWN if ":" in place else "no-such-group"
    done = init(where, group)
    assert done.exit_code == 2
    assert "--group" in done.stderr
    assert not (tmp_path / "new").exists()
