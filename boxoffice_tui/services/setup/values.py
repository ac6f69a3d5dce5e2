"""The kinds of value a setup file holds: codes, texts, names per language, amounts, zones."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, Strict, StringConstraints
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import SerializationInfo, ValidationInfo

from boxoffice_tui.data.importers.times import is_zone
from boxoffice_tui.rules.mail_address import MalformedAddressError, wire_address
from boxoffice_tui.rules.money import MOST_AMOUNT
from boxoffice_tui.rules.printers import place_of
from boxoffice_tui.rules.text import CODE_PATTERN, EMAIL_LIMIT, FIELD_LIMIT, TITLE_LIMIT, safe

_AMOUNT = re.compile(r"([0-9]{1,30})(?:\.([0-9]+))?")
_PERCENT = r"^(100|[0-9]{1,2}(\.[0-9]{1,4})?)$"

Language = Literal["fr", "en", "de", "es", "it"]


def _zone(name: str) -> str:
    if not is_zone(name):
        raise PydanticCustomError("zone", "not a zone")
    return name


def _email(address: str) -> str:
    try:
        if address:
            wire_address(address)
    except MalformedAddressError:
        raise PydanticCustomError("email", "not an e-mail address") from None
    return address


def _printer_address(address: str) -> str:
    if place_of(address) is None:
        raise PydanticCustomError("printer_address", "not a printer's address")
    return address


def _short(text: str) -> str:
    return safe(text, FIELD_LIMIT).strip()


def _title(text: str) -> str:
    return safe(text, TITLE_LIMIT).strip()


def _per_language(value: object, info: ValidationInfo) -> object:
    """One text stands for the language of the house."""
    return {info.context["language"]: value} if isinstance(value, str) and info.context else value


def _in_house_language(names: dict[str, str], info: SerializationInfo) -> str | dict[str, str]:
    language = info.context["language"] if info.context else ""
    return names[language] if list(names) == [language] else names


def _minor(value: object, info: ValidationInfo) -> object:
    """Minor units of an amount written as a text; a float is never money."""
    if info.context is None:
        return value
    digits = info.context["digits"]
    match = _AMOUNT.fullmatch(value) if isinstance(value, str) else None
    decimals = match[2] or "" if match else ""
    if match is None or len(decimals) not in {0, digits}:
        raise PydanticCustomError("amount", "not an amount", {"digits": digits})
    minor = int(match[1] + decimals.ljust(digits, "0"))
    if minor > MOST_AMOUNT:
        raise PydanticCustomError("amount_too_large", "too large an amount")
    return minor


def _written(minor: int, info: SerializationInfo) -> str:
    digits = info.context["digits"] if info.context else 0
    whole, rest = divmod(minor, 10**digits)
    return f"{whole}.{rest:0{digits}d}" if digits else str(whole)


Code = Annotated[str, Strict(), StringConstraints(pattern=CODE_PATTERN)]
Text = Annotated[str, Strict(), Field(max_length=FIELD_LIMIT), AfterValidator(_short)]
Title = Annotated[str, Strict(), Field(min_length=1, max_length=TITLE_LIMIT), AfterValidator(_title)]
Names = Annotated[
    dict[Language, Annotated[Text, Field(min_length=1)]],
    Field(min_length=1),
    BeforeValidator(_per_language),
    PlainSerializer(_in_house_language),
]
"""A text per language; in the file also one text, in the language of the house."""
Zone = Annotated[str, Strict(), AfterValidator(_zone)]
Email = Annotated[str, Strict(), Field(max_length=EMAIL_LIMIT), AfterValidator(_email)]
PrinterAddress = Annotated[str, Strict(), AfterValidator(_printer_address)]
Country = Annotated[str, Strict(), StringConstraints(pattern=r"^[A-Z]{2}$")]
Currency = Annotated[str, Strict(), StringConstraints(pattern=r"^[A-Z]{3}$")]
Minor = Annotated[int, BeforeValidator(_minor), PlainSerializer(_written)]
"""An amount: a text such as "32.00" in the file, minor units here."""
Percent = Annotated[str, Strict(), StringConstraints(pattern=_PERCENT)]
Day = Annotated[date, Strict()]
Flag = Annotated[bool, Strict()]
Whole = Annotated[int, Strict(), Field(ge=0, le=1_000_000)]
Number = Annotated[float, Field(allow_inf_nan=False)]
