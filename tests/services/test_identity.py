"""Who sits at a shared counter: PINs, the operators to choose among, what a key remembers of a PIN."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.journal import ANSWERS
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.operators import OPERATORS, SYSTEM_ACCOUNTS
from boxoffice_tui.data.tables.organisation import ORGANISATIONS, TILLS
from boxoffice_tui.services import holds, identity, order_page, sales, shift_reports, tills
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotAllowedError, NotFoundError, RefusedError
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.operators import OperatorChoice
from boxoffice_tui.views.requests import TicketRequest
from tests.house import ACCOUNT, NOW, HouseUnderTest
from tests.services.tills import CASH, cad, sell


@pytest.fixture
def admin(house: HouseUnderTest) -> Iterator[Desk]:
    desk = house.as_operator("ADMIN")
    yield desk
    desk.database.close()


@pytest.fixture
def bruno(house: HouseUnderTest) -> Iterator[Desk]:
    desk = house.as_operator("BRUNO")
    yield desk
    desk.database.close()


def test_an_operator_replaces_their_own_pin_with_the_old_one(house: HouseUnderTest, bruno: Desk) -> None:
    assert identity.set_own_pin(bruno, "first", "", "2468") == house.ids["BRUNO"]
    with pytest.raises(RefusedError, match="wrong_pin"):
        identity.set_own_pin(bruno, "second", "1357", "8642")
    with pytest.raises(RefusedError, match="wrong_pin"):
        identity.set_own_pin(bruno, "second", "", "8642")
    identity.set_own_pin(bruno, "second", "2468", "8642")
    assert identity.switch_operator(house.desk, ACCOUNT, "BRUNO", "8642").actor.code == "BRUNO"
    with pytest.raises(RefusedError, match="wrong_pin"):
        identity.switch_operator(house.desk, ACCOUNT, "BRUNO", "2468")


def test_the_same_key_sets_it_once(bruno: Desk) -> None:
    first = identity.set_own_pin(bruno, "first", "", "2468")
    assert identity.set_own_pin(bruno, "first", "", "2468") == first
    with bruno.database.read() as connection:
        set_before = sa.select(sa.func.count()).where(sa.text("action = 'pin_set'"))
        assert connection.execute(set_before.select_from(sa.text("journal"))).scalar() == 1


@pytest.mark.parametrize("pin", ["", "123", "1234567890123", "12a4", "٣٣٣٣", "12 4"])
def test_what_is_no_pin_is_refused(bruno: Desk, pin: str) -> None:
    with pytest.raises(RefusedError, match="pin_malformed"):
        identity.set_own_pin(bruno, "first", "", pin)


def test_what_a_key_remembers_does_not_give_the_pin_away(
    house: HouseUnderTest, admin: Desk, bruno: Desk
) -> None:
    identity.set_pin(admin, "pin", "BRUNO", "2468")
    with house.desk.database.read() as connection:
        kept = sa.select(ANSWERS.c.content).where(ANSWERS.c.key == "pin")
        before = connection.execute(kept).scalar()
    assert identity.set_pin(admin, "pin", "BRUNO", "2468") == house.ids["BRUNO"]
    with pytest.raises(RefusedError, match="key_reused"):
        identity.set_pin(admin, "pin", "BRUNO", "8642")
    identity.set_own_pin(bruno, "own", "2468", "8642")
    identity.set_pin(admin, "pin 2", "BRUNO", "2468")
    with house.desk.database.read() as connection:
        assert connection.execute(sa.select(ANSWERS.c.content).where(ANSWERS.c.key == "own")).first() is None
        again = connection.execute(sa.select(ANSWERS.c.content).where(ANSWERS.c.key == "pin 2")).scalar()
    assert before != again


def test_only_an_administrator_sets_another_ones_pin(house: HouseUnderTest) -> None:
    with pytest.raises(NotAllowedError):
        identity.set_pin(house.desk, "pin", "BRUNO", "2468")


def test_in_training_every_operator_may_sit_down_but_the_system(house: HouseUnderTest, admin: Desk) -> None:
    identity.set_pin(admin, "pin", "BRUNO", "2468")
    assert identity.operator_choices(house.desk, ACCOUNT) == (
        OperatorChoice("ADMIN", ACCOUNT, needs_pin=False),
        OperatorChoice("ANNE", "Anne", needs_pin=False),
        OperatorChoice("BRUNO", "Bruno", needs_pin=True),
        OperatorChoice("DORA", "Dora", needs_pin=False),
    )


def test_elsewhere_only_those_of_the_account_and_who_has_a_pin(house: HouseUnderTest, admin: Desk) -> None:
    with writing(house.desk) as work:
        work.connection.execute(sa.update(ORGANISATIONS).values(training=False))
        work.connection.execute(
            sa.insert(SYSTEM_ACCOUNTS).values(account="till", operator_id=house.ids["DORA"], usual=True)
        )
        work.connection.execute(
            sa.insert(SYSTEM_ACCOUNTS).values(account="till", operator_id=house.ids["ANNE"], usual=False)
        )
    identity.set_pin(admin, "pin", "BRUNO", "2468")
    desk = identity.open_desk(house.address, "till")
    choices = identity.operator_choices(desk, "till")
    assert [(one.code, one.needs_pin) for one in choices] == [
        ("DORA", False),
        ("ANNE", False),
        ("BRUNO", True),
    ]
    for one in choices:
        pin = "2468" if one.needs_pin else ""
        assert identity.switch_operator(desk, "till", one.code, pin).actor.code == one.code
    with pytest.raises(RefusedError, match="account_may_not_act"):
        identity.switch_operator(desk, "till", "ADMIN", "")
    with house.desk.database.write() as connection:
        connection.execute(sa.update(OPERATORS).where(OPERATORS.c.code == "BRUNO").values(active=False))
    assert [one.code for one in identity.operator_choices(desk, "till")] == ["DORA", "ANNE"]
    desk.database.close()


def test_what_a_form_holds_stays_with_it_when_another_sits_down(house: HouseUnderTest) -> None:
    seat = house.seat("F-12")
    holds.hold_seats(house.desk, "form", house.ids["p1"], (seat,))
    relieved = identity.switch_operator(house.desk, ACCOUNT, "BRUNO", "")
    request = TicketRequest(house.ids["p1"], house.ids["full"], (seat,))
    sold = sales.sell(relieved, "form", "form", house.contacts["Cote"], (request,), "by_hand")
    assert [ticket.seat_id for ticket in order_page.show(house.desk, sold.order_id).tickets] == [seat]
    with house.desk.database.read() as connection:
        live = sa.select(CLAIMS.c.operator_id).where(CLAIMS.c.seat_id == seat, CLAIMS.c.ended_at.is_(None))
        assert connection.execute(live).scalars().all() == [house.ids["BRUNO"]]
    assert relieved.clock.now() >= NOW


def test_a_till_stays_where_it_stands_whoever_sits_down(house: HouseUnderTest) -> None:
    with writing(house.desk) as work:
        work.insert(TILLS, code="2", name="Guichet 2")
    there = identity.at_till(house.desk, "2")
    assert there.actor.till == "Guichet 2"
    tills.open_till(there, "open", None, cad(1000))
    next_one = identity.switch_operator(there, ACCOUNT, "BRUNO", "")
    sell(house, next_one, 1, (CASH, 1500))
    expected = {state.code: state.expected for state in shift_reports.list_tills(house.desk)}
    assert expected == {"1": None, "2": cad(2500)}
    assert [state.here for state in shift_reports.list_tills(next_one)] == [False, True]
    with pytest.raises(NotFoundError, match="till"):
        identity.at_till(house.desk, "9")


def test_who_has_no_language_speaks_that_of_the_terminal_or_the_house(house: HouseUnderTest) -> None:
    def spoken(**options: str) -> tuple[str, str]:
        desk = house.as_operator("BRUNO", **options)
        desk.database.close()
        return desk.language, desk.actor.language

    assert spoken(language_of_terminal="de") == ("fr", "fr")
    with writing(house.desk) as work:
        speechless = sa.update(OPERATORS).where(OPERATORS.c.code == "BRUNO").values(language="")
        work.connection.execute(speechless)
    assert spoken(language_of_terminal="de") == ("de", "de")
    assert spoken(language_of_terminal="de", language="it") == ("it", "it")
    assert spoken() == ("fr", "fr")
