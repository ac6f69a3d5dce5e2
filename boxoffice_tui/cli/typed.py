"""What was typed, read strictly: amounts and dates as the language writes them, codes exactly.

Everything comes in as text; what cannot be meant is a `UsageProblemError` that names where it stands, before
anything is opened or written (spec/reliability.md, Input and output).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from boxoffice_tui.cli.files import STDIN, read_text
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.usage import UsageProblemError
from boxoffice_tui.rules import numbers
from boxoffice_tui.rules.articles import MOST_PIECES
from boxoffice_tui.rules.objection import Objection

if TYPE_CHECKING:
    from boxoffice_tui.rules.money import Money
    from boxoffice_tui.views.orders import OrderPage, TicketLine
    from boxoffice_tui.views.requests import PaymentRequest

Member = TypeVar("Member", bound=StrEnum)
T = TypeVar("T")

MOST_TICKETS = 1_000
MOST_CONTACTS = 10**9
_LONGEST_TEXT = 100_000  # bytes


def amount(session: Session, where: str, text: str) -> Money:
    """An amount in the house's currency."""
    from boxoffice_tui.locales import formats

    currency = session.desk.house.currency
    return _strict(where, lambda: formats.parse_money(text, currency, session.locale))


def count(where: str, text: str, *, least: int = 1, most: int = MOST_TICKETS) -> int:
    """A whole number in ASCII digits."""
    from boxoffice_tui.locales import formats

    return _strict(where, lambda: formats.parse_count(text, least=least, most=most))


def day(session: Session, where: str, text: str) -> date | None:
    """A day, None where nothing was typed."""
    from boxoffice_tui.locales import formats

    return _strict(where, lambda: formats.parse_date(text, session.locale)) if text else None


def one_of(where: str, text: str, choices: Sequence[str]) -> str:
    """One of these codes."""
    if text not in choices:
        raise UsageProblemError("choice_unknown", where, text=text, choices=tuple(choices))
    return text


def member(where: str, text: str, choices: type[Member]) -> Member:
    """A code of an enum."""
    try:
        return choices(text)
    except ValueError:
        known = tuple(str(one) for one in choices)
        raise UsageProblemError("choice_unknown", where, text=text, choices=known) from None


def members(where: str, text: str, choices: type[Member], *, none: str) -> tuple[Member, ...]:
    """Codes of an enum with commas between, each once; `none` alone says there is none."""
    if text == none:
        return ()
    return tuple(dict.fromkeys(member(where, one.strip(), choices) for one in text.split(",")))


def order_number(where: str, text: str) -> str:
    """An order's number as people write it."""
    return _accepted(where, numbers.order_number(text))


def dossier_number(where: str, text: str) -> str:
    """A dossier's number, or that of an order of it, as people write it."""
    return _accepted(where, numbers.dossier_or_order_number(text))


def search_text(where: str, text: str) -> str:
    """What may be searched for."""
    meant = numbers.query_of(text)
    if isinstance(meant, Objection):
        raise UsageProblemError(meant.code, where, facts=meant.facts)
    return text


def words(where: str, text: str) -> str:
    """A text; `-` reads it from the standard input."""
    if text != STDIN:
        return text
    read = read_text(STDIN, _LONGEST_TEXT).replace("\r\n", "\n").strip()
    if not read:
        raise UsageProblemError("nothing_to_read", where)
    return read


def payment(session: Session, where: str, text: str) -> PaymentRequest:
    """`METHOD:AMOUNT`."""
    from boxoffice_tui.views.requests import PaymentRequest
    from boxoffice_tui.views.states import PaymentMethod

    method, colon, money = text.partition(":")
    if not colon:
        raise UsageProblemError("value_malformed", where, text=text, example="cash:20.00")
    return PaymentRequest(member(where, method, PaymentMethod), amount(session, where, money))


def pieces(where: str, text: str) -> tuple[str, int]:
    """`CODE` or `CODE:COUNT`: of an article."""
    code, colon, number = text.partition(":")
    if not code:
        raise UsageProblemError("value_malformed", where, text=text, example="programme:2")
    return code, count(where, number, most=MOST_PIECES) if colon else 1


def page_of(session: Session, where: str, text: str) -> OrderPage:
    """The page of the order with a number as typed. Raises `NotFoundError` (order)."""
    number = order_number(where, text)
    from boxoffice_tui.services.order_page import show_number

    return show_number(session.desk, number)


def contact_id(session: Session, where: str, text: str, *, itself: bool = False) -> int:
    """The id of the contact with a number, or into which it was merged; with `itself` its own all the same.

    Raises `NotFoundError` (contact).
    """
    from boxoffice_tui.services.contacts import numbered

    number = count(where, text, most=MOST_CONTACTS)
    return numbered(session.desk, number, itself=itself)


def tickets_of(
    page: OrderPage, where: str, names: Sequence[str], among: Collection[int] | None = None
) -> tuple[int, ...]:
    """The ids of live tickets of an order, or of those with an id `among` these, live or not.

    Each is named by its seat, its number, or `id=` and its id.
    """
    from boxoffice_tui.services.errors import NotFoundError, RefusedError

    live = [one for one in page.tickets if one.ticket_id in among] if among is not None else page.live_tickets
    chosen: list[int] = []
    for name in names:
        found = [ticket.ticket_id for ticket in live if name.casefold() in _names_of(ticket)]
        if not found:
            raise NotFoundError("ticket", name)
        if len(found) > 1:
            raise RefusedError("ticket_name_ambiguous", {"name": name, "ids": tuple(found)})
        chosen += found
    return tuple(dict.fromkeys(chosen))


def live_of(page: OrderPage) -> list[str]:
    """All live tickets of an order, as `tickets_of` takes them."""
    return [f"id={one.ticket_id}" for one in page.live_tickets]


def exclusive(*given: tuple[str, object]) -> None:
    """Of these options at most one may be given. Raises `UsageProblemError` (options_exclude)."""
    said = [name for name, value in given if value]
    if len(said) > 1:
        raise UsageProblemError("options_exclude", one=said[0], other=said[1])


def needed(*given: tuple[str, object]) -> None:
    """Of these options one at least must be given. Raises `UsageProblemError` (option_needed)."""
    if not any(value for _name, value in given):
        raise UsageProblemError("option_needed", options=tuple(name for name, _value in given))


def _names_of(ticket: TicketLine) -> Iterable[str]:
    place = ticket.seat.casefold()
    section = f"{ticket.section.casefold()}:{place}" if place else ""
    return {name for name in (place, section, str(ticket.number), f"id={ticket.ticket_id}") if name}


def _strict(where: str, read: Callable[[], T]) -> T:
    from boxoffice_tui.locales.formats import MalformedError

    try:
        return read()
    except MalformedError as error:
        raise UsageProblemError(error.code, where, facts=error.facts) from error


def _accepted(where: str, value: str | Objection) -> str:
    if isinstance(value, Objection):
        raise UsageProblemError(value.code, where, facts=value.facts)
    return value
