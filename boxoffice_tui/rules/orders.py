"""When an order, its tickets, payments, confirmation and notes may change (spec/archives.md).

Guards answer None or an `Objection`; they know no right and no clock: callers pass what the operator may
do, and now.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.text import REMARK_LIMIT, holds_card_number, safe
from boxoffice_tui.views.states import OrderState, Origin, TicketState, Unfinished

CARD_DIGITS_KEPT = 4
CHANGEABLE_ORIGINS: frozenset[str] = frozenset({Origin.COUNTER, Origin.PHONE, Origin.AGENCY})


class PerformanceState(StrEnum):
    """The life of a performance; a postponed one sells again once it is open with its new date."""

    OPEN = "open"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"


class OrderRefusal(StrEnum):
    """Why an order cannot be changed as asked; each guard below documents the facts of its codes."""

    ORIGIN_NOT_CHANGEABLE = "origin_not_changeable"
    ORDER_CANCELLED = "order_cancelled"
    PERFORMANCE_CANCELLED = "performance_cancelled"
    PERFORMANCE_NOT_ON_SALE = "performance_not_on_sale"
    PERFORMANCE_PAST = "performance_past"
    QUANTITY_NOT_POSITIVE = "quantity_not_positive"
    LIMIT_PER_ORDER = "limit_per_order"
    PRICE_CHANGED = "price_changed"
    NOTHING_DUE = "nothing_due"
    AMOUNT_NOT_POSITIVE = "amount_not_positive"
    AMOUNT_TOO_HIGH = "amount_too_high"
    CURRENCY_DIFFERS = "currency_differs"
    TENDERED_TOO_LOW = "tendered_too_low"
    TICKET_NOT_LIVE = "ticket_not_live"
    TICKET_SCANNED = "ticket_scanned"
    TICKET_PRINTED = "ticket_printed"
    TICKET_NOT_PRINTED = "ticket_not_printed"
    TICKET_ALREADY_SCANNED = "ticket_already_scanned"
    TICKET_NOT_SCANNED = "ticket_not_scanned"
    UNKNOWN_TOKEN = "unknown_token"  # noqa: S105 (a refusal code)
    NO_EMAIL = "no_email"
    MALFORMED_EMAIL = "malformed_email"
    BALANCE_NOT_ZERO = "balance_not_zero"
    REASON_REQUIRED = "reason_required"
    NOTE_TOO_LONG = "note_too_long"
    CARD_NUMBER = "card_number"
    LAST_FOUR_DIGITS = "last_four_digits"
    CANCELS_ORDER = "cancels_order"


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What decides whether an order may change. `origin` is the stored code, known or not; `platform` is the
    name of its channel's platform; `from_option` marks an order born from a validated option.
    """

    state: OrderState
    origin: str
    platform: str = ""
    from_option: bool = False


@dataclass(frozen=True, slots=True)
class PerformanceFacts:
    """What decides whether a performance is sold; `starts_at` is aware UTC, None while to be announced."""

    state: PerformanceState
    starts_at: datetime | None
    zone: str
    on_sale: bool = True


def origin_changeable(origin: str, *, from_option: bool = False) -> bool:
    """Whether tickets may be added or exchanged: our own staff made the order, or it is from an option."""
    return from_option or origin in CHANGEABLE_ORIGINS


def change_objection(order: OrderFacts) -> Objection | None:
    """Why tickets of the order cannot be added or exchanged.

    Facts of `origin_not_changeable`: origin, platform. `order_cancelled` has none.
    """
    if order.state is OrderState.CANCELLED:
        return Objection(OrderRefusal.ORDER_CANCELLED)
    if not origin_changeable(order.origin, from_option=order.from_option):
        facts = {"origin": order.origin, "platform": order.platform}
        return Objection(OrderRefusal.ORIGIN_NOT_CHANGEABLE, facts)
    return None


def performance_objection(
    performance: PerformanceFacts, now: datetime, *, may_sell_past: bool = False
) -> Objection | None:
    """Why no ticket of the performance can be sold at `now`; from its start on it takes a right.

    Facts of `performance_past`: starts_at (aware UTC), zone. The other codes have none.
    """
    postponed = performance.state is PerformanceState.POSTPONED
    if performance.state is not PerformanceState.CANCELLED and (
        postponed or not performance.on_sale or performance.starts_at is None
    ):
        return Objection(OrderRefusal.PERFORMANCE_NOT_ON_SALE)
    return over_objection(performance, now, may_sell_past=may_sell_past)


