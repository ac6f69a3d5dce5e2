"""What follows from the content of the exchange form, without a screen: what changes, and what stays."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.screens.archives.exchange_draft import SAME_MODE, SAME_RATE, ExchangeDraft
from boxoffice_tui.screens.archives.ticket_form_draft import Choice, Missing
from boxoffice_tui.views.orders import TicketLine
from boxoffice_tui.views.requests import ExchangeRequest
from boxoffice_tui.views.states import SeatState, TicketState
from tests.screens.archives.test_ticket_form_draft import (
    BALCONY,
    FULL,
    NOON,
    STALLS,
    STANDING,
    STUDENT,
    cad,
    modes,
    offer,
    page,
    view,
)


def ticket(number: int, seat_id: int | None, section: str = "Hall") -> TicketLine:
    return TicketLine(
        ticket_id=100 + number,
        number=number,
        performance_id=5,
        event="La Mouette",
        starts_at=NOON,
        zone="UTC",
        section=section,
        seat=f"A-{seat_id}" if seat_id else "",
        seat_id=seat_id,
        rate="Full",
        price=cad(3200),
        shipment_mode="post",
        shipment_mode_name="Post",
        state=TicketState.LIVE,
        printed=0,
    )


def draft(*tickets: TicketLine) -> ExchangeDraft:
    mine = tickets or (ticket(1, 3), ticket(2, 4))
    made = ExchangeDraft(replace(page(), tickets=(*mine, ticket(9, 8))), tickets=mine)
    assert made.adopt(offer(), view(s3=SeatState.OWN, s4=SeatState.OWN, s8=SeatState.OWN), modes()) == ()
    return made


def test_it_begins_with_all_as_it_is() -> None:
    made = draft()
    assert (made.category_id, made.rate_id, made.mode, made.quantity) == (STALLS, SAME_RATE, SAME_MODE, 2)
    assert (made.choice, made.missing()) == (None, Missing.CHANGE)
    assert made.wishes() == (ExchangeRequest(101), ExchangeRequest(102))


@given(
    st.sampled_from([SAME_RATE, FULL, STUDENT]),
    st.lists(st.sampled_from([1, 2, 5, 6, 9]), max_size=2, unique=True),
)
def test_what_is_chosen_is_asked_for_and_nothing_else(rate: int, seats: list[int]) -> None:
    made = draft()
    made.rate_id, made.seat_ids = rate, tuple(seats)
    if made.missing() is not None:
        priceless = rate == STUDENT and 9 in seats
        assert len(seats) == 1 or priceless or (rate == SAME_RATE and not seats)
        return
    for place, wish in enumerate(made.wishes()):
        assert wish == ExchangeRequest(
            101 + place, rate_id=rate or None, seat_id=seats[place] if seats else None
        )


def test_another_performance_keeps_category_rate_and_mode() -> None:
    made = draft()
    made.mode, made.rate_id = "hand", STUDENT
    made.adopt(offer(6), replace(view(), performance_id=6), modes())
    assert (made.category_id, made.rate_id, made.mode, made.seat_ids) == (STALLS, STUDENT, "hand", ())
    assert made.wishes({101: cad(2000)})[0] == ExchangeRequest(101, 6, STUDENT, shown=cad(2000))
    made.category_id = BALCONY
    made.keep_rate()
    assert made.rate_id == SAME_RATE


def test_places_without_numbers_are_held_where_they_are_others() -> None:
    standing = draft(ticket(1, None, "Standing"))
    assert (standing.category_id, standing.choice, standing.missing()) == (STANDING, None, Missing.CHANGE)
    standing.rate_id = FULL
    assert standing.wishes() == (ExchangeRequest(101, rate_id=FULL),)
    seated = draft()
    seated.category_id = STANDING
    assert seated.choice == Choice(5, (), STANDING, 2)
    assert {wish.category_id for wish in seated.wishes()} == {STANDING}


def test_a_ticket_that_was_cancelled_meanwhile_is_named() -> None:
    made = draft()
    gone = replace(made.tickets[0], state=TicketState.CANCELLED)
    made.page = replace(made.page, tickets=(gone, *made.page.tickets[1:]))
    objection = made.objection()
    assert objection is not None
    assert (objection.code, dict(objection.facts)) == (OrderRefusal.TICKET_NOT_LIVE, {"number": 1})


def test_the_limit_does_not_count_what_leaves() -> None:
    made = draft()
    made.limit = 3
    assert made.objection() is None
    made.limit = 2
    objection = made.objection()
    assert objection is not None
    assert objection.facts["live"] == 1
