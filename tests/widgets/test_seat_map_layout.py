from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.seating import Seat
from boxoffice_tui.widgets.seat_map_layout import Heading, SeatLine, SeatMapLayout, lay_out
from tests.widgets.halls import hall, teatro_grande

_distances = st.floats(min_value=0, max_value=60, allow_nan=False)


@st.composite
def plans(draw: st.DrawFn) -> tuple[Seat, ...]:
    """Any plan: ragged rows, uneven or no distances, rows drawn from right to left, several sections."""
    seats: list[Seat] = []
    for section in range(draw(st.integers(1, 3))):
        for row in range(draw(st.integers(1, 4))):
            x = draw(st.floats(-500, 500))
            direction = draw(st.sampled_from((1, -1)))
            for place in range(draw(st.integers(1, 12))):
                x += direction * draw(_distances)
                seats.append(
                    Seat(len(seats) + 1, f"S{section}", str(row), str(place), row, place, x, row * 10.0, "A")
                )
    return tuple(draw(st.permutations(seats)))


def rows(layout: SeatMapLayout) -> list[SeatLine]:
    return [line for line in layout.lines if isinstance(line, SeatLine)]


@given(plans(), st.sets(st.integers(1, 100)), st.integers(5, 120))
def test_every_seat_has_one_cell_and_no_two_share_it(
    seats: tuple[Seat, ...], aisles: set[int], room: int
) -> None:
    layout = lay_out(seats, frozenset(aisles), room)
    cells = [(layout.line_of[seat.id], layout.column(seat.id)) for seat in seats]
    assert len(set(cells)) == len(seats) == len(layout.line_of)
    assert all(0 <= column < layout.width for _, column in cells)


@given(plans(), st.sets(st.integers(1, 100)))
def test_a_row_keeps_the_plan_s_order_or_its_exact_reverse(seats: tuple[Seat, ...], aisles: set[int]) -> None:
    for row in rows(lay_out(seats, frozenset(aisles), 80)):
        places = [seat.place for seat in row.seats]
        assert places in (sorted(places), sorted(places, reverse=True))
        assert len({(seat.section, seat.row_index) for seat in row.seats}) == 1
        assert list(row.columns) == sorted(row.columns)


@given(plans(), st.sets(st.integers(1, 100)))
def test_neighbours_stand_a_pitch_apart_and_an_aisle_is_wider(
    seats: tuple[Seat, ...], aisles: set[int]
) -> None:
    layout = lay_out(seats, frozenset(aisles), 80)
    for row in rows(layout):
        pitch = layout.pitches[row.section]
        for place in range(len(row.seats) - 1):
            here, after = row.seats[place], row.seats[place + 1]
            first = min(here, after, key=lambda seat: seat.place)
            gap = row.columns[place + 1] - row.columns[place]
            assert gap >= pitch
            if first.id in aisles:
                assert gap >= 2 * pitch


def test_an_even_hall_lines_up_with_its_aisle() -> None:
    layout = lay_out(hall(1, 3, 4), frozenset(), 80)
    assert [row.columns for row in rows(layout)] == [(0, 2, 6, 8)] * 3
    assert layout.width == 9


def test_an_aisle_that_only_the_view_knows_is_drawn() -> None:
    layout = lay_out(hall(1, 2, 4, aisle=False), frozenset({2}), 80)
    assert [row.columns for row in rows(layout)] == [(0, 2, 6, 8), (0, 2, 4, 6)]


def test_a_shorter_row_stands_where_the_plan_has_it() -> None:
    seats = hall(1, 2, 6, aisle=False)
    layout = lay_out(seats[:6] + seats[8:10], frozenset(), 80)
    assert rows(layout)[1].columns == (4, 6)


def test_a_row_drawn_from_right_to_left_is_shown_so() -> None:
    seats = [Seat(place + 1, "S", "A", str(place + 1), 0, place, -place * 10.0, 0, "A") for place in range(3)]
    assert [seat.id for seat in rows(lay_out(seats, frozenset(), 80))[0].seats] == [3, 2, 1]


def test_a_box_whose_seats_stand_behind_each_other_keeps_the_plan_s_order() -> None:
    seats = [
        Seat(place + 1, "Box", "1", str(place + 1), 0, place, 5.0, place * 10.0, "A") for place in range(4)
    ]
    row = rows(lay_out(seats, frozenset(), 80))[0]
    assert ([seat.id for seat in row.seats], row.columns) == ([1, 2, 3, 4], (0, 2, 4, 6))


def test_a_wide_section_loses_its_gaps_only_where_that_makes_it_fit() -> None:
    assert lay_out(hall(1, 1, 20), frozenset(), 80).pitches == (2,)
    assert lay_out(hall(1, 1, 50), frozenset(), 80).pitches == (1,)
    assert lay_out(hall(1, 1, 90), frozenset(), 80).pitches == (2,)


def test_a_gap_that_all_rows_share_does_not_fill_the_screen() -> None:
    seats = [
        Seat(place + 1, "S", "A", str(place), 0, place, x, 0, "A")
        for place, x in enumerate((0, 10, 900, 910))
    ]
    assert rows(lay_out(seats, frozenset(), 80))[0].columns == (0, 2, 8, 10)


def test_sections_lie_under_each_other_centred_with_a_heading_between() -> None:
    seats = hall(1, 1, 6, aisle=False) + tuple(
        Seat(100 + place, "Box", "1", str(place), 0, place, place * 10.0, 0, "A") for place in range(2)
    )
    layout = lay_out(seats, frozenset(), 80)
    assert [type(line) for line in layout.lines] == [SeatLine, Heading, SeatLine]
    assert layout.edges == ((0, 10), (4, 6))
    assert rows(layout)[1].columns == (4, 6)


def test_the_nearest_seat_of_a_row_is_the_left_one_of_two() -> None:
    layout = lay_out(hall(1, 1, 4), frozenset(), 80)
    assert [layout.nearest(0, column).id for column in (-5, 1, 3, 4, 5, 99)] == [1, 1, 2, 2, 3, 4]


def test_no_seats_make_an_empty_map() -> None:
    layout = lay_out((), frozenset(), 80)
    assert (layout.lines, layout.width, layout.row_from(0, 1)) == ((), 0, None)


def test_teatro_grande_fits_80_columns_with_all_its_aisles() -> None:
    seats = teatro_grande()
    layout = lay_out(seats, frozenset(), 80)
    assert len(layout.line_of) == 1349
    assert layout.sections == ("Platea", "Galleria", "Palco 1", "Palco 2", "Palco 3", "Palco 4")
    assert layout.pitches == (2, 1, 2, 2, 2, 2)
    assert layout.width + 2 * layout.label_width + 2 <= 80
    assert len({row.columns for row in rows(layout) if row.section == 0}) == 2  # row V misses two seats


@given(plans(), st.data())
def test_a_rectangle_has_the_seats_between_its_corners(seats: tuple[Seat, ...], data: st.DataObject) -> None:
    layout = lay_out(seats, frozenset(), 80)
    one, other = (data.draw(st.sampled_from(seats)).id for _ in range(2))
    found = layout.between(one, other)
    assert found == layout.between(other, one)
    assert {one, other} <= found <= layout.rows_between(one, other)
    lines = sorted((layout.line_of[one], layout.line_of[other]))
    columns = sorted((layout.column(one), layout.column(other)))
    for seat in seats:
        inside = lines[0] <= layout.line_of[seat.id] <= lines[1]
        assert (seat.id in layout.rows_between(one, other)) == inside
        across = columns[0] <= layout.column(seat.id) <= columns[1]
        assert (seat.id in found) == (inside and across)
