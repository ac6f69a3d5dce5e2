"""Seats made the house's, put out of use and freed by the block: all of it or nothing, on both engines."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.conditions import live_claim
from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.occupancy import CLAIMS, SEAT_BLOCKS
from boxoffice_tui.data.tables.operators import OPERATOR_RIGHTS
from boxoffice_tui.data.tables.programme import CELLS, PERFORMANCES
from boxoffice_tui.data.tables.venues import SEATS
from boxoffice_tui.rules.blocked_seats import BlockKind
from boxoffice_tui.rules.occupancy import ClaimKind
from boxoffice_tui.rules.orders import PerformanceState
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import catalogue, holds, plan_seats, sales, seat_maps
from boxoffice_tui.services.blocked_seats import block_seats, blocks_of, find_blocks, preview
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotAllowedError, NotFoundError, RefusedError
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.blocked_seats import BlockChange
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.views.states import SeatState
from tests.house import NOW, HouseUnderTest

HOUSE, KILLED, FREE = BlockKind.HOUSE, BlockKind.KILLED, BlockKind.FREE
_keys = count(1)


def change(
    house: HouseUnderTest, kind: BlockKind, *names: str, reason: str = "caméra", skip_taken: bool = False
) -> BlockChange:
    """Blocks or frees seats of p1 by name, as ANNE."""
    seats = find_blocks(house.desk, house.ids["p1"], names)
    return block_seats(house.desk, f"block {next(_keys)}", house.ids["p1"], kind, seats, reason, skip_taken)


def sell(house: HouseUnderTest, desk: Desk, *seats: str) -> int:
    request = TicketRequest(house.ids["p1"], house.ids["full"], tuple(house.seat(one) for one in seats))
    return sales.sell(desk, f"sale {next(_keys)}", f"form {next(_keys)}", None, (request,), None).order_id


def left(house: HouseUnderTest) -> int:
    """What the public may still buy of the numbered category."""
    offer = catalogue.offer_of(house.desk, house.ids["p1"])
    return next(one.left for one in offer.categories if one.category_id == house.ids["parterre"])


def states(house: HouseUnderTest) -> dict[int, SeatState]:
    return dict(seat_maps.seat_map(house.desk, house.ids["p1"], seat_maps.SeatFor("")).states)


def live_claims(house: HouseUnderTest) -> list[tuple[int, ClaimKind]]:
    query = sa.select(CLAIMS.c.seat_id, CLAIMS.c.kind).where(live_claim()).order_by(CLAIMS.c.seat_id)
    with house.desk.database.read() as connection:
        return [(row.seat_id, row.kind) for row in connection.execute(query)]


def test_a_block_leaves_public_sale_and_comes_back(house: HouseUnderTest) -> None:
    made = change(house, HOUSE, "Parterre:F-12..F-14", "Parterre:E", reason="  régie\n")
    assert (made.kind, made.seats, made.count) == (HOUSE, ("Parterre:E", "Parterre:F-12..F-14"), 13)
    assert left(house) == 30 - 13
    assert states(house)[house.seat("F-12")] is SeatState.HOUSE
    killed = change(house, KILLED, "Parterre:F-14", "Parterre:G-10", reason="siège cassé")
    assert (killed.seats, left(house)) == (("Parterre:F-14", "Parterre:G-10"), 30 - 14)
    assert states(house)[house.seat("F-14")] is SeatState.KILLED

    blocks = blocks_of(house.desk, house.ids["p1"])
    told = [(one.line.kind, one.seats, one.line.operator, one.line.reason) for one in blocks]
    assert told == [
        (HOUSE, ("Parterre:E", "Parterre:F-12..F-13"), "ANNE", "régie"),
        (KILLED, ("Parterre:F-14", "Parterre:G-10"), "ANNE", "siège cassé"),
    ]
    assert all(NOW <= one.line.at < NOW + timedelta(minutes=1) for one in blocks)
    view = seat_maps.seat_map(house.desk, house.ids["p1"], seat_maps.SeatFor(""))
    assert view.blocks[house.seat("G-10")] == blocks[1].line
    assert view.blocks.keys() == view.states.keys()

    freed = change(house, FREE, "Parterre", reason="plus de caméra")
    assert (freed.seats, freed.count) == (("Parterre:E", "Parterre:F-12..F-14", "Parterre:G-10"), 14)
    assert (left(house), states(house), blocks_of(house.desk, house.ids["p1"])) == (30, {}, ())


def test_the_journal_tells_it_by_ids_and_the_reason_is_in_its_row(house: HouseUnderTest) -> None:
    made = change(house, KILLED, "Parterre:F-10..F-11", reason="M. Tremblay, 418 555-0199")
    with house.desk.database.read() as connection:
        last = connection.execute(sa.select(JOURNAL).order_by(JOURNAL.c.seq.desc())).first()
        block = connection.execute(sa.select(SEAT_BLOCKS)).one()
    assert last is not None
    assert (last.action, last.operator_id) == ("seats_blocked", house.ids["ANNE"])
    assert json.loads(last.facts) == {
        "block_id": made.block_id,
        "kind": "killed",
        "performance_id": house.ids["p1"],
        "seat_ids": [house.seat("F-10"), house.seat("F-11")],
    }
    assert (block.id, block.reason, block.operator_id) == (
        made.block_id,
        "M. Tremblay, 418 555-0199",
        house.ids["ANNE"],
    )


def test_one_seat_that_somebody_has_refuses_the_block_and_is_named(house: HouseUnderTest) -> None:
    sell(house, house.desk, "F-11", "F-12")
    holds.hold_seats(house.desk, "another form", house.ids["p1"], (house.seat("F-15"),))
    before = live_claims(house)
    with pytest.raises(RefusedError) as refused:
        change(house, KILLED, "Parterre:F")
    told = {"count": 3, "seats": ("Parterre:F-11..F-12", "Parterre:F-15")}
    assert (refused.value.code, refused.value.facts) == ("block_taken", told)
    assert live_claims(house) == before
    made = change(house, KILLED, "Parterre:F", skip_taken=True)
    assert (made.seats, made.count) == (("Parterre:F-10", "Parterre:F-13..F-14", "Parterre:F-16..F-19"), 7)
    assert (made.left_out, made.left_out_count) == (told["seats"], 3)
    with pytest.raises(RefusedError, match="nothing_to_block"):
        change(house, KILLED, "Parterre:F-11..F-12", skip_taken=True)
    with pytest.raises(RefusedError, match="nothing_to_free"):
        change(house, FREE, "Parterre:F-11", "Parterre:E")
    freed = change(house, FREE, "Parterre:F")
    assert (freed.count, freed.left_out_count) == (7, 0)
    assert live_claims(house) == before


def test_a_hold_whose_time_is_over_blocks_nobody(house: HouseUnderTest) -> None:
    holds.hold_seats(house.desk, "a form", house.ids["p1"], (house.seat("F-15"),))
    with writing(house.desk) as work:
        work.connection.execute(sa.update(CLAIMS).values(expires_at=NOW))
    assert preview(house.desk, house.ids["p1"], KILLED, (house.seat("F-15"),), "x").count == 1
    assert change(house, KILLED, "Parterre:F-15").count == 1


def test_house_seats_are_sold_with_the_right_and_return_to_their_block(house: HouseUnderTest) -> None:
    change(house, HOUSE, "Parterre:F-12..F-13", reason="presse")
    bruno = house.as_operator("BRUNO")
    for desk, seat, code in ((bruno, "F-12", "seat_house"), (house.desk, "G-10", "seat_killed")):
        change(house, KILLED, "Parterre:G-10")
        with pytest.raises(RefusedError, match=code):
            holds.hold_seats(desk, "form", house.ids["p1"], (house.seat(seat),))
    bruno.database.close()

    holds.hold_seats(house.desk, "form", house.ids["p1"], (house.seat("F-12"),))
    with pytest.raises(RefusedError, match="block_taken"):
        change(house, KILLED, "Parterre:F-12..F-13")
    holds.release(house.desk, "form")
    (press, _) = blocks_of(house.desk, house.ids["p1"])
    assert (press.seats, press.line.reason) == (("Parterre:F-12..F-13",), "presse")

    sell(house, house.desk, "F-12")
    (press, _) = blocks_of(house.desk, house.ids["p1"])
    assert (press.seats, left(house)) == (("Parterre:F-13",), 30 - 3)


def test_a_house_seat_whose_hold_is_over_is_its_blocks_again(house: HouseUnderTest) -> None:
    change(house, HOUSE, "Parterre:F-12", reason="presse")
    holds.hold_seats(house.desk, "form", house.ids["p1"], (house.seat("F-12"),))
    assert blocks_of(house.desk, house.ids["p1"]) == ()
    with writing(house.desk) as work:
        held = sa.update(CLAIMS).where(CLAIMS.c.kind == ClaimKind.HOLD)
        work.connection.execute(held.values(expires_at=NOW))
    (press,) = blocks_of(house.desk, house.ids["p1"])
    assert (press.seats, press.line.reason) == (("Parterre:F-12",), "presse")
    assert preview(house.desk, house.ids["p1"], FREE, (house.seat("F-12"),), "x").count == 1
    assert change(house, FREE, "Parterre:F-12").count == 1
    assert left(house) == 30


def test_no_more_is_blocked_than_the_gauge_has_left(house: HouseUnderTest) -> None:
    with writing(house.desk) as work:
        cell = sa.update(CELLS).where(CELLS.c.id == house.ids[f"cell p1 {house.ids['parterre']}"])
        work.connection.execute(cell.values(gauge=12))
    change(house, HOUSE, "Parterre:F")
    for ask in (preview, lambda desk, *told: block_seats(desk, "full", *told)):
        with pytest.raises(RefusedError) as refused:
            ask(house.desk, house.ids["p1"], KILLED, find_blocks(house.desk, house.ids["p1"], ["Parterre:G"]), "x")
        assert (refused.value.code, refused.value.facts) == ("gauge_full", {"asked": 10, "left": 2})
    assert change(house, KILLED, "Parterre:F", "Parterre:G-10..G-11").count == 12  # ten of them anew
    assert left(house) == 0


def test_who_may_block_and_when(house: HouseUnderTest) -> None:
    seats = (house.seat("F-12"),)
    told = (house.ids["p1"], HOUSE, seats, "presse")
    bruno = house.as_operator("BRUNO")
    for act in (lambda: block_seats(bruno, "no", *told), lambda: preview(bruno, *told)):
        with pytest.raises(NotAllowedError, match=Right.SEATS_BLOCK):
            act()
    bruno.database.close()
    with pytest.raises(RefusedError, match="reason_required"):
        block_seats(house.desk, "why", house.ids["p1"], HOUSE, seats, " ")
    with pytest.raises(NotFoundError):
        block_seats(house.desk, "where", house.ids["p1"], HOUSE, (99999,), "x")
    with writing(house.desk) as work:
        p1 = sa.update(PERFORMANCES).where(PERFORMANCES.c.id == house.ids["p1"])
        work.connection.execute(p1.values(on_sale=False, starts_at=datetime(2026, 11, 1, tzinfo=UTC)))
    assert block_seats(house.desk, "late", *told).count == 1  # ANNE may sell past performances
    with writing(house.desk) as work:
        past = sa.delete(OPERATOR_RIGHTS).where(OPERATOR_RIGHTS.c.right == Right.PERFORMANCES_SELL_PAST)
        work.connection.execute(past)
    with pytest.raises(RefusedError, match="performance_past"):
        block_seats(house.desk, "too late", *told)
    with writing(house.desk) as work:
        work.connection.execute(p1.values(state=PerformanceState.CANCELLED))
    with pytest.raises(RefusedError, match="performance_cancelled"):
        preview(house.desk, *told)


def test_who_only_lets_people_in_sees_no_seats(house: HouseUnderTest) -> None:
    dora, bruno = house.as_operator("DORA"), house.as_operator("BRUNO")
    here, whose = house.ids["p1"], seat_maps.SeatFor("")
    for read in (
        lambda desk: blocks_of(desk, here),
        lambda desk: seat_maps.seat_map(desk, here, whose),
        lambda desk: seat_maps.states(desk, here, whose),
    ):
        read(bruno)
        with pytest.raises(NotAllowedError) as refused:
            read(dora)
        assert refused.value.right == "orders.search"
    dora.database.close()
    bruno.database.close()


def test_the_names_of_a_plan_of_which_a_part_is_sold_are_kept_too(house: HouseUnderTest) -> None:
    elsewhere = sa.update(SEATS).where(SEATS.c.row == "E").values(category_id=house.ids["debout"])
    with writing(house.desk) as work:
        work.connection.execute(elsewhere)
        work.connection.execute(sa.delete(CELLS).where(CELLS.c.id == house.ids[f"cell p1 {house.ids['debout']}"]))
    with house.desk.database.read() as connection:
        plan = plan_seats.seats_of(connection, house.desk, house.ids["p1"]).names
        assert len(plan.row_of) == 20
        assert plan_seats.seats_of(connection, house.desk, house.ids["p1"]).names is plan


def test_a_preview_says_what_would_be_and_writes_nothing(house: HouseUnderTest) -> None:
    seats = find_blocks(house.desk, house.ids["p1"], ["Parterre:F"])
    sell(house, house.desk, "F-11")
    with pytest.raises(RefusedError, match="block_taken"):
        preview(house.desk, house.ids["p1"], HOUSE, seats, "presse")
    before = live_claims(house)
    found = preview(house.desk, house.ids["p1"], HOUSE, seats, "presse", skip_taken=True)
    assert live_claims(house) == before
    made = block_seats(house.desk, "now", house.ids["p1"], HOUSE, seats, "presse", True)
    assert (made.block_id is None, found.block_id) == (False, None)
    assert (found.seats, found.count, found.left_out) == (made.seats, made.count, made.left_out)
    assert block_seats(house.desk, "now", house.ids["p1"], HOUSE, seats, "presse", True) == made
    with pytest.raises(RefusedError, match="key_reused"):
        block_seats(house.desk, "now", house.ids["p1"], KILLED, seats, "presse", True)
