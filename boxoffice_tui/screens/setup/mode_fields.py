"""The fields of a delivery mode's form, and what stands in them as a mode."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from boxoffice_tui.locales.mode_words import CARRIED, NEEDED
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.delivery import Destination, ShipmentType
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.shipment_modes import (
    NEED_ADDRESS,
    NEED_EMAIL,
    PART_OF,
    TICKET_TYPES,
    ModePart,
    ModeRefusal,
)
from boxoffice_tui.rules.text import CODE_LIMIT, safe
from boxoffice_tui.screens.forms import Field, Kind
from boxoffice_tui.views.delivery_setup import ModeSetup, ModeSheet

NAMES: dict[str, str] = {
    "fr": N_("Name in French"),
    "en": N_("Name in English"),
    "de": N_("Name in German"),
    "es": N_("Name in Spanish"),
    "it": N_("Name in Italian"),
}
_FIELDS = {
    ModePart.CODE: "code",
    ModePart.TYPE: "type",
    ModePart.TICKETS: "carries",
    ModePart.DELAY_DAYS: "delay_days",
    ModePart.NEEDS_ADDRESS: "needs",
    ModePart.NEEDS_EMAIL: "needs",
    ModePart.PRICE: "price",
}


def field_of(code: str, named_in: str) -> str | None:
    """Under which field a refusal stands."""
    if code not in {refusal.value for refusal in ModeRefusal}:
        return None
    return _FIELDS.get(PART_OF[ModeRefusal(code)], _named(named_in))


def mode_fields(sheet: ModeSheet, currency: str, locale: Callable[[], str]) -> tuple[Field, ...]:
    """The fields with what is in the database; one to be carries tickets, anywhere, and costs nothing."""
    from boxoffice_tui.locales import words

    values = values_of(sheet, locale())
    others = [language for language in NAMES if language != sheet.named_in]

    def amount(text: str) -> Money:
        from boxoffice_tui.locales import formats

        return formats.parse_money(text, currency, locale())

    def choice(name: str, label: str, kinds: type[ShipmentType] | type[Destination]) -> Field:
        return Field(
            name,
            label,
            Kind.CHOICE,
            values[name],
            required=True,
            choices=lambda: tuple((one.value, words.label(one)) for one in kinds),
        )

    def ticks(name: str, label: str, choices: Callable[[], tuple[tuple[str, str], ...]]) -> Field:
        return Field(name, label, Kind.TICKS, values[name], choices=choices)

    code = Field("code", N_("Code"), required=True, limit=CODE_LIMIT)
    return (
        *(() if sheet.mode else (code,)),
        Field(_named(sheet.named_in), NAMES[sheet.named_in], value=values[_named(sheet.named_in)], required=True),
        choice("type", N_("Type"), ShipmentType),
        ticks("carries", N_("Carries"), lambda: _worded(CARRIED)),
        ticks("needs", N_("Needs"), lambda: _worded(NEEDED)),
        Field("delay_days", N_("Delay in days"), value=values["delay_days"], parse=_days, hint=N_("any time")),
        choice("destination", N_("Destination"), Destination),
        Field("price", N_("Price"), value=values["price"], parse=amount),
        ticks("channels", N_("Offered on"), lambda: tuple((one.code, one.name) for one in sheet.channels)),
        *(Field(_named(one), NAMES[one], value=values[_named(one)]) for one in others),
    )


def values_of(sheet: ModeSheet, locale: str) -> dict[str, Any]:
    """What the fields show of a mode."""
    from boxoffice_tui.locales import formats

    mode = sheet.mode
    names = mode.names if mode else {}
    shown: dict[str, Any] = {_named(language): names.get(language, "") for language in NAMES}
    if mode is None:
        return {
            **shown,
            "type": None,
            "carries": ("tickets",),
            "needs": (),
            "delay_days": "",
            "destination": Destination.ANY.value,
            "price": "",
            "channels": (),
        }
    return {
        **shown,
        "type": mode.type.value,
        "carries": _ticked(tickets=mode.tickets, documents=mode.documents),
        "needs": _ticked(address=mode.needs_address, email=mode.needs_email),
        "delay_days": "" if mode.delay_days is None else str(mode.delay_days),
        "destination": mode.destination.value,
        "price": formats.amount(mode.price, locale),
        "channels": mode.channels,
    }


def usual_of(kind: str) -> dict[str, tuple[str, ...]]:
    """What a mode of a type carries and needs at least."""
    found = ShipmentType(kind)
    tickets = found in TICKET_TYPES
    return {
        "carries": _ticked(tickets=tickets, documents=not tickets),
        "needs": _ticked(address=found in NEED_ADDRESS, email=found in NEED_EMAIL),
    }


def mode_typed(values: Mapping[str, Any], sheet: ModeSheet, currency: str) -> ModeSetup:
    """The mode that the checked values of the form mean."""
    return ModeSetup(
        code=sheet.mode.code if sheet.mode else str(values["code"]),
        names={language: values[_named(language)] or "" for language in NAMES},
        type=ShipmentType(values["type"]),
        tickets="tickets" in values["carries"],
        documents="documents" in values["carries"],
        delay_days=values["delay_days"],
        destination=Destination(values["destination"]),
        needs_address="address" in values["needs"],
        needs_email="email" in values["needs"],
        price=values["price"] if values["price"] is not None else Money(0, currency),
        channels=values["channels"],
    )


def _named(language: str) -> str:
    return f"name_{language}"


def _ticked(**flags: bool) -> tuple[str, ...]:
    return tuple(name for name, ticked in flags.items() if ticked)


def _worded(labels: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((value, _(label)) for value, label in labels.items())


def _days(text: str) -> int:
    from boxoffice_tui.locales import formats

    return formats.parse_count(safe(text))
