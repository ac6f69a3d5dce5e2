"""What an exchange would come to, shown before it is saved."""

from __future__ import annotations

from dataclasses import dataclass

from boxoffice_tui.rules.money import Money
from boxoffice_tui.views.orders import PromotionNotApplied, TicketLine


@dataclass(frozen=True, slots=True)
class ExchangedTicket:
    """A ticket as it is, and the one that would replace it, whose number may be another when it is saved."""

    before: TicketLine
    after: TicketLine


@dataclass(frozen=True, slots=True)
class ExchangeOffer:
    """What the customer would pay (positive) or get back, for tickets and delivery; `balance` is the order's."""

    tickets: tuple[ExchangedTicket, ...]
    difference: Money
    delivery: Money
    balance: Money
    promotions_not_applied: tuple[PromotionNotApplied, ...] = ()

    @property
    def to_hand_back(self) -> tuple[int, ...]:
        """The numbers of the tickets that are on paper: the customer must hand them back."""
        return tuple(one.before.number for one in self.tickets if one.before.printed)
