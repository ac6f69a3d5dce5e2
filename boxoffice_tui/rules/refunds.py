"""Which payments give money back to the customer when tickets are cancelled.

No more to a method than was received by it, newest first: the exact amount first, then the smallest payment
that covers it, then several (spec/archives.md, Cancel tickets and refund).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from boxoffice_tui.rules.money import Money, total
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.views.states import FeeKind, PaymentMethod

CARD_PRESENT_METHODS: frozenset[PaymentMethod] = frozenset({PaymentMethod.DEBIT_TERMINAL})
"""Methods refunded as a whole payment only, with the card in the terminal."""


class RefundPart(StrEnum):
    """What may go back with a cancelled ticket; ticked by the clerk, the price alone unless changed."""

    PRICE = "price"
    TICKETING_FEE = "ticketing_fee"
    ORGANISER_FEE = "organiser_fee"
    DELIVERY_FEE = "delivery_fee"


FEE_OF_PART = {
    RefundPart.TICKETING_FEE: FeeKind.TICKETING,
    RefundPart.ORGANISER_FEE: FeeKind.ORGANISER,
}
"""The fees of a ticket that may go back with it; those of delivery are a shipment's."""


class RefundRefusal(StrEnum):
    """Why money cannot go back as asked; `propose_refund` and `check_refund` give the facts."""

    NOTHING_TO_REFUND = "nothing_to_refund"
    REFUND_EXCEEDS_RECEIVED = "refund_exceeds_received"
    REFUND_EXCEEDS_METHOD = "refund_exceeds_method"
    DEBIT_WHOLE_PAYMENT_ONLY = "debit_whole_payment_only"
    CARD_MUST_BE_PRESENT = "card_must_be_present"
    UNKNOWN_PAYMENT = "unknown_payment"
    REFUND_SUM_DIFFERS = "refund_sum_differs"


