"""What was done: the journal's lines about an order, what became of its mails, the last change somebody made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.states import MailState
from boxoffice_tui.data.tables.journal import JOURNAL, JOURNAL_HEAD, OUTBOX
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import articles
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.journal import ARTICLE_LINE_IDS, RECENT_LINES
from boxoffice_tui.services.ticket_rows import TICKET_ROWS, seat_of
from boxoffice_tui.services.transaction import reading, require_held
from boxoffice_tui.views.orders import HistoryLine, LastSaved

_MAILS = sa.select(OUTBOX.c.id, OUTBOX.c.state, OUTBOX.c.sent_at, OUTBOX.c.reply).where(
    OUTBOX.c.order_id == sa.bindparam("order")
)


def history(desk: Desk, order_id: int) -> tuple[HistoryLine, ...]:
    """The journal lines of an order, oldest first. Raises `NotAllowedError`."""
    require_held(desk, Right.ORDERS_SEARCH)
    query = (
        sa.select(JOURNAL.c.at, JOURNAL.c.action, JOURNAL.c.facts, OPERATORS.c.code)
        .join(OPERATORS, OPERATORS.c.id == JOURNAL.c.operator_id, isouter=True)
        .where(JOURNAL.c.order_id == order_id)
        .order_by(JOURNAL.c.seq)
    )
    tickets = TICKET_ROWS.where(TICKETS.c.order_id == order_id)
    with reading(desk) as connection:
        rows = connection.execute(query).all()
        known = {row.id: row for row in connection.execute(tickets)}
        mails = {row.id: row for row in connection.execute(_MAILS, {"order": order_id})}
        cited = any(ARTICLE_LINE_IDS in row.facts for row in rows)
        pieces = articles.pieces_named(connection, order_id, desk.language) if cited else {}
    return tuple(
        HistoryLine(
            row.at,
            row.code or "",
            row.action,
            _with_mail(_told(json.loads(row.facts), known, pieces), mails),
        )
        for row in rows
    )


def last_saved(desk: Desk) -> LastSaved | None:
    """The latest change of an order by the desk's operator, None where none is among the journal's last lines."""
    recent = sa.select(JOURNAL_HEAD.c.seq - RECENT_LINES).scalar_subquery()
    query = (
        sa.select(JOURNAL.c.at, JOURNAL.c.action, JOURNAL.c.facts, JOURNAL.c.order_id, ORDERS.c.number)
        .join(ORDERS, ORDERS.c.id == JOURNAL.c.order_id)
        .where(JOURNAL.c.operator_id == desk.actor.operator_id, JOURNAL.c.seq > recent)
        .order_by(JOURNAL.c.seq.desc())
    )
    with reading(desk) as connection:
        row = connection.execute(query).first()
        if row is None:
            return None
        cited = TICKET_ROWS.where(TICKETS.c.order_id == row.order_id)
        known = {ticket.id: ticket for ticket in connection.execute(cited)}
        pieces = articles.pieces_named(connection, row.order_id, desk.language)
    line = HistoryLine(row.at, desk.actor.code, row.action, _told(json.loads(row.facts), known, pieces))
    return LastSaved(row.number, line, str(desk.house.zone))


def _told(
    facts: dict[str, Any], tickets: Mapping[int, Any], pieces: Mapping[int, str]
) -> dict[str, object]:
    """A journal line's facts with what it cites by id named: tickets by number, by seat where each has one,
    articles by how many of which.
    """
    sold = [pieces[one] for one in facts.get(ARTICLE_LINE_IDS, ()) if one in pieces]
    named = {**facts, "articles": sold} if sold else facts
    ids = frozenset(facts.get("ticket_ids", ()))
    cited = [ticket for ticket in tickets.values() if ticket.id in ids]
    if not cited:
        return named
    told = {**named, "tickets": [ticket.number for ticket in cited], **_replaced(facts, tickets)}
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


def _with_mail(facts: dict[str, object], mails: Mapping[int, Any]) -> dict[str, object]:
    """A line's facts with what became of the mail it cites: when it was sent, or what a server refused it with."""
    mail_id = facts.get("mail_id")
    mail = mails.get(mail_id) if isinstance(mail_id, int) else None
    if mail is None:
        return facts
    if mail.state == MailState.SENT:
        return {**facts, "sent_at": mail.sent_at}
    return {**facts, "reply": mail.reply} if mail.state == MailState.REFUSED else facts
