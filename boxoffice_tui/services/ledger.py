"""The ledger: every amount is a movement with two entries that sum to zero (DESIGN.md, Ledger)."""

from __future__ import annotations

import sqlalchemy as sa

from boxoffice_tui.data.conditions import FEE_STANDS
from boxoffice_tui.data.states import Account, MovementKind
from boxoffice_tui.data.tables.ledger import ENTRIES, MOVEMENTS
from boxoffice_tui.data.tables.orders import ORDER_FEES, ORDERS
from boxoffice_tui.services.transaction import Work


def post(
    work: Work,
    order_id: int | None,
    kind: MovementKind,
    debit: Account,
    credit: Account,
    amount_minor: int,
    part: str = "",
    till_id: int | None = None,
) -> int:
    """Moves `amount_minor` (not zero) onto `debit` and off `credit`; the movement's id, which the journal cites.

    `part` tells movements of one key apart; `till_id` is the till that is moved in, the desk's own where none is
    named. A till's own movements have no order. What a customer owes is the receivable's balance, kept on the order
    for lists too.
    """
    movement_id = work.insert(
        MOVEMENTS,
        order_id=order_id,
        kind=kind,
        at=work.now,
        operator_id=work.operator_id,
        key=f"{work.key}:{kind}{part}",
    )
    work.moved(order_id, movement_id)
    till = till_id if till_id is not None else work.desk.actor.till_id
    sides = two_sides(order_id, debit, credit, amount_minor, work.house.currency, till)
    work.connection.execute(sa.insert(ENTRIES), [{**side, "movement_id": movement_id} for side in sides])
    if order_id is not None:
        owed = amount_minor * ((debit is Account.RECEIVABLE) - (credit is Account.RECEIVABLE))
        changed = sa.update(ORDERS).where(ORDERS.c.id == order_id)
        work.connection.execute(changed.values(balance_minor=ORDERS.c.balance_minor + owed))
    return movement_id


def post_rounding(work: Work, order_id: int, rounding_minor: int, part: str = "") -> int:
    """Puts what coins made of a payment in cash, more than was owed or (negative) less, on what is owed; its id."""
    sides = (Account.RECEIVABLE, Account.ROUNDING)
    debit, credit = sides if rounding_minor > 0 else reversed(sides)
    return post(work, order_id, MovementKind.ROUNDING, debit, credit, abs(rounding_minor), part)


def two_sides(
    order_id: int | None,
    debit: Account,
    credit: Account,
    amount_minor: int,
    currency: str,
    till_id: int | None = None,
) -> list[dict[str, object]]:
    """The two entries of a movement, which sum to zero; the till's side names the till."""
    return [
        {
            "order_id": order_id,
            "account": account,
            "till_id": till_id if account is Account.TILL else None,
            "amount_minor": amount,
            "currency": currency,
        }
        for account, amount in ((debit, amount_minor), (credit, -amount_minor))
    ]


def give_back_fees(work: Work, order_id: int, which: sa.ColumnElement[bool], part: str) -> None:
    """Takes the fees of an order that `which` selects off what the customer owes."""
    chosen = sa.and_(ORDER_FEES.c.order_id == order_id, FEE_STANDS, which)
    amount = work.connection.execute(sa.select(sa.func.sum(ORDER_FEES.c.amount_minor)).where(chosen)).scalar()
    if amount:
        work.connection.execute(sa.update(ORDER_FEES).where(chosen).values(cancelled_at=work.now))
        post(work, order_id, MovementKind.CANCELLATION, Account.SALES, Account.RECEIVABLE, int(amount), part)
