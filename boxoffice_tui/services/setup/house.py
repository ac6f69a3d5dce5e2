"""The organisation, its taxes, fees, tills and articles."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.articles import ARTICLES
from boxoffice_tui.data.tables.delivery import SHIPMENT_MODES
from boxoffice_tui.data.tables.orders import ORDERS
from boxoffice_tui.data.tables.organisation import FEES, ORGANISATIONS, TAXES, TILLS
from boxoffice_tui.data.tables.programme import PRICES
from boxoffice_tui.rules.currencies import digits_of
from boxoffice_tui.services.setup.build import Build, Kept, Section, Wanted, listed
from boxoffice_tui.services.setup.file import Article, Fee, Organisation, Printer, Setup, Tax, Till
from boxoffice_tui.services.setup.lines import Path
from boxoffice_tui.services.setup.reasons import SetupReason
from boxoffice_tui.views.setup import Change

ORGANISATION = Section("organisation", ORGANISATIONS, journals_values=False)
TAX = Section("taxes", TAXES)
FEE = Section("fees", FEES)
TILL = Section("tills", TILLS)
ARTICLE = Section("articles", ARTICLES)
UNSET = {
    "tickets_per_order": "unlimited",
    "reservation_days_after": "none",
    "reservation_days_before": "none",
    "cash_step": "currency",
}
"""How a file says that the organisation has no such figure."""


def apply(build: Build, setup: Setup) -> None:
    """Applies the sections of this file."""
    if setup.organisation is not None:
        _organisation(build, setup.organisation)
    build.put(TAX, listed(TAX, setup.taxes, _tax))
    for position, fee in enumerate(setup.fees):
        check_days(build, (FEE.name, position), fee.valid_from, fee.valid_until)
    build.put(FEE, listed(FEE, setup.fees, _fee))
    build.put(TILL, listed(TILL, setup.tills, _till))
    build.put(ARTICLE, listed(ARTICLE, setup.articles, _article))


def export(connection: Connection) -> dict[str, Any]:
    """These sections as the database has them."""
    house = connection.execute(sa.select(ORGANISATIONS)).one()
    said = {name: getattr(house, name) for name in Organisation.model_fields}
    said |= {name: word for name, word in UNSET.items() if said[name] is None}
    return {
        "organisation": Organisation.model_construct(**said),
        "taxes": [
            Tax.model_construct(code=row.code, name=row.names, percent=row.percent, on_fees=row.on_fees)
            for row in connection.execute(sa.select(TAXES).order_by(TAXES.c.id))
        ],
        "fees": [
            Fee.model_construct(
                code=row.code,
                name=row.names,
                kind=row.kind,
                amount=row.amount_minor,
                valid_from=row.valid_from,
                valid_until=row.valid_until,
            )
            for row in connection.execute(sa.select(FEES).order_by(FEES.c.id))
        ],
        "tills": [
            Till.model_construct(code=row.code, name=row.name, printer=_printer(row))
            for row in connection.execute(sa.select(TILLS).order_by(TILLS.c.id))
        ],
        "articles": [
            Article.model_construct(
                code=row.code,
                name=row.names,
                amount=row.amount_minor,
                taxed=row.taxed,
                on_sale=row.on_sale,
                rank=row.rank,
            )
            for row in connection.execute(sa.select(ARTICLES).order_by(ARTICLES.c.id))
        ],
    }


def check_days(build: Build, path: Path, first: Any, last: Any) -> None:
    """Notes a problem where the last day is before the first."""
    if first is not None and last is not None and last < first:
        build.problem(path, SetupReason.DAYS_REVERSED, first=first, last=last)


def _organisation(build: Build, said: Organisation) -> None:
    row = build.work.connection.execute(sa.select(ORGANISATIONS)).one()
    values = said.model_dump(exclude_none=True)
    values |= {name: None for name, word in UNSET.items() if values.get(name) == word}
    if "suppressed_domains" in values:
        values["suppressed_domains"] = [domain.casefold() for domain in values["suppressed_domains"]]
    keys = tuple(sorted(name for name, value in values.items() if getattr(row, name) != value))
    if "currency" in keys:
        _check_currency(build, row.currency, values["currency"])
    kept = Kept(row.id, Change.CHANGED if keys else Change.UNCHANGED, keys)
    if keys:
        changes = {name: values[name] for name in keys}
        build.work.connection.execute(sa.update(ORGANISATIONS).values(changes))
    build.report(ORGANISATION, Wanted((row.code,), row.code, ("organisation",), values), kept)


def _check_currency(build: Build, old: str, new: str) -> None:
    """What was sold keeps its currency; amounts kept in minor units keep their decimals."""
    connection = build.work.connection
    path = ("organisation", "currency")
    if connection.execute(sa.select(ORDERS.c.id).limit(1)).first() is not None:
        build.problem(path, SetupReason.CURRENCY_SOLD, currency=old)
    elif digits_of(old) != digits_of(new):
        tables = (
            PRICES.c.amount_minor,
            FEES.c.amount_minor,
            SHIPMENT_MODES.c.price_minor,
            ARTICLES.c.amount_minor,
        )
        if any(connection.execute(sa.select(one).where(one > 0).limit(1)).first() for one in tables):
            build.problem(path, SetupReason.CURRENCY_PRICED, currency=old)


def _tax(tax: Tax, _path: Path) -> dict[str, object]:
    return {"names": tax.name, "percent": tax.percent, "on_fees": tax.on_fees}


def _fee(fee: Fee, _path: Path) -> dict[str, object]:
    return {
        "names": fee.name,
        "kind": fee.kind,
        "amount_minor": fee.amount,
        "valid_from": fee.valid_from,
        "valid_until": fee.valid_until,
    }


def _till(till: Till, _path: Path) -> dict[str, object]:
    printer = till.printer
    return {
        "name": till.name,
        "printer_language": printer.language if printer else None,
        "printer_address": printer.address if printer else None,
        "printer_answers": printer.answers if printer else False,
    }


def _printer(row: Any) -> Printer | None:
    if row.printer_language is None:
        return None
    language, address, answers = row.printer_language, row.printer_address, row.printer_answers
    return Printer.model_construct(language=language, address=address, answers=answers)


def _article(article: Article, _path: Path) -> dict[str, object]:
    return {
        "names": article.name,
        "amount_minor": article.amount,
        "taxed": article.taxed,
        "on_sale": article.on_sale,
        "rank": article.rank,
    }
