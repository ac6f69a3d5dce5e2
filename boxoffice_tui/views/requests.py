"""What a face asks of a service: the parts of a form, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from boxoffice_tui.rules.money import Money
from boxoffice_tui.views.states import PaymentMethod


@dataclass(frozen=True, slots=True)
class TicketRequest:
    """Tickets of one performance and rate: chosen seats, or a `quantity` of an unnumbered category.

    `shown` is the price of one as displayed, None when none was (commands); `promotion` an optional code.
    """

    performance_id: int
    rate_id: int
    seat_ids: tuple[int, ...] = ()
    category_id: int | None = None
    quantity: int = 0
    shown: Money | None = None
    promotion: str = ""


@dataclass(frozen=True, slots=True)
class ExchangeRequest:
    """A ticket to be exchanged, and what is to change of it; what is None stays as it is.

    A seat, or a `category_id` of unnumbered places; `shown` and `promotion` as those of a `TicketRequest`.
    """

    ticket_id: int
    performance_id: int | None = None
    rate_id: int | None = None
    seat_id: int | None = None
    category_id: int | None = None
    shown: Money | None = None
    promotion: str = ""


@dataclass(frozen=True, slots=True)
class ArticleRequest:
    """Pieces of an article to be sold; `shown` is the price of one as displayed, None when none was (commands)."""

    article_id: int
    quantity: int
    shown: Money | None = None


@dataclass(frozen=True, slots=True)
class ReturnRequest:
    """Pieces to be given back of an article that an order was sold."""

    article_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """A payment line. `tendered` is the cash handed over, `last_four` all that is kept of a card."""

    method: PaymentMethod
    amount: Money
    tendered: Money | None = None
    reference: str = ""
    last_four: str = ""


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """Money that goes back against one payment, by its method."""

    payment_id: int
    amount: Money
    card_present: bool = False
    reference: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryRequest:
    """How tickets are to reach the customer: by the mode with a code, to a contact other than who buys.

    `exception` allows the mode on every channel for the dossier; only what leaves a reference shipment can.
    """

    mode: str | None
    contact_id: int | None = None
    exception: bool = False


Delivery = DeliveryRequest | str | None
"""A mode's code alone is by that mode to who buys; None leaves it open."""


def delivery_request(delivery: Delivery) -> DeliveryRequest:
    """The same, said in full."""
    return delivery if isinstance(delivery, DeliveryRequest) else DeliveryRequest(delivery)
