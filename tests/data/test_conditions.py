"""The conditions on claims say in SQL what the rule says of one claim, at its very instant too."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from boxoffice_tui.data.conditions import counting_claim, expired_claim, live_claim
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.rules.occupancy import Claim, ClaimKind, live
from boxoffice_tui.services.transaction import reading, writing
from tests.house import NOW, HouseUnderTest
from tests.services.conftest import address, engine, house, postgresql_house, sqlite_house

__all__ = ["address", "engine", "house", "postgresql_house", "sqlite_house"]


def test_a_claim_counts_until_its_instant_and_is_expired_from_then_on(house: HouseUnderTest) -> None:
    ends = {"before": NOW - timedelta(seconds=1), "now": NOW, "after": NOW + timedelta(seconds=1)}
    with writing(house.desk) as work:
        ids = {
            name: work.insert(
                CLAIMS,
                performance_id=house.ids["p1"],
                cell_id=house.ids[f"cell p1 {house.ids['debout']}"],
                kind=ClaimKind.HOLD,
                form=name,
                created_at=NOW,
                expires_at=end,
                limit_in_force=20,
            )
            for name, end in ends.items()
        }
        over = work.insert(
            CLAIMS,
            performance_id=house.ids["p1"],
            cell_id=house.ids[f"cell p1 {house.ids['debout']}"],
            kind=ClaimKind.HOLD,
            form="over",
            created_at=NOW,
            expires_at=ends["after"],
            ended_at=NOW,
            limit_in_force=20,
        )
    standing = {ids[name] for name, end in ends.items() if live(Claim(ClaimKind.HOLD, expires_at=end), NOW)}
    assert standing == {ids["after"]}
    assert _found(house, counting_claim(NOW)) == standing
    assert _found(house, expired_claim(NOW)) == set(ids.values()) - standing
    assert over not in _found(house, live_claim())


def _found(house: HouseUnderTest, condition: sa.ColumnElement[bool]) -> set[int]:
    with reading(house.desk) as connection:
        return set(connection.execute(sa.select(CLAIMS.c.id).where(condition)).scalars())
