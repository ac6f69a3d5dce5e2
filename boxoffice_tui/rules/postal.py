"""In which order a country's addresses are written, read from its post's own format (issue 3, Contacts)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from enum import StrEnum

_LETTERS = re.compile("%([A-Z])")
_PIECES = re.compile("(%[A-Z])")
_STREET = "%A"
_NEXT_LINE = "%n"


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



def written(post_format: str, parts: Mapping[AddressPart, str]) -> tuple[str, ...]:
    """An address line by line as its country's post writes it, without the names above and the country below.

    Nothing stands for what is blank, nor what would part it from the next; what the format does not name comes
    below the street.
    """
    named = post_format if _STREET in post_format else f"{_STREET}{_NEXT_LINE}{post_format}"
    unnamed = [parts[one] for one in AddressPart if parts.get(one) and one not in parts_in_order(named)]
    lines: list[str] = []
    for line in named.split(_NEXT_LINE):
        lines.append(_written_line(line, parts))
        lines += unnamed if _STREET in line else []
    return tuple(line for line in lines if line)


def _written_line(line: str, parts: Mapping[AddressPart, str]) -> str:
    """A line of the format; what stands before a part goes with it, what stands between two parts both of them."""
    before, *pieces = _PIECES.split(line)
    if not pieces:
        return before.strip()
    text, last = "", ""
    for letter, after in zip(pieces[::2], pieces[1::2], strict=True):
        part = _PART_OF.get(letter[1:])
        last = parts.get(part, "") if part is not None else ""
        text += f"{before}{last}" if last else ""
        before = after if text else ""
    return (text + before if last else text).strip()
