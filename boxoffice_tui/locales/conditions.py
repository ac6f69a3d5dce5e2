"""What is said of an offer: the decision, each condition with its value and its days (spec/delivery.md)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from boxoffice_tui.locales.labels import LABELS
from boxoffice_tui.locales.lists import all_of
from boxoffice_tui.locales.mode_words import NEEDED
from boxoffice_tui.locales.translate import N_, NP_, _, pgettext
from boxoffice_tui.rules.delivery import Condition, ConditionName, DeliveryReason
from boxoffice_tui.rules.text import safe
from boxoffice_tui.views.shipments import ChannelOffer, ExceptionEffect

HOLDS, FAILS, BY_EXCEPTION, INCOMPLETE = "✓", "✕", "!", "?"

_MISSING = {DeliveryReason.MISSING_ADDRESS: "address", DeliveryReason.MISSING_EMAIL: "email"}
_DECISIONS = {
    HOLDS: NP_("offer", "offered"),
    BY_EXCEPTION: NP_("offer", "offered as an exception"),
    INCOMPLETE: NP_("offer", "offered, contact data missing"),
    FAILS: NP_("offer", "not offered"),
}
_YES, _NO = N_("yes"), N_("no")


def mark_of(offer: ChannelOffer) -> str:
    """The decision in one cell."""
    if not offer.offered:
        return FAILS
    if not offer.confirmable:
        return INCOMPLETE
    return BY_EXCEPTION if offer.as_exception else HOLDS


def decision(offer: ChannelOffer) -> str:
    """The decision in words."""
    return pgettext(*_DECISIONS[mark_of(offer)])


def condition_said(condition: Condition, locale: str) -> str:
    """`✕ Early enough: 3 days left of 5; last day 19 November 2017`."""
    mark = HOLDS if condition.holds else FAILS
    value = _VALUES.get(condition.name, _whether)(condition, locale)
    label = pgettext(*LABELS["ConditionName"][condition.name.value])
    return _("{mark} {condition}: {value}").format(mark=mark, condition=label, value=value)


def effect_said(effect: ExceptionEffect, locale: str) -> str:
    """`adds Post on Ticketshop and Phone; no effect on Box office; last day 19 November 2017`."""
    mode, parts = safe(effect.mode_name), []
    if effect.adds_on:
        parts.append(_("adds {mode} on {channels}").format(mode=mode, channels=_all(effect.adds_on, locale)))
    else:
        parts.append(_("adds {mode} nowhere").format(mode=mode))
    if effect.no_effect_on:
        parts.append(_("no effect on {channels}").format(channels=_all(effect.no_effect_on, locale)))
    if effect.last_day is not None:
        parts.append(_last_day(effect.last_day, locale))
    return "; ".join(parts)


def _all(names: tuple[str, ...], locale: str) -> str:
    return all_of([safe(name) for name in names], locale)


def _whether(condition: Condition, _locale: str) -> str:
    return _(_YES) if condition.holds else _(_NO)


def _destination(condition: Condition, locale: str) -> str:
    destination = pgettext(*LABELS["Destination"][str(condition.facts["destination"])])
    code = str(condition.facts["country"])
    if not code:
        return destination
    from boxoffice_tui.locales.countries import countries

    return f"{destination} ({dict(countries(locale)).get(code.upper(), safe(code))})"


def _lead_time(condition: Condition, locale: str) -> str:
    facts = condition.facts
    if facts["delay_days"] is None:
        return _("any time")
    if "days_left" not in facts:
        return _("{delay} days before").format(delay=facts["delay_days"])
    left = _("{left} days left, {delay} needed").format(left=facts["days_left"], delay=facts["delay_days"])
    parts = [left]
    if condition.last_day is not None:
        parts.append(_last_day(condition.last_day, locale))
    if condition.first_day is not None:
        parts.append(_("again from {day}").format(day=_day(condition.first_day, locale)))
    return "; ".join(parts)


def _medium(condition: Condition, locale: str) -> str:
    products = condition.facts.get("products")
    if condition.holds or not isinstance(products, tuple):
        return _whether(condition, locale)
    return _("none for {products}").format(products=_all(tuple(str(one) for one in products), locale))


def _contact_data(condition: Condition, locale: str) -> str:
    missing = condition.facts.get("missing")
    if condition.holds or not isinstance(missing, tuple):
        return _whether(condition, locale)
    named = tuple(_(NEEDED[_MISSING[one]]) for one in missing)
    return _("missing: {data}").format(data=_all(named, locale))


def _last_day(day: date, locale: str) -> str:
    return _("last day {day}").format(day=_day(day, locale))


def _day(day: date, locale: str) -> str:
    from boxoffice_tui.locales import formats

    return formats.long_date(day, locale)


_VALUES: dict[ConditionName, Callable[[Condition, str], str]] = {
    ConditionName.DESTINATION: _destination,
    ConditionName.LEAD_TIME: _lead_time,
    ConditionName.MEDIUM: _medium,
    ConditionName.CONTACT_DATA: _contact_data,
}
