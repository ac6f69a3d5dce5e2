"""What may be done with a shipment, and which of its tickets that moves (spec/delivery.md, Dialogs and Rules).

When a mode is offered is decided in rules/delivery.py.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from boxoffice_tui.rules.delivery import DeliveryRefusal, ShipmentType
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.views.states import DocumentState, PrintState, ShipmentState

CARRIER_REFERENCE_LIMIT = 40
CARRIED: frozenset[str] = frozenset({ShipmentType.POST, ShipmentType.REGISTERED_POST})
"""The types of mode that a carrier takes, who gives them a number."""


class ShipmentRefusal(StrEnum):
    """Why a shipment is not changed as asked; the functions below give the facts."""

    SHIPMENT_INVALIDATED = "shipment_invalidated"
    SHIPMENT_NOT_SENT = "shipment_not_sent"
    SHIPMENT_IS_REFERENCE = "shipment_is_reference"
    REFERENCE_HAS_NO_ROWS = "reference_has_no_rows"
    EXCEPTION_ON_REFERENCE = "exception_on_reference"
    TICKET_OF_OTHER_SHIPMENT = "ticket_of_other_shipment"
    NOTHING_TO_SEND = "nothing_to_send"
    TICKETS_NOT_PRINTED = "tickets_not_printed"
    DOCUMENTS_NOT_GENERATED = "documents_not_generated"
    SENT_WITH_ITS_MAIL = "sent_with_its_mail"
    NOT_CARRIED = "not_carried"
    CARRIER_REFERENCE_TOO_LONG = "carrier_reference_too_long"


class Paper(Protocol):
    """A live ticket of a shipment."""

    @property
    def id(self) -> int:
        """The ticket's."""

    @property
    def printed(self) -> int:
        """How often it was printed."""


@dataclass(frozen=True, slots=True)
class Split:
    """Tickets that take another way, and those that stay in their shipment; ids."""

    moving: tuple[int, ...]
    staying: tuple[int, ...]


def print_state(tickets: int, printed: int, duplicates: int) -> PrintState | None:
    """How much of a shipment is on paper, of its live tickets; None where it carries none, as a reference."""
    if not tickets:
        return None
    if duplicates:
        return PrintState.DUPLICATE
    if not printed:
        return PrintState.NOT_PRINTED
    return PrintState.PRINTED if printed == tickets else PrintState.PARTLY_PRINTED


def change_objection(
    number: int, state: ShipmentState, *, to_the_row: bool = False, exception: bool = False
) -> Objection | None:
    """Why the mode, contact or exception of a shipment is not changed. Facts: shipment (its number).

    A sent one is locked, an invalidated one is over; a reference has no rows, since that would make a second; the
    exception belongs to the reference alone (spec/delivery.md, Shipment modification).
    """
    facts = {"shipment": number}
    if state is ShipmentState.SENT:
        return Objection(DeliveryRefusal.SHIPMENT_SENT, facts)
    if state is ShipmentState.INVALIDATED:
        return Objection(ShipmentRefusal.SHIPMENT_INVALIDATED, facts)
    if state is ShipmentState.REFERENCE:
        return Objection(ShipmentRefusal.REFERENCE_HAS_NO_ROWS, facts) if to_the_row else None
    return exception_objection(reference=False, exception=exception)


def exception_objection(*, reference: bool, exception: bool) -> Objection | None:
    """Why something is no exception: it is not, and leaves no, reference shipment. No facts."""
    if exception and not reference:
        return Objection(ShipmentRefusal.EXCEPTION_ON_REFERENCE)
    return None


def split(
    number: int, tickets: Sequence[Paper], chosen: Collection[int] | None, *, same_mode: bool = False
) -> Split | Objection:
    """Which live tickets of shipment `number` a change moves: those `chosen`, None for the whole shipment.

    What is printed stays with its mode (spec/delivery.md, Rules 1): by the `same_mode` it may go to somebody else,
    or to the right address. Facts of `tickets_printed` and of `ticket_of_other_shipment`: shipment.
    """
    asked = {one.id for one in tickets} if chosen is None else set(chosen)
    if asked - {one.id for one in tickets} or chosen == ():
        return Objection(ShipmentRefusal.TICKET_OF_OTHER_SHIPMENT, {"shipment": number})
    moving = tuple(one.id for one in tickets if one.id in asked and (same_mode or not one.printed))
    if tickets and (not moving or (chosen is not None and len(moving) < len(asked))):
        return Objection(DeliveryRefusal.TICKETS_PRINTED, {"shipment": number})
    return Split(moving, tuple(one.id for one in tickets if one.id not in moving))


