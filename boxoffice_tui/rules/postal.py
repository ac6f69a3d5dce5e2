"""In which order a country's addresses are written, read from its post's own format (issue 3, Contacts)."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum

_LETTERS = re.compile("%([A-Z])")


class AddressPart(StrEnum):
    """What an address is made of besides its country; the value is the name of its field."""

    STREET = "street"
    POSTAL_CODE = "postal_code"
    CITY = "city"
    REGION = "region"


class CodeKind(StrEnum):
    """What a postal code is called in a country."""

    POSTAL = "postal"
    ZIP = "zip"
    PIN = "pin"
    EIRCODE = "eircode"


_PART_OF = {
    "A": AddressPart.STREET,
    "Z": AddressPart.POSTAL_CODE,
    "C": AddressPart.CITY,
    "S": AddressPart.REGION,
}


def parts_in_order(post_format: str) -> tuple[AddressPart, ...]:
    """The parts that `%A%n%C %S %Z` names, each once, in its order; every address has a street at least."""
    named = [_PART_OF[letter] for letter in _LETTERS.findall(post_format) if letter in _PART_OF]
    street = () if AddressPart.STREET in named else (AddressPart.STREET,)
    return (*street, *dict.fromkeys(named))


def shown_parts(used: Collection[AddressPart], filled: Collection[AddressPart]) -> tuple[AddressPart, ...]:
    """The fields of an address: those its country uses, in its order, then what is filled in all the same."""
    return (*used, *(part for part in AddressPart if part in filled and part not in used))

