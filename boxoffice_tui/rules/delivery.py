"""When a shipment mode is offered: the only place that decides (spec/delivery.md, When is a mode offered?).

For a dossier, a channel, a mode and an instant: C the mode is configured on the channel, X the reference
shipment has the mode and the exception flag, L there is time, S a ticket medium exists, D the contact's data
is there; never waived either: the mode handles tickets, the destination country fits. The exception waives
C only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from boxoffice_tui.rules.deadlines import local_date
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.views.states import ShipmentState, TicketState


class ShipmentType(StrEnum):
    """The kinds of shipment mode; e-mail is for documents only."""

    BY_HAND = "by_hand"
    PICK_UP = "pick_up"
    POST = "post"
    REGISTERED_POST = "registered_post"
    PRINT_AT_HOME = "print_at_home"
    MOBILE = "mobile"
    EMAIL = "email"


ELECTRONIC: frozenset[str] = frozenset({ShipmentType.PRINT_AT_HOME, ShipmentType.MOBILE})
PHYSICAL: frozenset[str] = frozenset(ShipmentType) - ELECTRONIC - {ShipmentType.EMAIL}
"""The types whose tickets are on stock, which a ticket printer prints."""


class Destination(StrEnum):
    """Where a mode ships to, seen from the organisation's country."""

    DOMESTIC = "domestic"
    FOREIGN = "foreign"
    ANY = "any"


class DeliveryReason(StrEnum):
    """Why a mode is hidden or cannot be confirmed, the first that applies; `objection_to` gives the facts."""

    NOT_ON_CHANNEL = "not_on_channel"
    NOT_FOR_TICKETS = "not_for_tickets"
    DESTINATION = "destination"
    TOO_LATE = "too_late"
    NO_MEDIUM = "no_medium"
    MISSING_ADDRESS = "missing_address"
    MISSING_EMAIL = "missing_email"


_INCOMPLETE = frozenset({DeliveryReason.MISSING_ADDRESS, DeliveryReason.MISSING_EMAIL})
"""Such a mode is offered and cannot be confirmed yet."""


class DeliveryRefusal(StrEnum):
    """Why no mode is taken; `prefill` gives the facts, and mode_not_offered has mode, of which there is none."""

    MODE_NOT_OFFERED = "mode_not_offered"
    MODES_DIFFER = "modes_differ"
    SHIPMENT_SENT = "shipment_sent"
    TICKETS_PRINTED = "tickets_printed"
    NO_MODE_OFFERED = "no_mode_offered"


class ConditionName(StrEnum):
    """The conditions of an offer, in the order of the why-not panel."""

    CHANNEL = "channel"
    EXCEPTION = "exception"
    TICKETS = "tickets"
    DESTINATION = "destination"
    LEAD_TIME = "lead_time"
    MEDIUM = "medium"
    CONTACT_DATA = "contact_data"


class Needs(Protocol):
    """What a mode needs of who gets the tickets."""

    @property
    def needs_address(self) -> bool:
        """A postal address."""

    @property
    def needs_email(self) -> bool:
        """An e-mail address."""


@dataclass(frozen=True, slots=True)
class ModeFacts:
    """A shipment mode; `delay_days` counts calendar days, None: any time will do."""

    code: str
    type: ShipmentType
    handles_tickets: bool = True
    delay_days: int | None = None
    destination: Destination = Destination.ANY
    needs_address: bool = False
    needs_email: bool = False


@dataclass(frozen=True, slots=True)
class CarriedTicket:
    """A live ticket the shipment would carry: its product, its performance's start (aware), the venue's zone.

    `starts_at` is None while the performance is to be announced.
    """

    product: str
    starts_at: datetime | None
    zone: str


@dataclass(frozen=True, slots=True)
class ReferenceFacts:
    """The dossier's reference shipment: the code of its mode, and whether it is an exception."""

    mode: str
    exception: bool


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything an offer depends on but the mode itself.

    `channel_modes` are the codes the channel lists, `media` the (product, type) pairs a ticket medium is
    configured for, countries ISO 3166 codes, `country` that of the delivery contact, blank while unknown.
    """

    now: datetime
    channel_modes: frozenset[str]
    carried: tuple[CarriedTicket, ...]
    media: frozenset[tuple[str, ShipmentType]]
    home_country: str
    country: str = ""
    has_address: bool = False
    has_email: bool = False
    reference: ReferenceFacts | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition with its value, the facts it was judged by, and its days where it depends on the date.

    `last_day` is the last local day on which it holds or held, `first_day` the next on which it will again.
    """

    name: ConditionName
    holds: bool
    facts: Mapping[str, object] = field(default_factory=dict)
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """The decision on a mode; one that is hidden, or offered but not to be confirmed yet, has a reason."""

    mode: ModeFacts
    offered: bool
    as_exception: bool
    confirmable: bool
    reason: DeliveryReason | None


@dataclass(frozen=True, slots=True)
class ExceptionPreview:
    """What the exception flag would do: channels that gain the mode, those that do not, and its last day."""

    adds_on: tuple[str, ...]
    no_effect_on: tuple[str, ...]
    last_day: date | None


