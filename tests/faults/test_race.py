"""Many counters, one house: no seat twice, and nobody waits long (issue: Figures)."""

from __future__ import annotations

import pytest

from tests.faults.sellers import doubles, run
from tests.house import HouseUnderTest, build


def test_four_counters_sell_each_seat_once(house: HouseUnderTest) -> None:
    evening = run(house.address, "honest", 4, house.ids["p1"], house.ids["full"])
    assert (evening.sold, doubles(house.desk.database)) == (30, 0)


@pytest.mark.parametrize("guarded", [True, False])
def test_the_index_is_what_forbids_a_double_sale(address: str, guarded: bool) -> None:
    """The control: sellers that check without a lock sell twice as soon as the index is gone.

    They write claims alone, so this house is not sound afterwards, and not asked to be.
    """
    house = build(address)
    if not guarded:
        with house.desk.database.write() as connection:
            connection.exec_driver_sql("DROP INDEX uq_claim_live_seat")
    run(house.address, "naive", 4, house.ids["p1"], house.ids["full"])
    assert (doubles(house.desk.database) == 0) is guarded
    house.desk.database.close()


@pytest.mark.soak
def test_eight_counters_sell_two_thousand_seats(address: str) -> None:
    house = build(address, rows=[f"R{row}" for row in range(40)], seats_a_row=50)
    evening = run(address, "honest", 8, house.ids["p1"], house.ids["full"])
    print(f"\n{evening.sold} seats sold by 8 counters, longest wait {evening.longest_wait * 1000:.0f} ms")
    assert (evening.sold, doubles(house.desk.database)) == (2000, 0)
    assert evening.longest_wait < 1.0
    house.desk.database.close()
