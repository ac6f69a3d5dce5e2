"""Selling: a new order with its tickets, delivery and payments, in one transaction."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from boxoffice_tui.data.tables.orders import DOSSIERS, ORDERS
from boxoffice_tui.data.tables.organisation import SALES_CHANNELS
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import articles, contacts, numbering, orders, payments, selling, till_sessions
from boxoffice_tui.services.transaction import Work, use_case
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import ArticleRequest, Delivery, PaymentRequest, TicketRequest


@use_case(Right.ORDERS_SELL)
def sell(
    work: Work,
    form: str,
    contact_id: int | None,
    tickets: tuple[TicketRequest, ...],
    delivered: Delivery,
    paid_by: tuple[PaymentRequest, ...] = (),
    pieces: tuple[ArticleRequest, ...] = (),
) -> OrderChange:
    """Makes an order in a new dossier of the contact, or of nobody, on the desk's channel.

    Of tickets, of `pieces` of articles, or both. `form` names what was held while choosing; `delivered` by a mode.
    Raises as `selling.choose`, `selling.write`, `articles.put` and `payments.record_payment` do,
    `NotFoundError` (contact), `RefusedError` (contact_erased).
    """
    if contact_id is not None:
        contact_id = contacts.take_current(work, contact_id)
    chosen = selling.choose(work, tickets, form, None) if tickets or not pieces else selling.NO_TICKETS
    if paid_by:
        till_sessions.paying(work)  # a till is locked before numbers are
    order_id = new_order(work, contact_id, needs_confirmation=bool(tickets) and contact_id is not None)
    ticket_ids = selling.write(work, order_id, chosen, delivered)
    added = articles.put(work, order_id, pieces)
    change = orders.answer(work, order_id)
    work.journal(
        "order_sold",
        order_id,
        number=change.number,
        ticket_ids=ticket_ids,
        **added.facts,
        amount=change.balance.minor,
        currency=change.balance.currency,
    )
    for position, payment in enumerate(paid_by):
        change = payments.add(work, order_id, change.balance.minor, payment, f":{position}")
    return replace(change, ticket_ids=ticket_ids, promotions_not_applied=chosen.promotions_not_applied)


def new_order(work: Work, contact_id: int | None, **columns: object) -> int:
    """An order without tickets in a new dossier, on the desk's channel; its id. `columns` are its own."""
    origin = work.connection.execute(
        sa.select(SALES_CHANNELS.c.origin).where(SALES_CHANNELS.c.id == work.desk.channel_id)
    ).scalar_one()
    dossier_id = work.insert(
        DOSSIERS, number=numbering.next_dossier(work), contact_id=contact_id, created_at=work.now
    )
    return work.insert(
        ORDERS,
        number=numbering.next_order(work),
        dossier_id=dossier_id,
        contact_id=contact_id,
        channel_id=work.desk.channel_id,
        origin=origin,
        bought_at=work.now,
        changed_at=work.now,
        changed_by=work.operator_id,
        **columns,
    )