@dataclass(frozen=True, slots=True)
class OrderedTicket:
    """Another live ticket of the order: its event's id, its shipment mode's code, None before it has one."""

    event: int
    mode: str | None


def offer_of(mode: ModeFacts, situation: Situation) -> Offer:
    """Whether `mode` is offered, as an exception or not, and can be confirmed; else the first reason."""
    return offers_by_channel((mode,), situation, {"": situation.channel_modes})[""][0]


def offers_by_channel(
    modes: Iterable[ModeFacts], situation: Situation, channels: Mapping[str, frozenset[str]]
) -> dict[str, tuple[Offer, ...]]:
    """The decision on each of `modes`, in their order, on each of `channels` (the mode codes each lists).

    The situation's own channel is ignored. What no channel changes is judged once for all of them.
    """
    reference, days_left = situation.reference, _days_left(situation)
    products = {ticket.product for ticket in situation.carried}
    flagged = reference.mode if reference is not None and reference.exception else None
    decided = []
    for mode in modes:
        reason = _reason(mode, situation, days_left, products)
        absent = Offer(mode, False, False, False, DeliveryReason.NOT_ON_CHANNEL)
        if mode.code == flagged:
            absent = _decision(mode, reason, as_exception=True)
        decided.append((mode.code, _decision(mode, reason, as_exception=False), absent))
    return {
        channel: tuple([there if code in codes else absent for code, there, absent in decided])
        for channel, codes in channels.items()
    }


def _decision(mode: ModeFacts, reason: DeliveryReason | None, *, as_exception: bool) -> Offer:
    """The offer of a mode that is on the channel, or open as an exception."""
    offered = reason is None or reason in _INCOMPLETE
    return Offer(mode, offered, offered and as_exception, reason is None, reason)


def _reason(
    mode: ModeFacts, situation: Situation, days_left: int | None, products: Collection[str]
) -> DeliveryReason | None:
    """What stands first against a mode wherever it is offered."""
    if not mode.handles_tickets:
        return DeliveryReason.NOT_FOR_TICKETS
    if not _destination_fits(mode.destination, situation.country, situation.home_country):
        return DeliveryReason.DESTINATION
    if mode.delay_days is not None and days_left is not None and days_left < mode.delay_days:
        return DeliveryReason.TOO_LATE
    if any((product, mode.type) not in situation.media for product in products):
        return DeliveryReason.NO_MEDIUM
    missing = missing_data(mode, has_address=situation.has_address, has_email=situation.has_email)
    return missing[0] if missing else None


def explain(mode: ModeFacts, situation: Situation) -> tuple[Condition, ...]:
    """Every condition of an offer with its value, for the why-not panel."""
    reference = situation.reference
    flagged = reference is not None and reference.exception and reference.mode == mode.code
    without = sorted(
        {ticket.product for ticket in situation.carried if (ticket.product, mode.type) not in situation.media}
    )
    missing = missing_data(mode, has_address=situation.has_address, has_email=situation.has_email)
    return (
        Condition(ConditionName.CHANNEL, mode.code in situation.channel_modes),
        Condition(ConditionName.EXCEPTION, flagged),
        Condition(ConditionName.TICKETS, mode.handles_tickets),
        Condition(
            ConditionName.DESTINATION,
            _destination_fits(mode.destination, situation.country, situation.home_country),
            {"country": situation.country, "destination": mode.destination},
        ),
        _lead_time(mode.delay_days, situation),
        Condition(ConditionName.MEDIUM, not without, {"products": tuple(without)}),
        Condition(ConditionName.CONTACT_DATA, not missing, {"missing": missing}),
    )


def missing_data(mode: Needs, *, has_address: bool, has_email: bool) -> tuple[DeliveryReason, ...]:
    """What a mode needs of the contact and is not there: D, the address first."""
    missing = []
    if mode.needs_address and not has_address:
        missing.append(DeliveryReason.MISSING_ADDRESS)
    if mode.needs_email and not has_email:
        missing.append(DeliveryReason.MISSING_EMAIL)
    return tuple(missing)


def objection_to(mode: ModeFacts, situation: Situation) -> Objection | None:
    """Why a shipment by `mode` cannot be confirmed at this instant, None when it can; asked again at every commit.

    Facts of every reason: mode (its code). More: of `destination` country, destination; of `too_late`
    performance_on, today, days_left, delay_days, last_day; of `no_medium` products (codes).
    """
    reason = offer_of(mode, situation).reason
    if reason is None:
        return None
    told_by = {
        DeliveryReason.DESTINATION: ConditionName.DESTINATION,
        DeliveryReason.TOO_LATE: ConditionName.LEAD_TIME,
        DeliveryReason.NO_MEDIUM: ConditionName.MEDIUM,
    }
    facts: dict[str, object] = {"mode": mode.code}
    for condition in explain(mode, situation):
        if condition.name is told_by.get(reason):
            facts.update(condition.facts)
            if condition.last_day is not None:
                facts["last_day"] = condition.last_day
    return Objection(reason, facts)


