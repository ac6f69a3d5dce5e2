"""The README keeps its word: its commands work, its pictures are there, its tables are whole."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from boxoffice_tui.configuration import Configuration, Smtp
from tests.architecture.tree import ROOT
from tests.demo.pictures import PICTURES
from tests.journeys import forking

README = (ROOT / "README.md").read_text(encoding="utf-8")
_RUNS = re.compile(r"^<!-- runs -->\n```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture
def shell_path(tmp_path: Path) -> Iterator[str]:
    """The PATH of a shell in which `boxoffice` is the program."""
    place, programs = tmp_path / "asked", tmp_path / "bin"
    programs.mkdir()
    forking.install(programs, place)
    command = [sys.executable, "-m", "tests.journeys.forking", str(place)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as serving:
        try:
            assert serving.stdout is not None
            assert serving.stdout.readline() == "ready\n"
            yield f"{programs}:{Path(sys.executable).parent}:{os.environ['PATH']}"
        finally:
            os.killpg(serving.pid, signal.SIGKILL)


def test_its_commands_work_one_after_the_other(demo: Path, tmp_path: Path, shell_path: str) -> None:
    folder = tmp_path / "clone"
    (folder / "boxoffice_tui" / "demo").mkdir(parents=True)
    shutil.copy(ROOT / "boxoffice_tui" / "demo" / "house.toml", folder / "boxoffice_tui" / "demo")
    (folder / ".demo").symlink_to(demo)
    blocks = _RUNS.findall(README)
    script = "\n".join(("set -euo pipefail", *blocks))
    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": shell_path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, f"{ran.stdout[-3000:]}\n{ran.stderr[-3000:]}"
    assert len(blocks) == 19
    for told in (
        "Balance due: $36.50",
        "orders to finish",
        "La Mouette",
        "Gala du Nouvel An",
        "Nothing is broken.",
        "labels.pdf was there already and stays: labels-2.pdf is new.",
    ):
        assert told in ran.stdout.replace("\u00a0", " ")


def test_its_pictures_are_drawn_and_shown() -> None:
    shown = set(re.findall(r"\]\(docs/([a-z-]+)\.svg\)", README))
    drawn = {picture.name for picture in PICTURES}
    assert shown <= drawn
    assert {path.stem for path in (ROOT / "docs").glob("*.svg")} == drawn


def test_its_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []


def test_it_names_every_setting_and_every_target_of_make() -> None:
    names = [
        one.name for kind in (Configuration, Smtp) for one in fields(kind) if one.name not in {"smtp", "keys"}
    ]
    assert [name for name in names if f"`{name}`" not in README] == []
    targets = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[0].split()
    inner = {"lint", "types", "contracts", "tests", "clean"}
    assert [target for target in targets if target not in inner and f"make {target}" not in README] == []
