"""A counter as a process: sells what it can get of an evening until nothing is left, and settles what it sold.

`python -m tests.journeys.evening_counter ADDRESS OPERATOR PERFORMANCE RATE ARTICLE SEED AHEAD`: AHEAD seconds after
the house's hour. It says how many tickets each sale had, a line a sale, and `full` at the end.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass, field
from datetime import timedelta

from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.refunds import RefundPart
from boxoffice_tui.services import (
    articles,
    best_available,
    cancellations,
    exchanges,
    identity,
    order_page,
    payments,
    sales,
)
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.requests import (
    ArticleRequest,
    ExchangeRequest,
    PaymentRequest,
    RefundRequest,
    ReturnRequest,
    TicketRequest,
)
from boxoffice_tui.views.states import PaymentMethod
from tests.house import ACCOUNT, NOW

FULL = "full"
_METHODS = (PaymentMethod.CASH, PaymentMethod.DEBIT_TERMINAL, PaymentMethod.CREDIT_TERMINAL, PaymentMethod.VOUCHER)
_MOST, _PRICE = 6, 3200
PIECE = 498
"""What an article costs, in minor units: no sum that coins make."""


@dataclass
class Counter:
    """Who sells, to whom chance has it."""

    desk: Desk
    performance_id: int
    rate_id: int
    article_id: int
    dice: random.Random
    keys: str
    count: int = 0
    unpaid: list[int] = field(default_factory=list)

    def key(self) -> str:
        """A key nobody has used."""
        self.count += 1
        return f"{self.keys}-{self.count}"

    def sell(self) -> int:
        """The best block of a random size, smaller ones where there is none; how many were sold, 0 for none."""
        for size in range(self.dice.randint(1, _MOST), 0, -1):
            form = self.key()
            try:
                held = best_available.hold_best(self.desk, form, self.performance_id, "parterre", size)
            except RefusedError as refused:
                if refused.code not in {"no_block", "gauge_full"}:
                    raise
                continue
            tickets = (TicketRequest(self.performance_id, self.rate_id, held.seat_ids),)
            count = self.dice.choice((0, 0, 1, 3))
            pieces = (ArticleRequest(self.article_id, count),) if count else ()
            paid = self._paid(size * _PRICE + count * PIECE)
            self._settle(sales.sell(self.desk, form, form, None, tickets, None, paid, pieces))
            return size
        return 0

    def _paid(self, due: int) -> tuple[PaymentRequest, ...]:
        """In one or two payments, or for a part, or not yet."""
        first = self.dice.choice((due, due, due, due // 200 * 100, 0))
        rest = self.dice.choice((due - first, 0))
        return tuple(
            PaymentRequest(self.dice.choice(_METHODS), Money(amount, "CAD")) for amount in (first, rest) if amount
        )

    def _settle(self, sold: OrderChange) -> None:
        """What is open is paid now or later; now and then tickets come back, and their money goes."""
        if sold.balance.minor:
            self.unpaid.append(sold.order_id)
        if self.unpaid and self.dice.random() < 0.4:
            self._pay(self.unpaid.pop())
        if self.dice.random() < 0.2:
            self._take_back(sold)
        elif self.dice.random() < 0.2:
            self._exchange(sold)

    def _pay(self, order_id: int) -> None:
        due = order_page.show(self.desk, order_id).balance
        if due.minor > 0:
            payment = PaymentRequest(self.dice.choice(_METHODS), due)
            payments.record_payment(self.desk, self.key(), order_id, None, payment)

    def _exchange(self, sold: OrderChange) -> None:
        """For the best seat there is now, where there is one."""
        form = self.key()
        try:
            held = best_available.hold_best(self.desk, form, self.performance_id, "parterre", 1)
        except RefusedError as refused:
            if refused.code not in {"no_block", "gauge_full"}:
                raise
            return
        change = ExchangeRequest(sold.ticket_ids[0], seat_id=held.seat_ids[0])
        exchanges.exchange(self.desk, self.key(), sold.order_id, None, form, (change,))

    def _take_back(self, sold: OrderChange) -> None:
        ticket_ids = sold.ticket_ids[: self.dice.randint(1, len(sold.ticket_ids))]
        kept = self.dice.random() < 0.3
        lines = order_page.show(self.desk, sold.order_id).articles
        if lines and self.dice.random() < 0.5:
            back = (ReturnRequest(lines[0].article_id, 1),)
            articles.give_back(self.desk, self.key(), sold.order_id, None, back)
        change = cancellations.cancel_tickets(
            self.desk,
            self.key(),
            sold.order_id,
            None,
            ticket_ids,
            () if kept else (RefundPart.PRICE,),
            may_cancel_order=True,
        )
        if change.balance.minor < 0:
            proposed = cancellations.refund_proposal(
                self.desk, sold.order_id, -change.balance, card_present=True
            )
            if isinstance(proposed, Objection):
                return  # a debit card goes back whole: the order stays under To finish
            lines = tuple(RefundRequest(one.payment_id, one.amount, card_present=True) for one in proposed)
            cancellations.refund(self.desk, self.key(), sold.order_id, None, lines)


def main(
    address: str, operator: str, performance: str, rate: str, article: str, seed: str, ahead: str
) -> None:
    """Until the house is full."""
    shown = NOW + timedelta(seconds=int(ahead))
    desk = identity.open_desk(address, ACCOUNT, operator=operator, shown_now=shown)
    ids = (int(performance), int(rate), int(article))
    counter = Counter(desk, *ids, random.Random(seed), f"{operator}-{seed}")
    print("ready", flush=True)
    sys.stdin.readline()
    while sold := counter.sell():
        print(sold, flush=True)
    print(FULL, flush=True)
    desk.database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
