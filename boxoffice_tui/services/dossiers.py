"""A dossier by its number, or by that of one of its orders (spec/delivery.md, Objects)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.orders import DOSSIERS, ORDERS
from boxoffice_tui.rules import numbers
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.services.errors import NotFoundError, RefusedError


def find_dossier(connection: Connection, number: str) -> Any:
    """The dossier: id, number, contact_id. Raises `NotFoundError` (dossier), `RefusedError` (a number's)."""
    meant = numbers.dossier_or_order_number(number)
    if isinstance(meant, Objection):
        raise RefusedError(meant.code, meant.facts)
    query = sa.select(DOSSIERS.c.id, DOSSIERS.c.number, DOSSIERS.c.contact_id)
    if len(meant) == numbers.DOSSIER_NUMBER_LENGTH:
        query = query.where(DOSSIERS.c.number == meant)
    else:
        query = query.join(ORDERS, ORDERS.c.dossier_id == DOSSIERS.c.id).where(ORDERS.c.number == meant)
    row = connection.execute(query).first()
    if row is None:
        raise NotFoundError("dossier", number)
    return row
