"""Adding tickets to an order, next to those it has (spec/archives.md, Add a ticket, 6)."""

from __future__ import annotations

from dataclasses import replace

from boxoffice_tui.rules import orders as rule
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import orders, selling
from boxoffice_tui.services.errors import insist
from boxoffice_tui.services.transaction import Work, use_case
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import TicketRequest


@use_case(Right.ORDERS_ADD_TICKETS)
def add_tickets(
    work: Work,
    order_id: int,
    version: int | None,
    form: str,
    tickets: tuple[TicketRequest, ...],
    mode: str | None,
) -> OrderChange:
    """Saves the dialog: order version unchanged, places ours or still free, price as displayed, gauge, limit.

    What the order already has keeps its price. Afterwards the customer's confirmation and a note are due; those
    added to a reservation are reserved with it, and confirmed when it is taken up.
    Raises `RefusedError` (origin_not_changeable, order_cancelled, and as `selling.choose` and `write` do),
    `ConflictError`.
    """
    row = orders.take(work, order_id, version)
    insist(rule.change_objection(orders.facts_of(row)))
    chosen = selling.choose(work, tickets, form, order_id)
    reserved = row.due_on is not None
    ticket_ids = selling.write(work, order_id, chosen, mode, reserved=reserved)
    change = orders.leave(work, order_id, needs_confirmation=not reserved, needs_note=True)
    added = change.balance.minor - row.balance_minor
    work.journal(
        "tickets_added", order_id, ticket_ids=ticket_ids, amount=added, currency=change.balance.currency
    )
    return replace(change, ticket_ids=ticket_ids, promotions_not_applied=chosen.promotions_not_applied)
