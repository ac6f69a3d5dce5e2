"""What a ticket costs now: price in force, taxes and fees (spec/archives.md, Money)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.organisation import FEES, TAXES
from boxoffice_tui.data.tables.programme import PRICES
from boxoffice_tui.rules import pricing as rule
from boxoffice_tui.rules.deadlines import local_date
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.services.desk import House
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.views.states import FeeKind


@dataclass(frozen=True, slots=True)
class QuotedFee:
    """A fee of one ticket: all the customer pays, and the tax in it."""

    kind: FeeKind
    gross: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class Quote:
    """One ticket's price: all the customer pays, the tax in it, its fees, and why a promotion is not applied."""

    gross: Money
    tax: Money
    fees: tuple[QuotedFee, ...]
    notice: Objection | None


class PriceBook:
    """The prices of one performance, read once for the use case that sells."""

    def __init__(self, connection: Connection, house: House, performance: Any, now: datetime) -> None:
        self._house = house
        self._on: date = local_date(now, performance.zone)
        query = sa.select(PRICES).where(PRICES.c.event_id == performance.event_id)
        query = query.where(
            sa.or_(PRICES.c.performance_id.is_(None), PRICES.c.performance_id == performance.id)
        )
        self.prices = [
            rule.Price(
                Money(row.amount_minor, house.currency),
                row.category_id,
                row.rate_id,
                row.performance_id,
                row.valid_from,
                row.valid_until,
                row.promotion,
            )
            for row in connection.execute(query)
        ]
        self._taxes = taxes(connection)
        fees = [
            rule.Fee(
                row.code, row.kind, Money(row.amount_minor, house.currency), row.valid_from, row.valid_until
            )
            for row in connection.execute(sa.select(FEES).order_by(FEES.c.id))
        ]
        on_fees = taxes_on_fees(connection)
        self._fees = []
        for fee in rule.fees_in_force(fees, self._on):
            parts = rule.tax_of(fee.amount, on_fees, included=house.tax_included)
            self._fees.append(QuotedFee(fee.kind, parts.gross, parts.tax))

    def quote(self, category_id: int, rate_id: int, promotion: str = "") -> Quote:
        """The price of a ticket now. Raises `RefusedError` (no_price)."""
        found = rule.price_of(self.prices, category_id, rate_id, self._on, promotion)
        if isinstance(found, Objection):
            raise RefusedError(found.code, found.facts)
        return self._taxed(found)

    def find(self, category_id: int, rate_id: int, promotion: str = "") -> Quote | None:
        """The price of a ticket now, None where this rate is not sold in this category."""
        found = rule.price_of(self.prices, category_id, rate_id, self._on, promotion)
        return None if isinstance(found, Objection) else self._taxed(found)

    def _taxed(self, found: rule.PriceFound) -> Quote:
        included = self._house.tax_included
        taxed = rule.tax_of(found.price.amount, self._taxes, included=included)
        fees = tuple(self._fees) if rule.carries_fees(taxed.gross) else ()
        return Quote(taxed.gross, taxed.tax, fees, found.notice)


def taxes_on_fees(connection: Connection) -> list[rule.Tax]:
    """The taxes that apply to fees too."""
    return taxes(connection, TAXES.c.on_fees)


def taxes(connection: Connection, *which: sa.ColumnElement[bool]) -> list[rule.Tax]:
    """The taxes that apply to tickets, or those of them that `which` selects."""
    rows = connection.execute(sa.select(TAXES).where(*which).order_by(TAXES.c.id))
    return [rule.Tax(row.code, Decimal(row.percent)) for row in rows]
