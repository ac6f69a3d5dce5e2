"""A plan that is redrawn moves its own house seats, and leaves alone what staff have blocked."""

from __future__ import annotations

import pytest

from boxoffice_tui.rules.blocked_seats import BlockKind
from boxoffice_tui.services import catalogue
from boxoffice_tui.services.blocked_seats import block_seats, blocks_of, find_blocks
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.setup.apply import apply_setup
from boxoffice_tui.services.setup.reasons import SetupReason


def blocked(desk: Desk, *names: str, kind: BlockKind = BlockKind.HOUSE) -> None:
    performance_id = catalogue.find_performance(desk, "mouette/p1")
    seats = find_blocks(desk, performance_id, names)
    block_seats(desk, "-".join(names), performance_id, kind, seats, "presse")


def told(desk: Desk) -> list[tuple[str, tuple[str, ...]]]:
    blocks = blocks_of(desk, catalogue.find_performance(desk, "mouette/p1"))
    return [(one.line.reason, one.seats) for one in blocks]


def test_a_block_stays_where_the_plan_moves_its_house_seats(desk: Desk, lake: str) -> None:
    assert told(desk) == [("", ("Parterre:C-1", "Balcon"))]
    blocked(desk, "Parterre:A-1..A-2")
    blocked(desk, "Parterre:C-1", kind=BlockKind.FREE)
    assert told(desk) == [("", ("Balcon",)), ("presse", ("Parterre:A-1..A-2",))]
    c_row = 'row = "C", category = "parterre", seats = '
    grown = lake.replace(f"{c_row}10", f"{c_row}12")
    assert apply_setup(desk, grown.replace('house = ["Parterre-C-1",', 'house = ["Parterre-C-2",')).problems == ()
    assert told(desk) == [("", ("Parterre:C-2", "Balcon")), ("presse", ("Parterre:A-1..A-2",))]


@pytest.mark.parametrize("kind", [BlockKind.HOUSE, BlockKind.KILLED])
def test_a_blocked_seat_keeps_its_category(desk: Desk, lake: str, kind: BlockKind) -> None:
    blocked(desk, "Balcon:A-3", kind=kind)
    report = apply_setup(desk, lake.replace('["balcon", "balcon", "parterre"]', '"balcon"'))
    assert [problem.code for problem in report.problems] == [SetupReason.PLAN_SEAT_CLAIMED]
