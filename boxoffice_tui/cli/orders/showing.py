"""`boxoffice orders show`, `history` and `receipt` (spec/archives.md, Order page)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command
from boxoffice_tui.cli.files import require_new, write_new
from boxoffice_tui.cli.orders.noun import NUMBER, Number, app, money, owed
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.views.orders import HistoryLine, OrderPage, TicketLine


@command(app, "show", N_("Show an order: buyer, tickets, costs, payments, notes."))
def show(session: Session, number: Number) -> None:
    page = typed.page_of(session, NUMBER, number)
    session.answer(page, lambda sheet: tell_page(session, sheet, page))


@command(app, "history", N_("Show who changed an order, when, and what."))
def history(session: Session, number: Number) -> None:
    from boxoffice_tui.services import history

    page = typed.page_of(session, NUMBER, number)
    lines = history.history(session.desk, page.order_id)
    answer = {"number": page.number, "history": lines}
    session.answer(answer, lambda sheet: _tell_history(session, sheet, lines))


@command(app, "receipt", N_("Print the receipt of an order, or write it to a PDF for the roll."))
def receipt(
    session: Session,
    number: Number,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help=N_("Write it to this new file."))
    ] = "",
) -> None:
    from boxoffice_tui.documents import receipt as paper
    from boxoffice_tui.services import receipts

    if output:
        require_new(output)
    page = typed.page_of(session, NUMBER, number)
    made = receipts.receipt_of(session.desk, page.order_id)
    text = paper.receipt(made.facts, made.language)
    if output:
        now = session.desk.clock.now()
        place = write_new(output, paper.receipt_pdf(made.facts, made.language, now))
        answer = {"number": page.number, "file": place}
        session.answer(answer, lambda sheet: sheet.line(_("Written: {place}").format(place=place)))
    else:
        session.answer({"number": page.number, "receipt": made.facts}, lambda sheet: sheet.text(text))


def tell_page(session: Session, sheet: Sheet, page: OrderPage) -> None:
    """An order page for people."""
    from boxoffice_tui.locales import words

    state = words.order_state(page.state, page.due_on, session.locale)
    title = _("Order {number} · {state}").format(number=page.number, state=state)
    sheet.line(title, strong=True)
    sheet.facts(_facts(session, page))
    sheet.line()
    columns = (
        Column(_("Ticket"), right=True),
        Column(_("Event")),
        Column(_("Starts")),
        Column(_("Section"), spare=1),
        Column(_("Seat")),
        Column(_("Rate")),
        Column(_("Price"), right=True),
        Column(_("Delivery")),
        Column(_("State")),
    )
    sheet.table(columns, [_ticket(session, ticket) for ticket in page.tickets])
    sheet.line()
    _tell_articles(session, sheet, page)
    sheet.facts(_costs(session, page))
    sheet.line(owed(session, page.balance), strong=bool(page.balance))
    _tell_payments(session, sheet, page)
    _tell_notes(session, sheet, page)


def _facts(session: Session, page: OrderPage) -> list[tuple[str, str]]:
    from boxoffice_tui.locales import formats, words
    from boxoffice_tui.views.states import Origin

    origin = words.label(Origin(page.origin)) if page.origin in set(Origin) else page.origin
    facts = [
        (_("Bought on"), formats.stamp(page.bought_at, page.zone, session.locale)),
        (_("Origin"), " · ".join(part for part in (origin, page.platform) if part)),
        (_("Dossier"), page.dossier),
    ]
    if page.buyer is not None:
        buyer = page.buyer
        facts += [
            (_("Name"), buyer.name),
            (_("E-mail"), buyer.email),
            (_("Phone"), buyer.phone),
            (_("Address"), buyer.address),
        ]
    left = [", ".join(map(words.label, page.unfinished))] if page.unfinished else []
    left += [_("delivery to choose")] if any(one.delivery_to_choose for one in page.tickets) else []
    return [*facts, (_("To finish"), " · ".join(left))]


def _ticket(session: Session, ticket: TicketLine) -> tuple[str, ...]:
    from boxoffice_tui.locales import formats, words

    return (
        str(ticket.number),
        ticket.event,
        formats.day_and_time(ticket.starts_at, ticket.zone, session.locale, year=True),
        ticket.section,
        ticket.seat,
        ticket.rate,
        money(session, ticket.price),
        ticket.shipment_mode_name,
        words.label(ticket.state),
    )


def _tell_articles(session: Session, sheet: Sheet, page: OrderPage) -> None:
    columns = (
        Column(_("Article")),
        Column(_("Pieces"), right=True),
        Column(_("Given back"), right=True),
        Column(_("Price"), right=True),
        Column(_("Amount"), right=True),
    )
    rows = [
        (
            line.name,
            str(line.quantity),
            str(line.returned) if line.returned else "",
            money(session, line.price),
            money(session, line.amount),
        )
        for line in page.articles
    ]
    if rows:
        sheet.table(columns, rows)
        sheet.line()


def _costs(session: Session, page: OrderPage) -> list[tuple[str, str]]:
    return [
        (_("Tickets"), money(session, page.tickets_total)),
        (_("Fees"), money(session, page.fees_total)),
        *([(_("Articles"), money(session, page.articles_total))] if page.articles_total else []),
        (_("Paid"), money(session, page.paid)),
    ]


def _tell_payments(session: Session, sheet: Sheet, page: OrderPage) -> None:
    from boxoffice_tui.locales import formats, words

    uneven = any(line.rounding for line in page.payments)
    columns = (
        Column(_("Payment")),
        Column(_("Method")),
        Column(_("Amount"), right=True),
        *((Column(_("Rounding"), right=True),) if uneven else ()),
        Column(_("Reference")),
        Column(_("Operator")),
    )
    rows = [
        (
            formats.stamp(line.at, page.zone, session.locale),
            words.label(line.method),
            money(session, line.amount),
            *((money(session, line.rounding),) if uneven else ()),
            line.reference,
            line.operator,
        )
        for line in page.payments
    ]
    if rows:
        sheet.line()
    sheet.table(columns, rows)


def _tell_notes(session: Session, sheet: Sheet, page: OrderPage) -> None:
    from boxoffice_tui.locales import formats

    for note in page.notes:
        sheet.line()
        sheet.line(f"{formats.stamp(note.at, page.zone, session.locale)} · {note.operator}")
        sheet.text(note.text)


def _tell_history(session: Session, sheet: Sheet, lines: tuple[HistoryLine, ...]) -> None:
    from boxoffice_tui.locales import formats, words

    rows = [
        (
            formats.stamp(line.at, session.zone, session.locale),
            line.operator,
            words.action(line.action, line.facts, session.locale, session.zone),
        )
        for line in lines
    ]
    sheet.table((Column(_("When")), Column(_("Operator")), Column(_("What"))), rows)
