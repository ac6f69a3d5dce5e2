"""What a column may hold that services alone speak of."""

from enum import StrEnum


class MovementKind(StrEnum):
    """Why money moved."""

    SALE = "sale"
    FEE = "fee"
    ARTICLE = "article"
    CANCELLATION = "cancellation"
    PAYMENT = "payment"
    REFUND = "refund"
    FLOAT = "float"
    CASH_IN = "cash_in"
    CASH_OUT = "cash_out"
    DIFFERENCE = "difference"
    EMPTYING = "emptying"
    ROUNDING = "rounding"


class Account(StrEnum):
    """The two sides and what lies between: what was sold, what customers owe, what the tills hold.

    Floats come from the safe, what a till holds when it is closed goes there; what was miscounted is a difference,
    what no coins can make a rounding.
    """

    SALES = "sales"
    RECEIVABLE = "receivable"
    TILL = "till"
    SAFE = "safe"
    DIFFERENCES = "differences"
    ROUNDING = "rounding"


class MailState(StrEnum):
    """The life of a mail in the outbox."""

    PENDING = "pending"
    SENT = "sent"
    REFUSED = "refused"
    SUPPRESSED = "suppressed"


class PrintStage(StrEnum):
    """How far the print of a ticket on a printer has come.

    Begun: nothing left for the printer. Sending: it may have. Uncertain: it may have, and nobody says whether it
    came out. Assumed: that never got clear, and duplicates followed.
    """

    BEGUN = "begun"
    SENDING = "sending"
    PRINTED = "printed"
    NOT_PRINTED = "not_printed"
    UNCERTAIN = "uncertain"
    ASSUMED = "assumed"
