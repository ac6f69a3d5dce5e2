"""What Archives shows of an order: its page, its lines, what a change left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from boxoffice_tui.rules.money import Money, total
from boxoffice_tui.views.articles import ArticleLine
from boxoffice_tui.views.printers import TillPrinter
from boxoffice_tui.views.states import OrderState, PaymentMethod, TicketState, Unfinished


@dataclass(frozen=True, slots=True)
class Buyer:
    """The contact an order belongs to, as the page shows it."""

    contact_id: int
    name: str
    email: str
    phone: str
    address: str
    language: str


@dataclass(frozen=True, slots=True)
class TicketRecipient:
    """Another contact than who bought, who gets so many electronic tickets in a mail of their own.

    `email` is the present one, "" where there is none: then they get no mail. Who was erased is named by number.
    """

    contact_id: int
    number: int
    name: str
    email: str
    tickets: int


@dataclass(frozen=True, slots=True)
class TicketLine:
    """A ticket on the order page; `price` is all the customer pays for it, fees aside."""

    ticket_id: int
    number: int
    performance_id: int
    event: str
    starts_at: datetime
    zone: str
    section: str
    seat: str  # "F-12", or "" where places are not numbered
    seat_id: int | None
    rate: str
    price: Money
    shipment_mode: str | None  # code, None while none is chosen
    shipment_mode_name: str
    state: TicketState
    printed: int
    electronic: bool = False  # goes out with the confirmation as a PDF
    delivery_to_choose: bool = False  # it waits for a mode: not printed, not past
    print_in_doubt: bool = False  # nobody knows whether a paper came out of the printer

    @property
    def live(self) -> bool:
        """Whether it is not cancelled; a scanned one is live too."""
        return self.state is not TicketState.CANCELLED


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """Money received or, negative, given back; `rounding` is what of it only the coins made."""

    payment_id: int
    at: datetime
    method: PaymentMethod
    amount: Money
    reference: str
    operator: str
    rounding: Money

    @property
    def settles(self) -> Money:
        """What of the order it settles."""
        return self.amount - self.rounding


@dataclass(frozen=True, slots=True)
class NoteLine:
    """An internal note, never edited, never on a customer's document."""

    at: datetime
    operator: str
    text: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A journal line about the order: a code and its facts, worded by locales/words.py."""

    at: datetime
    operator: str
    action: str
    facts: dict[str, object]


@dataclass(frozen=True, slots=True)
class LastSaved:
    """The latest change of an order by an operator: the order's number, and the line; the house's zone."""

    number: str
    line: HistoryLine
    zone: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Everything the order page shows; `version` is what a change must cite.

    `paid` is what payments and refunds settle, their roundings aside; cash goes in steps of `cash_step` minor
    units.
    """

    order_id: int
    number: str
    dossier: str
    version: int
    state: OrderState
    origin: str
    platform: str  # the channel's platform, named when the origin forbids a change
    changeable: bool  # tickets may be added or exchanged here
    bought_at: datetime
    zone: str
    buyer: Buyer | None
    tickets: tuple[TicketLine, ...]
    payments: tuple[PaymentLine, ...]
    notes: tuple[NoteLine, ...]
    tickets_total: Money
    fees_total: Money
    articles_total: Money
    paid: Money
    balance: Money  # positive: due; negative: to refund
    unfinished: tuple[Unfinished, ...]
    due_on: date | None = None  # reserved until then, not taken up
    articles: tuple[ArticleLine, ...] = ()
    cash_step: int = 1
    other_recipients: tuple[TicketRecipient, ...] = ()
    printer: TillPrinter | None = None  # the ticket printer of the till of whoever looks

    @property
    def cash_left(self) -> Money:
        """What of the payments in cash did not go back yet."""
        in_cash = (line.settles for line in self.payments if line.method is PaymentMethod.CASH)
        return total(in_cash, self.balance.currency)

    @property
    def live_tickets(self) -> tuple[TicketLine, ...]:
        """The tickets that are not cancelled."""
        return tuple(ticket for ticket in self.tickets if ticket.live)


@dataclass(frozen=True, slots=True)
class PromotionNotApplied:
    """A promotion that was asked for and not applied: why, by the code of rules/pricing, and the days it holds."""

    code: str
    promotion: str
    begins: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class OrderChange:
    """What a change of an order answers: ids and amounts only, so that it may be kept and given again.

    A confirmation names the tickets whose delivery is still to be chosen, and the other contacts with electronic
    tickets: those who get a mail of their own, and those without an e-mail. An exchange names the tickets it
    replaced, in order. `due_on` is until when it is reserved. Where coins made another amount of a balance settled
    in cash, `cash` is what went over the counter, and `rounding` what of it was not owed, or (negative) what is
    left out.
    """

    order_id: int
    number: str
    version: int
    balance: Money
    ticket_ids: tuple[int, ...] = ()
    change_given: Money | None = None
    delivery_to_choose: tuple[int, ...] = ()
    promotions_not_applied: tuple[PromotionNotApplied, ...] = ()
    due_on: date | None = None
    replaced_ids: tuple[int, ...] = ()
    cash: Money | None = None
    rounding: Money | None = None
    mailed_apart: tuple[int, ...] = ()
    without_email: tuple[int, ...] = ()
