"""Why money does not move as asked: payments and refunds, tills, the closing of the books (as refusals.py)."""

from __future__ import annotations

from boxoffice_tui.locales.problems import Sentences
from boxoffice_tui.locales.translate import N_

_MONEY: dict[str, Sentences] = {
    "nothing_due": N_(
        "Nothing is due on this order. A payment can be recorded once there is a balance to pay."
    ),
    "nothing_to_refund": N_("Nothing is to be refunded on this order. Cancel tickets or fees first."),
    "amount_not_positive": N_("Type an amount above zero."),
    "amount_too_high": (
        N_(
            "At most {balance} can be recorded here. If {cash} was handed over, type it as Handed over "
            "(--tendered), and {balance} as the amount."
        ),
        N_("At most {balance} can be recorded here. Type that amount or less."),
        N_("This is more than the balance. Type the balance or less."),
    ),
    "currency_differs": (
        N_("This order is in {currency}, the amount in {given}. Record an amount in {currency}."),
        N_("This order is in another currency. Record an amount in the order's own."),
    ),
    "not_in_coins": (
        N_("No coins make {amount}: cash goes in steps of {step}. Type {nearest}, or take it by another method."),
        N_("No coins make this amount. Type one they make, or take it by another method."),
    ),
    "tendered_too_low": (
        N_("{tendered} does not cover {amount}. Type what was handed over, or record a smaller amount."),
        N_("What was handed over does not cover the amount. Record a smaller amount."),
    ),
    "refund_exceeds_method": (
        N_("At most {received} can go back by {method}: no more is left of it. Refund the rest another way."),
        N_("A method gives back no more than it received. Refund the rest another way."),
    ),
    "refund_exceeds_received": (
        N_("{received} is left of what was received. Refund that or less."),
        N_("No more can go back than was received. Refund less."),
    ),
    "debit_whole_payment_only": (
        N_("A debit payment goes back whole: {payment}. Refund all of it, or use another method."),
        N_("A debit payment goes back whole. Refund all of it, or use another method."),
    ),
    "card_must_be_present": N_(
        "A debit payment goes back only to the card that paid. Ask for the card, or use another method."
    ),
    "unknown_payment": N_("This payment is not one of the order's. Choose one of its payments."),
    "refund_sum_differs": (
        N_("The lines add up to {sum} instead of {amount}. Change a line."),
        N_("The lines do not add up to the amount. Change a line."),
    ),
    "no_price": N_(
        "There is no price for this category and rate now. Choose another rate, or add the price."
    ),
    "promotion_unknown": (
        N_("There is no promotion {promotion}. Check the code, or sell at the usual price."),
        N_("There is no such promotion. Check the code, or sell at the usual price."),
    ),
    "promotion_not_started": (
        N_("The promotion {promotion} begins on {from}. Until then the usual price applies."),
        N_("This promotion has not begun. Until then the usual price applies."),
    ),
    "promotion_expired": (
        N_("The promotion {promotion} ended on {until}. The usual price applies."),
        N_("The promotion ended on {until}. The usual price applies."),
        N_("This promotion has ended. The usual price applies."),
    ),
    "amount_malformed": (
        N_("This is not an amount. Type it like {example}."),
        N_("This is not an amount. Type digits only."),
    ),
    "amount_decimals": (
        N_("Too many decimals: this currency has {digits}. Round the amount yourself."),
        N_("Too many decimals for this currency. Round the amount yourself."),
    ),
    "amount_negative": N_("The amount cannot be below zero. Type it without the minus."),
    "amount_too_large": N_("This amount is too large. Check the digits."),
}

_TILLS: dict[str, Sentences] = {
    "till_open": (
        N_("Till {till} is open: {who} opened it ({when}), shift {number}. Close it first, or use another till."),
        N_("This till is open already. Close it first, or use another till."),
    ),
    "till_not_open": (
        N_("Till {till} is not open. Open it first: count its float and type it."),
        N_("This till is not open. Open it first."),
    ),
    "till_not_named": N_("You have no till of your own here. Name one, or ask an administrator for one."),
    "session_closed": (
        N_("Shift {number} of till {till} is closed. Look at the till again: another shift may have begun."),
        N_("This shift is closed. Look at the till again."),
    ),
    "till_currency": (
        N_("The till is in {currency}, the amount in {given}. Type an amount in {currency}."),
        N_("The till is in another currency. Type an amount in its own."),
    ),
    "cash_out_too_high": (
        N_("There should be {expected} in cash in this till. Take out that or less."),
        N_("This is more cash than there should be in this till. Take out less."),
    ),
    "denomination_unknown": (
        N_("There is no coin or note of {denomination} here. Correct it, or give the total only."),
        N_("There is no such coin or note here. Correct it, or give the total only."),
    ),
    "count_negative": (
        N_("Of {denomination} there cannot be {count}. Type how many there are."),
        N_("There cannot be less than none of a coin or note. Type how many there are."),
    ),
}

_CLOSINGS: dict[str, Sentences] = {
    "nothing_to_close": (
        N_("Nothing is left to close: closing {number} ({who}, {when}) took all there was."),
        N_("Nothing is left to close. Close the days first: a month and a year are the sums of theirs."),
    ),
    "day_closed": (
        N_(
            "This day is closed already: closing {number} ({who}, {when}). What was done since is closed with the "
            "next day."
        ),
        N_("This day is closed already. What was done since is closed with the next day."),
    ),
    "period_not_over": (
        N_("This is not over before the end of {last_day}. Close it then; days are closed meanwhile."),
        N_("This is not over yet. Close it when it is; days are closed meanwhile."),
    ),
    "days_still_open": (
        N_("{day} is still open. Close the days first, then what they add up to."),
        N_("Not all of its days are closed. Close the days first, then what they add up to."),
    ),
}

MONEY_REFUSALS: dict[str, Sentences] = {**_MONEY, **_TILLS, **_CLOSINGS}
