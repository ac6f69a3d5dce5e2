"""In which order a country's addresses are written, read from its post's own format (issue 3, Contacts)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from enum import StrEnum

_LETTERS = re.compile("%([A-Z])")
_PIECES = re.compile("(%[A-Z])")


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


def address_lines(post_format: str, parts: Mapping[AddressPart, str]) -> tuple[str, ...]:
    """An address as it is written on an envelope below the name: the lines of `%A%n%C %S %Z` that have something.

    What is filled in and the country does not use comes last: nothing that somebody typed is lost.
    """
    written = [_line(one, parts) for one in post_format.split("%n")]
    used = {_PART_OF.get(letter) for letter in _LETTERS.findall(post_format)}
    besides = (parts.get(part, "") for part in AddressPart if part not in used)
    return tuple(line for one in (*written, *besides) for line in one.split("\n") if line.strip())


def _line(written: str, parts: Mapping[AddressPart, str]) -> str:
    """One line of a format; nothing where none of its parts is filled in.

    What stands before a part goes with it, what stands between two parts with both of them.
    """
    before, *pieces = _PIECES.split(written)
    text, last = "", ""
    for letter, after in zip(pieces[::2], pieces[1::2], strict=True):
        part = _PART_OF.get(letter[1:])
        last = parts.get(part, "").strip() if part is not None else ""
        text += f"{before}{last}" if last else ""
        before = after if text else ""
    return (text + before if last else text).strip(" ,-/")