def over_objection(
    performance: PerformanceFacts, now: datetime, *, may_sell_past: bool = False
) -> Objection | None:
    """Why a performance's seats are not changed at `now`: it is cancelled, or has begun and the right is missing.

    Whether it is on sale yet does not matter. Facts as of `performance_objection`.
    """
    if performance.state is PerformanceState.CANCELLED:
        return Objection(OrderRefusal.PERFORMANCE_CANCELLED)
    starts_at = performance.starts_at
    if starts_at is not None and now >= starts_at and not may_sell_past:
        return Objection(OrderRefusal.PERFORMANCE_PAST, {"starts_at": starts_at, "zone": performance.zone})
    return None


def quantity_objection(adding: int, live: int, limit: int | None) -> Objection | None:
    """Why `adding` tickets cannot join the `live` ones the order has for a performance; no limit when None.

    Facts of `limit_per_order`: limit, live, adding. Of `quantity_not_positive`: quantity.
    """
    if adding < 1:
        return Objection(OrderRefusal.QUANTITY_NOT_POSITIVE, {"quantity": adding})
    if limit is not None and live + adding > limit:
        facts = {"limit": limit, "live": live, "adding": adding}
        return Objection(OrderRefusal.LIMIT_PER_ORDER, facts)
    return None


def price_objection(shown: Money, current: Money) -> Objection | None:
    """Why a sale at the price shown cannot be saved: it changed since.

    Facts of `price_changed`: shown, current. The operator who then saves at `current` is not refused again
    (spec/archives.md, 6).
    """
    if shown == current:
        return None
    return Objection(OrderRefusal.PRICE_CHANGED, {"shown": shown, "current": current})


def payment_objection(amount: Money, balance: Money) -> Objection | None:
    """Why a payment of `amount` cannot be recorded against `balance`; less is fine, the rest stays due.

    Facts of `nothing_due`: balance. Of `amount_not_positive`: amount. Of `amount_too_high`: amount, balance.
    Otherwise as `currency_objection`.
    """
    objection = currency_objection(amount, balance.currency)
    if objection is not None:
        return objection
    if balance.minor <= 0:
        return Objection(OrderRefusal.NOTHING_DUE, {"balance": balance})
    if amount.minor <= 0:
        return Objection(OrderRefusal.AMOUNT_NOT_POSITIVE, {"amount": amount})
    if not amount <= balance:
        return Objection(OrderRefusal.AMOUNT_TOO_HIGH, {"amount": amount, "balance": balance})
    return None


def currency_objection(amount: Money, currency: str) -> Objection | None:
    """Why `amount` is none of an order in `currency` (ISO 4217). Facts of `currency_differs`: currency, given."""
    if amount.currency == currency:
        return None
    return Objection(OrderRefusal.CURRENCY_DIFFERS, {"currency": currency, "given": amount.currency})


def last_four_objection(text: str) -> Objection | None:
    """Why `text` is not what may be kept of a card: nothing, or its last four digits. No facts."""
    if not text or (len(text) == CARD_DIGITS_KEPT and text.isascii() and text.isdigit()):
        return None
    return Objection(OrderRefusal.LAST_FOUR_DIGITS)


def change_of(tendered: Money, amount: Money) -> Money | Objection:
    """The change to hand back when `tendered` pays `amount` in cash.

    Facts of `tendered_too_low`: tendered, amount. Otherwise as `currency_objection`.
    """
    objection = currency_objection(tendered, amount.currency)
    if objection is not None:
        return objection
    if tendered < amount:
        return Objection(OrderRefusal.TENDERED_TOO_LOW, {"tendered": tendered, "amount": amount})
    return tendered - amount


def cancel_objection(
    state: TicketState, number: int, *, may_cancel_scanned: bool = False
) -> Objection | None:
    """Why ticket `number` cannot be cancelled. Facts of `ticket_not_live` and `ticket_scanned`: number."""
    if state is TicketState.CANCELLED:
        return Objection(OrderRefusal.TICKET_NOT_LIVE, {"number": number})
    if state is TicketState.SCANNED and not may_cancel_scanned:
        return Objection(OrderRefusal.TICKET_SCANNED, {"number": number})
    return None


