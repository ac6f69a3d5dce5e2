"""The confirmation of an order: recorded with what it tells, sent later (spec/archives.md, 10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from boxoffice_tui.rules import orders as rule
from boxoffice_tui.rules import reservations as reservation_rule
from boxoffice_tui.rules.access import AccessRefusal
from boxoffice_tui.rules.mail_address import MalformedAddressError, wire_address
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.text import safe
from boxoffice_tui.services import contacts, notes, order_papers, orders
from boxoffice_tui.services.errors import RefusedError, insist
from boxoffice_tui.services.journal import OTHER_MAIL_IDS
from boxoffice_tui.services.mails import Told, record_mail
from boxoffice_tui.services.order_papers import Holder
from boxoffice_tui.services.transaction import Work, use_case
from boxoffice_tui.views.documents import ConfirmationFacts, ETicketFacts
from boxoffice_tui.views.orders import OrderChange

TEMPLATE = "order_confirmation"
TEMPLATE_VERSION = 2
FACTS = TypeAdapter(ConfirmationFacts)
E_TICKETS = "e_tickets"
E_TICKETS_VERSION = 1
E_TICKET_FACTS = TypeAdapter(ETicketFacts)


@use_case(Right.ORDERS_CONFIRM)
def record_confirmation(
    work: Work, order_id: int, version: int | None, reason: str = "", email: str = ""
) -> OrderChange:
    """Records the mail with all live tickets of the order, to who bought it; at `email` where one is given.

    An `email` of who had none is kept. When money is open a reason must be given, and is kept as a note. The
    answer names the tickets that wait for a delivery mode: the mail says that they are not attached. Other contacts
    to whom electronic tickets travel get theirs in a mail of their own, but for those without an e-mail. Raises
    `RefusedError` (no_email, malformed_email, balance_not_zero, note_too_long, order_cancelled, no_sender,
    contact_erased, not_taken_up), `ConflictError`.
    """
    row = orders.take(work, order_id, version)
    tickets = order_papers.ticket_rows(work.connection, order_id)
    apart = order_papers.mailed_apart(tickets, row.contact_id)
    contacts.take_each(work, (row.contact_id, *contacts.not_erased(work.connection, apart)))
    recipient = _recipient(work, row.contact_id, email)
    balance = work.money(row.balance_minor)
    insist(reservation_rule.taken_up_objection(row.due_on, row.number))
    insist(rule.confirmation_objection(row.state, balance, recipient.email, reason))
    house = order_papers.house_row(work.connection)
    if not house.email:
        raise RefusedError(AccessRefusal.NO_SENDER)
    if email and row.contact_id is not None:
        contacts.remember_email(work, row.contact_id, recipient.email)
    facts = order_papers.order_facts(work.connection, row, house, recipient, tickets, work.now)
    frozen, cause = FACTS.dump_python(facts, mode="json"), f"{TEMPLATE}:{row.id}:{work.key}"
    told = Told(TEMPLATE, TEMPLATE_VERSION, frozen, cause)
    mail_id = record_mail(work, row, house, recipient, told).mail_id
    others = _record_apart(work, row, house, recipient.name, apart)
    if balance:
        notes.append(work, order_id, reason)
    besides: dict[str, object] = {OTHER_MAIL_IDS: list(others.values())} if others else {}
    work.journal("confirmation_recorded", order_id, mail_id=mail_id, with_reason=bool(balance), **besides)
    change = orders.leave(work, order_id, needs_confirmation=False)
    waiting = tuple(one.id for one in tickets if order_papers.waits_for_delivery(one, work.now))
    return replace(
        change,
        delivery_to_choose=waiting,
        mailed_apart=tuple(others),
        without_email=tuple(one for one in apart if one not in others),
    )


def _record_apart(
    work: Work, order: Any, house: Any, buyer: str, apart: Mapping[int, Sequence[Any]]
) -> dict[int, int]:
    """Records the mails with the tickets `apart` to those who have an e-mail; their ids by contact."""
    mails = {}
    for contact_id, rows in apart.items():
        to = order_papers.holder_of(work.connection, contact_id, work.house.language)
        if to.email:
            holder = replace(to, name=buyer)
            tickets = (order_papers.ticket_facts(row, order.number, holder, house, work.now) for row in rows)
            named = order_papers.house_facts(house)
            facts = ETicketFacts(named, order.number, buyer, recipient=to.name, tickets=tuple(tickets))
            frozen = E_TICKET_FACTS.dump_python(facts, mode="json")
            cause = f"{E_TICKETS}:{order.id}:{contact_id}:{work.key}"
            told = Told(E_TICKETS, E_TICKETS_VERSION, frozen, cause, contact_id)
            mails[contact_id] = record_mail(work, order, house, to, told).mail_id
    return mails


def _recipient(work: Work, contact_id: int | None, email: str) -> Holder:
    """Whom the confirmation goes to: at `email` where one was given, else at their present address."""
    holder = order_papers.holder_of(work.connection, contact_id, work.house.language)
    address = safe(email).strip() or holder.email
    if address:
        try:
            wire_address(address)
        except MalformedAddressError as error:
            raise RefusedError(rule.OrderRefusal.MALFORMED_EMAIL, {"email": address}) from error
    return replace(holder, email=address)
