"""What is no address of a database is told by what is wrong with it, and no password is ever quoted."""

from __future__ import annotations

import pytest

from boxoffice_tui.data.addresses import postgresql_url, shown
from boxoffice_tui.data.database import Database
from boxoffice_tui.data.errors import DatabaseProblemError
from boxoffice_tui.services.errors import UnavailableError
from boxoffice_tui.services.opening import database_at

SECRET = "hush"


@pytest.mark.parametrize(
    ("address", "code", "parameter"),
    [
        (f"postgresql://clerk:{SECRET}@db/house?foo={SECRET}", "parameter_unknown", "foo"),
        (
            f"postgresql://clerk:{SECRET}@db/house?sslmode=require&autocommit=1",
            "parameter_unknown",
            "autocommit",
        ),
        (f"postgresql://clerk:{SECRET}@[::", "address_malformed", ""),
        (f"postgresql://clerk:{SECRET}@db:{SECRET}/house", "address_malformed", ""),
        (f"postgresql://clerk:a@{SECRET}@db/house", "address_malformed", ""),
        (f"postgresql {SECRET}", "address_malformed", ""),
        (f"postgresql://clerk:{SECRET}@/house?host=db&port=often", "address_malformed", ""),
    ],
)
def test_what_is_no_address_is_told_without_its_password(address: str, code: str, parameter: str) -> None:
    with pytest.raises(UnavailableError) as refused:
        database_at(address)
    assert (refused.value.code, refused.value.facts.get("parameter", "")) == (code, parameter)
    assert SECRET not in f"{refused.value} {refused.value.facts}"


def test_an_address_is_shown_without_what_it_keeps_secret() -> None:
    url = postgresql_url(
        f"postgresql://clerk:{SECRET}@db:5433/house?password={SECRET}&host=/run/db&sslmode=require"
    )
    assert shown(url) == "postgresql://clerk:***@db:5433/house?host=%2Frun%2Fdb"


@pytest.mark.parametrize("parameter", ["sslmode=soft", "channel_binding=x"])
def test_a_parameter_that_cannot_have_its_value_is_no_lost_network(parameter: str) -> None:
    database = Database(f"postgresql://clerk:{SECRET}@127.0.0.1:1/house?{parameter}")
    with pytest.raises(DatabaseProblemError) as refused, database.read():
        pass
    assert refused.value.reason == "parameter_malformed"
    assert SECRET not in str(refused.value)