def print_objection(printed: int, number: int, *, duplicate: bool = False) -> Objection | None:
    """Why ticket `number`, printed so many times, cannot be printed: an original is printed once, then duplicates
    of it, with a reason (spec/reliability.md, P1). Facts of `ticket_printed` and `ticket_not_printed`: number.
    """
    if bool(printed) is duplicate:
        return None
    code = OrderRefusal.TICKET_NOT_PRINTED if duplicate else OrderRefusal.TICKET_PRINTED
    return Objection(code, {"number": number})


def cancels_order(
    live: Collection[int], chosen: Collection[int], pieces: int = 0, *, reserved: bool = False
) -> bool:
    """Whether cancelling the `chosen` tickets leaves none of the `live` ones, and so cancels the order.

    It does not while the customer has `pieces` of articles of it; those of a reservation go with its last place.
    """
    return bool(live) and nothing_left(set(live) - set(chosen), 0 if reserved else pieces)


def nothing_left(live: Collection[int], pieces: int) -> bool:
    """Whether an order has neither a live ticket nor a piece of an article any more: then it is cancelled."""
    return not live and not pieces


def scan_objection(state: TicketState | None, number: int | None = None) -> Objection | None:
    """Why a token is not let in at the door; `state` is None when no ticket carries it, which has no facts.

    Facts of `ticket_not_live` and `ticket_already_scanned`: number.
    """
    if state is None:
        return Objection(OrderRefusal.UNKNOWN_TOKEN)
    if state is TicketState.CANCELLED:
        return Objection(OrderRefusal.TICKET_NOT_LIVE, {"number": number})
    if state is TicketState.SCANNED:
        return Objection(OrderRefusal.TICKET_ALREADY_SCANNED, {"number": number})
    return None


def undo_scan_objection(state: TicketState, number: int) -> Objection | None:
    """Why a scan cannot be undone. Facts of `ticket_not_live` and `ticket_not_scanned`: number."""
    if state is TicketState.CANCELLED:
        return Objection(OrderRefusal.TICKET_NOT_LIVE, {"number": number})
    if state is TicketState.LIVE:
        return Objection(OrderRefusal.TICKET_NOT_SCANNED, {"number": number})
    return None


def confirmation_objection(state: OrderState, balance: Money, email: str, reason: str) -> Objection | None:
    """Why the confirmation cannot be sent: no live ticket, no address, or money open and no reason typed.

    Facts of `balance_not_zero`: balance. Of `note_too_long`: as `reason_objection`. `order_cancelled` and
    `no_email` have none.
    """
    if state is OrderState.CANCELLED:
        return Objection(OrderRefusal.ORDER_CANCELLED)
    if not email.strip():
        return Objection(OrderRefusal.NO_EMAIL)
    objection = reason_objection(reason) if balance else None
    if objection is not None and objection.code is OrderRefusal.REASON_REQUIRED:
        return Objection(OrderRefusal.BALANCE_NOT_ZERO, {"balance": balance})
    return objection


def reason_objection(reason: str, limit: int = REMARK_LIMIT) -> Objection | None:
    """Why a typed reason or note is not one: nothing visible in it, or more than `limit` characters.

    Facts of `note_too_long`: limit, length (characters). `reason_required` has none.
    """
    if not safe(reason, REMARK_LIMIT).strip():
        return Objection(OrderRefusal.REASON_REQUIRED)
    if len(reason) > limit:
        return Objection(OrderRefusal.NOTE_TOO_LONG, {"limit": limit, "length": len(reason)})
    return None


def note_objection(text: str, limit: int = REMARK_LIMIT) -> Objection | None:
    """Why a text is no note: as `reason_objection`, or a card's number in what is kept of it (G2)."""
    objection = reason_objection(text, limit)
    if objection is None and holds_card_number(safe(text, REMARK_LIMIT, lines=True)):
        objection = Objection(OrderRefusal.CARD_NUMBER)
    return objection


def unfinished(
    state: OrderState, balance: Money, *, needs_confirmation: bool, needs_note: bool
) -> tuple[Unfinished, ...]:
    """What the order still lacks, in the order of the work (spec/archives.md, 12).

    `needs_confirmation` and `needs_note`: a change has not been told to the customer, or not explained, yet.
    A cancelled order has nothing to confirm.
    """
    marks = (
        (Unfinished.PAYMENT, balance.minor > 0),
        (Unfinished.REFUND, balance.minor < 0),
        (Unfinished.CONFIRMATION, needs_confirmation and state is OrderState.ACTIVE),
        (Unfinished.NOTE, needs_note),
    )
    return tuple(mark for mark, lacks in marks if lacks)
