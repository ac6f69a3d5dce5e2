"""What a clerk types in a search: an order or dossier number, an e-mail address, or a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.text import FIELD_LIMIT, fold, fold_email

ORDER_NUMBER_LENGTHS = (6, 7)
DOSSIER_NUMBER_LENGTH = 12
EMAIL_MINIMUM = 3
_AROUND_A_NUMBER = re.compile(r"\s|#|№|n[°º]|no\.?")
_DIGITS = re.compile(r"[0-9]+")
_PHONE = re.compile(rf"[-+()./\s]*(?:[0-9][-+()./\s]*){{{max(ORDER_NUMBER_LENGTHS) + 1},}}")


class NumberRefusal(StrEnum):
    """Why a text runs no query; the functions below document the facts."""

    ORDER_NUMBER_LENGTH = "order_number_length"
    DOSSIER_NUMBER_LENGTH = "dossier_number_length"
    NOT_A_NUMBER = "not_a_number"
    EMAIL_TOO_SHORT = "email_too_short"
    PHONE_NUMBER = "phone_number"


class QueryKind(StrEnum):
    """What a text in the search box asks for; NOTHING lists everything of the period."""

    NOTHING = "nothing"
    NUMBER = "number"
    EMAIL = "email"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Query:
    """A text understood: `value` is the digits of a number, or the folded e-mail or name."""

    kind: QueryKind
    value: str = ""


def digits_of(text: str) -> str | None:
    """The digits of a number as people write it, `482 913`, `# 482913`, `N° 482913`; None if it is no number.

    Nothing is padded and no zero is stripped; digits of other scripts are not digits here.
    """
    bare = _AROUND_A_NUMBER.sub("", text.casefold())
    return bare if _DIGITS.fullmatch(bare) else None


def order_number(text: str) -> str | Objection:
    """The order number `text` says: 6 or 7 digits (spec/archives.md, Search).

    Facts of `order_number_length`: digits (as typed), length. Of `not_a_number`: text.
    """
    digits = digits_of(text)
    if digits is None:
        return Objection(NumberRefusal.NOT_A_NUMBER, {"text": text})
    if len(digits) not in ORDER_NUMBER_LENGTHS:
        return Objection(NumberRefusal.ORDER_NUMBER_LENGTH, {"digits": digits, "length": len(digits)})
    return digits


def dossier_number(text: str) -> str | Objection:
    """The dossier number `text` says: 12 digits (spec/delivery.md, Objects).

    Facts of `dossier_number_length`: digits (as typed), length. Of `not_a_number`: text.
    """
    digits = digits_of(text)
    if digits is None:
        return Objection(NumberRefusal.NOT_A_NUMBER, {"text": text})
    if len(digits) != DOSSIER_NUMBER_LENGTH:
        return Objection(NumberRefusal.DOSSIER_NUMBER_LENGTH, {"digits": digits, "length": len(digits)})
    return digits


def dossier_or_order_number(text: str) -> str | Objection:
    """The dossier number `text` says, or the order number where it has as many digits as one.

    Refused as by `dossier_number`.
    """
    digits = digits_of(text)
    if digits is not None and len(digits) in ORDER_NUMBER_LENGTHS:
        return digits
    return dossier_number(text)


def query_of(text: str) -> Query | Objection:
    """What `text` searches for: digits a number, with `@` an e-mail, anything else a name.

    Text without a letter to search by asks for nothing. Facts of `email_too_short`: minimum (characters); of
    `phone_number`, for eight digits and more, none; those of a number as in `order_number`.
    """
    if _PHONE.fullmatch(text):
        return Objection(NumberRefusal.PHONE_NUMBER)
    if "@" in text:
        address = fold_email(text)
        if len(address) < EMAIL_MINIMUM:
            return Objection(NumberRefusal.EMAIL_TOO_SHORT, {"minimum": EMAIL_MINIMUM})
        return Query(QueryKind.EMAIL, address)
    if digits_of(text) is not None:
        number = order_number(text)
        return number if isinstance(number, Objection) else Query(QueryKind.NUMBER, number)
    name = fold(text)[:FIELD_LIMIT]  # no name is longer: what was pasted by mistake costs no more
    return Query(QueryKind.NAME, name) if name else Query(QueryKind.NOTHING)
