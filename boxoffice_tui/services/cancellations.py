"""Cancelling tickets, and giving money back (spec/archives.md, Cancel tickets and refund)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import FEE_STANDS
from boxoffice_tui.data.states import Account, MovementKind
from boxoffice_tui.data.tables.ledger import PAYMENTS
from boxoffice_tui.data.tables.orders import ORDER_FEES, TICKETS
from boxoffice_tui.rules import orders as order_rule
from boxoffice_tui.rules import refunds as rule
from boxoffice_tui.rules.cash import GivenBack, Handed, coins_of, given_back
from boxoffice_tui.rules.money import Money, total
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.refunds import RefundPart
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import articles, delivery, ledger, occupancy, orders, payments, till_sessions
from boxoffice_tui.services.delivery_costs import fees_left_behind
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import RefusedError, insist
from boxoffice_tui.services.transaction import Work, reading, require_held, use_case
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import RefundRequest
from boxoffice_tui.views.states import FeeKind, OrderState, PaymentMethod, TicketState


@use_case(Right.ORDERS_CANCEL_TICKETS)
def cancel_tickets(
    work: Work,
    order_id: int,
    version: int | None,
    ticket_ids: tuple[int, ...],
    parts: tuple[RefundPart, ...] = (RefundPart.PRICE,),
    may_cancel_order: bool = False,
) -> OrderChange:
    """Cancels tickets of any origin: places free and barcodes refused at once; no money moves yet.

    `parts` are what goes back; the rest stays on the order as kept. Cancelling the last ticket of an order without
    articles cancels the order and must be said (`may_cancel_order`); a reservation ends with it, articles and all.
    Raises `RefusedError` (ticket_not_live, ticket_scanned, cancels_order), `ConflictError`.
    """
    row = orders.take(work, order_id, version)
    tickets = lock_tickets(work, order_id, ticket_ids)
    reserved = row.due_on is not None
    live, pieces = orders.live_tickets(work.connection, order_id), articles.pieces_in(work.connection, order_id)
    last = order_rule.cancels_order(live, ticket_ids, pieces, reserved=reserved)
    if last and not may_cancel_order:
        raise RefusedError(order_rule.OrderRefusal.CANCELS_ORDER)
    take_back(work, order_id, tickets, parts)
    with_it = articles.take_all_back(work, order_id) if last else articles.NOTHING
    state = {"state": OrderState.CANCELLED, "due_on": None} if last else {}
    change = orders.leave(
        work, order_id, needs_confirmation=not last and not reserved, needs_note=True, **state
    )
    work.journal(
        "tickets_cancelled",
        order_id,
        ticket_ids=ticket_ids,
        **with_it.facts,
        parts=parts,
        order_cancelled=last,
    )
    return replace(change, ticket_ids=ticket_ids)


def take_back(work: Work, order_id: int, rows: Sequence[Any], parts: Collection[RefundPart]) -> None:
    """Cancels tickets of `lock_tickets`, within a transaction under way: places free, `parts` off what is owed."""
    ticket_ids = [row.id for row in rows]
    chosen = TICKETS.c.id.in_(ticket_ids)
    work.connection.execute(sa.update(TICKETS).where(chosen).values(cancelled_by(work)))
    occupancy.release_tickets(work, ticket_ids)
    _give_back(work, order_id, rows, parts)
    shipments = {row.shipment_id for row in rows} - {None}
    delivery.leave_behind(work, order_id, shipments, fees_back=RefundPart.DELIVERY_FEE in parts)


def cancelled_by(work: Work) -> dict[str, Any]:
    """What cancels a ticket: never before it was scanned, though the door's clock may be ahead of ours."""
    scanned_at = TICKETS.c.scanned_at
    later = sa.case((scanned_at > work.now, scanned_at), else_=sa.literal(work.now, scanned_at.type))
    return {"state": TicketState.CANCELLED, "cancelled_at": later}


