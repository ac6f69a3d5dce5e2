"""Blocks of seats: what is free, what is blocked, what somebody has; and what refuses the whole block."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.blocked_seats import (
    BlockKind,
    BlockRefusal,
    block_objection,
    block_of,
    why_objection,
)
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.occupancy import Claim, Claimant, ClaimKind, seat_objection
from boxoffice_tui.rules.text import FIELD_LIMIT

NOW = datetime(2026, 11, 21, 19, 7, tzinfo=UTC)
SEATS = st.lists(st.integers(1, 12), max_size=12)
CLAIMS = st.dictionaries(
    st.integers(1, 12),
    st.builds(
        Claim,
        kind=st.sampled_from(ClaimKind),
        expires_at=st.none() | st.sampled_from([NOW - timedelta(1), NOW, NOW + timedelta(1)]),
    ),
)
TO_BLOCK = st.sampled_from([BlockKind.HOUSE, BlockKind.KILLED])


@given(SEATS, CLAIMS)
def test_each_seat_is_in_one_part_and_a_taken_one_is_nobodys_to_block(
    seat_ids: list[int], claims: dict[int, Claim]
) -> None:
    block = block_of(seat_ids, claims, NOW)
    parts = (*block.free, *block.blocked, *block.taken)
    assert sorted(parts) == sorted(set(seat_ids))
    boss = Claimant("another form", may_use_house=True)
    for seat_id in parts:
        claim = claims.get(seat_id)
        killed = claim is not None and claim.kind is ClaimKind.KILLED
        sellable = seat_objection(claim, boss, NOW) is None
        assert (seat_id in block.taken) == (not sellable and not (killed and seat_id in block.blocked))


@given(SEATS, CLAIMS, TO_BLOCK)
def test_blocking_takes_all_or_leaves_out_what_is_taken_on_purpose(
    seat_ids: list[int], claims: dict[int, Claim], kind: BlockKind
) -> None:
    block = block_of(seat_ids, claims, NOW)
    changing = block.changing(kind)
    assert set(changing) == set(seat_ids) - set(block.taken)
    whole, skipping = block_objection(block, kind), block_objection(block, kind, skip_taken=True)
    if block.taken:
        assert whole == Objection(BlockRefusal.BLOCK_TAKEN, {"count": len(block.taken)})
    else:
        assert whole == skipping
    assert skipping == (None if changing else Objection(BlockRefusal.NOTHING_TO_BLOCK))


@given(SEATS, CLAIMS, st.booleans())
def test_freeing_gives_back_what_is_blocked_and_nothing_else(
    seat_ids: list[int], claims: dict[int, Claim], skip_taken: bool
) -> None:
    block = block_of(seat_ids, claims, NOW)
    assert block.changing(BlockKind.FREE) == block.blocked
    nothing = None if block.blocked else Objection(BlockRefusal.NOTHING_TO_FREE)
    assert block_objection(block, BlockKind.FREE, skip_taken=skip_taken) == nothing


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("", "reason_required"),
        (" \u200b\t", "reason_required"),
        ("caméra", None),
        ("x" * FIELD_LIMIT, None),
        ("x" * (FIELD_LIMIT + 1), "note_too_long"),
        ("4111 1111 1111 1111", "card_number"),
    ],
)
def test_a_block_has_a_reason_that_may_be_kept(reason: str, code: str | None) -> None:
    objection = why_objection(reason)
    assert (objection and objection.code) == code
