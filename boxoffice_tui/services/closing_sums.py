"""What lines of the journal moved: the sums of a closing, read from the movements and tickets the lines cite.

Lines written before they cited movements are those of an order, an instant and an operator: so are its movements.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.states import Account
from boxoffice_tui.data.tables.articles import ORDER_ARTICLES
from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.ledger import ENTRIES, MOVEMENTS, PAYMENTS
from boxoffice_tui.data.tables.orders import ORDER_FEES, TICKETS
from boxoffice_tui.rules import closings as rule
from boxoffice_tui.rules.refunds import FEE_OF_PART, RefundPart
from boxoffice_tui.services.journal import ARTICLE_LINE_IDS, MOVEMENT_IDS
from boxoffice_tui.views.states import FeeKind

_PAGE = 2_000
_MOST_IDS = 1_000
_IMPORT, _EXCHANGE = "order_imported", "tickets_exchanged"
_EXCHANGED_PARTS = frozenset({RefundPart.PRICE, *FEE_OF_PART})
"""What is taken off an exchanged ticket, and put on the one it is replaced by: its fees as they were."""
_SALES = frozenset({"order_sold", "order_reserved", "tickets_added", _IMPORT, _EXCHANGE})
_CANCELLATIONS = frozenset({"tickets_cancelled", "reservation_released"})

Silent = tuple[int, datetime, int | None]
"""Order, instant and operator of a line from before lines cited movements."""


@dataclass(slots=True)
class Cited:
    """What a page of lines tells of: movements, tickets sold, lines of articles, and tickets cancelled by what of
    them goes back.
    """

    movements: list[int] = field(default_factory=list)
    imported: list[int] = field(default_factory=list)
    sold: list[int] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)
    cancelled: defaultdict[frozenset[str], list[int]] = field(default_factory=lambda: defaultdict(list))


def sums_of(connection: Connection, first_seq: int, last_seq: int) -> dict[str, int]:
    """What the lines from `first_seq` to `last_seq` moved, as `rules.closings.Sums` names it."""
    sums: Counter[str] = Counter()
    for cited in _pages_cited(connection, first_seq, last_seq):
        _add_movements(connection, cited, sums)
        _add_tickets(connection, cited, sums)
        _add_articles(connection, cited.articles, sums)
    return rule.added([sums])


def lines_between(connection: Connection, first_seq: int, last_seq: int) -> Iterator[Sequence[Any]]:
    """The lines of the journal from one number to another, page by page."""
    query = sa.select(JOURNAL).where(JOURNAL.c.seq <= last_seq).order_by(JOURNAL.c.seq).limit(_PAGE)
    page = connection.execute(query.where(JOURNAL.c.seq >= first_seq)).all()
    while page:
        yield page
        page = connection.execute(query.where(JOURNAL.c.seq > page[-1].seq)).all()


def movements_of(connection: Connection, page: Sequence[Any], known: set[Silent]) -> Cited:
    """What the lines of a page tell of; `known` are the silent ones of the pages before."""
    cited, silent = Cited(), set[Silent]()
    for line in page:
        facts = facts_of(line.facts)
        if MOVEMENT_IDS not in facts and line.order_id is not None:
            silent.add((line.order_id, line.at, line.operator_id))
        moved = cited.imported if line.action == _IMPORT else cited.movements
        moved.extend(_ids(facts, MOVEMENT_IDS))
        cited.articles.extend(_ids(facts, ARTICLE_LINE_IDS))
        if line.action in _SALES:
            cited.sold.extend(_ids(facts, "ticket_ids"))
        elif line.action in _CANCELLATIONS:
            parts = frozenset(str(part) for part in facts.get("parts", ()))
            cited.cancelled[parts].extend(_ids(facts, "ticket_ids"))
        if line.action == _EXCHANGE:
            cited.cancelled[_EXCHANGED_PARTS].extend(_ids(facts, "replaced_ids"))
    cited.movements.extend(_of_silent(connection, silent - known))
    known |= silent
    return cited


def facts_of(text: str) -> dict[str, Any]:
    """The facts of a line; none of one that was tampered with, which J3 says."""
    try:
        facts = json.loads(text)
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


def groups(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """So many ids that a statement takes them."""
    for start in range(0, len(ids), _MOST_IDS):
        yield ids[start : start + _MOST_IDS]


def _ids(facts: dict[str, Any], name: str) -> list[int]:
    found = facts.get(name)
    return [one for one in found if type(one) is int] if isinstance(found, list) else []


def _pages_cited(connection: Connection, first_seq: int, last_seq: int) -> Iterator[Cited]:
    known: set[Silent] = set()
    for page in lines_between(connection, first_seq, last_seq):
        yield movements_of(connection, page, known)


def _of_silent(connection: Connection, silent: set[Silent]) -> Iterator[int]:
    """The movements that lines tell of by their order, instant and operator."""
    for orders in groups(sorted({order_id for order_id, _, _ in silent})):
        query = sa.select(MOVEMENTS.c.id, MOVEMENTS.c.order_id, MOVEMENTS.c.at, MOVEMENTS.c.operator_id)
        for row in connection.execute(query.where(MOVEMENTS.c.order_id.in_(orders))):
            if (row.order_id, row.at, row.operator_id) in silent:
                yield row.id


def _add_movements(connection: Connection, cited: Cited, sums: Counter[str]) -> None:
    for ids in groups(cited.movements + cited.imported):
        moved = (
            sa.select(MOVEMENTS.c.kind, ENTRIES.c.account, sa.func.sum(ENTRIES.c.amount_minor))
            .join(MOVEMENTS, MOVEMENTS.c.id == ENTRIES.c.movement_id)
            .where(ENTRIES.c.movement_id.in_(ids))
            .group_by(MOVEMENTS.c.kind, ENTRIES.c.account)
        )
        for kind, account, amount in connection.execute(moved):
            sums[f"{kind}:{account}"] += int(amount)
        _add_payments(connection, ids, sums)
    for ids in groups(cited.imported):
        of_sales = sa.and_(ENTRIES.c.movement_id.in_(ids), ENTRIES.c.account == Account.SALES)
        amount = connection.execute(sa.select(sa.func.sum(ENTRIES.c.amount_minor)).where(of_sales)).scalar()
        sums[rule.IMPORTED] -= int(amount or 0)


def _add_payments(connection: Connection, ids: Sequence[int], sums: Counter[str]) -> None:
    amount = PAYMENTS.c.amount_minor
    back = (amount < 0).label("back")
    query = sa.select(PAYMENTS.c.method, back, sa.func.count(), sa.func.sum(amount))
    chosen = query.where(PAYMENTS.c.movement_id.in_(ids)).group_by(PAYMENTS.c.method, back)
    for method, given_back, count, paid in connection.execute(chosen):
        names = (rule.REFUNDS, rule.REFUNDED) if given_back else (rule.PAYMENTS, rule.PAID)
        for name, value in zip(names, (count, abs(int(paid))), strict=True):
            sums[f"{name}:{method}"] += value


def _add_tickets(connection: Connection, cited: Cited, sums: Counter[str]) -> None:
    sums[rule.TICKETS_SOLD] += len(cited.sold)
    sums[rule.TAX] += _tax(connection, cited.sold, set(RefundPart))
    for parts, ids in cited.cancelled.items():
        sums[rule.TICKETS_CANCELLED] += len(ids)
        sums[rule.TAX] -= _tax(connection, ids, parts)


def _add_articles(connection: Connection, line_ids: Sequence[int], sums: Counter[str]) -> None:
    tax = sa.select(sa.func.sum(ORDER_ARTICLES.c.tax_minor * ORDER_ARTICLES.c.quantity))
    for ids in groups(line_ids):
        sums[rule.TAX] += int(connection.execute(tax.where(ORDER_ARTICLES.c.id.in_(ids))).scalar() or 0)


def _tax(connection: Connection, ticket_ids: Sequence[int], parts: Collection[str]) -> int:
    """The tax in these parts of tickets; no line tells when a shipment was charged for, so not in delivery."""
    kinds: list[FeeKind] = [kind for part, kind in FEE_OF_PART.items() if part in parts]
    taxed = 0
    for ids in groups(ticket_ids):
        chosen = sa.select(sa.func.sum(TICKETS.c.tax_minor)).where(TICKETS.c.id.in_(ids))
        of_ticket = sa.and_(ORDER_FEES.c.order_id == TICKETS.c.order_id, ORDER_FEES.c.ticket_id == TICKETS.c.id)
        fees = (
            sa.select(sa.func.sum(ORDER_FEES.c.tax_minor))
            .select_from(TICKETS)
            .join(ORDER_FEES, of_ticket)
            .where(TICKETS.c.id.in_(ids), ORDER_FEES.c.kind.in_(kinds))
        )
        for query in (chosen, fees) if RefundPart.PRICE in parts else (fees,):
            taxed += int(connection.execute(query).scalar() or 0)
    return taxed