@use_case(Right.ORDERS_REFUND)
def refund(work: Work, order_id: int, version: int | None, lines: tuple[RefundRequest, ...]) -> OrderChange:
    """Records money given back, line by line against the payments it came from; not more than is owed.

    What cash settles last is rounded to coins; a line may name what it settles or, then, the coins. Raises
    `RefusedError` (the refund rules' codes, amount_too_high, not_in_coins), `ConflictError`.
    """
    row = orders.take(work, order_id, version)
    if not lines:
        raise RefusedError(rule.RefundRefusal.NOTHING_TO_REFUND, {"amount": work.money(0)})
    received = _received(work.connection, order_id, work.house.currency)
    methods = {payment.payment_id: payment.method for payment in received}
    for line in lines:
        insist(order_rule.currency_objection(line.amount, work.house.currency))
        if line.payment_id not in methods:
            raise RefusedError(rule.RefundRefusal.UNKNOWN_PAYMENT, {"payment_id": line.payment_id})
    owed = work.money(-row.balance_minor)
    asked = [
        rule.RefundLine(line.payment_id, methods[line.payment_id], line.amount, line.card_present)
        for line in lines
    ]
    in_cash = (payment.left for payment in received if payment.method is PaymentMethod.CASH)
    given = given_back(asked, owed, total(in_cash, work.house.currency), work.house.cash_step)
    if isinstance(given, Objection):
        raise RefusedError(given.code, given.facts)
    checked = [one.line for one in given]
    amount = total((line.amount for line in checked), work.house.currency)
    if owed < amount:
        facts = {"amount": amount, "balance": owed}
        raise RefusedError(order_rule.OrderRefusal.AMOUNT_TOO_HIGH, facts)
    insist(rule.check_refund(checked, received, amount))
    session_id = till_sessions.paying(work)
    for position, (line, one) in enumerate(zip(lines, given, strict=True)):
        _write_refund(work, order_id, line, one, session_id, f":{position}")
    change = orders.leave(work, order_id)
    coins = coins_of(given, work.house.currency)
    return replace(change, cash=coins.amount, rounding=coins.rounding) if coins.rounding else change


def refund_proposal(
    desk: Desk, order_id: int, amount: Money, *, card_present: bool
) -> tuple[rule.RefundLine, ...] | Objection:
    """How to give `amount` (positive) back: the rule's proposal over the payments of the order.

    Raises `NotAllowedError`.
    """
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        received = _received(connection, order_id, desk.house.currency)
    return rule.propose_refund(received, amount, card_present=card_present)


def refundable(desk: Desk, order_id: int) -> tuple[rule.Received, ...]:
    """The payments of an order, newest first, each with what may still go back. Raises `NotAllowedError`."""
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        return _received(connection, order_id, desk.house.currency)


def cancellation_sums(desk: Desk, order_id: int, ticket_ids: Sequence[int]) -> dict[RefundPart, Money]:
    """What each part of tickets comes to that can go back when they are cancelled, before anything is done.

    Raises `NotAllowedError`.
    """
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        chosen = sa.and_(TICKETS.c.order_id == order_id, TICKETS.c.id.in_(ticket_ids))
        prices = connection.execute(
            sa.select(sa.func.coalesce(sa.func.sum(TICKETS.c.price_minor), 0)).where(chosen)
        ).scalar_one()
        fees = connection.execute(
            sa.select(ORDER_FEES.c.kind, sa.func.sum(ORDER_FEES.c.amount_minor).label("amount"))
            .where(ORDER_FEES.c.ticket_id.in_(ticket_ids), FEE_STANDS)
            .group_by(ORDER_FEES.c.kind)
        )
        amounts = {row.kind: int(row.amount) for row in fees}
        delivery_fees = fees_left_behind(connection, order_id, ticket_ids)
    sums = {RefundPart.PRICE: int(prices), RefundPart.DELIVERY_FEE: delivery_fees}
    sums |= {part: amounts.get(kind, 0) for part, kind in rule.FEE_OF_PART.items()}
    return {part: Money(sums[part], desk.house.currency) for part in RefundPart}


