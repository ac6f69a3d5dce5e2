"""`boxoffice orders cancel-tickets` (spec/archives.md, Cancel tickets and refund)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command
from boxoffice_tui.cli.orders.noun import Which, app, changed, money, tell_change
from boxoffice_tui.cli.output import Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _, ngettext

if TYPE_CHECKING:
    from boxoffice_tui.rules.refunds import RefundPart
    from boxoffice_tui.views.orders import OrderChange, OrderPage

Tickets = Annotated[
    list[str],
    typer.Argument(metavar="TICKET", help=N_("Tickets by seat (F-14), by number, or by id=….")),
]
_NOTHING = "none"


@command(app, "cancel-tickets", N_("Cancel tickets; their places are free at once."), writes=True)
def cancel_tickets(
    session: Session,
    key: str,
    which: Which,
    tickets: Tickets,
    give_back: Annotated[
        str,
        typer.Option(
            "--give-back",
            metavar="PARTS",
            help=N_("What goes back: price, ticketing_fee, organiser_fee, delivery_fee, or none."),
        ),
    ] = "price",
    cancel_order: Annotated[
        bool, typer.Option("--cancel-order", help=N_("These may be the last tickets of the order."))
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=N_("Say what goes back, change nothing."))
    ] = False,
) -> None:
    from boxoffice_tui.rules.refunds import RefundPart

    parts = typed.members("--give-back", give_back, RefundPart, none=_NOTHING)
    page = which.page(session)
    before = None if dry_run else done_before(session, key, "cancel_tickets", page)
    ticket_ids = tickets_meant(page, "TICKET", tickets, key, before.ticket_ids if before else None)
    if dry_run:
        _foretell(session, page, ticket_ids, parts)
        return
    from boxoffice_tui.services import cancellations

    change = cancellations.cancel_tickets(
        session.desk, key, page.order_id, which.version, ticket_ids, parts, cancel_order
    )
    session.answer(changed(session, change, key), lambda sheet: _tell(session, sheet, page, change))


def done_before(session: Session, key: str, action: str, page: OrderPage) -> OrderChange | None:
    """The first answer to this key by the use case `action`, None where the key is new."""
    from boxoffice_tui.rules.access import AccessRefusal
    from boxoffice_tui.services.answers import first_answer
    from boxoffice_tui.services.errors import RefusedError
    from boxoffice_tui.views.orders import OrderChange

    change = first_answer(session.desk, key, action, OrderChange)
    if change is not None and change.order_id != page.order_id:
        raise RefusedError(AccessRefusal.KEY_REUSED, {"key": key})
    return change


def tickets_meant(
    page: OrderPage, where: str, names: Sequence[str], key: str, before: Collection[int] | None
) -> tuple[int, ...]:
    """The ids of tickets named, in a repeat among those the key took `before`: they are live no more.

    The service then tells whether the rest is the same too. Raises `RefusedError` (key_reused), and as
    `typed.tickets_of`.
    """
    from boxoffice_tui.rules.access import AccessRefusal
    from boxoffice_tui.services.errors import NotFoundError, RefusedError

    try:
        return typed.tickets_of(page, where, names, before)
    except NotFoundError:
        if before is None:
            raise
        raise RefusedError(AccessRefusal.KEY_REUSED, {"key": key}) from None


def _foretell(
    session: Session, page: OrderPage, ticket_ids: tuple[int, ...], parts: tuple[RefundPart, ...]
) -> None:
    from boxoffice_tui.services import cancellations

    back = cancellations.cancellation_sum(session.desk, page.order_id, ticket_ids, parts)
    answer = {"number": page.number, "ticket_ids": ticket_ids, "goes_back": back, "dry_run": True}
    told = _("Goes back: {amount}. Nothing was changed.")

    def human(sheet: Sheet) -> None:
        sheet.line(told.format(amount=money(session, back)))
        warn_of_printed(sheet, page, ticket_ids)

    session.answer(answer, human)


def warn_of_printed(sheet: Sheet, page: OrderPage, ticket_ids: tuple[int, ...]) -> None:
    """Says which of the tickets are on paper: the customer must hand them back."""
    numbers = [str(one.number) for one in page.tickets if one.ticket_id in ticket_ids and one.printed]
    if numbers:
        told = ngettext(
            "Ticket {numbers} is printed: it must be handed back.",
            "Tickets {numbers} are printed: they must be handed back.",
            len(numbers),
        )
        sheet.line(told.format(numbers=", ".join(numbers)))


def _tell(session: Session, sheet: Sheet, page: OrderPage, change: OrderChange) -> None:
    warn_of_printed(sheet, page, change.ticket_ids)
    count = len(change.ticket_ids)
    told = ngettext("{count} ticket cancelled", "{count} tickets cancelled", count)
    tell_change(session, sheet, change, told.format(count=count))
