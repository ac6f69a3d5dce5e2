"""Orders sold elsewhere, from CSV or JSON: as if they had been sold here, in bulk.

Each gets its tickets with numbers and barcodes, its claims, its movements with two entries each, its payments
outside any till, and its line in the journal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import sqlalchemy as sa

from boxoffice_tui.data.importers.files import Findings
from boxoffice_tui.data.importers.orders import OrderContext, OrderRow, read_orders
from boxoffice_tui.data.states import Account, MovementKind
from boxoffice_tui.data.tables.contacts import CONTACTS
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.orders import DOSSIERS, ORDERS, TICKETS
from boxoffice_tui.rules.currencies import digits_of
from boxoffice_tui.rules.occupancy import ClaimKind
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import numbering
from boxoffice_tui.services.attempt import attempting
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.imports.batches import Meter, chunks, take_ids, write_rows
from boxoffice_tui.services.imports.found import ignore_progress, told
from boxoffice_tui.services.imports.order_books import OrderBooks
from boxoffice_tui.services.imports.order_places import Place, Places
from boxoffice_tui.services.occupancy import Taken, Wanted, claim_row
from boxoffice_tui.services.selling import new_ticket
from boxoffice_tui.services.setup.build import update_many
from boxoffice_tui.services.setup.reasons import ImportReason
from boxoffice_tui.services.transaction import Work
from boxoffice_tui.views.setup import ImportReport, Progress
from boxoffice_tui.views.states import OrderState

CHUNK = 5_000


def import_orders(
    desk: Desk, file: BinaryIO, *, dry_run: bool = False, progress: Progress = ignore_progress
) -> ImportReport:
    """Adds the orders of a CSV or JSON file; those that are there, by number, are left as they are.

    Prices hold their taxes. Places of the house may have been sold; no other claim gives way, and no gauge.
    Nothing is sold meanwhile: cells stay locked until the end. `progress` counts bytes.
    Raises `NotAllowedError` (imports.run).
    """
    report = ImportReport(dry_run)
    with attempting(desk, Right.IMPORTS_RUN) as attempt:
        findings = Findings()
        house = attempt.work.house
        context = OrderContext(house.currency, digits_of(house.currency), str(house.zone))
        writer = _Writer(attempt.work, findings)
        meter = Meter(file, progress)
        for rows in chunks(read_orders(file, context, findings), CHUNK):
            writer.take(rows)
            meter.tell()
        writer.end()
        meter.tell()
        report = ImportReport(
            dry_run,
            created=writer.created,
            unchanged=writer.unchanged,
            problems=told(findings.problems),
            warnings=told(findings.warnings),
        )
        attempt.keep = report.written
    return report


@dataclass(frozen=True, slots=True)
class _Order:
    """An order to be written, with all that was found for it."""

    row: OrderRow
    channel_id: int
    contact_id: int | None
    places: tuple[tuple[Place, int], ...]  # with the price of each, in minor units

    @property
    def total(self) -> int:
        """What the tickets come to, in minor units."""
        return sum(price for _, price in self.places)

    @property
    def paid(self) -> int:
        """What was paid, in minor units."""
        return sum(payment.amount.minor for payment in self.row.payments)


class _Writer:
    """Takes orders chunk by chunk: finds what they name, then writes them unless something is wrong."""

    def __init__(self, work: Work, findings: Findings) -> None:
        self._work = work
        self._findings = findings
        self._places = Places(work, findings)
        self._dossiers: dict[str, tuple[int, int | None]] = {}
        self._last = Counter[str]()
        self.created = self.unchanged = 0

    def take(self, rows: Sequence[OrderRow]) -> None:
        """Adds the orders that are not there."""
        there = self._there(rows)
        contacts = self._contacts(rows)
        self._read_dossiers(rows)
        orders = []
        for row in rows:
            if row.number in there:
                self._compare(row, there[row.number])
            else:
                order = self._order(row, contacts)
                if order is not None:
                    orders.append(order)
        if not self._findings.failed and orders:
            self._write(orders)
        self.created += len(orders)
        self.unchanged += len(there)

    def end(self) -> None:
        """Numbers given from now on begin behind those of the file."""
        for series, value in self._last.items():
            numbering.at_least(self._work, series, value)

    def _there(self, rows: Sequence[OrderRow]) -> dict[str, Any]:
        query = sa.select(ORDERS.c.number, ORDERS.c.bought_at).where(
            ORDERS.c.number.in_([row.number for row in rows])
        )
        return {row.number: row.bought_at for row in self._work.connection.execute(query)}

    def _compare(self, row: OrderRow, bought_at: Any) -> None:
        """The number of another order is no repetition."""
        if row.bought_at != bought_at:
            self._findings.problem(row.line, "number", ImportReason.ORDER_CHANGED, number=row.number)

    def _contacts(self, rows: Sequence[OrderRow]) -> dict[int, int]:
        numbers = {row.contact for row in rows if row.contact is not None}
        its = sa.func.coalesce(CONTACTS.c.merged_into_id, CONTACTS.c.id).label("its")
        query = sa.select(CONTACTS.c.number, its).where(CONTACTS.c.number.in_(numbers))
        return {row.number: row.its for row in self._work.connection.execute(query)} if numbers else {}

    def _read_dossiers(self, rows: Sequence[OrderRow]) -> None:
        numbers = {row.dossier for row in rows if row.dossier} - self._dossiers.keys()
        query = sa.select(DOSSIERS).where(DOSSIERS.c.number.in_(numbers))
        for row in self._work.connection.execute(query) if numbers else ():
            self._dossiers[row.number] = (row.id, row.contact_id)

    def _order(self, row: OrderRow, contacts: dict[int, int]) -> _Order | None:
        before = self._findings.count
        contact_id = None if row.contact is None else contacts.get(row.contact)
        if row.contact is not None and contact_id is None:
            reason = ImportReason.CONTACT_UNKNOWN
            self._findings.problem(row.line, "contact", reason, number=row.contact)
        dossier = self._dossiers.get(row.dossier)
        if dossier is not None and dossier[1] != contact_id:
            reason = ImportReason.DOSSIER_OF_OTHER
            self._findings.problem(row.line, "dossier", reason, number=row.dossier)
        elif row.dossier and dossier is None:
            self._dossiers[row.dossier] = (0, contact_id)
        channel_id = self._places.channel_id(row)
        places = tuple(
            (place, ticket.price.minor) for ticket in row.tickets for place in self._places.places(ticket)
        )
        order = _Order(row, channel_id or 0, contact_id, places)
        if self._findings.count == before and order.paid > order.total:
            facts = {
                "number": row.number,
                "paid": sum((one.amount for one in row.payments), self._work.money(0)),
            }
            reason, total = ImportReason.PAID_TOO_MUCH, self._work.money(order.total)
            self._findings.problem(row.line, "paid", reason, **facts, total=total)
        return order if self._findings.count == before else None

    def _write(self, orders: Sequence[_Order]) -> None:
        dossier_ids = self._write_dossiers(orders)
        order_ids = take_ids(self._work, ORDERS, len(orders))
        rows = [
            self._order_row(order, order_id, dossier_id)
            for order, order_id, dossier_id in zip(orders, order_ids, dossier_ids, strict=True)
        ]
        write_rows(self._work, ORDERS, rows)
        tickets = self._write_tickets(orders, order_ids)
        self._write_money(orders, order_ids)
        currency = self._work.house.currency
        for order, order_id, ticket_ids in zip(orders, order_ids, tickets, strict=True):
            self._work.journal(
                "order_imported",
                order_id,
                number=order.row.number,
                ticket_ids=ticket_ids,
                amount=order.total,
                paid=order.paid,
                currency=currency,
            )
            self._note_number(numbering.ORDER, order.row.number, numbering.FIRST_ORDER)

    def _note_number(self, series: str, number: str, first: int) -> None:
        self._last[series] = max(self._last[series], int(number) - first + 1)

    def _write_dossiers(self, orders: Sequence[_Order]) -> list[int]:
        """The dossier of each order, made where there is none; without a number it gets the next."""
        unnamed = sum(not order.row.dossier for order in orders)
        last = numbering.reserve(self._work, numbering.DOSSIER, unnamed) if unnamed else 0
        number = numbering.FIRST_DOSSIER + last - unnamed
        new = dict.fromkeys(
            order.row.dossier
            for order in orders
            if order.row.dossier and not self._dossiers[order.row.dossier][0]
        )
        ids = iter(take_ids(self._work, DOSSIERS, unnamed + len(new)))
        rows: list[dict[str, object]] = []
        found = []
        for order in orders:
            named = order.row.dossier
            dossier_id = self._dossiers[named][0] if named else 0
            if not dossier_id:
                dossier_id = next(ids)
                if named:
                    self._dossiers[named] = (dossier_id, order.contact_id)
                    self._note_number(numbering.DOSSIER, named, numbering.FIRST_DOSSIER)
                else:
                    named, number = str(number), number + 1
                rows.append(
                    {
                        "id": dossier_id,
                        "number": named,
                        "contact_id": order.contact_id,
                        "created_at": order.row.bought_at,
                    }
                )
            found.append(dossier_id)
        write_rows(self._work, DOSSIERS, rows)
        return found

    def _order_row(self, order: _Order, order_id: int, dossier_id: int) -> dict[str, object]:
        return {
            "id": order_id,
            "number": order.row.number,
            "dossier_id": dossier_id,
            "contact_id": order.contact_id,
            "channel_id": order.channel_id,
            "origin": order.row.origin,
            "state": OrderState.ACTIVE,
            "version": 1,
            "bought_at": order.row.bought_at,
            "changed_at": self._work.now,
            "changed_by": self._work.operator_id,
            "balance_minor": order.total - order.paid,
            "needs_confirmation": False,
            "needs_note": False,
        }

    def _write_tickets(self, orders: Sequence[_Order], order_ids: Sequence[int]) -> list[list[int]]:
        """Writes tickets with the next numbers of their performances, and their claims; the ids by order."""
        counts = Counter(place.performance_id for order in orders for place, _ in order.places)
        numbers = {
            performance_id: iter(numbering.next_tickets(self._work, performance_id, counts[performance_id]))
            for performance_id in sorted(counts)
        }
        ids = iter(take_ids(self._work, TICKETS, counts.total()))
        tickets: list[dict[str, object]] = []
        claims: list[dict[str, object]] = []
        found = []
        for order, order_id in zip(orders, order_ids, strict=True):
            mine = []
            for place, price in order.places:
                ticket_id = next(ids)
                mine.append(ticket_id)
                number = next(numbers[place.performance_id])
                tickets.append(self._ticket_row(order, order_id, ticket_id, number, place, price))
                claims.append(self._claim_row(order_id, ticket_id, place))
            found.append(mine)
        write_rows(self._work, TICKETS, tickets)
        ended = [{"ended_at": self._work.now, "its_id": claim_id} for claim_id in self._places.given_up()]
        update_many(self._work, CLAIMS, ended)
        write_rows(self._work, CLAIMS, claims)
        return found

    def _ticket_row(
        self, order: _Order, order_id: int, ticket_id: int, number: int, place: Place, price: int
    ) -> dict[str, object]:
        return new_ticket(
            id=ticket_id,
            order_id=order_id,
            performance_id=place.performance_id,
            cell_id=place.cell_id,
            seat_id=place.seat_id,
            rate_id=place.rate_id,
            number=number,
            price_minor=price,
            tax_minor=self._places.tax_in(price),
            sold_at=order.row.bought_at,
        )

    def _claim_row(self, order_id: int, ticket_id: int, place: Place) -> dict[str, object]:
        taken = Taken(Wanted(place.cell_id, place.seat_id), place.limit, place.was_house)
        return claim_row(
            self._work, place.performance_id, taken, ClaimKind.SALE, order_id=order_id, ticket_id=ticket_id
        )

    def _write_money(self, orders: Sequence[_Order], order_ids: Sequence[int]) -> None:
        """A movement for what was sold and one for each payment: the payments were taken in no till of ours."""
        books = OrderBooks(self._work)
        for order, order_id in zip(orders, order_ids, strict=True):
            key = f"import:{order.row.number}"
            if order.total:
                books.move(order_id, MovementKind.SALE, (Account.RECEIVABLE, Account.SALES), order.total, key)
            for position, payment in enumerate(order.row.payments):
                sides = (Account.TILL, Account.RECEIVABLE)
                amount = payment.amount.minor
                place = books.move(order_id, MovementKind.PAYMENT, sides, amount, f"{key}:{position}")
                books.pay(order_id, place, payment.method, amount, order.row.bought_at)
        books.write()
