"""Shipments whatever is done with them in whatever order: nothing travels twice, is lost, or is paid for twice."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from boxoffice_tui.data.tables.delivery import SHIPMENTS
from boxoffice_tui.data.tables.orders import ORDER_FEES, TICKETS
from boxoffice_tui.rules.refunds import RefundPart
from boxoffice_tui.services import cancellations, delivery, exchanges, printing, reservations, sales
from boxoffice_tui.services.errors import NotFoundError, RefusedError
from boxoffice_tui.services.shipment_changes import change_shipment
from boxoffice_tui.services.shipment_sending import mark_returned, mark_sent
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import DeliveryRequest, ExchangeRequest
from boxoffice_tui.views.shipments import ShipmentRequest
from boxoffice_tui.views.states import ShipmentState, TicketState
from tests.house import HouseUnderTest, add_contact, build, copy_of
from tests.invariants import assert_sound
from tests.services.reserving import wanted

MODES = st.sampled_from(["by_hand", "post", "print_at_home"])
CHOSEN = st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True)
SEATS = [f"{row}-{number}" for row in "EFG" for number in range(10, 20)]


class Shipping(RuleBasedStateMachine):
    """A clerk who may do everything, and a sheet of paper with what must stay true."""

    built: HouseUnderTest
    orders = Bundle("orders")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="shipping-"))
        address = self.folder / "house.db"
        shutil.copyfile(self.built.address, address)
        address.chmod(0o600)
        self.house = copy_of(self.built, str(address))
        self.desk = self.house.desk
        self.keys = map(str, itertools.count())
        self.reserved: set[int] = set()  # dossiers
        self.kept_fees: set[int] = set()  # orders that keep the fee of what was cancelled
        self.on_paper: dict[int, int | None] = {}  # the mode a ticket was printed for
        self.left: dict[int, set[int]] = {}  # the tickets a shipment was sent with

    # What a clerk does

    def attempt(self, act: Callable[..., Any], *asked: Any) -> Any:
        """What came of it; where it is refused nothing has changed."""
        before = self.everything()
        try:
            return act(self.desk, next(self.keys), *asked)
        except (RefusedError, NotFoundError):
            assert self.everything() == before
            return None

    @rule(target=orders, count=st.integers(1, 4), mode=MODES, friend=st.booleans(), later=st.booleans())
    def begin(self, count: int, mode: str, friend: bool, later: bool) -> OrderChange | None:
        """Sells or reserves places, for the buyer or a friend."""
        live = {row.seat_id for row in self.rows(TICKETS) if row.state != TicketState.CANCELLED}
        seats = [seat for seat in SEATS if self.house.seat(seat) not in live][:count]
        to = DeliveryRequest(mode, self.house.contacts["Ami"] if friend else None)
        form, buyer = next(self.keys), self.house.contacts["Roy"]
        if not seats:
            return None
        act = reservations.reserve if later else sales.sell
        change: OrderChange | None = self.attempt(act, form, buyer, wanted(self.house, *seats), to)
        if change is not None and later:
            self.reserved.add(change.order_id)
        return change

    @rule(order=orders, mode=st.none() | MODES)
    def take_up(self, order: OrderChange | None, mode: str | None) -> None:
        """Makes a reservation a sale."""
        if order is not None:
            self.attempt(reservations.take_up, order.order_id, (), mode)

    @rule(order=orders, chosen=CHOSEN, mode=MODES)
    def deliver(self, order: OrderChange | None, chosen: list[int], mode: str) -> None:
        """Ticks tickets and chooses their mode."""
        if tickets := self.tickets(order, chosen):
            self.attempt(delivery.change_delivery, order and order.order_id, None, tickets, mode)

    @rule(
        place=st.integers(0, 20),
        mode=st.none() | MODES,
        friend=st.sampled_from([None, "Ami", "Roy"]),
        chosen=st.none() | CHOSEN,
        exception=st.none() | st.booleans(),
    )
    def change(
        self, place: int, mode: str | None, friend: str | None, chosen: list[int] | None, exception: bool | None
    ) -> None:
        """Shipment modification, to the row or to the shipment."""
        shipment = self.shipment(place)
        if shipment is None:
            return
        its = [row.id for row in self.rows(TICKETS) if row.shipment_id == shipment.id]
        rows = None if chosen is None else tuple(its[one] for one in chosen if one < len(its))
        to = None if friend is None else self.house.contacts[friend]
        wish = ShipmentRequest(mode, to, exception=exception, ticket_ids=rows)
        self.attempt(change_shipment, shipment.id, shipment.version, wish)

    @rule(order=orders, chosen=CHOSEN)
    def put_on_paper(self, order: OrderChange | None, chosen: list[int]) -> None:
        """Prints tickets."""
        tickets = self.tickets(order, chosen)
        if tickets and self.attempt(printing.print_tickets, order and order.order_id, None, tickets):
            modes = {row.id: row.mode_id for row in self.rows(SHIPMENTS)}
            by_id = {row.id: row for row in self.rows(TICKETS)}
            for one in tickets:
                self.on_paper[one] = modes.get(by_id[one].shipment_id)

    @rule(place=st.integers(0, 20), printed=st.booleans())
    def send(self, place: int, printed: bool) -> None:
        """Marks a shipment as sent, perhaps with what is not printed yet."""
        shipment = self.shipment(place, ShipmentState.UNSENT)
        if shipment is None:
            return
        missing = [row.id for row in self.rows(TICKETS) if row.shipment_id == shipment.id and not row.printed]
        if printed and missing:
            self.attempt(printing.print_tickets, shipment.order_id, None, tuple(missing))
            self.on_paper |= dict.fromkeys(missing, shipment.mode_id)
        if self.attempt(mark_sent, shipment.id, None):
            self.left[shipment.id] = self.carried(shipment.id)

    @rule(place=st.integers(0, 20))
    def come_back(self, place: int) -> None:
        """Marks a shipment as returned."""
        shipment = self.shipment(place, ShipmentState.SENT)
        if shipment is not None:
            self.attempt(mark_returned, shipment.id, shipment.version, "inconnu")

    @rule(order=orders, chosen=CHOSEN, fee_back=st.booleans())
    def cancel(self, order: OrderChange | None, chosen: list[int], fee_back: bool) -> None:
        """Cancels tickets, with or without the delivery fee."""
        if (tickets := self.tickets(order, chosen)) and order is not None:
            parts = (RefundPart.PRICE, *([RefundPart.DELIVERY_FEE] if fee_back else []))
            if self.attempt(cancellations.cancel_tickets, order.order_id, None, tickets, parts, True):
                self.kept_fees |= set() if fee_back else {order.order_id}

    @rule(order=orders, place=st.integers(0, 3), seat=st.sampled_from(SEATS))
    def exchange(self, order: OrderChange | None, place: int, seat: str) -> None:
        """Another seat for a ticket."""
        if (tickets := self.tickets(order, [place])) and order is not None:
            wish = ExchangeRequest(tickets[0], seat_id=self.house.seat(seat))
            self.attempt(exchanges.exchange, order.order_id, None, next(self.keys), (wish,))

    # What must stay true

    @invariant()
    def each_dossier_has_one_reference(self) -> None:
        """From its first reservation on; one of direct sales has none."""
        references = [row for row in self.rows(SHIPMENTS) if row.state == ShipmentState.REFERENCE]
        assert len(references) == len({row.dossier_id for row in references}) == len(self.reserved)

    @invariant()
    def what_travels_is_in_one_shipment_that_waits_or_left(self) -> None:
        """A live ticket is never in what is over, and what waits carries something."""
        shipments = {row.id: row for row in self.rows(SHIPMENTS)}
        full: Counter[int] = Counter()
        for ticket in self.rows(TICKETS):
            if ticket.state != TicketState.CANCELLED and ticket.shipment_id is not None:
                its = shipments[ticket.shipment_id]
                assert its.state in {ShipmentState.UNSENT, ShipmentState.SENT}
                assert its.order_id == ticket.order_id
                assert ticket.id not in self.on_paper or self.on_paper[ticket.id] in {None, its.mode_id}
                full[its.id] += 1
        for one in shipments.values():
            assert one.state != ShipmentState.UNSENT or full[one.id]
            assert one.state != ShipmentState.SENT or self.carried(one.id) <= self.left[one.id]

    @invariant()
    def a_shipment_is_paid_for_once(self) -> None:
        """Its fee stands while it waits or has left; one that is over has none, unless it was to be kept."""
        shipments = {row.id: row for row in self.rows(SHIPMENTS)}
        fees = [one for one in self.rows(ORDER_FEES) if one.shipment_id is not None and not one.cancelled_at]
        assert len({one.shipment_id for one in fees}) == len(fees)
        for one in fees:
            its = shipments[one.shipment_id]
            assert its.mode_id == self.house.ids["post"]
            over = its.state not in {ShipmentState.UNSENT, ShipmentState.SENT}
            assert not over or one.order_id in self.kept_fees
        paid = {one.shipment_id for one in fees}
        for one in shipments.values():
            if one.state == ShipmentState.UNSENT and one.mode_id == self.house.ids["post"]:
                assert one.id in paid

    def teardown(self) -> None:
        """Whatever was done, the house is sound."""
        assert_sound(self.desk)
        self.desk.database.close()
        shutil.rmtree(self.folder)

    # Reading

    def rows(self, table: sa.Table) -> list[Any]:
        with self.desk.database.read() as connection:
            return list(connection.execute(sa.select(table).order_by(table.c.id)))

    def everything(self) -> list[Any]:
        return [self.rows(table) for table in (TICKETS, SHIPMENTS, ORDER_FEES)]

    def carried(self, shipment_id: int) -> set[int]:
        live = (row for row in self.rows(TICKETS) if row.state != TicketState.CANCELLED)
        return {row.id for row in live if row.shipment_id == shipment_id}

    def tickets(self, order: OrderChange | None, chosen: list[int]) -> tuple[int, ...]:
        """Those of the order at these places, cancelled or not."""
        its = [] if order is None else [row.id for row in self.rows(TICKETS) if row.order_id == order.order_id]
        return tuple(its[one] for one in chosen if one < len(its))

    def shipment(self, place: int, *states: ShipmentState) -> Any:
        found = [row for row in self.rows(SHIPMENTS) if row.state in states or not states]
        return found[place % len(found)] if found else None


def test_any_way_of_shipping(tmp_path: Path) -> None:
    Shipping.built = build(str(tmp_path / "house.db"))
    add_contact(Shipping.built, "Roy", "Ève", "eve@exemple.ca", street="12, rue des Lilas")
    add_contact(Shipping.built, "Ami", "Luc", "luc@exemple.ca", street="3, rue du Port")
    Shipping.built.desk.database.close()
    run_state_machine_as_test(Shipping, settings=settings(max_examples=10, stateful_step_count=30))
