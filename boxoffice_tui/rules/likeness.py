"""Whether two contacts are probably one person, and why (issue 3: duplicates suggested while typing)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from boxoffice_tui.rules.text import fold, fold_email

LEAST_PHONE_DIGITS = 7  # below that an extension, a filler, a contact number or a postal code is meant


class Likeness(StrEnum):
    """Why two contacts are probably the same, the strongest reason first."""

    SAME_EMAIL = "same_email"
    SAME_PHONE = "same_phone"
    SAME_NAME = "same_name"
    NAME_REORDERED = "name_reordered"


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells a person from another; blank where it is not known. `phone` is in E.164 where it can be read."""

    last_name: str = ""
    first_name: str = ""
    email: str = ""
    phone: str = ""


def likenesses(one: Identity, other: Identity) -> tuple[Likeness, ...]:
    """Every reason why `one` and `other` are probably the same person, the strongest first; none: they are not.

    Case, accents and hyphens never matter. A name is reordered when the same words stand in another order: first
    and last swapped, or both in one field.
    """
    reasons = []
    if _same(fold_email(one.email), fold_email(other.email)):
        reasons.append(Likeness.SAME_EMAIL)
    if _same(phone_key(one.phone), phone_key(other.phone)):
        reasons.append(Likeness.SAME_PHONE)
    if _same(name_words(one), name_words(other)):
        reasons.append(Likeness.SAME_NAME if _named(one) == _named(other) else Likeness.NAME_REORDERED)
    return tuple(reasons)


def strength(reasons: Iterable[Likeness]) -> int:
    """How sure `reasons` together make one: a stronger reason weighs more than all weaker ones."""
    weakest_first = list(reversed(Likeness))
    return sum(2 ** weakest_first.index(reason) for reason in set(reasons))


def name_words(person: Identity) -> tuple[str, ...]:
    """The folded words of a name, sorted: first and last, in whatever field and order."""
    return tuple(sorted(fold(f"{person.last_name} {person.first_name}").split()))


def phone_key(phone: str) -> str:
    """A phone number as likeness compares it, its digits; "" where they are too few to tell people apart."""
    digits = "".join(character for character in phone if character in "0123456789")
    return digits if len(digits) >= LEAST_PHONE_DIGITS else ""


def _named(person: Identity) -> tuple[str, str]:
    return fold(person.last_name), fold(person.first_name)


def _same(one: object, other: object) -> bool:
    return bool(one) and one == other