DEFAULT_PARTS: frozenset[RefundPart] = frozenset({RefundPart.PRICE})


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """A line of the order's payments, negative for a refund; `refunds`: the payment a refund went back to."""

    payment_id: int
    method: PaymentMethod
    amount: Money
    at: datetime
    refunds: int | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A payment with what is `left` of it to give back."""

    payment_id: int
    method: PaymentMethod
    amount: Money
    left: Money
    at: datetime


@dataclass(frozen=True, slots=True)
class RefundLine:
    """An amount (positive) to give back to a payment by its method."""

    payment_id: int
    method: PaymentMethod
    amount: Money
    card_present: bool = False


def received_of(payments: Iterable[PaymentFacts]) -> tuple[Received, ...]:
    """The payments of an order, newest first, each with what is left of it.

    A refund that names no payment is taken from the newest ones of its method.
    """
    lines = sorted(payments, key=lambda line: (line.at, line.payment_id), reverse=True)
    incoming = [
        Received(line.payment_id, line.method, line.amount, line.amount, line.at)
        for line in lines
        if line.amount.minor > 0
    ]
    outgoing = [line for line in lines if line.amount.minor < 0]
    for line in sorted(outgoing, key=lambda one: one.refunds is None):
        owed = -line.amount
        for index, payment in enumerate(incoming):
            unnamed = line.refunds is None and payment.method is line.method
            if unnamed or payment.payment_id == line.refunds:
                taken = min(owed, payment.left)
                incoming[index] = replace(payment, left=payment.left - taken)
                owed -= taken
    return tuple(incoming)


def propose_refund(
    payments: Sequence[Received], amount: Money, *, card_present: bool = True
) -> tuple[RefundLine, ...] | Objection:
    """The payments that give `amount` back; without the card at hand those that need it are left out.

    One payment with exactly this much left, else the smallest that covers it, else several; of equal ones the
    newest. Finds a way whenever there is one.
    Facts of `nothing_to_refund`: amount. Of `refund_exceeds_received`: amount, received (all that is left).
    Of `card_must_be_present` and `debit_whole_payment_only`: amount.
    """
    if amount.minor <= 0:
        return Objection(RefundRefusal.NOTHING_TO_REFUND, {"amount": amount})
    usable = _newest_first(payments)
    left = total((payment.left for payment in usable), amount.currency)
    if left < amount:
        return Objection(RefundRefusal.REFUND_EXCEEDS_RECEIVED, {"amount": amount, "received": left})
    reach = usable if card_present else [payment for payment in usable if _divisible(payment)]
    takings = _takings(reach, amount.minor)
    if takings is not None:
        return tuple(
            RefundLine(payment.payment_id, payment.method, Money(minor, amount.currency))
            for payment, minor in takings
        )
    if not card_present and _takings(usable, amount.minor) is not None:
        return Objection(RefundRefusal.CARD_MUST_BE_PRESENT, {"amount": amount})
    return Objection(RefundRefusal.DEBIT_WHOLE_PAYMENT_ONLY, {"amount": amount})


def check_refund(
    lines: Sequence[RefundLine], payments: Sequence[Received], amount: Money
) -> Objection | None:
    """Why `lines` cannot be recorded as the refund of `amount`, None when they can.

    Facts of `unknown_payment`: payment_id. Of `nothing_to_refund`: amount. Of `refund_exceeds_method`:
    method, received (what is left of it), amount (asked). Of `debit_whole_payment_only`: payment (its whole
    amount), amount. Of `card_must_be_present`: method. Of `refund_sum_differs`: sum, amount.
    """
    known = {payment.payment_id: payment for payment in payments}
    asked: dict[int, int] = defaultdict(int)
    for line in lines:
        payment = known.get(line.payment_id)
        if payment is None or payment.method is not line.method:
            return Objection(RefundRefusal.UNKNOWN_PAYMENT, {"payment_id": line.payment_id})
        asked[line.payment_id] += line.amount.minor
        objection = _line_objection(line, payment, Money(asked[line.payment_id], line.amount.currency))
        if objection is not None:
            return objection
    given = total((line.amount for line in lines), amount.currency)
    if given != amount:
        return Objection(RefundRefusal.REFUND_SUM_DIFFERS, {"sum": given, "amount": amount})
    return None


def _line_objection(line: RefundLine, payment: Received, asked: Money) -> Objection | None:
    if line.amount.minor <= 0:
        return Objection(RefundRefusal.NOTHING_TO_REFUND, {"amount": line.amount})
    if payment.left < asked:
        facts = {"method": payment.method, "received": payment.left, "amount": asked}
        return Objection(RefundRefusal.REFUND_EXCEEDS_METHOD, facts)
    if not _divisible(payment):
        if line.amount != payment.amount:
            facts = {"payment": payment.amount, "amount": line.amount}
            return Objection(RefundRefusal.DEBIT_WHOLE_PAYMENT_ONLY, facts)
        if not line.card_present:
            return Objection(RefundRefusal.CARD_MUST_BE_PRESENT, {"method": payment.method})
    return None


def _newest_first(payments: Iterable[Received]) -> list[Received]:
    kept = [payment for payment in payments if payment.left.minor > 0]
    return sorted(kept, key=lambda payment: (payment.at, payment.payment_id), reverse=True)


def _divisible(payment: Received) -> bool:
    return payment.method not in CARD_PRESENT_METHODS


def _takings(payments: Sequence[Received], minor: int) -> list[tuple[Received, int]] | None:
    """How much to take from which of `payments`, newest first, to give `minor`; None when impossible."""
    usable = [payment for payment in payments if _divisible(payment) or payment.left == payment.amount]
    exact = [payment for payment in usable if payment.left.minor == minor]
    if exact:
        return [(exact[0], minor)]
    covering = [payment for payment in usable if _divisible(payment) and payment.left.minor > minor]
    if covering:
        return [(min(covering, key=lambda payment: payment.left.minor), minor)]
    return _several(usable, minor)


def _several(payments: Sequence[Received], minor: int) -> list[tuple[Received, int]] | None:
    """As `_takings`, over several: of each in turn the most that lets the rest come out exact."""
    rests = _rests(payments, minor)
    if not _reachable(minor, *rests[0]):
        return None
    takings: list[tuple[Received, int]] = []
    for index, payment in enumerate(payments):
        taken = _most(payment, minor, *rests[index + 1])
        if taken:
            takings.append((payment, taken))
            minor -= taken
    return takings


def _rests(payments: Sequence[Received], minor: int) -> list[tuple[frozenset[int], int]]:
    """For each position, what the payments from there on can give: sums of whole ones, and the divisible."""
    rests: list[tuple[frozenset[int], int]] = [(frozenset({0}), 0)]
    for payment in reversed(payments):
        sums, divisible = rests[0]
        if _divisible(payment):
            divisible += payment.left.minor
        else:
            sums = sums | {one + payment.left.minor for one in sums if one + payment.left.minor <= minor}
        rests.insert(0, (sums, divisible))
    return rests


def _reachable(minor: int, sums: frozenset[int], divisible: int) -> bool:
    return any(one <= minor <= one + divisible for one in sums)


def _most(payment: Received, minor: int, sums: frozenset[int], divisible: int) -> int:
    """The most to take from `payment` towards `minor` so that the later ones can give the rest exactly."""
    left = payment.left.minor
    if not _divisible(payment):
        return left if left <= minor and _reachable(minor - left, sums, divisible) else 0
    takes = [min(left, minor - one) for one in sums if one <= minor]
    return max((take for take in takes if _reachable(minor - take, sums, divisible)), default=0)
