"""What counts now: the conditions that every question about the present asks, each said once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.orders import ORDER_FEES, TICKETS
from boxoffice_tui.rules.occupancy import ClaimKind
from boxoffice_tui.views.states import TicketState

Condition = sa.ColumnElement[bool]
Engine = str
"""What SQLAlchemy calls the database's dialect: sqlite or postgresql."""

LIVE_TICKET: Condition = TICKETS.c.state != TicketState.CANCELLED
"""A ticket that is not cancelled: a scanned one is live too."""

FEE_STANDS: Condition = ORDER_FEES.c.cancelled_at.is_(None)
"""A fee that was not given back."""

HOUSE_OF_PLAN: Condition = sa.and_(CLAIMS.c.kind == ClaimKind.HOUSE, CLAIMS.c.block_id.is_(None))
"""A house seat that is the seating plan's, not one that staff have blocked: it follows the plan."""

OPEN_PRINT: Condition = sa.literal_column("ticket_print.state").in_(
    [sa.literal_column("'begun'"), sa.literal_column("'sending'"), sa.literal_column("'uncertain'")]
)
"""A paper of a ticket that was begun and not ended: in the words of its index, which no parameter would match."""


def present(versions: Any) -> Condition:
    """That a name, an e-mail, a phone or an address (a table of them, or its alias) is not replaced yet."""
    condition: Condition = versions.c.until.is_(None)
    return condition


def present_of(versions: Any, contact_id: Any) -> Condition:
    """That a row of `versions` is the present one of a contact; `contact_id` is an id or a column of them."""
    return sa.and_(versions.c.contact_id == contact_id, present(versions))


def live_claim(claims: Any = CLAIMS) -> Condition:
    """That a claim (of the table, or its alias) has not ended; it may have expired without anybody noticing."""
    condition: Condition = claims.c.ended_at.is_(None)
    return condition


def counting_claim(now: datetime) -> Condition:
    """That a claim takes its place at an instant: live, and not expired (DESIGN.md, Occupancy)."""
    return sa.and_(live_claim(), sa.or_(CLAIMS.c.expires_at.is_(None), CLAIMS.c.expires_at > now))


def expired_claim(now: datetime) -> Condition:
    """That a claim is over at an instant and nobody has ended it yet."""
    return sa.and_(live_claim(), CLAIMS.c.expires_at <= now)


def among(column: Any, name: str, engine: Engine) -> Condition:
    """That `column` is one of the ids bound as `name` by `listed`: one statement, however many they are."""
    if engine == "sqlite":
        values = sa.func.json_each(sa.bindparam(name)).table_valued("value")
        condition: Condition = column.in_(sa.select(values.c.value))
    else:
        condition = column == sa.any_(sa.bindparam(name, type_=sa.ARRAY(sa.Integer)))
    return condition


def listed(ids: Sequence[int], engine: Engine) -> str | list[int]:
    """The value of a list of ids for `among`."""
    return json.dumps(ids) if engine == "sqlite" else list(ids)