def default_for_later(modes: Iterable[ModeFacts], situation: Situation) -> ModeFacts | Objection:
    """How reserved tickets travel where nobody said it: by hand where that can be, else the first that can.

    `no_mode_offered`, when none can be confirmed now, has no facts.
    """
    can = [mode for mode in modes if objection_to(mode, situation) is None]
    by_hand = [mode for mode in can if mode.type is ShipmentType.BY_HAND]
    return next(iter([*by_hand, *can]), Objection(DeliveryRefusal.NO_MODE_OFFERED))


def preview_exception(
    mode: ModeFacts, channels: Mapping[str, frozenset[str]], situation: Situation
) -> ExceptionPreview:
    """What flagging the reference shipment with `mode` as an exception would do on each of `channels`.

    `channels` gives the mode codes each channel lists; the situation's own channel and reference are ignored.
    """
    flagged = replace(situation, reference=ReferenceFacts(mode.code, exception=True))
    offered = offers_by_channel((mode,), flagged, channels)
    adds = tuple(channel for channel, (offer,) in offered.items() if offer.as_exception)
    unchanged = tuple(channel for channel in offered if channel not in adds)
    return ExceptionPreview(adds, unchanged, _lead_time(mode.delay_days, situation).last_day)


def prefill(tickets: Iterable[OrderedTicket], event: int) -> str | Objection | None:
    """The mode an added ticket of `event` starts with: the one the other tickets of the order share.

    Those of the same event first, all of them when it has none with a mode; None when no ticket has a mode.
    Facts of `modes_differ`: modes (codes, sorted). The clerk then must choose (spec/archives.md, 7).
    """
    chosen = [ticket for ticket in tickets if ticket.mode is not None]
    related = [ticket for ticket in chosen if ticket.event == event] or chosen
    modes = sorted({ticket.mode for ticket in related if ticket.mode is not None})
    if len(modes) > 1:
        return Objection(DeliveryRefusal.MODES_DIFFER, {"modes": tuple(modes)})
    return modes[0] if modes else None


def delivery_to_choose(
    state: TicketState, mode: str | None, printed: int, starts_at: datetime | None, now: datetime
) -> bool:
    """Whether it is still to be said how a ticket reaches the customer.

    Not of one that is cancelled, let in, printed, or for a performance that is past.
    """
    coming = starts_at is None or starts_at > now
    return state is TicketState.LIVE and mode is None and not printed and coming


def mailed_apart(
    state: TicketState,
    mode_type: str | None,
    shipment_state: ShipmentState | None,
    contact_id: int | None,
    buyer_id: int | None,
) -> bool:
    """Whether a ticket goes out in a mail of their own to the contact it travels to (spec/archives.md, 10).

    So does an electronic one that is not cancelled, where that is another contact than who bought.
    """
    if state is TicketState.CANCELLED or contact_id is None or contact_id == buyer_id:
        return False
    return mode_type in ELECTRONIC and shipment_state in (ShipmentState.UNSENT, ShipmentState.SENT)


def _destination_fits(destination: Destination, country: str, home_country: str) -> bool:
    """An unknown country contradicts nothing: a mode that needs to know it needs the address."""
    if destination is Destination.ANY or not country:
        return True
    return (country.upper() == home_country.upper()) == (destination is Destination.DOMESTIC)


def _lead_time(delay: int | None, situation: Situation) -> Condition:
    """L: days from today to the earliest coming performance, in its venue's zone, against the delay."""
    deciding = _deciding(situation)
    if delay is None or deciding is None:
        return Condition(ConditionName.LEAD_TIME, holds=True, facts={"delay_days": delay})
    performance_on, today = deciding
    days_left = (performance_on - today).days
    holds = days_left >= delay
    coming = sorted(
        (one.starts_at, one.zone)
        for one in situation.carried
        if one.starts_at is not None and one.starts_at > situation.now
    )
    return Condition(
        ConditionName.LEAD_TIME,
        holds,
        {
            "performance_on": performance_on,
            "today": today,
            "days_left": days_left,
            "delay_days": delay,
        },
        first_day=None if holds else _next_day_in_time([local_date(*one) for one in coming], delay),
        last_day=performance_on - timedelta(days=delay),
    )


def _days_left(situation: Situation) -> int | None:
    """Calendar days to the performance that decides, None while nothing is dated."""
    deciding = _deciding(situation)
    return None if deciding is None else (deciding[0] - deciding[1]).days


def _deciding(situation: Situation) -> tuple[date, date] | None:
    """The day of the earliest coming performance, and today, both at its venue.

    When every performance is past, the last one decides, and a mode with a delay is too late.
    """
    dated = [(one.starts_at, one.zone) for one in situation.carried if one.starts_at is not None]
    if not dated:
        return None
    coming = [one for one in dated if one[0] > situation.now]
    start, zone = min(coming) if coming else max(dated)
    return local_date(start, zone), local_date(situation.now, zone)


def _next_day_in_time(days: list[date], delay: int) -> date | None:
    """The first whole day after one of the performance `days`, in order, that leaves time for the next."""
    for before, after in pairwise(days):
        day = before + timedelta(days=1)
        if (after - day).days >= delay:
            return day
    return None
