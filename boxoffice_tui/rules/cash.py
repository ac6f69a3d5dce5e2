"""Cash ends where coins end: what settles a debt in cash is rounded to the smallest coin, and nothing else is.

The rounding of Canada and Switzerland, for every currency whose smallest coin is more than its minor unit: the
whole that is to be paid in cash goes to the nearest step, a half up, and what goes back likewise. Amounts are
positive, whichever way the money goes. Cards and all else are exact to the minor unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from boxoffice_tui.rules.money import Money, total
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.refunds import RefundLine
from boxoffice_tui.rules.tills import denominations_of
from boxoffice_tui.views.states import PaymentMethod


class CashRefusal(StrEnum):
    """Why no coins make an amount; `steps_objection` gives the facts."""

    NOT_IN_COINS = "not_in_coins"


@dataclass(frozen=True, slots=True)
class Handed:
    """What goes over the counter for a debt, of which `rounding` is more (or, negative, less) than it settles."""

    amount: Money
    rounding: Money

    @property
    def settles(self) -> Money:
        """What of the debt is settled by it."""
        return self.amount - self.rounding


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A line of a refund by what it settles, and what its rounding adds (or, negative, leaves out) in coins."""

    line: RefundLine
    rounding: Money

    @property
    def amount(self) -> Money:
        """What is handed to the customer."""
        return self.line.amount + self.rounding


def coins_of(given: Sequence[GivenBack], currency: str) -> Handed:
    """What of a refund goes back in cash, and its rounding."""
    cash = [one for one in given if one.line.method is PaymentMethod.CASH]
    amount = total((one.amount for one in cash), currency)
    return Handed(amount, total((one.rounding for one in cash), currency))


def step_of(currency: str, chosen: int | None) -> int:
    """The minor units that cash goes in: what the house has `chosen`, else the smallest coin of its currency.

    5 for CAD and CHF; 1 where we do not know the coins.
    """
    if chosen is not None:
        return chosen
    return min(denominations_of(currency), default=1)


def rounded(amount: Money, step: int) -> Money:
    """The nearest multiple of `step` minor units, a half away from zero: 1.02 is 1.00 and 1.03 is 1.05 in fives."""
    steps = (2 * abs(amount.minor) + step) // (2 * step)
    return Money(steps * step if amount.minor >= 0 else -steps * step, amount.currency)


def handed(method: PaymentMethod, amount: Money, due: Money, step: int) -> Handed:
    """What is handed over where `amount` is to be paid of `due`: rounded where cash settles all of it.

    Both the sum that is due and the same in coins say that all is to be settled.
    """
    coins = rounded(due, step)
    if method is PaymentMethod.CASH and due.minor > 0 and amount in (due, coins):
        return Handed(coins, coins - due)
    return Handed(amount, Money(0, amount.currency))


def steps_objection(amount: Money, step: int) -> Objection | None:
    """Why `amount` cannot be handed over in cash: no coins make it.

    Facts of `not_in_coins`: amount, step (money), nearest (what the coins make).
    """
    if amount.minor % step == 0:
        return None
    facts = {"amount": amount, "step": Money(step, amount.currency), "nearest": rounded(amount, step)}
    return Objection(CashRefusal.NOT_IN_COINS, facts)


def given_back(
    lines: Sequence[RefundLine], owed: Money, cash_left: Money, step: int
) -> tuple[GivenBack, ...] | Objection:
    """The lines of a refund of `owed`, the last one in cash rounded where cash settles all it can of it.

    That is what the other lines leave of it, but no more than `cash_left`, what of the payments in cash did not go
    back yet. A line gives nothing less than nothing: the ones before it bear what it cannot. A line may name what
    it settles or, the last in cash, the coins. More than is owed is for others to refuse. Facts of `not_in_coins`
    as `steps_objection`.
    """
    nothing = Money(0, owed.currency)
    exact = [GivenBack(line, nothing) for line in lines]
    cash = [position for position, line in enumerate(lines) if line.method is PaymentMethod.CASH]
    if not cash:
        return tuple(exact)
    asked = total((lines[position].amount for position in cash), owed.currency)
    others = total((line.amount for line in lines), owed.currency) - asked
    rest = min(owed - others, cash_left)
    out = handed(PaymentMethod.CASH, asked, rest, step)
    objection = steps_objection(out.amount, step)
    if objection is not None and out.settles <= rest:
        return objection
    last = lines[cash[-1]]
    exact[cash[-1]] = GivenBack(replace(last, amount=last.amount + out.settles - asked), nothing)
    left = out.rounding
    for position in reversed(cash):
        line = exact[position].line
        borne = max(left, -line.amount)
        exact[position] = GivenBack(line, borne)
        left -= borne
    return tuple(exact)
