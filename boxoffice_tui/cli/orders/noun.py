"""The noun, and what its commands have in common: arguments, and how a change is told."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import noun
from boxoffice_tui.cli.output import Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales import other_recipients
from boxoffice_tui.locales.translate import N_, _, ngettext

if TYPE_CHECKING:
    from boxoffice_tui.rules.money import Money
    from boxoffice_tui.views.orders import OrderChange, OrderPage

app = noun()

Number = Annotated[str, typer.Argument(metavar="NUMBER", help=N_("The order's number, 6 or 7 digits."))]
NUMBER = "NUMBER"
_MOST_VERSIONS = 10**9


@dataclass(frozen=True, slots=True)
class Which:
    """The order a command changes, and the version it must still have."""

    number: Number
    at_version: Annotated[
        str,
        typer.Option(
            "--at-version",
            metavar="VERSION",
            help=N_("Only while the order is at this version (orders show --json); 6 where it is not."),
        ),
    ] = ""

    @property
    def version(self) -> int | None:
        """The version named. Raises `UsageProblemError`."""
        return typed.count("--at-version", self.at_version, most=_MOST_VERSIONS) if self.at_version else None

    def page(self, session: Session) -> OrderPage:
        """The order as it is now. Raises `NotFoundError` (order), `UsageProblemError`."""
        return typed.page_of(session, NUMBER, self.number)


def changed(session: Session, change: OrderChange, key: str, **more: Any) -> dict[str, Any]:
    """A change as JSON tells it: the answer, its key, and `more`."""
    names = ("order_id", "number", "version", "balance", "ticket_ids", "change_given", "cash", "rounding")
    told = {name: getattr(change, name) for name in names}
    return {**told, **more, "key": key, "training": session.desk.house.training}


def tell_change(session: Session, sheet: Sheet, change: OrderChange, done: str) -> None:
    """The lines every change ends with: what was done, change to hand back, and what is owed."""
    sheet.line(_("Order {number}: {done}").format(number=change.number, done=done), strong=True)
    if change.cash is not None and change.rounding is not None:
        sheet.line(in_cash(session, change.cash, change.rounding))
    if change.change_given is not None:
        told = _("Change to hand back: {amount}")
        sheet.line(told.format(amount=money(session, change.change_given)))
    sheet.line(owed(session, change.balance))


def promotion_warnings(session: Session, change: OrderChange) -> tuple[str, ...]:
    """That a promotion asked for was not applied, and why."""
    from boxoffice_tui.locales import words

    told = []
    for one in change.promotions_not_applied:
        facts = {"promotion": one.promotion, "from": one.begins, "until": one.until}
        told.append(words.refusal(one.code, facts, session.locale))
    return tuple(told)


def delivery_warnings(page: OrderPage, change: OrderChange) -> tuple[str, ...]:
    """Whom a confirmation does not reach, for want of an e-mail address; and that it names tickets which are not
    attached to it, as no delivery mode is chosen for them.
    """
    without = [one for one in page.other_recipients if one.contact_id in change.without_email]
    return (*map(other_recipients.not_to, without), *_not_attached(page, change))


def _not_attached(page: OrderPage, change: OrderChange) -> tuple[str, ...]:
    waiting = [ticket for ticket in page.tickets if ticket.ticket_id in change.delivery_to_choose]
    if not waiting:
        return ()
    names = [ticket.seat or str(ticket.number) for ticket in waiting]
    tickets = ngettext("{count} ticket", "{count} tickets", len(names)).format(count=len(names))
    told = _("No delivery mode, so not attached: {tickets}. Choose one: {command}")
    command = f"boxoffice orders delivery {page.number} MODE {shlex.join(names)}"
    return (told.format(tickets=f"{tickets} {', '.join(names)}", command=command),)


def in_cash(session: Session, amount: Money, rounding: Money) -> str:
    """What goes over the counter where coins make another amount than what is owed."""
    said = _("In cash {amount}: rounding {rounding}")
    return said.format(amount=money(session, amount), rounding=money(session, rounding))


def owed(session: Session, balance: Money) -> str:
    """What is owed, either way, or that nothing is."""
    from boxoffice_tui.locales import words

    return words.balance(balance, session.locale) or _("The balance is settled.")


def money(session: Session, value: Money) -> str:
    """An amount for people."""
    from boxoffice_tui.locales import formats

    return formats.money(value, session.locale)
