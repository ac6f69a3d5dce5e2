"""By which shipment modes a document of an order can travel (spec/delivery.md, Objects)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.delivery import DOCUMENTS, SHIPMENT_MODES
from boxoffice_tui.rules import documents as rule
from boxoffice_tui.rules.documents import DocumentMode, Reach
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services.delivery_situation import facts_of, named, order_of
from boxoffice_tui.services.desk import Desk, House
from boxoffice_tui.services.errors import NotFoundError, RefusedError
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.transaction import Work, reading, require_held
from boxoffice_tui.views.order_documents import DocumentModeOffer
from boxoffice_tui.views.shipments import ModeChoice


def document_modes(desk: Desk, order_id: int) -> tuple[DocumentModeOffer, ...]:
    """The modes that carry documents, with why one cannot carry those of this order, the usual one marked.

    Raises `NotAllowedError`, `NotFoundError` (order).
    """
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        rows = _rows(connection)
        reach = _reach(order_of(connection, order_id), desk.house, desk.clock.now())
    modes = {code: _mode(row) for code, row in rows.items() if row.handles_documents}
    usual = rule.default_mode(tuple(modes.values()), reach)
    offers = []
    for code, mode in modes.items():
        objection = rule.mode_objection(mode, reach)
        told = named(objection, rows[code], desk.language) if objection is not None else None
        name = in_language(rows[code].names, desk.language, code)
        offers.append(DocumentModeOffer(code, name, usual == mode.mode, told))
    return tuple(offers)


def holds_documents(connection: Connection, shipment_id: int) -> bool:
    """Whether a shipment is one of documents, which travel apart from tickets."""
    query = sa.select(DOCUMENTS.c.id).where(DOCUMENTS.c.shipment_id == shipment_id)
    return connection.execute(query.limit(1)).first() is not None


def choices_of_documents(connection: Connection, desk: Desk, where: Any) -> tuple[ModeChoice, ...]:
    """Every mode that carries documents, and what stands against it but contact data; `where` they would go to."""
    reach = _reach(where, desk.house, desk.clock.now())
    complete = replace(reach, has_address=True, has_email=True)
    choices, free = [], Money(0, desk.house.currency)
    for code, row in _rows(connection).items():
        if row.handles_documents:
            objection = rule.mode_objection(_mode(row), complete)
            told = named(objection, row, desk.language) if objection is not None else None
            name = in_language(row.names, desk.language, code)
            choices.append(ModeChoice(code, name, row.needs_address, row.needs_email, told, free))
    return tuple(choices)


def mode_for(work: Work, where: Any, code: str | None) -> Any:
    """The row of the mode a document of an order travels by; `where` is the order with its contact's address.

    Without a code the one the contact is best reached by. Raises `RefusedError` (not_for_documents,
    no_mode_for_documents, delivery reasons), `NotFoundError` (mode).
    """
    rows = _rows(work.connection)
    reach = _reach(where, work.house, work.now)
    if code is not None and code not in rows:
        raise NotFoundError("mode", code)
    if code is not None:
        objection = rule.mode_objection(_mode(rows[code]), reach)
    else:
        found = rule.default_mode([_mode(row) for row in rows.values()], reach)
        objection = found if isinstance(found, Objection) else None
        code = "" if isinstance(found, Objection) else found.code
    if objection is not None:
        raise _refused(work, objection, rows)
    return rows[code]


def _rows(connection: Connection) -> dict[str, Any]:
    """All modes by code, in the order of the setup."""
    query = sa.select(SHIPMENT_MODES).order_by(SHIPMENT_MODES.c.id)
    return {row.code: row for row in connection.execute(query)}


def _mode(row: Any) -> DocumentMode:
    return DocumentMode(facts_of(row), row.handles_documents)


def _reach(where: Any, house: House, now: datetime) -> Reach:
    return Reach(
        now=now,
        home_country=house.country,
        country=where.country or "",
        has_address=where.address_id is not None,
        has_email=where.email_id is not None,
    )


def _refused(work: Work, objection: Objection, rows: Mapping[str, Any]) -> RefusedError:
    """With the name of the mode it is about, where it is about one."""
    mode = rows.get(str(objection.facts.get("mode")))
    told = named(objection, mode, work.desk.language) if mode is not None else objection
    return RefusedError(told.code, told.facts)