def cancellation_sum(
    desk: Desk, order_id: int, ticket_ids: Sequence[int], parts: Collection[RefundPart]
) -> Money:
    """What goes back to the customer when tickets are cancelled with `parts` ticked, before anything is done.

    Raises `NotAllowedError`.
    """
    sums = cancellation_sums(desk, order_id, ticket_ids)
    return total((sums[part] for part in parts), desk.house.currency)


def lock_tickets(work: Work, order_id: int, ticket_ids: Collection[int]) -> list[Any]:
    """Tickets of a locked order that may be cancelled, by their ids, locked against the door.

    Raises `RefusedError` (ticket_not_live, ticket_scanned).
    """
    query = sa.select(TICKETS).where(TICKETS.c.order_id == order_id, TICKETS.c.id.in_(ticket_ids))
    # a scan at the door locks the ticket alone, not its order: without this one it would be lost
    rows = list(work.connection.execute(query.order_by(TICKETS.c.id).with_for_update()).all())
    if not rows or len(rows) < len(set(ticket_ids)):
        raise RefusedError(order_rule.OrderRefusal.TICKET_NOT_LIVE)
    may = work.may(Right.TICKETS_CANCEL_SCANNED)
    for row in rows:
        insist(order_rule.cancel_objection(row.state, row.number, may_cancel_scanned=may))
    return rows


def _give_back(work: Work, order_id: int, rows: Sequence[Any], parts: Collection[RefundPart]) -> None:
    amount = sum(row.price_minor for row in rows)
    if RefundPart.PRICE in parts:
        if amount:
            ledger.post(
                work, order_id, MovementKind.CANCELLATION, Account.SALES, Account.RECEIVABLE, amount, ":price"
            )
    else:
        _keep(work, order_id, rows)
    kinds = [kind for part, kind in rule.FEE_OF_PART.items() if part in parts]
    ticket_ids = [row.id for row in rows]
    which = sa.and_(ORDER_FEES.c.ticket_id.in_(ticket_ids), ORDER_FEES.c.kind.in_(kinds))
    ledger.give_back_fees(work, order_id, which, ":fees")


def _keep(work: Work, order_id: int, rows: Sequence[Any]) -> None:
    kept = [
        {
            "order_id": order_id,
            "ticket_id": row.id,
            "kind": FeeKind.KEPT,
            "amount_minor": row.price_minor,
            "tax_minor": row.tax_minor,
        }
        for row in rows
        if row.price_minor
    ]
    if kept:
        work.connection.execute(sa.insert(ORDER_FEES), kept)


def _received(connection: Connection, order_id: int, currency: str) -> tuple[rule.Received, ...]:
    query = sa.select(PAYMENTS).where(PAYMENTS.c.order_id == order_id).order_by(PAYMENTS.c.id)
    return rule.received_of(
        rule.PaymentFacts(
            row.id, row.method, Money(row.amount_minor - row.rounding_minor, currency), row.at, row.refunds_id
        )
        for row in connection.execute(query)
    )


def _write_refund(
    work: Work, order_id: int, line: RefundRequest, given: GivenBack, session_id: int | None, part: str
) -> None:
    over = Handed(given.amount, given.rounding)
    sides = (MovementKind.REFUND, Account.RECEIVABLE, Account.TILL)
    payment_id = work.insert(
        PAYMENTS,
        order_id=order_id,
        movement_id=payments.post(work, order_id, sides, over, part),
        method=given.line.method,
        amount_minor=-over.amount.minor,
        rounding_minor=-over.rounding.minor,
        reference=payments.reference_of(line.reference),
        at=work.now,
        operator_id=work.operator_id,
        till_id=work.desk.actor.till_id,
        refunds_id=line.payment_id,
        session_id=session_id,
    )
    work.journal(
        "refund_recorded",
        order_id,
        payment_id=payment_id,
        refunds=line.payment_id,
        method=str(given.line.method),
        **payments.told(over),
    )
