"""The rules of the house that a tool can hold: what a file looks like and what no file may say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, name_of, project_files, python_files, tree_of

SOURCES = python_files("boxoffice_tui", "tests", "benchmarks", "hatch_build.py")
MOST_LINES = 450
CLOCK_HOME = "boxoffice_tui/services/desk.py"
LEFT_OPEN = re.compile(r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX")) + r")\b")
# in pieces, so that this file does not say them either
FORBIDDEN = [
    *(first + last for first, last in (("py", "pi.org"), ("python", "hosted.org"), ("npm", "js.org"))),
    *(first + last for first, last in (("npm", "js.com"), ("anaconda", ".org"), ("crates", ".io"))),
    *(first + last for first, last in (("ruby", "gems.org"), ("proxy.go", "lang.org"), ("artifact", "ory"))),
    "/" + "work" + "/",
]


def test_the_init_files_are_empty() -> None:
    assert [name_of(path) for path in SOURCES if path.name == "__init__.py" and path.read_bytes()] == []


def test_every_folder_of_sources_is_a_package() -> None:
    folders = {path.parent for path in SOURCES} - {ROOT}
    assert [name_of(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_a_file_is_read_in_one_sitting() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_a_file_is_named_by_its_subject() -> None:
    assert [name_of(path) for path in SOURCES if re.search(r"util|helper|misc", path.stem)] == []


def test_nothing_is_left_open() -> None:
    written = [*SOURCES, ROOT / "Makefile", ROOT / ".ci" / "run", ROOT / "pyproject.toml"]
    assert [name_of(path) for path in written if LEFT_OPEN.search(path.read_text(encoding="utf-8"))] == []


def test_no_file_names_a_registry_or_the_machine_it_was_written_on() -> None:
    said = [
        f"{name_of(path)}: {word}"
        for path in project_files()
        for word in FORBIDDEN
        if word.encode() in path.read_bytes().lower()
    ]
    assert said == []


def test_the_program_is_locked_at_the_versions_it_is_tested_at() -> None:
    program, tools = (_pins(ROOT / "requirements" / name) for name in ("run.txt", "dev.txt"))
    assert program.keys() >= {"textual", "sqlmodel", "psycopg", "hatchling", "babel", "editables"}
    assert program.items() - tools.items() == set()


def test_only_the_desk_reads_the_clock() -> None:
    read = {name_of(path): list(clock_readings(tree_of(path))) for path in python_files("boxoffice_tui")}
    assert read.pop(CLOCK_HOME)
    assert {name: lines for name, lines in read.items() if lines} == {}


@pytest.mark.parametrize(
    "planted",
    [
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "datetime.today()",
        "date.today()",
        "time.time()",
        "time.time_ns()",
        "from time import time",
        "time.localtime()",
        "field(default_factory=datetime.now)",
        "Column(default=func.now())",
        "select(func.current_timestamp())",
    ],
)
def test_a_planted_clock_is_found(planted: str) -> None:
    assert list(clock_readings(ast.parse(planted))) == [1]


@pytest.mark.parametrize(
    "honest", ["desk.now", "clock.now()", "time.monotonic()", "datetime.fromisoformat(written)"]
)
def test_other_time_is_not_the_clock(honest: str) -> None:
    assert list(clock_readings(ast.parse(honest))) == []


def clock_readings(tree: ast.Module) -> Iterator[int]:
    """The lines that read the machine's or the database's clock, or take the means to do so."""
    readers = {
        "datetime": {"now", "utcnow", "today"},
        "date": {"today"},
        "time": {"time", "time_ns", "localtime", "gmtime", "ctime"},
        "func": {"now", "current_timestamp", "current_date", "current_time", "localtimestamp"},
    }
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(
                value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name
            ) if name in readers.get(owner, ()):
                yield node.lineno
            case ast.ImportFrom(module="time", names=taken) if any(
                alias.name in readers["time"] for alias in taken
            ):
                yield node.lineno


def _pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text(), re.MULTILINE))
