"""Wrong PINs: counted in the journal, followed by a wait that rises, closing out only where they were typed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.operators import OPERATORS, SYSTEM_ACCOUNTS
from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.rules.access import FREE_TRIES
from boxoffice_tui.services import identity
from boxoffice_tui.services.desk import Clock, Desk
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.pins import mark_of, require_pin
from tests.house import ACCOUNT, HouseUnderTest

RIGHT, WRONG = "2468", "1357"
TILL, DOOR = "till", "door"


@pytest.fixture
def till(house: HouseUnderTest) -> Iterator[Desk]:
    """A counter that DORA (its usual one), ANNE and BRUNO share, and BRUNO has a PIN; another account of BRUNO's.

    It is no training database any more.
    """
    admin = house.as_operator("ADMIN")
    identity.set_pin(admin, "pin", "BRUNO", RIGHT)
    admin.database.close()
    bound = [(TILL, "DORA", True), (TILL, "ANNE", False), (TILL, "BRUNO", False), (DOOR, "BRUNO", False)]
    rows = [
        {"account": account, "operator_id": house.ids[code], "usual": usual} for account, code, usual in bound
    ]
    with house.desk.database.write() as connection:
        connection.execute(sa.update(ORGANISATIONS).values(training=False))
        connection.execute(sa.insert(SYSTEM_ACCOUNTS), rows)
    desk = identity.open_desk(house.address, TILL)
    yield desk
    desk.database.close()


def code_of(act: Callable[[], object]) -> str:
    """The code it is refused with, "" where it is done."""
    try:
        act()
    except RefusedError as refused:
        return refused.code
    return ""


def tried(desk: Desk, pin: str) -> str:
    return code_of(lambda: identity.switch_operator(desk, desk.account, "BRUNO", pin))


def later(desk: Desk, seconds: float) -> Desk:
    """The same desk after a while."""
    return replace(desk, clock=Clock(desk.clock.ahead + seconds))


def pin_lines(desk: Desk) -> list[Any]:
    query = sa.select(JOURNAL).where(JOURNAL.c.action.like("pin%")).order_by(JOURNAL.c.seq)
    with desk.database.read() as connection:
        return [(row.action, row.operator_id, json.loads(row.facts)) for row in connection.execute(query)]


def test_after_five_wrong_ones_the_next_waits_longer_each_time(house: HouseUnderTest, till: Desk) -> None:
    assert [tried(till, WRONG) for _try in range(FREE_TRIES - 1)] == ["wrong_pin"] * 4
    with pytest.raises(RefusedError) as closed:
        identity.switch_operator(till, TILL, "BRUNO", WRONG)
    assert (closed.value.code, closed.value.facts["operator"]) == ("pin_locked", "BRUNO")
    wait = closed.value.facts["opens_at"] - till.clock.now()  # type: ignore[operator]
    assert timedelta(0) < wait <= timedelta(seconds=31)
    assert tried(till, RIGHT) == "pin_locked"
    assert len(pin_lines(till)) == 1 + FREE_TRIES
    assert tried(later(till, 32), WRONG) == "pin_locked"
    assert tried(later(till, 64), RIGHT) == "pin_locked"
    assert tried(later(till, 94), RIGHT) == ""
    assert tried(later(till, 94), WRONG) == "wrong_pin"


def test_what_is_closed_is_closed_at_that_counter_only(house: HouseUnderTest, till: Desk) -> None:
    for _try in range(FREE_TRIES):
        tried(till, WRONG)
    assert identity.switch_operator(till, TILL, "ANNE", "").actor.code == "ANNE"
    door = replace(till, account=DOOR)
    assert tried(door, RIGHT) == ""
    assert tried(till, RIGHT) == "pin_locked"
    identity.open_desk(house.address, DOOR).database.close()


def test_a_new_pin_opens_at_once(house: HouseUnderTest, till: Desk) -> None:
    for _try in range(FREE_TRIES):
        tried(till, WRONG)
    admin = replace(identity.open_desk(house.address, ACCOUNT), clock=till.clock)
    identity.set_pin(admin, "another", "BRUNO", WRONG)
    admin.database.close()
    assert [tried(till, RIGHT), tried(till, WRONG)] == ["wrong_pin", ""]


def test_the_journal_names_who_sat_there_and_no_pin(house: HouseUnderTest, till: Desk) -> None:
    tried(till, WRONG)
    assert tried(till, "12a4") == "wrong_pin"
    tried(till, RIGHT)
    tried(till, RIGHT)
    facts = {"operator_id": house.ids["BRUNO"], "account": mark_of(TILL)}
    dora = house.ids["DORA"]
    assert pin_lines(till)[1:] == [("pin_refused", dora, facts), ("pin_accepted", dora, facts)]


def test_many_at_once_learn_no_more_than_a_few(till: Desk) -> None:
    codes: list[str] = []
    threads = [threading.Thread(target=lambda: codes.append(tried(till, WRONG))) for _try in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == ["pin_locked"] * 4 + ["wrong_pin"] * 4
    assert len(pin_lines(till)) == 1 + FREE_TRIES


def test_whoever_sits_there_guesses_the_old_one_no_faster(till: Desk) -> None:
    bruno = identity.switch_operator(till, TILL, "BRUNO", RIGHT)
    for key in range(FREE_TRIES):
        with pytest.raises(RefusedError):
            identity.set_own_pin(bruno, str(key), WRONG, "8642")
    with pytest.raises(RefusedError, match="pin_locked"):
        identity.set_own_pin(bruno, "right", RIGHT, "8642")
    identity.set_own_pin(later(bruno, 32), "right", RIGHT, "8642")
    assert tried(till, "8642") == ""


def test_another_operator_by_command_gives_their_pin(house: HouseUnderTest, till: Desk) -> None:
    def opened(operator: str, pin: str | None = None) -> str:
        desk = identity.open_desk(house.address, TILL, operator=operator, pin=pin)
        desk.database.close()
        return desk.actor.code

    assert code_of(lambda: opened("bruno")) == "pin_needed"
    assert code_of(lambda: opened("BRUNO", WRONG)) == "wrong_pin"
    assert pin_lines(till)[1:] == [
        (
            "pin_refused",
            house.ids["DORA"],
            {"operator_id": house.ids["BRUNO"], "account": mark_of(TILL)},
        )
    ]
    assert opened("bruno", RIGHT) == "BRUNO"
    assert opened("ANNE") == "ANNE"
    assert code_of(lambda: opened("ADMIN", RIGHT)) == "account_may_not_act"


def test_whose_account_it_is_needs_no_pin(house: HouseUnderTest, till: Desk) -> None:
    for operator in (None, "BRUNO"):
        desk = identity.open_desk(house.address, DOOR, operator=operator)
        assert desk.actor.code == "BRUNO"
        desk.database.close()


def test_in_training_a_command_needs_no_pin(house: HouseUnderTest) -> None:
    admin = house.as_operator("ADMIN")
    identity.set_pin(admin, "pin", "BRUNO", RIGHT)
    admin.database.close()
    bruno = house.as_operator("BRUNO")
    assert bruno.actor.code == "BRUNO"
    bruno.database.close()


def test_a_pin_that_was_changed_meanwhile_lets_nobody_pass(house: HouseUnderTest, till: Desk) -> None:
    with till.database.read() as connection:
        before = connection.execute(sa.select(OPERATORS).where(OPERATORS.c.code == "BRUNO")).one()
    admin = replace(identity.open_desk(house.address, ACCOUNT), clock=till.clock)
    identity.set_pin(admin, "another", "BRUNO", WRONG)
    admin.database.close()
    assert code_of(lambda: require_pin(till, before, RIGHT)) == "wrong_pin"
