"""What an import brings with it, looked at in a fresh process: the start stays fast, the rules stay pure."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.architecture.tree import PACKAGE, ROOT, module_of, python_files

DATABASE = frozenset({"sqlmodel", "sqlalchemy", "alembic"})
HEAVY = DATABASE | {"textual", "pydantic", "babel"}

PURE_MODULES = [module_of(path) for path in python_files("boxoffice_tui/rules", "boxoffice_tui/views")]
PACKAGES = [module_of(path) for path in python_files("boxoffice_tui") if path.name == "__init__.py"]


def imported_by(code: str) -> set[str]:
    """The top-level packages that are loaded after a fresh process ran `code`."""
    program = f"import sys\n{code}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return set(ended.stdout.splitlines()[-1].split())


def test_the_way_of_looking_sees_an_import() -> None:
    assert {"sqlalchemy", "json"} <= imported_by("import json, sqlalchemy.orm")


def test_importing_the_packages_loads_nothing_heavy() -> None:
    assert imported_by(f"import {', '.join(PACKAGES)}") & HEAVY == set()


def test_help_loads_nothing_heavy() -> None:
    run = """
from boxoffice_tui.__main__ import main
sys.argv = ["boxoffice", "--help"]
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
"""
    assert imported_by(run) & HEAVY == set()


def test_the_translator_loads_no_babel() -> None:
    assert "babel" not in imported_by("import boxoffice_tui.locales.translate")


@pytest.mark.skipif(not (PACKAGE / "app.py").exists(), reason="there is no app yet")
def test_the_app_loads_no_database_before_its_first_frame() -> None:
    assert imported_by("import boxoffice_tui.app") & (DATABASE | {"babel"}) == set()


@pytest.mark.parametrize("module", PURE_MODULES)
def test_rules_and_views_stand_alone(module: str) -> None:
    assert imported_by(f"import {module}") & (DATABASE | {"textual", "babel", "pydantic", "typer"}) == set()


def test_the_first_orders_are_read_without_the_models() -> None:
    first_page = "import boxoffice_tui.services.identity, boxoffice_tui.services.archives"
    assert imported_by(first_page) & {"sqlmodel", "pydantic", "alembic"} == set()


def test_the_screens_open_without_the_library_of_the_commands() -> None:
    begun = "import boxoffice_tui.app, boxoffice_tui.cli.outcome, boxoffice_tui.cli.runs, boxoffice_tui.cli.desks"
    assert "typer" not in imported_by(begun)
