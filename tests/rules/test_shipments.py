"""What may be done with a shipment, and which of its tickets a change moves."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.delivery import ShipmentType
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.shipments import (
    CARRIED,
    CARRIER_REFERENCE_LIMIT,
    Split,
    added_fee,
    carrier_reference_objection,
    change_objection,
    print_state,
    returned_objection,
    sent_objection,
    split,
)
from boxoffice_tui.views.states import DocumentState, PrintState, ShipmentState


@dataclass(frozen=True)
class Ticket:
    id: int
    printed: int


TICKETS = st.lists(st.integers(0, 2), max_size=6).map(
    lambda prints: [Ticket(number, printed) for number, printed in enumerate(prints, 1)]
)
STATES = st.sampled_from(ShipmentState)
TYPES = st.sampled_from(ShipmentType)


def code(objection: Objection | Split | None) -> str | None:
    return objection.code if isinstance(objection, Objection) else None


@pytest.mark.parametrize(
    ("tickets", "printed", "duplicates", "state"),
    [
        (0, 0, 0, None),
        (2, 0, 0, PrintState.NOT_PRINTED),
        (2, 1, 0, PrintState.PARTLY_PRINTED),
        (2, 2, 0, PrintState.PRINTED),
        (2, 1, 1, PrintState.DUPLICATE),
    ],
)
def test_how_much_is_on_paper(tickets: int, printed: int, duplicates: int, state: PrintState | None) -> None:
    assert print_state(tickets, printed, duplicates) is state


@given(STATES, st.booleans(), st.booleans())
def test_a_sent_shipment_is_locked_and_the_exception_is_the_reference_s(
    state: ShipmentState, to_the_row: bool, exception: bool
) -> None:
    told = {
        ShipmentState.SENT: "shipment_sent",
        ShipmentState.INVALIDATED: "shipment_invalidated",
        ShipmentState.REFERENCE: "reference_has_no_rows" if to_the_row else None,
        ShipmentState.UNSENT: "exception_on_reference" if exception else None,
    }
    assert code(change_objection(46106, state, to_the_row=to_the_row, exception=exception)) == told[state]


@given(TICKETS, st.none() | st.lists(st.integers(1, 7), max_size=4, unique=True))
def test_what_is_printed_stays_and_nothing_is_lost(tickets: list[Ticket], chosen: list[int] | None) -> None:
    asked = None if chosen is None else tuple(chosen)
    parts = split(46106, tickets, asked)
    ids = [one.id for one in tickets]
    to_another = split(46106, tickets, asked, same_mode=True)
    if isinstance(to_another, Objection):
        assert to_another.code == "ticket_of_other_shipment"
    else:
        assert set(to_another.moving) == set(ids if asked is None else asked)
        assert sorted((*to_another.moving, *to_another.staying)) == ids
    if isinstance(parts, Objection):
        strange = chosen is not None and (not chosen or not set(chosen) <= set(ids))
        assert parts.code == ("ticket_of_other_shipment" if strange else "tickets_printed")
        assert strange or any(one.printed for one in tickets if chosen is None or one.id in chosen)
        return
    assert sorted((*parts.moving, *parts.staying)) == ids
    assert not any(one.printed for one in tickets if one.id in parts.moving)
    assert chosen is None or set(parts.moving) == set(chosen)
    if chosen is None:
        assert all(one.printed for one in tickets if one.id in parts.staying)


@given(TICKETS, st.none() | st.lists(st.integers(1, 6), max_size=6, unique=True), st.booleans())
def test_what_keeps_its_number_gives_its_fee_back_and_what_is_split_off_pays(
    tickets: list[Ticket], chosen: list[int] | None, same_mode: bool
) -> None:
    parts = split(46106, tickets, None if chosen is None else tuple(chosen), same_mode=same_mode)
    if isinstance(parts, Objection):
        return
    printed = sum(one.printed > 0 for one in tickets)
    price, fee = Money(500, "EUR"), Money(250, "EUR")
    count = None if chosen is None else len(chosen)
    told = added_fee(len(tickets), printed, count, price, fee, same_mode=same_mode)
    if not parts.moving:
        assert told is None
    elif parts.staying:
        assert told == price
    else:
        assert told == Money(0 if same_mode else 250, "EUR")


@given(STATES, TYPES, TICKETS, st.lists(st.sampled_from(DocumentState), max_size=3))
def test_only_what_waits_and_is_whole_is_sent_and_what_goes_by_e_mail_never_by_hand(
    state: ShipmentState, mode: ShipmentType, tickets: list[Ticket], documents: list[DocumentState]
) -> None:
    objection = sent_objection(46106, state, mode, tickets, documents)
    missing, added = sum(not one.printed for one in tickets), documents.count(DocumentState.ADDED)
    carries = tickets or set(documents) - {DocumentState.DELETED}
    sendable = carries and not added and not (missing and mode in CARRIED) and mode is not ShipmentType.EMAIL
    assert (objection is None) == bool(state is ShipmentState.UNSENT and sendable)
    counts = {"tickets_not_printed": missing, "documents_not_generated": added}
    if objection is not None and objection.code in counts:
        assert objection.facts == {"shipment": 46106, "count": counts[objection.code]}
    if objection is not None and objection.code == "sent_with_its_mail":
        assert (state, mode) == (ShipmentState.UNSENT, ShipmentType.EMAIL)


@given(STATES, TYPES, st.text(max_size=CARRIER_REFERENCE_LIMIT + 2))
def test_a_carrier_s_number_is_for_what_a_carrier_takes(
    state: ShipmentState, mode: ShipmentType, text: str
) -> None:
    carries = state in {ShipmentState.UNSENT, ShipmentState.SENT} and mode in CARRIED
    objection = carrier_reference_objection(46106, state, mode, text)
    assert (objection is None) == (carries and len(text) <= CARRIER_REFERENCE_LIMIT)


@given(STATES)
def test_only_what_was_sent_comes_back(state: ShipmentState) -> None:
    assert (returned_objection(46106, state) is None) == (state is ShipmentState.SENT)
