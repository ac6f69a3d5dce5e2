"""What an operator may do: the rights of the program, the options matrix, and roles made of them.

A right is held or not, nothing implies another. Services ask before anything else and answer a missing right
with its code; screens show the action disabled with the right's name (spec/options.md, Operator rights;
spec/reliability.md, Identity).
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from enum import StrEnum

SYSTEM_OPERATOR = "SYSTEM"
"""The operator due jobs act as; nobody logs in as it."""


class Right(StrEnum):
    """The rights outside the options matrix; the value is what an operator's row stores."""

    ORDERS_SEARCH = "orders.search"
    ORDERS_SELL = "orders.sell"
    ORDERS_ADD_TICKETS = "orders.add_tickets"
    ORDERS_CANCEL_TICKETS = "orders.cancel_tickets"
    ORDERS_REFUND = "orders.refund"
    ORDERS_RECORD_PAYMENT = "orders.record_payment"
    ORDERS_CONFIRM = "orders.confirm"
    ORDERS_NOTE = "orders.note"
    TICKETS_PRINT = "tickets.print"
    TICKETS_DUPLICATE = "tickets.duplicate"
    TICKETS_SCAN = "tickets.scan"
    TICKETS_UNDO_SCAN = "tickets.undo_scan"
    TICKETS_CANCEL_SCANNED = "tickets.cancel_scanned"
    PERFORMANCES_SELL_PAST = "performances.sell_past"
    PERFORMANCES_OVERBOOK = "performances.overbook"
    SEATS_HOUSE = "seats.house"
    SEATS_BLOCK = "seats.block"
    SHIPMENTS_CHANGE = "shipments.change"
    SHIPMENTS_EXCEPTION = "shipments.exception"
    PRICES_OVERRIDE = "prices.override"
    CONTACTS_EDIT = "contacts.edit"
    CONTACTS_MERGE = "contacts.merge"
    CONTACTS_ERASE = "contacts.erase"
    MOVES_MAKE = "moves.make"
    TILLS_OPERATE = "tills.operate"
    TILLS_CLOSE = "tills.close"
    REPORTS_READ = "reports.read"
    SETUP_CHANGE = "setup.change"
    OPERATORS_MANAGE = "operators.manage"
    OUTBOX_SEND = "outbox.send"
    DUE_RUN = "due.run"
    CHECKS_RUN = "checks.run"
    IMPORTS_RUN = "imports.run"
    BACKUP_RUN = "backup.run"


class Access(StrEnum):
    """The columns of the options matrix, in the source's order: C, L, M, S, E."""

    CREATE = "create"
    READ = "read"
    MODIFY = "modify"
    DELETE = "delete"
    EXECUTE = "execute"


class OptionRow(StrEnum):
    """The rows of the options matrix in the source's order.

    Visit rows guard nothing: their screens are out of scope. The source lists *Options jumelles* twice: the
    first row guards DUPLICATE, the second nothing.
    """

    MODULE = "options.module"
    OPTIONS = "options.all"
    REQUESTS = "options.requests"
    SEATS = "options.seats"
    SEATS_PLACEMENT = "options.seats.placement"
    SEATS_VISITS = "options.seats.visits"
    SEATS_VISITS_SETTINGS = "options.seats.visits.settings"
    SEATS_VISITS_GUIDES = "options.seats.visits.guides"
    SEATS_VISITS_EDITION = "options.seats.visits.edition"
    SEATS_VISITS_VALIDATION = "options.seats.visits.validation"
    SEATS_TWINS = "options.seats.twins"
    SEATS_REPORTS = "options.seats.reports"
    SEATS_REFUSE = "options.seats.refuse"
    SEATS_UNDO_REFUSAL = "options.seats.undo_refusal"
    SEATS_ORDER = "options.seats.order"
    SEATS_CANCEL_ORDER = "options.seats.cancel_order"
    SEATS_WAITING_LIST = "options.seats.waiting_list"
    SEATS_TAKE = "options.seats.take"
    SEATS_MAKE_FIRM = "options.seats.make_firm"
    SEATS_TWINS_SECOND = "options.seats.twins_second"
    PRODUCTS = "options.products"
    PRODUCTS_PLACEMENT = "options.products.placement"
    PRODUCTS_EXTRA_CHOICE = "options.products.extra_choice"
    PRODUCTS_REPORTS = "options.products.reports"
    PRODUCTS_REFUSE = "options.products.refuse"
    PRODUCTS_UNDO_REFUSAL = "options.products.undo_refusal"


class Role(StrEnum):
    """Ready-made sets of rights; an operator's own set may add to them or leave some out."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    DOOR = "door"


def option_right(row: OptionRow, access: Access) -> str:
    """The code of one box of the options matrix: `options.seats.placement:modify`."""
    return f"{row}:{access}"


OPTION_RIGHTS: tuple[str, ...] = tuple(option_right(row, access) for row in OptionRow for access in Access)
ALL_RIGHTS: frozenset[str] = frozenset(Right) | frozenset(OPTION_RIGHTS)

_CLERK: frozenset[str] = frozenset(
    {
        Right.ORDERS_SEARCH,
        Right.ORDERS_SELL,
        Right.ORDERS_ADD_TICKETS,
        Right.ORDERS_CANCEL_TICKETS,
        Right.ORDERS_REFUND,
        Right.ORDERS_RECORD_PAYMENT,
        Right.ORDERS_CONFIRM,
        Right.ORDERS_NOTE,
        Right.TICKETS_PRINT,
        Right.TICKETS_SCAN,
        Right.SHIPMENTS_CHANGE,
        Right.CONTACTS_EDIT,
        Right.MOVES_MAKE,
        Right.TILLS_OPERATE,
        *(option_right(row, Access.READ) for row in OptionRow),
        option_right(OptionRow.REQUESTS, Access.CREATE),
        option_right(OptionRow.REQUESTS, Access.MODIFY),
    }
)
_KEPT_BY_ADMINISTRATORS: frozenset[str] = frozenset(
    {
        Right.SETUP_CHANGE,
        Right.OPERATORS_MANAGE,
        Right.IMPORTS_RUN,
        Right.BACKUP_RUN,
        Right.CONTACTS_ERASE,
    }
)

ROLES: dict[Role, frozenset[str]] = {
    Role.CLERK: _CLERK,
    Role.SUPERVISOR: ALL_RIGHTS - _KEPT_BY_ADMINISTRATORS,
    Role.ADMINISTRATOR: ALL_RIGHTS,
    Role.DOOR: frozenset({Right.TICKETS_SCAN}),
}


def role_of(rights: AbstractSet[str]) -> Role | None:
    """The widest role of which `rights` are all that it has; None where they are no whole role's."""
    within = [role for role in Role if ROLES[role] <= rights]
    return max(within, key=lambda one: len(ROLES[one]), default=None)
