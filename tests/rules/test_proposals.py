"""Proposals: the classes of spec/archives.md, Add a ticket, 4, by example and against a slow oracle."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxoffice_tui.rules import proposals as rule
from boxoffice_tui.rules.proposals import Proposal, ProposalKind
from boxoffice_tui.rules.seating import Seat, aisles, leaves_single, rows, segments
from boxoffice_tui.rules.seating_plan import SeatingPlan

KINDS = list(ProposalKind)


def hall(rows_of: int = 5, width: int = 14, aisle_after: int = 7, section: str = "S") -> list[Seat]:
    """Rows A, B … of `width` seats numbered from 1 and an aisle in them; id = row × 100 + number."""
    return [
        Seat(
            index * 100 + place + 1,
            section,
            "ABCDEFGHIJ"[index],
            str(place + 1),
            index,
            place,
            25.0 * place + (25.0 if place >= aisle_after else 0.0),
            25.0 * index,
            "a",
        )
        for index in range(rows_of)
        for place in range(width)
    ]


def ids(seats: Iterable[Seat]) -> set[int]:
    return {seat.id for seat in seats}


def propose(
    seats: Iterable[Seat],
    free: set[int],
    own: set[int],
    count: int,
    category: str | None = None,
    accessible: bool = False,
    limit: int = 5,
) -> tuple[Proposal, ...]:
    plan = SeatingPlan(tuple(seats), aisles(seats))
    return rule.propose(plan, free, own, count, category, accessible, limit)


def told(proposals: tuple[Proposal, ...]) -> list[tuple[str, tuple[int, ...]]]:
    return [(proposal.kind.value, proposal.seat_ids) for proposal in proposals]


def test_the_classes_in_their_order() -> None:
    seats = hall()
    own = {203, 204}
    found = propose(seats, ids(seats) - own, own, 2, limit=6)
    assert told(found) == [
        ("beside", (201, 202)),
        ("beside", (205, 206)),  # leaves 207 alone, and still stands before every row behind
        ("behind", (303, 304)),
        ("in_front", (103, 104)),
        ("across_aisle", (208, 209)),
        ("across_aisle", (210, 211)),
    ]
    assert [proposal.leaves_single for proposal in found] == [(), (207,), (), (), (), ()]
    assert all(proposal.blocks == (proposal.seat_ids,) for proposal in found)


def test_a_choice_beside_that_leaves_a_single_seat_stays_first_and_says_so() -> None:
    seats = hall()
    own = {201, 202}
    first, second = propose(seats, ids(seats) - own - {206, 207}, own, 2, limit=2)
    assert (first.kind, first.seat_ids, first.leaves_single) == (ProposalKind.BESIDE, (203, 204), (205,))
    assert (second.kind, second.seat_ids, second.leaves_single) == (ProposalKind.BEHIND, (301, 302), ())


def test_beside_never_reaches_across_an_aisle() -> None:
    seats = hall()
    own = {207}
    free = ids(seats) - own - {206}
    assert told(propose(seats, free, own, 1, limit=3)) == [
        ("behind", (307,)),
        ("in_front", (107,)),
        ("across_aisle", (208,)),
    ]


def test_behind_lies_over_the_own_numbers_and_behind_comes_before_in_front() -> None:
    seats = hall()
    own = {203, 204}
    row_of_own = {seat for seat in ids(seats) if 200 < seat < 300}
    without_304 = ids(seats) - row_of_own - {304}
    found = propose(seats, without_304, own, 2, limit=3)
    assert told(found)[:2] == [("behind", (302, 303)), ("in_front", (103, 104))]
    sold_over = ids(seats) - row_of_own - {303, 304, 103, 104}
    assert {proposal.kind for proposal in propose(seats, sold_over, own, 2)} == {ProposalKind.SAME_SECTION}


def test_the_row_behind_a_party_of_three_prefers_the_most_own_numbers() -> None:
    seats = hall()
    own = {203, 204, 205}
    free = {301, 302, 303, 304, 305, 306, 307}
    assert told(propose(seats, free, own, 2, limit=3)) == [
        ("behind", (303, 304)),  # as many as 304 and 305, a lower number, and no single seat left
        ("behind", (305, 306)),
        ("same_section", (301, 302)),
    ]


def test_next_seat_is_the_plans_not_the_numbers() -> None:
    numbers = ["1", "3", "5", "7", "8", "6", "4", "2"]  # odd to even, as in many theatres
    seats = [
        Seat(place + 1, "S", "A", number, 0, place, 25.0 * place, 0.0, "a")
        for place, number in enumerate(numbers)
    ]
    assert told(propose(seats, ids(seats) - {4}, {4}, 1, limit=2)) == [("beside", (3,)), ("beside", (5,))]


def test_the_lowest_number_decides_between_equals() -> None:
    numbers = ["10", "9", "8", "7", "6", "5", "4"]  # the plan runs from the high numbers down
    seats = [
        Seat(place + 1, "S", "A", number, 0, place, 25.0 * place, 0.0, "a")
        for place, number in enumerate(numbers)
    ]
    assert propose(seats, {1, 2, 3, 5, 6, 7}, {4}, 1)[0].seat_ids == (5,)


def test_a_split_is_the_last_resort_and_labelled() -> None:
    seats = hall(rows_of=3)
    own = {3}
    free = {1, 2, 4, 5, 101, 103, 208}
    (first, *_) = propose(seats, free, own, 4)
    assert first.kind is ProposalKind.SPLIT
    assert first.seat_ids == (1, 2, 4, 5)
    assert first.blocks == ((1, 2), (4, 5))
    assert told(propose(seats, free | {104, 105, 106, 107}, own, 4)) == [("behind", (103, 104, 105, 106))]


def test_nobody_is_sent_to_sit_alone_where_company_can_be_spared() -> None:
    seats = hall(rows_of=1)
    (found, *_) = propose(seats, {1, 2, 3, 4, 8, 9, 10, 11}, set(), 5)
    assert sorted(len(block) for block in found.blocks) == [2, 3]


def test_a_split_looks_elsewhere_only_when_the_section_is_too_small() -> None:
    balcony = [
        replace(seat, id=seat.id + 1000, section="T", row_index=seat.row_index + 10) for seat in hall(1)
    ]
    seats = [*hall(1), *balcony]
    own = {3}
    assert propose(seats, {1, 5, *ids(balcony)}, own, 2)[0].seat_ids == (1, 5)
    assert propose(seats, {1, *ids(balcony)}, own, 2)[0].kind is ProposalKind.SPLIT


def test_accessible_and_companion_seats_only_when_asked_for() -> None:
    seats = [
        replace(seat, accessible=seat.number == "1", companion=seat.number == "2") for seat in hall(rows_of=2)
    ]
    reserved = {seat.id for seat in seats if seat.accessible or seat.companion}
    ordinary = propose(seats, ids(seats), set(), 2, limit=50)
    assert ordinary
    assert reserved.isdisjoint(seat_id for proposal in ordinary for seat_id in proposal.seat_ids)
    asked = propose(seats, ids(seats), set(), 2, accessible=True, limit=50)
    assert told(asked) == [("best_block", (1, 2)), ("best_block", (101, 102))]
    assert propose(seats, ids(seats) - reserved, set(), 2, accessible=True) == ()


def test_a_category_is_kept_to_and_never_mixed() -> None:
    seats = [
        replace(seat, category="b" if int(seat.number) > 4 else "a") for seat in hall(rows_of=1, width=7)
    ]
    assert told(propose(seats, ids(seats), set(), 3, category="b")) == [("best_block", (5, 6, 7))]
    assert propose(seats, ids(seats), set(), 4)[0].seat_ids == (1, 2, 3, 4)
    assert propose(seats, ids(seats), set(), 5)[0].kind is ProposalKind.SPLIT
    assert propose(seats, ids(seats), set(), 3, category="none such") == ()


def test_without_own_seats_the_middle_of_the_front_comes_first() -> None:
    seats = hall(rows_of=10, width=21, aisle_after=21)
    found = propose(seats, ids(seats), set(), 3, limit=3)
    assert found[0].seat_ids == (10, 11, 12)
    assert [proposal.seat_ids[0] // 100 for proposal in found] == [0, 1, 2]
    taken = ids(seats) - set(range(1, 22))
    assert propose(seats, taken, set(), 3)[0].seat_ids == (110, 111, 112)


def test_own_seats_of_another_plan_count_for_nothing() -> None:
    seats = hall(rows_of=2)
    assert propose(seats, ids(seats), {9_999}, 2) == propose(seats, ids(seats), set(), 2)


@pytest.mark.parametrize(("count", "limit"), [(0, 5), (-1, 5), (2, 0), (200, 5)])
def test_nothing_to_propose(count: int, limit: int) -> None:
    seats = hall(rows_of=2)
    assert propose(seats, ids(seats), set(), count, limit=limit) == ()


@st.composite
def situations(draw: st.DrawFn) -> tuple[list[Seat], set[int], set[int], int, str | None]:
    """A small plan with odd gaps, numbers, categories and sections, and a party in it."""
    seats: list[Seat] = []
    row_index = 0
    for section in draw(st.sampled_from(["S", "ST"])):
        for _ in range(draw(st.integers(1, 4))):
            x = 0.0
            descending = draw(st.booleans())
            width = draw(st.integers(1, 8))
            for place in range(width):
                x += draw(st.sampled_from([25.0, 25.0, 25.0, 60.0]))
                number = str(width - place if descending else place + 1)
                kind = draw(st.sampled_from(["a", "a", "a", "b"]))
                special = draw(st.integers(0, 9)) == 0
                seats.append(
                    Seat(
                        len(seats) + 1,
                        section,
                        "R",
                        number,
                        row_index,
                        place,
                        x,
                        25.0 * row_index,
                        kind,
                        special,
                    )
                )
            row_index += 1
    state = [draw(st.sampled_from(["free", "free", "free", "sold", "own"])) for _ in seats]
    free = {seat.id for seat, what in zip(seats, state, strict=True) if what == "free"}
    own = {seat.id for seat, what in zip(seats, state, strict=True) if what == "own"}
    own = set(sorted(own)[: draw(st.integers(0, 3))])
    return seats, free, own, draw(st.integers(1, 4)), draw(st.sampled_from([None, "a", "b"]))


def every_class(
    seats: list[Seat], free: set[int], own: set[int], count: int, category: str | None
) -> dict[tuple[int, ...], ProposalKind]:
    """All blocks there are near the own seats and their class, said as slowly and plainly as the rule is."""
    by_id = {seat.id: seat for seat in seats}
    sections = {by_id[seat_id].section for seat_id in own}
    cut = aisles(seats)
    found: dict[tuple[int, ...], ProposalKind] = {}
    for row in rows(seats):
        if row[0].section not in sections:
            continue
        pieces = list(segments(row, cut))
        for piece in pieces:
            for start in range(len(piece) - count + 1):
                block = piece[start : start + count]
                fits = all(
                    seat.id in free
                    and not seat.accessible
                    and seat.category == block[0].category
                    and category in {None, seat.category}
                    for seat in block
                )
                if fits:
                    found[tuple(seat.id for seat in block)] = the_class(block, piece, pieces, by_id, own)
    return found


def the_class(
    block: tuple[Seat, ...],
    piece: tuple[Seat, ...],
    pieces: list[tuple[Seat, ...]],
    by_id: dict[int, Seat],
    own: set[int],
) -> ProposalKind:
    first, last = piece.index(block[0]), piece.index(block[-1])
    if any(seat.id in own for seat in piece if piece.index(seat) in {first - 1, last + 1}):
        return ProposalKind.BESIDE
    mine = [by_id[seat_id] for seat_id in own if by_id[seat_id].section == block[0].section]
    numbers = {seat.number for seat in block}
    if any(seat.row_index == block[0].row_index - 1 and seat.number in numbers for seat in mine):
        return ProposalKind.BEHIND
    if any(seat.row_index == block[0].row_index + 1 and seat.number in numbers for seat in mine):
        return ProposalKind.IN_FRONT
    in_row = any(seat.id in own for other in pieces for seat in other)
    if in_row and not any(seat.id in own for seat in piece):
        return ProposalKind.ACROSS_AISLE
    return ProposalKind.SAME_SECTION


Situation = tuple[list[Seat], set[int], set[int], int, str | None]


@settings(max_examples=120, deadline=None)
@given(situations(), st.integers(1, 8))
def test_every_proposal_is_what_it_says(situation: Situation, limit: int) -> None:
    seats, free, own, count, category = situation
    by_id = {seat.id: seat for seat in seats}
    cut = aisles(seats)
    found = propose(seats, free, own, count, category, limit=limit)
    offered = [seat_id for proposal in found for seat_id in proposal.seat_ids]
    assert len(found) <= limit
    assert len(offered) == len(set(offered))
    assert set(offered) <= free - own
    assert not any(by_id[seat_id].accessible for seat_id in offered)
    assert category is None or {by_id[seat_id].category for seat_id in offered} <= {category}
    assert [KINDS.index(proposal.kind) for proposal in found] == sorted(KINDS.index(p.kind) for p in found)
    for proposal in found:
        assert len(proposal.seat_ids) == count
        assert tuple(seat_id for block in proposal.blocks for seat_id in block) == proposal.seat_ids
        unreserved = {seat_id for seat_id in free - own if not by_id[seat_id].accessible}
        assert proposal.leaves_single == leaves_single(seats, unreserved, set(proposal.seat_ids))
        for block in proposal.blocks:
            row = {(by_id[seat_id].section, by_id[seat_id].row_index) for seat_id in block}
            places = [by_id[seat_id].place for seat_id in block]
            assert len(row) == 1
            assert places == list(range(places[0], places[0] + len(block)))
            assert cut.isdisjoint(block[:-1])
        assert (len(proposal.blocks) == 1) or proposal.kind is ProposalKind.SPLIT


@settings(max_examples=120, deadline=None)
@given(situations())
def test_the_first_proposal_is_the_best_there_is(situation: Situation) -> None:
    seats, free, own, count, category = situation
    by_id = {seat.id: seat for seat in seats}
    classes = every_class(seats, free - own, own, count, category)
    found = propose(seats, free, own, count, category, limit=50)
    if not own:
        assert all(proposal.kind in {ProposalKind.BEST_BLOCK, ProposalKind.SPLIT} for proposal in found)
        return
    if not classes:
        assert all(proposal.kind is ProposalKind.SPLIT for proposal in found)
        return
    assert all(classes[proposal.seat_ids] is proposal.kind for proposal in found)
    assert found[0].kind is min(classes.values(), key=KINDS.index)
    unreserved = {seat_id for seat_id in free - own if not by_id[seat_id].accessible}
    numbers = {by_id[seat_id].number for seat_id in own}

    def rank(seat_ids: tuple[int, ...]) -> tuple[bool, int]:
        alone = bool(leaves_single(seats, unreserved, set(seat_ids)))
        return alone, -sum(by_id[seat_id].number in numbers for seat_id in seat_ids)

    best = [seat_ids for seat_ids, kind in classes.items() if kind is found[0].kind]
    assert rank(found[0].seat_ids) == min(rank(seat_ids) for seat_ids in best)
    if found[0].kind in {ProposalKind.BESIDE, ProposalKind.BEHIND, ProposalKind.IN_FRONT}:
        equals = [seat_ids for seat_ids in best if rank(seat_ids) == rank(found[0].seat_ids)]
        lowest = min(int(by_id[seat_id].number) for seat_ids in equals for seat_id in seat_ids)
        assert lowest in {int(by_id[seat_id].number) for seat_id in found[0].seat_ids}


def test_a_seat_of_another_category_is_not_left_alone_where_one_seat_further_helps() -> None:
    seats = [replace(seat, category="b" if seat.place < 6 else "a") for seat in hall(1, 12, 12)]
    (first, *_) = propose(seats, {6, 7, 8, 9, 10, 11, 12}, set(), 3, "a")
    assert (first.seat_ids, first.leaves_single) == ((8, 9, 10), ())


def best_of_all(seats: list[Seat], free: set[int], count: int, category: str | None) -> tuple[int, ...]:
    """The best block for a party without seats, of all there are: said as slowly and plainly as the rule is."""
    unreserved = {seat.id for seat in seats if seat.id in free and not seat.accessible}
    found = []
    for order, row in enumerate(rows(seats)):
        rank = sum(other[0].section == row[0].section for other in rows(seats)[:order])
        for piece in segments(row, aisles(seats)):
            for start in range(len(piece) - count + 1):
                block = piece[start : start + count]
                ids_of = tuple(seat.id for seat in block)
                wanted = {category or block[0].category}
                if {seat.category for seat in block} == wanted and unreserved.issuperset(ids_of):
                    alone = bool(leaves_single(seats, unreserved, set(ids_of)))
                    position = row.index(block[0])
                    off_middle = abs(2 * position + count - len(row))
                    lowest = min(int(seat.number) for seat in block)
                    found.append((alone, 4 * rank + off_middle, order, lowest, position, ids_of))
    return min(found)[-1] if found else ()


@settings(max_examples=150, deadline=None)
@given(situations(), st.integers(1, 5))
def test_without_own_seats_the_first_is_the_best_of_all(situation: Situation, limit: int) -> None:
    seats, free, own, count, category = situation
    best = best_of_all(seats, free - own, count, category)
    found = propose(seats, free - own, set(), count, category, limit=limit)
    assert (found[0].seat_ids if found and found[0].kind is ProposalKind.BEST_BLOCK else ()) == best


@settings(max_examples=100, deadline=None)
@given(situations(), st.randoms(use_true_random=False))
def test_the_answer_depends_on_nothing_but_the_question(situation: Situation, random: object) -> None:
    seats, free, own, count, category = situation
    shuffled = list(seats)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    answer = propose(seats, free, own, count, category)
    assert propose(shuffled, free, own, count, category) == answer
    plan = SeatingPlan(tuple(seats), aisles(seats))
    assert [rule.propose(plan, free, own, count, category) for _ in range(2)] == [answer, answer]
    more = propose(seats, free, own, count, category, limit=50)
    assert more[: len(answer)] == answer


@settings(max_examples=120, deadline=None)
@given(situations())
def test_seats_enough_always_give_a_proposal(situation: Situation) -> None:
    seats, free, own, count, category = situation
    fitting = [
        seat
        for seat in seats
        if seat.id in free - own and not seat.accessible and category in {None, seat.category}
    ]
    assert bool(propose(seats, free, own, count, category)) == (len(fitting) >= count)


def test_a_house_of_20_000_seats_is_answered_at_once() -> None:
    seats = [
        replace(seat, id=block * 1_000 + seat.id, section=f"S{block}", row_index=block * 10 + seat.row_index)
        for block in range(20)
        for seat in hall(rows_of=10, width=100, aisle_after=50)
    ]
    fragmented = {seat.id for seat in seats if seat.id % 3}
    for free, own in ((ids(seats), set()), (fragmented, set()), (fragmented, {3})):
        started = time.process_time()
        assert propose(seats, free, own, 6)
        assert time.process_time() - started < 0.5  # 50 ms in benchmarks; ten times that only fails when slow
    assert [len(list(group)) for _, group in groupby(rows(seats), key=lambda row: row[0].section)] == [
        10
    ] * 20
