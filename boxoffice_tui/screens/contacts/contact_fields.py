"""The fields of a contact's form, and what stands in them as a contact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from boxoffice_tui.locales.translate import N_
from boxoffice_tui.rules.contacts import ContactRefusal
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.postal import AddressPart, CodeKind
from boxoffice_tui.rules.text import EMAIL_LIMIT
from boxoffice_tui.screens.forms import Field, Kind
from boxoffice_tui.views.contacts import NewContact, PostalAddress

FIELD_OF: dict[str, str] = {
    ContactRefusal.CONTACT_NAME_REQUIRED: "last_name",
    OrderRefusal.MALFORMED_EMAIL: "email",
}
"""Under which field a refusal stands."""

PART_LABELS: dict[str, str] = {
    AddressPart.STREET: N_("Street"),
    AddressPart.POSTAL_CODE: N_("Postal code"),
    AddressPart.CITY: N_("Town"),
    AddressPart.REGION: N_("Province or state"),
    "country": N_("Country"),
}
CODE_LABELS: dict[CodeKind, str] = {
    CodeKind.POSTAL: N_("Postal code"),
    CodeKind.ZIP: N_("ZIP code"),
    CodeKind.PIN: N_("PIN code"),
    CodeKind.EIRCODE: N_("Eircode"),
}
BEFORE_THE_ADDRESS = "language"
_LANGUAGES = {"fr": "Français", "en": "English", "de": "Deutsch", "es": "Español", "it": "Italiano"}


def contact_fields(last_name: str, locale: Callable[[], str]) -> tuple[Field, ...]:
    """The fields, the name filled in as far as it was typed already; other values come from the database."""
    from boxoffice_tui.locales.countries import countries

    parts = (Field(part.value, PART_LABELS[part]) for part in AddressPart)
    return (
        Field("last_name", N_("Last name"), value=last_name),
        Field("first_name", N_("First name")),
        Field("email", N_("E-mail"), limit=EMAIL_LIMIT),
        Field("phone", N_("Phone")),
        Field("structure", N_("Structure")),
        Field(
            BEFORE_THE_ADDRESS,
            N_("Language"),
            Kind.CHOICE,
            required=True,
            choices=lambda: tuple(_LANGUAGES.items()),
        ),
        *parts,
        Field(
            "country",
            PART_LABELS["country"],
            Kind.CHOICE,
            required=True,
            choices=lambda: countries(locale()),
        ),
    )


def contact_typed(typed: Mapping[str, Any]) -> NewContact:
    """What stands in the fields, unchecked."""
    said = {name: str(value or "").strip() for name, value in typed.items()}
    return NewContact(
        said["last_name"],
        said["first_name"],
        said["structure"],
        said["email"],
        said["phone"],
        PostalAddress(
            said["street"], said["postal_code"], said["city"], said["region"], said["country"]
        ),
        said[BEFORE_THE_ADDRESS],
    )


def values_of(contact: NewContact, locale: str) -> dict[str, Any]:
    """What the fields show of a contact; a language or country that is none is to be chosen."""
    from boxoffice_tui.locales.countries import countries

    address = contact.address
    country = address.country if address.country in dict(countries(locale)) else None
    return {
        "last_name": contact.last_name,
        "first_name": contact.first_name,
        "structure": contact.structure,
        "email": contact.email,
        "phone": contact.phone,
        BEFORE_THE_ADDRESS: contact.language if contact.language in _LANGUAGES else None,
        **{part.value: getattr(address, part.value) for part in AddressPart},
        "country": country,
    }