def added_fee(
    tickets: int, printed: int, chosen: int | None, price: Money, fee: Money, *, same_mode: bool
) -> Money | None:
    """What an order owes more when a shipment, or `chosen` of its `tickets`, takes a mode of that `price`.

    Less than 0 where it owes less: a shipment that changes as a whole keeps its number and gives the `fee` it was
    charged back; what is split off pays for its own (spec/delivery.md, Rules 1 and 2). Both with taxes. None while
    nothing would move.
    """
    moving = chosen if chosen is not None else tickets - (0 if same_mode else printed)
    if not moving:
        return None
    if moving < tickets:
        return price
    return price - (price if same_mode else fee)


def sent_objection(
    number: int,
    state: ShipmentState,
    mode: ShipmentType,
    tickets: Sequence[Paper],
    documents: Collection[DocumentState] = (),
) -> Objection | None:
    """Why a shipment cannot be marked as sent: only what waits is, and is whole.

    What was only added says nothing yet, and the post takes printed tickets alone; what goes by e-mail is sent when
    its documents are, and never by hand. Facts: shipment; of `documents_not_generated` and `tickets_not_printed`
    count too.
    """
    objection = _not_by_hand(number, state, mode)
    if objection is not None:
        return objection
    facts = {"shipment": number}
    there = [one for one in documents if one is not DocumentState.DELETED]
    if not tickets and not there:
        return Objection(ShipmentRefusal.NOTHING_TO_SEND, facts)
    if added := there.count(DocumentState.ADDED):
        return Objection(ShipmentRefusal.DOCUMENTS_NOT_GENERATED, {**facts, "count": added})
    missing = sum(not one.printed for one in tickets)
    if missing and mode in CARRIED:
        return Objection(ShipmentRefusal.TICKETS_NOT_PRINTED, {**facts, "count": missing})
    return None


def returned_objection(number: int, state: ShipmentState) -> Objection | None:
    """Why a shipment did not come back: only one that was sent can. Facts: shipment."""
    if state is ShipmentState.SENT:
        return None
    return Objection(ShipmentRefusal.SHIPMENT_NOT_SENT, {"shipment": number})


def carrier_reference_objection(
    number: int, state: ShipmentState, mode: ShipmentType, text: str
) -> Objection | None:
    """Why a shipment cannot have the carrier's number `text`, blank to take it away.

    None is refused as a card's (G2): parcels have 13 to 19 digits too, grouped alike and with the same beginnings,
    one in ten passes the Luhn check by chance, and whoever posts it cannot write it another way.
    Facts: shipment; of `carrier_reference_too_long` limit (characters).
    """
    objection = _carries_nothing(number, state)
    if objection is not None:
        return objection
    facts: dict[str, object] = {"shipment": number}
    if mode not in CARRIED:
        return Objection(ShipmentRefusal.NOT_CARRIED, facts)
    if len(text) > CARRIER_REFERENCE_LIMIT:
        return Objection(
            ShipmentRefusal.CARRIER_REFERENCE_TOO_LONG, {**facts, "limit": CARRIER_REFERENCE_LIMIT}
        )
    return None


def _not_by_hand(number: int, state: ShipmentState, mode: ShipmentType) -> Objection | None:
    facts = {"shipment": number}
    objection = _carries_nothing(number, state)
    if objection is None and state is ShipmentState.SENT:
        return Objection(DeliveryRefusal.SHIPMENT_SENT, facts)
    if objection is None and mode is ShipmentType.EMAIL:
        return Objection(ShipmentRefusal.SENT_WITH_ITS_MAIL, facts)
    return objection


def _carries_nothing(number: int, state: ShipmentState) -> Objection | None:
    if state is ShipmentState.REFERENCE:
        return Objection(ShipmentRefusal.SHIPMENT_IS_REFERENCE, {"shipment": number})
    if state is ShipmentState.INVALIDATED:
        return Objection(ShipmentRefusal.SHIPMENT_INVALIDATED, {"shipment": number})
    return None
