"""What a contact's data must be like (spec/delivery.md, Rules, 6; spec/reliability.md, G1)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from boxoffice_tui.rules.likeness import phone_key
from boxoffice_tui.rules.mail_address import MalformedAddressError, wire_address
from boxoffice_tui.rules.numbers import EMAIL_MINIMUM, digits_of
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.text import FIELD_LIMIT, fold, fold_email, holds_card_number

_IN_BRACKETS = re.compile(r"\[\s*([0-9]+)\s*\]")
_NUMBER_DIGITS = 9


class ContactRefusal(StrEnum):
    """Why a contact is not kept as asked, or no contact is looked for."""

    CONTACT_NAME_REQUIRED = "contact_name_required"
    CONTACT_ERASED = "contact_erased"
    CONTACT_MERGED = "contact_merged"  # number, kept
    CONTACT_SEARCH_EMPTY = "contact_search_empty"


@dataclass(frozen=True, slots=True)
class ContactQuery:
    """A text understood: any of a contact number, an e-mail's part, folded words of names, a postal code.

    `phone` is in E.164, which only who knows the house's country can tell.
    """

    number: int | None = None
    email: str | None = None
    words: tuple[str, ...] = ()
    postal_code: str | None = None
    phone: str | None = None


def contact_query(text: str) -> ContactQuery | Objection:
    """What `text` looks for: `3`, `[3]`, `dainville`, `secutix`, `75009`, an e-mail; case and accents aside."""
    text = text.strip()
    bracketed = _IN_BRACKETS.fullmatch(text)
    digits = bracketed[1] if bracketed else digits_of(text)
    if "@" in text:
        address = fold_email(text)
        if len(address) < EMAIL_MINIMUM:
            return Objection(ContactRefusal.CONTACT_SEARCH_EMPTY)
        return ContactQuery(email=address)
    if digits is not None:
        number = int(digits) if len(digits) <= _NUMBER_DIGITS else None
        return ContactQuery(number=number, postal_code=None if bracketed else postal_key(text))
    words = tuple(fold(text)[:FIELD_LIMIT].split())
    if not words:
        return Objection(ContactRefusal.CONTACT_SEARCH_EMPTY)
    has_digit = any(character.isdigit() for character in text)
    return ContactQuery(words=words, postal_code=postal_key(text) if has_digit else None)


def may_be_phone(text: str) -> bool:
    """Whether `text` has the digits of a phone number: below that contact numbers and postal codes are meant."""
    return bool(phone_key(text))


def postal_key(postal_code: str) -> str:
    """A postal code as search compares it: `G6V 6X4` and `g6v6x4` are one."""
    return postal_code.replace(" ", "").upper()


def words_of(last_name: str, first_name: str, structure: str) -> frozenset[str]:
    """The folded words a contact is found by: those of its name as lists show it."""
    return frozenset(fold(f"{last_name} {first_name} {structure}").split())


def name_objection(last_name: str, structure: str) -> Objection | None:
    """A contact has a last name, or is the relay of a structure."""
    return None if last_name or structure else Objection(ContactRefusal.CONTACT_NAME_REQUIRED)


def texts_objection(texts: Iterable[str]) -> Objection | None:
    """Why names and places (made safe) are not kept: a card's number in one of them. No facts."""
    return Objection(OrderRefusal.CARD_NUMBER) if any(map(holds_card_number, texts)) else None


def email_objection(address: str) -> Objection | None:
    """Why `address` is not one e-mail address; blank is none and passes."""
    try:
        if address:
            wire_address(address)
    except MalformedAddressError:
        return Objection(OrderRefusal.MALFORMED_EMAIL)
    return None
