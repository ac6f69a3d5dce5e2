"""What was done: the journal's lines about an order, what became of its mails, the last change somebody made."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.states import MailState
from boxoffice_tui.data.tables.delivery import SHIPMENT_MODES, SHIPMENTS
from boxoffice_tui.data.tables.journal import JOURNAL, JOURNAL_HEAD, OUTBOX
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import articles
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.journal import (
    ARTICLE_LINE_IDS,
    OTHER_MAIL_IDS,
    RECENT_LINES,
    REFERENCE_CHANGED,
    REFERENCE_EXCEPTED,
)
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.ticket_rows import TICKET_ROWS, seat_of
from boxoffice_tui.services.transaction import reading, require_held
from boxoffice_tui.views.orders import HistoryLine, LastSaved

_MAILS = sa.select(OUTBOX.c.id, OUTBOX.c.state, OUTBOX.c.sent_at, OUTBOX.c.reply).where(
    OUTBOX.c.order_id == sa.bindparam("order")
)

_OF_REFERENCES = (REFERENCE_EXCEPTED, REFERENCE_CHANGED)
_SHIPMENT = "shipment_id"
"""The fact of a line that cites a shipment."""


def history(desk: Desk, order_id: int) -> tuple[HistoryLine, ...]:
    """The journal lines of an order, oldest first. Raises `NotAllowedError`."""
    require_held(desk, Right.ORDERS_SEARCH)
    query = (
        sa.select(JOURNAL.c.seq, JOURNAL.c.at, JOURNAL.c.action, JOURNAL.c.facts, OPERATORS.c.code)
        .join(OPERATORS, OPERATORS.c.id == JOURNAL.c.operator_id, isouter=True)
        .where(JOURNAL.c.order_id == order_id)
        .order_by(JOURNAL.c.seq)
    )
    with reading(desk) as connection:
        rows = connection.execute(query).all()
        cited = _cited(connection, desk, order_id, rows)
        mails = {row.id: row for row in connection.execute(_MAILS, {"order": order_id})}
    return tuple(
        HistoryLine(row.at, row.code or "", row.action, _with_mail(_told(row, cited), mails)) for row in rows
    )


def last_saved(desk: Desk) -> LastSaved | None:
    """The latest change of an order by the desk's operator, None where none is among the journal's last lines."""
    recent = sa.select(JOURNAL_HEAD.c.seq - RECENT_LINES).scalar_subquery()
    query = (
        sa.select(JOURNAL, ORDERS.c.number)
        .join(ORDERS, ORDERS.c.id == JOURNAL.c.order_id)
        .where(JOURNAL.c.operator_id == desk.actor.operator_id, JOURNAL.c.seq > recent)
        .order_by(JOURNAL.c.seq.desc())
    )
    with reading(desk) as connection:
        row = connection.execute(query).first()
        if row is None:
            return None
        cited = _cited(connection, desk, row.order_id, [row])
    line = HistoryLine(row.at, desk.actor.code, row.action, _told(row, cited))
    return LastSaved(row.number, line, str(desk.house.zone))


@dataclass(frozen=True, slots=True)
class _Cited:
    """What lines of an order cite: tickets' rows, articles and shipments by id, modes' names by code, exceptions
    by line.
    """

    tickets: Mapping[int, Any]
    pieces: Mapping[int, str]
    modes: Mapping[str, str]
    shipments: Mapping[int, Mapping[str, object]]
    exceptions: Mapping[int, Mapping[str, object]]


def _cited(connection: Connection, desk: Desk, order_id: int, rows: Sequence[Any]) -> _Cited:
    tickets = connection.execute(TICKET_ROWS.where(TICKETS.c.order_id == order_id))
    modes = {
        row.code: in_language(row.names, desk.language, row.code)
        for row in connection.execute(sa.select(SHIPMENT_MODES.c.code, SHIPMENT_MODES.c.names))
    }
    shipped = any(_SHIPMENT in row.facts for row in rows)
    sold = any(ARTICLE_LINE_IDS in row.facts for row in rows)
    kept = any(row.action in _OF_REFERENCES for row in rows)
    return _Cited(
        tickets={row.id: row for row in tickets},
        pieces=articles.pieces_named(connection, order_id, desk.language) if sold else {},
        modes=modes,
        shipments=_shipments(connection, order_id, modes) if shipped else {},
        exceptions=_exceptions(connection, order_id, modes) if kept else {},
    )


def _shipments(
    connection: Connection, order_id: int, modes: Mapping[str, str]
) -> dict[int, Mapping[str, object]]:
    """The number of each shipment of an order, and the mode it goes by."""
    query = (
        sa.select(SHIPMENTS.c.id, SHIPMENTS.c.number, SHIPMENT_MODES.c.code)
        .join(SHIPMENT_MODES, SHIPMENT_MODES.c.id == SHIPMENTS.c.mode_id)
        .where(SHIPMENTS.c.order_id == order_id)
    )
    return {
        row.id: {"shipment": row.number, "mode_name": modes[row.code]} for row in connection.execute(query)
    }


def _exceptions(
    connection: Connection, order_id: int, modes: Mapping[str, str]
) -> dict[int, Mapping[str, object]]:
    """What was done to the exception of the dossier's reference: the mode it was allowed for or ended, by line.

    A line says how the reference is from then on, not what it was before.
    """
    dossier = sa.select(ORDERS.c.dossier_id).where(ORDERS.c.id == order_id).scalar_subquery()
    query = (
        sa.select(JOURNAL.c.seq, JOURNAL.c.facts)
        .join(ORDERS, ORDERS.c.id == JOURNAL.c.order_id)
        .where(ORDERS.c.dossier_id == dossier, JOURNAL.c.action.in_(_OF_REFERENCES))
        .order_by(JOURNAL.c.seq)
    )
    told: dict[int, Mapping[str, object]] = {}
    before = ""
    for row in connection.execute(query):
        facts = json.loads(row.facts)
        now = facts["mode"] if facts["exception"] else ""
        if now and now != before:
            told[row.seq] = {"exception_for": modes.get(now, now)}
        elif before and not now:
            told[row.seq] = {"exception_ended": modes.get(before, before)}
        before = now
    return told


def _told(row: Any, known: _Cited) -> dict[str, object]:
    """A journal line's facts with what it cites named: tickets by number, by seat where each has one, articles by
    how many of which, a shipment by its number, a mode by its name.
    """
    facts: dict[str, Any] = json.loads(row.facts)
    sold = [known.pieces[one] for one in facts.get(ARTICLE_LINE_IDS, ()) if one in known.pieces]
    named = {**facts, **known.shipments.get(facts.get(_SHIPMENT, 0), {})}
    if sold:
        named["articles"] = sold
    if "mode" in facts:
        named = {**named, "mode_name": known.modes.get(facts["mode"]), **known.exceptions.get(row.seq, {})}
    ids = frozenset(facts.get("ticket_ids", ()))
    cited = [ticket for ticket in known.tickets.values() if ticket.id in ids]
    if not cited:
        return named
    told = {**named, "tickets": [ticket.number for ticket in cited], **_replaced(facts, known.tickets)}
    if len(cited) == 1:
        told["number"] = cited[0].number
    seats = [seat_of(ticket) for ticket in cited]
    return {**told, "seats": list(dict.fromkeys(seats))} if all(seats) else told


def _replaced(facts: Mapping[str, Any], tickets: Mapping[int, Any]) -> dict[str, object]:
    """The tickets an exchange took back: their numbers, and their seats where each had one."""
    old = [tickets[one] for one in facts.get("replaced_ids", ()) if one in tickets]
    if not old:
        return {}
    seats = [seat_of(ticket) for ticket in old]
    told: dict[str, object] = {"replaced": [ticket.number for ticket in old]}
    return {**told, "left": seats} if all(seats) else told


def _with_mail(facts: dict[str, Any], mails: Mapping[int, Any]) -> dict[str, object]:
    """A line's facts with what became of the mail it cites: when it was sent, or what a server refused it with.

    Of a confirmation also what a mail was refused with that brought tickets to somebody else.
    """
    cited = [mails[one] for one in (facts.get("mail_id"), *facts.get(OTHER_MAIL_IDS, ())) if one in mails]
    refused = [mail.reply for mail in cited if mail.state == MailState.REFUSED]
    if refused:
        return {**facts, "reply": refused[0]}
    return {**facts, "sent_at": cited[0].sent_at} if cited and cited[0].state == MailState.SENT else facts
