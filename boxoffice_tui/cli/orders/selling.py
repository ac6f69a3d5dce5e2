"""`boxoffice orders sell` and `add-ticket`: the main job by commands (spec/archives.md, Add a ticket)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command
from boxoffice_tui.cli.orders.following import (
    Following,
    Pay,
    after_of,
    follow,
    outcome,
    payments_of,
    tell_steps,
)
from boxoffice_tui.cli.orders.noun import (
    Which,
    app,
    changed,
    delivery_warnings,
    promotion_warnings,
    tell_change,
)
from boxoffice_tui.cli.orders.pieces import Article, requests
from boxoffice_tui.cli.orders.places import Places, Wish, choose, wish_of
from boxoffice_tui.cli.output import Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _, ngettext

if TYPE_CHECKING:
    from boxoffice_tui.views.orders import OrderChange, OrderPage, TicketLine
    from boxoffice_tui.views.requests import ArticleRequest, Delivery, PaymentRequest, TicketRequest

    Bought = tuple[ArticleRequest, ...]


@dataclass(frozen=True, slots=True)
class Settling:
    """The options that say how tickets are delivered and paid."""

    mode: Annotated[
        str,
        typer.Option(
            "--mode", metavar="CODE", help=N_("Delivered by this mode (boxoffice shipments modes).")
        ),
    ] = ""
    pay: Pay = None


Contact = Annotated[
    str, typer.Option("--contact", metavar="NUMBER", help=N_("The buyer (boxoffice contacts find)."))
]


DeliverTo = Annotated[
    str, typer.Option("--deliver-to", metavar="NUMBER", help=N_("To this contact, where that is not who buys."))
]


@command(app, "sell", N_("Sell tickets: a new order."), writes=True)
def sell(
    session: Session,
    key: str,
    where: Places,
    how: Settling,
    contact: Contact = "",
    deliver_to: DeliverTo = "",
    article: Article = None,
) -> None:
    typed.needed(("--performance", where.performance), *([] if where.given else [("--article", article)]))
    contact_id = typed.contact_id(session, "--contact", contact) if contact else None
    delivered = delivered_of(session, how.mode, deliver_to)
    wish = wish_of(session, where) if where.performance else None
    paid_by = payments_of(session, how.pay)
    pieces = requests(session, "--article", article)
    from boxoffice_tui.services import sales
    from boxoffice_tui.services.seat_maps import SeatFor

    warnings: tuple[str, ...] = ()
    wanted: tuple[TicketRequest, ...] = ()
    change = None
    if wish is not None and wish.chosen_by_us:
        change = first_change(
            session, key, "sell", wish, contact_id=contact_id, bought=pieces, paid_by=paid_by
        )
    if change is None:
        if wish is not None:
            choice = choose(session, wish, SeatFor(key))
            warnings, wanted = choice.warnings, (choice.request,)
        change = sales.sell(session.desk, key, key, contact_id, wanted, delivered, paid_by, pieces)
    warnings += promotion_warnings(session, change)
    tickets = tickets_of(session, change)
    answer = changed(session, change, key, seats=seats_of(tickets), warnings=warnings)
    sold = [*([tickets_named(tickets)] if tickets else []), *(article or [])]
    done = _("sold {tickets}").format(tickets=", ".join(sold))
    session.answer(answer, lambda sheet: _tell(session, sheet, change, done, warnings))


def delivered_of(session: Session, mode: str, deliver_to: str, *, exception: bool = False) -> Delivery:
    """How tickets are asked to be delivered. Raises `NotFoundError` (contact), `UsageProblemError`."""
    from boxoffice_tui.views.requests import DeliveryRequest

    if not deliver_to and not exception:
        return mode or None
    to = typed.contact_id(session, "--deliver-to", deliver_to) if deliver_to else None
    return DeliveryRequest(mode or None, to, exception)


@command(app, "add-ticket", N_("Add tickets to an order, beside those it has."), writes=True)
def add_ticket(
    session: Session,
    key: str,
    which: Which,
    where: Places,
    how: Settling,
    following: Following,
    beside: Annotated[
        bool, typer.Option("--beside", help=N_("The best seats beside those of the order."))
    ] = False,
) -> None:
    page = which.page(session)
    wish = wish_of(session, where, page, beside=beside)
    after = after_of(session, how.pay, following)
    added, warnings = _added(session, key, which, wish, how.mode)
    tickets = tickets_of(session, added)
    named = tickets_named(tickets)
    noted = _("added {tickets} · reason: {reason}")
    done = follow(session, key, "added", added, after, lambda why: noted.format(tickets=named, reason=why))
    warnings += promotion_warnings(session, added)
    if "confirmed" in done:
        warnings += delivery_warnings(which.page(session), done["confirmed"])
    answer = changed(
        session, outcome(done), key, seats=seats_of(tickets), warnings=warnings, steps=done
    )
    told = _("added {tickets}").format(tickets=named)
    session.answer(answer, lambda sheet: _tell(session, sheet, added, told, warnings, done))


def _added(
    session: Session, key: str, which: Which, wish: Wish, mode: str
) -> tuple[OrderChange, tuple[str, ...]]:
    from boxoffice_tui.services import add_tickets
    from boxoffice_tui.services.seat_maps import SeatFor

    page = which.page(session)
    if wish.chosen_by_us or not mode:
        repeated = first_change(session, key, "add_tickets", wish, page.order_id)
        if repeated is not None:
            return repeated, ()
    choice = choose(session, wish, SeatFor(key, page.order_id))
    delivered = mode or _shared_mode(session, page, wish.performance_id)
    change = add_tickets.add_tickets(
        session.desk, key, page.order_id, which.version, key, (choice.request,), delivered
    )
    return change, choice.warnings


def first_change(
    session: Session,
    key: str,
    action: str,
    wish: Wish,
    order_id: int | None = None,
    contact_id: int | None = None,
    bought: Bought = (),
    paid_by: tuple[PaymentRequest, ...] = (),
) -> OrderChange | None:
    """The first answer to this key where the command chooses by itself: a repeat must not choose anew.

    Raises `RefusedError` (key_reused) when it was another order, or one of somebody else than `contact_id`, another
    performance, number of tickets, other articles or payments.
    """
    from boxoffice_tui.rules.access import AccessRefusal
    from boxoffice_tui.services import order_page
    from boxoffice_tui.services.answers import first_answer
    from boxoffice_tui.services.errors import RefusedError
    from boxoffice_tui.views.orders import OrderChange

    change = first_answer(session.desk, key, action, OrderChange)
    if change is None:
        return None
    page = order_page.show(session.desk, change.order_id)
    performances = [one.performance_id for one in page.tickets if one.ticket_id in change.ticket_ids]
    buyer = None if page.buyer is None else page.buyer.contact_id
    same_order = order_id == change.order_id or (order_id is None and buyer == contact_id)
    same = performances == [wish.performance_id] * wish.quantity and same_order
    if not same or not _begun_with(page, bought, paid_by):
        raise RefusedError(AccessRefusal.KEY_REUSED, {"key": key})
    return change


def _begun_with(page: OrderPage, bought: Bought, paid_by: tuple[PaymentRequest, ...]) -> bool:
    """Whether these articles and payments are the first of the order: others may have come since."""
    articles = [(line.article_id, line.quantity) for line in page.articles[: len(bought)]]
    payments = page.payments[: len(paid_by)]
    return (
        articles == [(one.article_id, one.quantity) for one in bought]
        and len(payments) == len(paid_by)
        and all(
            done.method is asked.method and asked.amount in (done.amount, done.settles)
            for done, asked in zip(payments, paid_by, strict=True)
        )
    )


def _shared_mode(session: Session, page: OrderPage, performance_id: int) -> str | None:
    """The mode the order's other tickets share (spec/archives.md, 7). Raises `RefusedError` where they differ."""
    from boxoffice_tui.services import delivery
    from boxoffice_tui.services.errors import RefusedError

    offers = delivery.offers_for(session.desk, page.order_id, performance_id)
    if offers.must_choose is None:
        return offers.prefill
    codes = tuple(mode.code for mode in offers.modes if mode.offered)
    raise RefusedError(offers.must_choose.code, {**offers.must_choose.facts, "modes": codes})


def tickets_of(session: Session, change: OrderChange) -> list[TicketLine]:
    from boxoffice_tui.services import order_page

    page = order_page.show(session.desk, change.order_id)
    return [ticket for ticket in page.tickets if ticket.ticket_id in change.ticket_ids]


def seats_of(tickets: Sequence[TicketLine]) -> list[str]:
    return [ticket.seat for ticket in tickets if ticket.seat]


def tickets_named(tickets: Sequence[TicketLine]) -> str:
    """`2 tickets F-14, F-15`."""
    told = ngettext("{count} ticket", "{count} tickets", len(tickets)).format(count=len(tickets))
    return f"{told} {', '.join(seats_of(tickets))}".strip()


def _tell(
    session: Session,
    sheet: Sheet,
    change: OrderChange,
    done: str,
    warnings: Sequence[str],
    steps: Mapping[str, OrderChange] = MappingProxyType({}),
) -> None:
    tell_change(session, sheet, change, done)
    for warning in warnings:
        sheet.line(warning)
    tell_steps(session, sheet, steps)
