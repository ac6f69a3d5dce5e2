"""The ground of the other tests: the environment they see and the databases they are given."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
import pytest

from tests.postgres import PostgresServer


def test_nothing_of_the_users_environment_reaches_a_test(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert [name for name in os.environ if name.startswith("BOXOFFICE_") or name == "NO_COLOR"] == []
    assert (os.environ["TERM"], os.environ["TZ"], os.environ["LANG"]) == ("xterm-256color", "UTC", "C.UTF-8")
    config = Path(os.environ["XDG_CONFIG_HOME"])
    assert config.is_relative_to(tmp_path_factory.getbasetemp())
    assert not config.exists()


def test_a_fresh_database_is_a_copy_of_its_template_and_gone_at_the_end(
    postgresql_server: PostgresServer, postgresql_url: str
) -> None:
    with psycopg.connect(postgresql_url) as connection:
        connection.execute("CREATE TABLE seat (number text)")
    template = postgresql_url.rpartition("/")[2]
    with postgresql_server.fresh_database(template) as copy, psycopg.connect(copy) as left_open:
        assert left_open.execute("SELECT count(*) FROM seat").fetchone() == (0,)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(copy)


def test_the_server_sorts_as_people_do_so_that_a_search_must_ask_for_bytes(postgresql_url: str) -> None:
    with psycopg.connect(postgresql_url) as connection:
        order = "SELECT 'é' < 'f', 'é' COLLATE \"C\" < 'f' COLLATE \"C\""
        assert connection.execute(order).fetchone() == (True, False)
