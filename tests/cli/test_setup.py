"""`boxoffice setup`: applied, exported, refused with every line (DESIGN.md, Configuration)."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Commands

LAKE = Path(__file__).parents[1] / "services" / "setup" / "lake.toml"
WRONG = '[organisation]\nname = "x"\ncurrenzy = "CAD"\n\n[[taxes]]\ncode = "tps"\npercent = "many"\n'


def administrator(boxoffice: Commands) -> None:
    boxoffice.options["--operator"] = "ADMIN"


def test_an_export_applied_again_changes_nothing(boxoffice: Commands, tmp_path: Path) -> None:
    administrator(boxoffice)
    file = tmp_path / "house.toml"
    assert boxoffice.json("setup", "export", "-o", str(file)) == {"file": str(file)}
    report = boxoffice.json("setup", "apply", str(file))
    assert {one["change"] for one in report["things"]} == {"unchanged"}
    assert boxoffice.run("setup", "export").stdout == file.read_text(encoding="utf-8")
    assert boxoffice.run("setup", "export", "-o", "-").stdout == file.read_text(encoding="utf-8")
    again = boxoffice.error(2, "setup", "export", "-o", str(file))
    assert again["code"] == "file_exists"


def test_a_dry_run_says_what_a_file_would_do_and_writes_nothing(boxoffice: Commands) -> None:
    administrator(boxoffice)
    before = boxoffice.run("setup", "export").stdout
    told = boxoffice.run("setup", "apply", str(LAKE), "--dry-run")
    assert told.exit_code == 0
    assert "Nothing was written: this was a dry run." in told.stdout
    assert boxoffice.run("setup", "export").stdout == before


def test_every_problem_is_told_with_its_line(boxoffice: Commands) -> None:
    administrator(boxoffice)
    done = boxoffice.run("--json", "setup", "apply", "-", stdin=WRONG)
    assert (done.exit_code, done.stdout) == (2, "")
    assert '"line": 3, "key": "organisation.currenzy"' in done.stderr
    assert "setup_key_unknown" in done.stderr
    assert "Nothing was written" in boxoffice.run("setup", "apply", "-", stdin=WRONG).stderr


def test_setting_up_takes_a_right(boxoffice: Commands) -> None:
    assert boxoffice.error(5, "setup", "apply", str(LAKE))["facts"]["right"] == "setup.change"
    assert boxoffice.error(5, "setup", "export")["kind"] == "not_allowed"


def test_modes_and_media_are_listed_for_anybody(boxoffice: Commands) -> None:
    modes = boxoffice.json("setup", "modes")["modes"]
    post = next(one for one in modes if one["mode"]["code"] == "post")
    assert post["mode"]["price"] == {"minor": 250, "currency": "CAD"}
    assert (post["mode"]["channels"], post["mode"]["delay_days"]) == (["counter"], 5)
    told = boxoffice.run("setup", "modes").stdout
    assert next(line.split() for line in told.splitlines() if line.startswith("post"))[:4] == [
        "post",
        "Post",
        "Post",
        "Tickets",
    ]
    media = boxoffice.json("setup", "media")
    assert media["products"][0]["media"] == {"by_hand": "pdf", "post": "pdf", "print_at_home": "pdf"}
    assert "Print@home" in boxoffice.run("setup", "media").stdout
