"""A house that the system account of the tests may open, and the commands on it."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner, Result

from boxoffice_tui.cli.program import app
from boxoffice_tui.data.tables.operators import OPERATORS, SYSTEM_ACCOUNTS
from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.services.transaction import writing
from tests.house import HouseUnderTest, build

NOW = "2026-11-21T14:07-05:00"
ACCOUNT = pwd.getpwuid(os.getuid()).pw_name


@contextmanager
def straight(database: Path) -> Iterator[sqlite3.Connection]:
    """One transaction past the program; closed at once, for two libraries of SQLite in one process harm a file."""
    with closing(sqlite3.connect(database)) as connection, connection:
        yield connection


@dataclass
class Commands:
    """The program on one database, as ANNE, in English, at the house's hour."""

    database: Path
    house: HouseUnderTest
    options: dict[str, str] = field(
        default_factory=lambda: {"--operator": "ANNE", "--language": "en", "--now": NOW}
    )

    def run(self, *arguments: str, stdin: str | None = None, **options: str) -> Result:
        """What a command line did; an option named here replaces the usual one, "" leaves it out."""
        given = {"--database": str(self.database), **self.options}
        given |= {f"--{name}": value for name, value in options.items()}
        before = [part for name, value in given.items() if value for part in (name, value)]
        return CliRunner().invoke(app, [*before, *arguments], input=stdin)

    def json(self, *arguments: str, **options: str) -> Any:
        """The answer of a command that must be done."""
        done = self.run(*arguments, "--json", **options)
        assert done.exit_code == 0, done.output
        assert done.stderr == ""
        return json.loads(done.stdout)

    def error(self, exit_code: int, *arguments: str, **options: str) -> Any:
        """The error of a command that must end with `exit_code`, and print nothing else."""
        done = self.run("--json", *arguments, **options)
        assert (done.exit_code, done.stdout) == (exit_code, ""), done.output
        return json.loads(done.stderr)["error"]

    def sell(
        self,
        *seats: str,
        contact: str = "Côté-Bélanger",
        mode: str = "print_at_home",
        pay: str = "",
        key: str = "",
        **options: str,
    ) -> Any:
        """An order of seats of La Mouette, p1, delivered by e-ticket unless `mode` says otherwise."""
        named = [part for seat in seats for part in ("--seat", seat)]
        named += ["--pay", pay] if pay else []
        named += ["--key", key] if key else []
        buyer = str(self.house.contacts[contact])
        where = ("--performance", "mouette/p1", *named, "--rate", "full")
        return self.json("orders", "sell", *where, "--contact", buyer, "--mode", mode, **options)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> HouseUnderTest:
    """The house of tests/house.py, built once, whose operators this account may be."""
    house = build(str(tmp_path_factory.mktemp("template") / "house.db"))
    with writing(house.desk) as work:
        admin = work.connection.execute(
            sa.select(OPERATORS.c.id).where(OPERATORS.c.code == "ADMIN")
        ).scalar_one()
        bound = [(house.ids["ANNE"], True), (admin, False)]
        rows = [{"account": ACCOUNT, "operator_id": one, "usual": usual} for one, usual in bound]
        work.connection.execute(sa.insert(SYSTEM_ACCOUNTS), rows)
        work.connection.execute(sa.update(ORGANISATIONS).values(email="billetterie@lac.example"))
    house.desk.database.close()
    return house


@pytest.fixture
def boxoffice(template: HouseUnderTest, tmp_path: Path) -> Commands:
    """The commands on a fresh copy of the house."""
    database = tmp_path / "house.db"
    shutil.copy(template.address, database)
    return Commands(database, HouseUnderTest(str(database), template.desk, template.ids, template.contacts))


@pytest.fixture
def query(boxoffice: Commands) -> Callable[[str], list[Any]]:
    """Rows of the database, straight."""
    def ask(sql: str) -> list[Any]:
        with straight(boxoffice.database) as connection:
            return connection.execute(sql).fetchall()

    return ask
