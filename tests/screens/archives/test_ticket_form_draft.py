"""What follows from the content of the form, without a screen: prices, categories, limits, what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.pricing import PriceRefusal
from boxoffice_tui.rules.seating import Seat
from boxoffice_tui.rules.seating_plan import SeatingPlan
from boxoffice_tui.screens.archives.ticket_form_draft import Choice, Draft, Missing
from boxoffice_tui.screens.archives.ticket_form_words import promotion_words
from boxoffice_tui.views.catalogue import CategoryChoice, PerformanceChoice, PerformanceOffer, RateOffer
from boxoffice_tui.views.delivery import ModeOffer, OrderOffers
from boxoffice_tui.views.orders import OrderPage
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.views.seats import SeatMapView
from boxoffice_tui.views.states import OrderState, SeatState

NOON = datetime(2026, 11, 21, 17, tzinfo=UTC)
STALLS, BALCONY, STANDING = 1, 2, 3
FULL, STUDENT, GROUP = 10, 11, 12


def cad(minor: int) -> Money:
    return Money(minor, "CAD")


def page() -> OrderPage:
    """An order of our own without tickets."""
    return OrderPage(
        order_id=1,
        number="482977",
        dossier="100000000641",
        version=1,
        state=OrderState.ACTIVE,
        origin="counter",
        platform="",
        changeable=True,
        bought_at=NOON,
        zone="America/Toronto",
        buyer=None,
        tickets=(),
        payments=(),
        notes=(),
        tickets_total=cad(0),
        fees_total=cad(0),
        articles_total=cad(0),
        paid=cad(0),
        balance=cad(0),
        unfinished=(),
    )


def offer(performance_id: int = 5) -> PerformanceOffer:
    """Stalls at 32 and 20, a balcony at 25 for the full rate only, standing at 15; each ticket has a fee of 1."""
    rates = (
        RateOffer(STALLS, FULL, "full", "Full", cad(3200), cad(100), cad(0)),
        RateOffer(STALLS, STUDENT, "student", "Student", cad(2000), cad(100), cad(0)),
        RateOffer(BALCONY, FULL, "full", "Full", cad(2500), cad(100), cad(0)),
        RateOffer(STANDING, FULL, "full", "Full", cad(1500), cad(100), cad(0)),
    )
    categories = (
        CategoryChoice(STALLS, "stalls", "Stalls", True, 8),
        CategoryChoice(BALCONY, "balcony", "Balcony", True, 4),
        CategoryChoice(STANDING, "standing", "Standing", False, 20),
    )
    performance = PerformanceChoice(
        performance_id, 7, "mouette", "p1", "La Mouette", "Lac", NOON, "UTC", 32, None
    )
    return PerformanceOffer(performance, categories, rates)


def view(**states: SeatState) -> SeatMapView:
    """Seats 1 to 8 in the stalls, 9 to 12 on the balcony; `s3=SeatState.SOLD`."""
    rows = {"A": ("stalls", range(1, 9)), "B": ("balcony", range(9, 13))}
    rows = (("A", "stalls", range(1, 9)), ("B", "balcony", range(9, 13)))
    seats = tuple(
        Seat(n, "Hall", row, str(n), index, n, n * 10.0, 0.0, category)
        for index, (row, category, numbers) in enumerate(rows)
        for n in numbers
    )
    return SeatMapView(5, SeatingPlan(seats), {int(name[1:]): state for name, state in states.items()})


def modes(prefill: str | None = "post") -> OrderOffers:
    post = ModeOffer("post", "Post", cad(250), cad(250), True, None)
    return OrderOffers((post, ModeOffer("hand", "By hand", cad(0), cad(0), True, None)), prefill, None)


def draft() -> Draft:
    made = Draft(page())
    assert made.adopt(offer(), view(), modes()) == ()
    return made


def test_it_begins_with_the_first_category_the_first_rate_and_the_mode_of_the_others() -> None:
    made = draft()
    assert (made.category_id, made.rate_id, made.mode, made.as_the_others) == (STALLS, FULL, "post", True)
    assert made.sum() == cad(3200 + 100 + 250)
    assert made.fees() == cad(350)


def test_seats_of_two_categories_are_two_requests_each_at_its_price() -> None:
    made = draft()
    made.quantity, made.seat_ids = 3, (1, 9, 2)
    assert made.requests() == (
        TicketRequest(5, FULL, (1, 2), shown=cad(3200)),
        TicketRequest(5, FULL, (9,), shown=cad(2500)),
    )
    assert made.sum() == cad(3200 * 2 + 2500 + 300 + 250)
    assert made.missing() is None


def test_a_rate_that_a_chosen_seat_is_not_sold_at_is_objected_to() -> None:
    made = draft()
    made.rate_id, made.seat_ids = STUDENT, (9,)
    objection = made.objection()
    assert objection is not None
    assert objection.code is PriceRefusal.NO_PRICE
    assert made.missing() is Missing.OBJECTION


def test_the_limit_counts_what_is_asked_for() -> None:
    made = draft()
    made.limit, made.quantity = 2, 3
    objection = made.objection()
    assert objection is not None
    assert (objection.code, objection.facts["adding"]) == (OrderRefusal.LIMIT_PER_ORDER, 3)


def test_places_without_numbers_are_a_choice_by_their_number() -> None:
    made = draft()
    made.category_id, made.quantity = STANDING, 15
    assert made.choice == Choice(5, (), STANDING, 15)
    assert made.requests() == (TicketRequest(5, FULL, category_id=STANDING, quantity=15, shown=cad(1500)),)
    assert made.missing() is None


def promoted(code: str = "LAC") -> PerformanceOffer:
    """With that code a full stalls ticket costs 27, and there is a group rate at 24 on the balcony."""
    unknown = Objection(PriceRefusal.PROMOTION_UNKNOWN, {"promotion": code})
    known = code == "LAC"
    rates = [replace(rate, notice=unknown) for rate in offer().rates]
    if known:
        rates[0] = replace(rates[0], price=cad(2700), notice=None)
        rates.append(RateOffer(BALCONY, GROUP, "group", "Group", cad(2400), cad(100), cad(0)))
    return replace(offer(), rates=tuple(rates), promotions=True)


def test_a_promotion_changes_the_price_shown_and_is_asked_of_the_service() -> None:
    made = draft()
    made.quantity, made.seat_ids = 2, (1, 2)
    made.take_prices(promoted(), "LAC")
    assert (made.promotion_applied, made.promotion_objection()) == (True, None)
    assert made.sum() == cad(2700 * 2 + 200 + 250)
    assert made.requests() == (TicketRequest(5, FULL, (1, 2), shown=cad(2700), promotion="LAC"),)
    made.take_prices(offer(), "")
    assert (made.promotion_applied, made.sum()) == (False, cad(3200 * 2 + 200 + 250))
    assert made.requests() == (TicketRequest(5, FULL, (1, 2), shown=cad(3200)),)


def test_a_promotion_that_fits_a_part_of_what_is_chosen_is_objected_to_and_told_for_what_it_is() -> None:
    made = draft()
    made.quantity, made.seat_ids = 2, (1, 9)
    made.take_prices(promoted(), "LAC")
    objection = made.promotion_objection()
    assert objection is not None
    assert objection.code is PriceRefusal.PROMOTION_UNKNOWN
    assert (made.promotion_applied, made.sum()) == (False, cad(2700 + 2500 + 200 + 250))
    assert promotion_words(made, objection, "en_CA", "UTC") == (
        "The promotion LAC is only for Stalls Full, Balcony Group."
    )
    assert made.missing() is None


def test_an_unknown_code_leaves_the_usual_price_and_keeps_what_is_chosen() -> None:
    made = draft()
    made.seat_ids = (1,)
    made.take_prices(promoted("NOWHERE"), "NOWHERE")
    objection = made.promotion_objection()
    assert objection is not None
    assert promotion_words(made, objection, "en_CA", "UTC").startswith("There is no promotion NOWHERE.")
    assert (made.seat_ids, made.sum(), made.promotion) == ((1,), cad(3200 + 100 + 250), "NOWHERE")


def test_a_rate_that_only_a_promotion_sells_comes_and_goes_with_it() -> None:
    made = draft()
    made.category_id = BALCONY
    made.take_prices(promoted(), "LAC")
    made.rate_id = GROUP
    assert made.sum() == cad(2400 + 100 + 250)
    made.take_prices(offer(), "")
    assert (made.rate_id, made.sum()) == (FULL, cad(2500 + 100 + 250))


def test_prices_of_another_performance_are_not_taken() -> None:
    made = draft()
    made.take_prices(replace(promoted(), performance=offer(6).performance), "LAC")
    assert (made.promotion, made.sum()) == ("", cad(3200 + 100 + 250))


@given(st.sampled_from(["", "LAC", "NOWHERE"]), st.lists(st.integers(1, 12), unique=True, max_size=4))
def test_what_is_shown_is_what_is_asked_for(code: str, chosen: list[int]) -> None:
    made = draft()
    made.quantity, made.seat_ids = len(chosen) or 1, tuple(chosen)
    made.take_prices(promoted(code) if code else offer(), code)
    asked = made.requests()
    assert {request.promotion for request in asked} <= {code}
    whole, fees = made.sum(), made.fees()
    assert whole is not None
    assert fees is not None
    if chosen:
        shown = [request.shown.minor * len(request.seat_ids) for request in asked if request.shown]
        assert sum(shown) == (whole - fees).minor
    applied = code == "LAC" and all(seat_id <= 8 for seat_id in chosen)
    assert made.promotion_applied is applied


def test_another_performance_forgets_the_places_and_the_same_one_keeps_them() -> None:
    made = draft()
    made.seat_ids, made.mode, made.rate_id = (1,), "hand", STUDENT
    made.adopt(offer(), view(s1=SeatState.CHOSEN), modes())
    assert (made.seat_ids, made.mode, made.rate_id) == ((1,), "hand", STUDENT)
    made.adopt(offer(6), view(), modes())
    assert (made.seat_ids, made.mode, made.rate_id) == ((), "post", STUDENT)


def test_a_mode_that_is_no_longer_offered_is_given_up() -> None:
    made = draft()
    made.mode = "hand"
    made.adopt(offer(), view(), OrderOffers(modes().modes[:1], None, None))
    assert made.mode is None
    assert made.missing() is Missing.SEATS


states = st.dictionaries(st.integers(1, 12), st.sampled_from(SeatState), max_size=12)


@given(states, st.lists(st.integers(1, 12), unique=True, max_size=4))
def test_states_taken_twice_change_nothing_the_second_time(
    read: dict[int, SeatState], chosen: list[int]
) -> None:
    made = draft()
    made.seat_ids = tuple(chosen)
    changes, lost = made.take_states(read)
    assert set(made.seat_ids) | set(lost) == set(chosen)
    assert {read.get(seat_id) for seat_id in made.seat_ids} <= {None, SeatState.FREE, SeatState.CHOSEN}
    assert made.view is not None
    assert all(made.view.states.get(seat_id, SeatState.FREE) is state for seat_id, state in changes.items())
    assert all(made.view.states[seat_id] is SeatState.CHOSEN for seat_id in made.seat_ids)
    assert made.take_states(read) == ({}, ())


@given(st.lists(st.integers(1, 12), max_size=20), st.integers(1, 5))
def test_picking_never_passes_the_number_asked_for(picks: list[int], quantity: int) -> None:
    made = draft()
    made.quantity = quantity
    chosen: tuple[int, ...] = ()
    for seat_id in picks:
        before, chosen = chosen, made.picked(seat_id, chosen)
        assert (seat_id in chosen) is (seat_id not in before)
        assert len(set(chosen)) == len(chosen) <= quantity
