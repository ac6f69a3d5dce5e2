"""The list of all operators, for who manages them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.operators import OPERATOR_RIGHTS, OPERATORS, SYSTEM_ACCOUNTS
from boxoffice_tui.rules.rights import ROLES, Right, Role, role_of
from boxoffice_tui.services import identity
from boxoffice_tui.services.errors import NotAllowedError
from boxoffice_tui.services.operators import operators
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.operators import OperatorRow
from tests.house import ACCOUNT, HouseUnderTest


@pytest.fixture
def admin(house: HouseUnderTest) -> Iterator[HouseUnderTest]:
    """The house with its administrator at the desk."""
    house.desk.database.close()
    house.desk = house.as_operator("ADMIN")
    yield house
    house.desk.database.close()


def test_everybody_is_listed_with_what_they_may_and_how_they_come_in(admin: HouseUnderTest) -> None:
    identity.set_pin(admin.desk, "key", "BRUNO", "2468")
    with writing(admin.desk) as work:
        bruno, dora = admin.ids["BRUNO"], admin.ids["DORA"]
        work.connection.execute(
            sa.insert(SYSTEM_ACCOUNTS),
            [{"account": one, "operator_id": bruno, "usual": one == "bruno"} for one in ("bruno", "counter")],
        )
        work.connection.execute(sa.insert(OPERATOR_RIGHTS).values(operator_id=bruno, right=Right.BACKUP_RUN))
        work.connection.execute(sa.update(OPERATORS).where(OPERATORS.c.id == dora).values(active=False))
    listed = {one.code: one for one in operators(admin.desk)}
    assert list(listed) == ["ADMIN", "ANNE", "BRUNO", "DORA"]
    assert listed["ADMIN"].till == "1"
    assert listed["BRUNO"] == OperatorRow(
        code="BRUNO",
        name="Bruno",
        role=Role.CLERK,
        further_rights=1,
        rights=len(ROLES[Role.CLERK]) + 1,
        accounts=("bruno", "counter"),
        usual_of=("bruno",),
        till="",
        active=True,
        has_pin=True,
    )
    assert (listed["DORA"].active, listed["DORA"].has_pin) == (False, False)
    assert listed["ADMIN"].accounts == (ACCOUNT,)


def test_it_takes_the_right(house: HouseUnderTest) -> None:
    with pytest.raises(NotAllowedError) as refused:
        operators(house.desk)
    assert refused.value.right == Right.OPERATORS_MANAGE


@pytest.mark.parametrize("role", Role)
def test_the_role_is_the_widest_that_is_held_whole(role: Role) -> None:
    assert role_of(ROLES[role]) is role
    assert role_of(ROLES[role] | {Right.TICKETS_SCAN}) is role
    assert role_of(frozenset()) is None
