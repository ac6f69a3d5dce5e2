"""Names as lists and pages show them."""

from __future__ import annotations

from collections.abc import Mapping


def named(last_name: str | None, first_name: str | None, structure: str | None) -> str:
    """A contact as lists name it: `Côté-Bélanger, Éloïse`, a relay with its structure in front."""
    person = ", ".join(part for part in (last_name, first_name) if part)
    return " · ".join(part for part in (structure, person) if part)


def address_line(street: str | None, postal_code: str | None, city: str | None, *rest: str | None) -> str:
    """An address in a line: `12, rue des Lilas, G6V 4Z1 Lévis, CA`; `rest` as region and country."""
    town = " ".join(part for part in (postal_code, city) if part)
    return ", ".join(part for part in (street, town, *rest) if part)


def in_language(names: Mapping[str, str], language: str, code: str) -> str:
    """A name in a language, else in French, else any, else the code."""
    return names.get(language) or names.get("fr") or next(iter(names.values()), code)
