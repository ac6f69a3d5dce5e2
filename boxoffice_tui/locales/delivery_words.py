"""Why a mode is offered or not, condition by condition, and what an exception would do (spec/delivery.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

from boxoffice_tui.locales import formats
from boxoffice_tui.locales.countries import country_name
from boxoffice_tui.locales.lists import all_of
from boxoffice_tui.locales.translate import _, ngettext
from boxoffice_tui.rules.delivery import Condition, DeliveryReason
from boxoffice_tui.views.shipments import ChannelOffer, ExceptionEffect


def offer_words(offer: ChannelOffer) -> str:
    """`offered`, `offered as an exception`, `not offered`, or that it lacks something of the contact."""
    if not offer.offered:
        return _("not offered")
    if not offer.confirmable:
        return _("offered, not to be confirmed yet")
    return _("offered as an exception") if offer.as_exception else _("offered")


def condition_words(condition: Condition, locale: str) -> str:
    """`yes, 14 days left, 5 needed, last day 19 November 2017`: its value, by what, until or from when."""
    value = _("yes") if condition.holds else _("no")
    return ", ".join([value, *_facts(condition, locale), *_days(condition, locale)])


def exception_words(effect: ExceptionEffect, locale: str) -> str:
    """`Adds Post on Ticketshop and Phone; no effect on Box office; last day 19 November 2017.`"""
    parts = []
    if effect.adds_on:
        adds = _("adds {mode_name} on {channels}")
        parts.append(adds.format(mode_name=effect.mode_name, channels=all_of(effect.adds_on, locale)))
    if effect.no_effect_on:
        parts.append(_("no effect on {channels}").format(channels=all_of(effect.no_effect_on, locale)))
    if effect.last_day is not None:
        parts.append(_("last day {day}").format(day=formats.long_date(effect.last_day, locale)))
    said = reduce(_parted, parts, "")
    return f"{said[:1].upper()}{said[1:]}."


def _parted(first: str, second: str) -> str:
    return _("{first}; {second}").format(first=first, second=second) if first else second


def _facts(condition: Condition, locale: str) -> Iterator[str]:
    facts: Mapping[str, Any] = condition.facts
    if "days_left" in facts:
        yield ngettext("{count} day left", "{count} days left", facts["days_left"]).format(
            count=facts["days_left"]
        )
        yield _("{count} needed").format(count=facts["delay_days"])
    if facts.get("country"):
        yield country_name(facts["country"], locale)
    if facts.get("products"):
        yield _("none for {products}").format(products=", ".join(facts["products"]))
    if DeliveryReason.MISSING_ADDRESS in facts.get("missing", ()):
        yield _("no address")
    if DeliveryReason.MISSING_EMAIL in facts.get("missing", ()):
        yield _("no e-mail")


def _days(condition: Condition, locale: str) -> Iterator[str]:
    if condition.last_day is not None:
        yield _("last day {day}").format(day=formats.long_date(condition.last_day, locale))
    if condition.first_day is not None:
        yield _("again from {day}").format(day=formats.long_date(condition.first_day, locale))
