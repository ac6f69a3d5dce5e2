"""`boxoffice orders exchange`: another seat, rate or performance for tickets (spec/archives.md, Origin)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command
from boxoffice_tui.cli.orders.cancelling import done_before, tickets_meant, warn_of_printed
from boxoffice_tui.cli.orders.following import Following, Pay, after_of, follow, outcome, tell_steps
from boxoffice_tui.cli.orders.noun import (
    NUMBER,
    Which,
    app,
    changed,
    delivery_warnings,
    money,
    owed,
    promotion_warnings,
    tell_change,
)
from boxoffice_tui.cli.orders.selling import tickets_named, tickets_of
from boxoffice_tui.cli.output import Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.usage import UsageProblemError
from boxoffice_tui.locales.translate import N_, _, ngettext

if TYPE_CHECKING:
    from boxoffice_tui.views.exchanges import ExchangeOffer
    from boxoffice_tui.views.orders import OrderChange, OrderPage, TicketLine
    from boxoffice_tui.views.requests import ExchangeRequest


@dataclass(frozen=True, slots=True)
class Becoming:
    """The options that say which tickets, and what they become; what is not named stays."""

    ticket: Annotated[
        list[str],
        typer.Option(
            "--ticket",
            metavar="TICKET",
            help=N_("This ticket, by seat (F-14), number, or id=…; may be given several times."),
        ),
    ]
    seat: Annotated[
        list[str] | None,
        typer.Option("--seat", metavar="SEAT", help=N_("For this seat; one for each ticket, in order.")),
    ] = None
    rate: Annotated[str, typer.Option("--rate", metavar="CODE", help=N_("At this rate."))] = ""
    performance: Annotated[
        str,
        typer.Option("--performance", metavar="EVENT/PERFORMANCE", help=N_("For this performance, by its codes.")),
    ] = ""
    category: Annotated[
        str, typer.Option("--category", metavar="CODE", help=N_("For a place of this unnumbered category."))
    ] = ""
    promotion: Annotated[
        str, typer.Option("--promotion", metavar="CODE", help=N_("With this promotion."))
    ] = ""
    mode: Annotated[
        str,
        typer.Option("--mode", metavar="CODE", help=N_("Delivered by this mode; else by that of the old ticket.")),
    ] = ""


@command(app, "exchange", N_("Exchange tickets: seat, rate or performance; the difference is owed."), writes=True)
def exchange(
    session: Session,
    key: str,
    which: Which,
    what: Becoming,
    following: Following,
    pay: Pay = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=N_("Say what it would cost, change nothing."))
    ] = False,
) -> None:
    typed.exclusive(("--seat", what.seat), ("--category", what.category))
    if what.seat and len(what.seat) != len(what.ticket):
        raise UsageProblemError("seats_and_tickets", tickets=len(what.ticket), seats=len(what.seat))
    page = which.page(session)
    after = after_of(session, pay, following)
    from boxoffice_tui.services import exchanges

    before = None if dry_run else done_before(session, key, "exchange", page)
    wishes = _wishes(session, page, what, key, before.replaced_ids if before else None)
    mode = what.mode or None
    if dry_run:
        offer = exchanges.exchange_offer(session.desk, page.order_id, key, wishes, mode)
        _foretell(session, page, offer)
        return
    change = exchanges.exchange(session.desk, key, page.order_id, which.version, key, wishes, mode)
    tickets = tickets_named(tickets_of(session, change))
    noted = _("exchanged for {tickets} · reason: {reason}")
    done = follow(
        session, key, "exchanged", change, after, lambda why: noted.format(tickets=tickets, reason=why)
    )
    _answer(session, key, page, done)


def _wishes(
    session: Session, page: OrderPage, what: Becoming, key: str, before: Collection[int] | None
) -> tuple[ExchangeRequest, ...]:
    """Each ticket with what it becomes, in a repeat one of those the key replaced `before`.

    Raises `NotFoundError` (ticket, performance, seat, rate, category), and as `tickets_meant`.
    """
    from boxoffice_tui.services import catalogue, plan_seats
    from boxoffice_tui.views.requests import ExchangeRequest

    desk = session.desk
    there = catalogue.find_performance(desk, what.performance) if what.performance else None
    rate_id = catalogue.find_rate(desk, what.rate) if what.rate else None
    of = {one.ticket_id: one.performance_id for one in page.tickets}
    wishes = []
    for position, name in enumerate(what.ticket):
        (ticket_id,) = tickets_meant(page, "--ticket", [name], key, before)
        at = of[ticket_id] if there is None else there
        seat_id = plan_seats.find_seats(desk, at, what.seat[position : position + 1])[0] if what.seat else None
        category_id = _category(session, at, what.category) if what.category else None
        wishes.append(
            ExchangeRequest(ticket_id, there, rate_id, seat_id, category_id, promotion=what.promotion)
        )
    return tuple(wishes)


def _category(session: Session, performance_id: int, code: str) -> int:
    from boxoffice_tui.services import catalogue
    from boxoffice_tui.services.errors import NotFoundError

    for category in catalogue.offer_of(session.desk, performance_id).categories:
        if category.code == code:
            return category.category_id
    raise NotFoundError("category", code)


def _foretell(session: Session, page: OrderPage, offer: ExchangeOffer) -> None:
    answer = {
        "number": page.number,
        "tickets": offer.tickets,
        "difference": offer.difference,
        "delivery": offer.delivery,
        "balance": offer.balance,
        "to_hand_back": offer.to_hand_back,
        "dry_run": True,
    }

    def human(sheet: Sheet) -> None:
        for one in offer.tickets:
            told = _("Ticket {number}: {before} → {after}")
            before, after = _told(session, one.before), _told(session, one.after)
            sheet.line(told.format(number=one.before.number, before=before, after=after))
        if offer.delivery:
            sheet.line(_("Delivery: {amount}").format(amount=money(session, offer.delivery)))
        warn_of_printed(sheet, page, tuple(one.before.ticket_id for one in offer.tickets))
        told = _("Difference: {amount}. Nothing was changed.")
        sheet.line(told.format(amount=money(session, offer.difference + offer.delivery)))
        sheet.line(_("Afterwards: {balance}").format(balance=owed(session, offer.balance)))

    session.answer(answer, human)


def _told(session: Session, ticket: TicketLine) -> str:
    """`La Mouette · Sat 05/12 20:00 · F-12 · Full · $32.00`."""
    from boxoffice_tui.locales import formats

    when = formats.day_and_time(ticket.starts_at, ticket.zone, session.locale)
    place = ticket.seat or ticket.section
    return " · ".join((ticket.event, when, place, ticket.rate, money(session, ticket.price)))


def _answer(session: Session, key: str, page: OrderPage, done: Mapping[str, OrderChange]) -> None:
    change = done["exchanged"]
    warnings = promotion_warnings(session, change)
    if "confirmed" in done:
        warnings += delivery_warnings(typed.page_of(session, NUMBER, change.number), done["confirmed"])
    handed_back = [one.number for one in page.tickets if one.printed and one.ticket_id in change.replaced_ids]
    answer = changed(
        session,
        outcome(done),
        key,
        replaced_ids=change.replaced_ids,
        to_hand_back=handed_back,
        warnings=warnings,
        steps=done,
    )
    session.answer(answer, lambda sheet: _tell(session, sheet, page, done, warnings))


def _tell(
    session: Session, sheet: Sheet, page: OrderPage, done: Mapping[str, OrderChange], warnings: Sequence[str]
) -> None:
    change = done["exchanged"]
    warn_of_printed(sheet, page, change.replaced_ids)
    count = len(change.ticket_ids)
    told = ngettext("{count} ticket exchanged", "{count} tickets exchanged", count)
    tell_change(session, sheet, change, told.format(count=count))
    for warning in warnings:
        sheet.line(warning)
    tell_steps(session, sheet, done)
