"""Why something cannot be done on an order now, said before its dialog: the rules' own words."""

from __future__ import annotations

from collections.abc import Sequence

from boxoffice_tui.rules import orders as rule
from boxoffice_tui.rules.exchanges import together_objection
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.reservations import reserved_objection, taken_up_objection
from boxoffice_tui.screens.archives.commands import (
    ADD,
    ARTICLES,
    CANCEL,
    CONFIRMATION,
    DELIVERY,
    EXCHANGE,
    EXTEND,
    PAYMENT,
    PRINT,
    RELEASE,
)
from boxoffice_tui.screens.command import Command
from boxoffice_tui.views.orders import OrderPage, TicketLine

_AFTER_TAKING_UP = frozenset({EXCHANGE.id, CONFIRMATION.id, PRINT.id})
_LAST = {
    PAYMENT.id: OrderRefusal.NOTHING_DUE,
    DELIVERY.id: OrderRefusal.TICKET_NOT_LIVE,
    EXCHANGE.id: OrderRefusal.TICKET_NOT_LIVE,
    CANCEL.id: OrderRefusal.TICKET_NOT_LIVE,
    PRINT.id: OrderRefusal.TICKET_NOT_LIVE,
}


def why_not(command: Command, page: OrderPage, chosen: Sequence[TicketLine]) -> Objection:
    """What stands against `command`, which does not apply to the order with these tickets chosen."""
    found = (_about_order(command, page), _about_reservation(command, page), _about_tickets(command, chosen))
    last = Objection(_LAST.get(command.id, OrderRefusal.ORDER_CANCELLED))
    return next((one for one in found if one is not None), last)


def _about_order(command: Command, page: OrderPage) -> Objection | None:
    if command.id not in {ADD.id, ARTICLES.id, EXCHANGE.id}:
        return None
    return rule.change_objection(rule.OrderFacts(page.state, page.origin, page.platform))


def _about_reservation(command: Command, page: OrderPage) -> Objection | None:
    if command.id in {EXTEND.id, RELEASE.id}:
        return reserved_objection(page.due_on, page.number)
    if command.id in _AFTER_TAKING_UP:
        return taken_up_objection(page.due_on, page.number)
    return None


def _about_tickets(command: Command, chosen: Sequence[TicketLine]) -> Objection | None:
    if command.id == EXCHANGE.id:
        return together_objection([one.performance_id for one in chosen])
    if command.id == PRINT.id:
        objections = (rule.print_objection(one.printed, one.number) for one in chosen)
        return next((one for one in objections if one is not None), None)
    return None
