"""The offer of shipment modes: the 32 combinations, the story of spec/delivery.md, what the panel explains."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.delivery import (
    CarriedTicket,
    Condition,
    ConditionName,
    DeliveryReason,
    DeliveryRefusal,
    Destination,
    ExceptionPreview,
    ModeFacts,
    Offer,
    OrderedTicket,
    ReferenceFacts,
    ShipmentType,
    Situation,
    default_for_later,
    delivery_to_choose,
    explain,
    mailed_apart,
    objection_to,
    offer_of,
    offers_by_channel,
    prefill,
    preview_exception,
)
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.views.states import ShipmentState, TicketState

PARIS = "Europe/Paris"
PERFORMANCE = datetime(2017, 11, 24, 19, 0, tzinfo=UTC)  # 20:00 in Paris
NOW = datetime(2017, 11, 3, 17, 7, tzinfo=UTC)  # 18:07 in Paris
POST = ModeFacts("post", ShipmentType.POST, delay_days=5, needs_address=True)
PRINT = ModeFacts("print", ShipmentType.PRINT_AT_HOME, needs_email=True)
HAND = ModeFacts("hand", ShipmentType.BY_HAND)
PICK_UP = ModeFacts("pick_up", ShipmentType.PICK_UP)
MODES = (HAND, PICK_UP, POST, PRINT)
CHANNELS = {
    "ticketshop": frozenset({"print"}),
    "box_office": frozenset({"hand", "post"}),
    "phone": frozenset({"pick_up"}),
}
STORY = Situation(
    now=NOW,
    channel_modes=CHANNELS["ticketshop"],
    carried=(CarriedTicket("show", PERFORMANCE, PARIS),) * 2,
    media=frozenset(("show", mode.type) for mode in MODES),
    home_country="FR",
    country="JP",
    has_address=True,
    has_email=True,
    reference=ReferenceFacts("post", exception=False),
)
FLAGGED = replace(STORY, reference=ReferenceFacts("post", exception=True))


def decided(situation: Situation) -> tuple[Offer, ...]:
    """The decision on every mode on the situation's channel."""
    return offers_by_channel(MODES, situation, {"here": situation.channel_modes})["here"]


def offered(situation: Situation, channel: str) -> dict[str, bool]:
    """The offered modes of a channel, each with whether it is an exception."""
    on_channel = replace(situation, channel_modes=CHANNELS[channel])
    return {offer.mode.code: offer.as_exception for offer in decided(on_channel) if offer.offered}


def lead_time(mode: ModeFacts, situation: Situation) -> Condition:
    """The condition L of a mode."""
    return next(one for one in explain(mode, situation) if one.name is ConditionName.LEAD_TIME)


def days_before(days: int) -> Situation:
    """The story, `days` calendar days before the performance, at noon in Paris."""
    return replace(STORY, now=datetime(2017, 11, 24, 11, tzinfo=UTC) - timedelta(days=days))


def combination(on_channel: bool, flagged: bool, in_time: bool, medium: bool, data: bool) -> Situation:
    """A situation in which Post has exactly these values of C X L S D."""
    return replace(
        days_before(5 if in_time else 4),
        channel_modes=frozenset({"post"} if on_channel else ()),
        reference=ReferenceFacts("post", exception=flagged),
        media=frozenset({("show", ShipmentType.POST)} if medium else ()),
        has_address=data,
    )


def test_the_32_combinations_come_out_as_counted() -> None:
    results: Counter[str] = Counter()
    for values in product((False, True), repeat=5):
        on_channel, flagged, in_time, medium, data = values
        offer = offer_of(POST, combination(*values))
        results[str(offer.reason or "offered")] += 1
        usable = (on_channel or flagged) and in_time and medium
        assert offer.offered is usable
        assert offer.confirmable is (usable and data)
        assert offer.as_exception is (usable and flagged and not on_channel)
    assert results == {
        "not_on_channel": 8,
        "too_late": 12,
        "no_medium": 6,
        "missing_address": 3,
        "offered": 3,
    }


@given(st.tuples(*[st.booleans()] * 5))
def test_explain_gives_the_conditions_the_offer_was_decided_by(values: tuple[bool, ...]) -> None:
    told = {one.name: one.holds for one in explain(POST, combination(*values))}
    assert tuple(told) == tuple(ConditionName)
    judged = [
        told[ConditionName(name)] for name in ("channel", "exception", "lead_time", "medium", "contact_data")
    ]
    assert tuple(judged) == values


@given(
    st.sampled_from([True, True, True, False]),
    st.sampled_from(Destination),
    st.sampled_from(["", "FR", "JP"]),
    st.none() | st.integers(0, 20),
    st.tuples(*[st.booleans()] * 6),
)
def test_the_first_condition_that_fails_is_the_reason(
    carries: bool, destination: Destination, country: str, delay: int | None, flags: tuple[bool, ...]
) -> None:
    """The panel and the decision are computed apart: they never say different things."""
    listed, excepted, medium, address, email, past = flags
    mode = replace(
        POST, handles_tickets=carries, destination=destination, delay_days=delay, needs_email=True
    )
    situation = replace(
        STORY,
        now=PERFORMANCE + timedelta(hours=1) if past else NOW,
        channel_modes=frozenset({mode.code} if listed else ()),
        media=STORY.media if medium else frozenset(),
        country=country,
        has_address=address,
        has_email=email,
        reference=ReferenceFacts(mode.code, exception=excepted),
    )
    told = {one.name: one for one in explain(mode, situation)}
    missing = told[ConditionName.CONTACT_DATA].facts["missing"]
    reasons = (
        (listed or excepted, DeliveryReason.NOT_ON_CHANNEL),
        (told[ConditionName.TICKETS].holds, DeliveryReason.NOT_FOR_TICKETS),
        (told[ConditionName.DESTINATION].holds, DeliveryReason.DESTINATION),
        (told[ConditionName.LEAD_TIME].holds, DeliveryReason.TOO_LATE),
        (told[ConditionName.MEDIUM].holds, DeliveryReason.NO_MEDIUM),
    )
    hidden = next((reason for holds, reason in reasons if not holds), None)
    offer = offer_of(mode, situation)
    assert (offer.offered, offer.reason) == (hidden is None, hidden or next(iter(missing), None))
    assert offer.confirmable == (offer.reason is None)
    assert offer.as_exception == (offer.offered and not listed)


@given(st.tuples(*[st.booleans()] * 5))
def test_the_exception_adds_at_most_one_mode_and_removes_none(values: tuple[bool, ...]) -> None:
    situation = combination(*values)
    without = replace(situation, reference=None)
    flagged = replace(situation, reference=ReferenceFacts("post", exception=True))
    before = {offer.mode.code for offer in decided(without) if offer.offered}
    after = {offer.mode.code for offer in decided(flagged) if offer.offered}
    assert before <= after <= before | {"post"}


def test_the_story_without_and_with_the_exception() -> None:
    assert offered(STORY, "ticketshop") == {"print": False}
    assert offered(STORY, "phone") == {"pick_up": False}
    assert offered(STORY, "box_office") == {"hand": False, "post": False}
    assert offered(FLAGGED, "ticketshop") == {"print": False, "post": True}
    assert offered(FLAGGED, "phone") == {"pick_up": False, "post": True}
    assert offered(FLAGGED, "box_office") == {"hand": False, "post": False}


def test_another_dossier_of_the_same_contact_gains_nothing() -> None:
    other = replace(STORY, reference=ReferenceFacts("print", exception=False))
    assert offered(other, "ticketshop") == {"print": False}


def test_the_preview_says_what_the_exception_would_do() -> None:
    assert preview_exception(POST, CHANNELS, STORY) == ExceptionPreview(
        adds_on=("ticketshop", "phone"), no_effect_on=("box_office",), last_day=date(2017, 11, 19)
    )


def test_an_exception_that_comes_too_late_would_add_nothing() -> None:
    preview = preview_exception(POST, CHANNELS, days_before(4))
    assert preview.adds_on == ()
    assert preview.last_day == date(2017, 11, 19)


def test_print_at_home_wants_an_email_and_post_an_address() -> None:
    blank = replace(FLAGGED, has_email=False, has_address=False)
    assert offer_of(PRINT, blank) == Offer(PRINT, True, False, False, DeliveryReason.MISSING_EMAIL)
    assert offer_of(POST, blank) == Offer(POST, True, True, False, DeliveryReason.MISSING_ADDRESS)
    assert offer_of(POST, replace(FLAGGED, has_email=False)) == Offer(POST, True, True, True, None)


def test_both_missing_names_the_address_first() -> None:
    both = replace(PRINT, needs_address=True)
    offer = offer_of(both, replace(STORY, has_address=False, has_email=False))
    assert offer.reason is DeliveryReason.MISSING_ADDRESS


def test_lead_time_counts_local_days_up_to_equality() -> None:
    last_second = datetime(2017, 11, 19, 22, 59, 59, tzinfo=UTC)  # 23:59:59 in Paris
    assert offer_of(POST, replace(FLAGGED, now=last_second)).offered
    late = offer_of(POST, replace(FLAGGED, now=last_second + timedelta(seconds=1)))
    assert (late.offered, late.reason) == (False, DeliveryReason.TOO_LATE)


def test_lead_time_takes_the_day_of_the_venue_not_of_utc() -> None:
    montreal = CarriedTicket(
        "show", datetime(2017, 11, 25, 1, tzinfo=UTC), "America/Toronto"
    )  # the 24th, 20:00
    now = datetime(2017, 11, 20, 3, tzinfo=UTC)  # the 19th, 22:00
    condition = lead_time(POST, replace(STORY, carried=(montreal,), now=now))
    assert condition.holds
    assert condition.facts["performance_on"] == date(2017, 11, 24)
    assert condition.facts["days_left"] == 5


def test_the_earliest_coming_performance_decides_and_past_ones_do_not() -> None:
    past = CarriedTicket("show", NOW, PARIS)
    coming = CarriedTicket("show", NOW + timedelta(days=6), PARIS)
    far = CarriedTicket("show", NOW + timedelta(days=60), PARIS)
    assert lead_time(POST, replace(STORY, carried=(far, past, coming))).facts["days_left"] == 6
    assert not lead_time(POST, replace(STORY, carried=(past,))).holds
    assert not lead_time(replace(POST, delay_days=0), days_before(-1)).holds


def test_a_blank_delay_and_a_performance_to_be_announced_pass() -> None:
    assert lead_time(replace(POST, delay_days=None), days_before(-3)).holds
    announced = CarriedTicket("show", None, PARIS)
    assert lead_time(POST, replace(STORY, carried=(announced,))).holds
    assert lead_time(replace(POST, delay_days=0), days_before(0)).holds


def test_after_the_first_performance_the_next_one_gives_time_again() -> None:
    january = CarriedTicket("show", datetime(2018, 1, 20, 19, tzinfo=UTC), PARIS)
    condition = lead_time(POST, replace(days_before(2), carried=(*STORY.carried, january)))
    assert not condition.holds
    assert condition.last_day == date(2017, 11, 19)
    assert condition.first_day == date(2017, 11, 25)
    assert lead_time(POST, days_before(2)).first_day is None
    assert lead_time(POST, STORY).first_day is None


@given(
    starts=st.lists(st.integers(-20, 60), min_size=1, max_size=5),
    delay=st.integers(0, 15),
    zone=st.sampled_from([PARIS, "America/Toronto", "Pacific/Auckland"]),
)
def test_the_last_and_first_days_told_are_true(starts: list[int], delay: int, zone: str) -> None:
    mode = replace(POST, delay_days=delay)
    carried = tuple(CarriedTicket("show", PERFORMANCE + timedelta(days=days), zone) for days in starts)
    situation = replace(STORY, now=PERFORMANCE - timedelta(hours=6), carried=carried)
    condition = lead_time(mode, situation)
    if condition.holds:
        assert condition.last_day is not None
        left = (condition.last_day - condition.facts["today"]).days  # type: ignore[operator]
        assert lead_time(mode, replace(situation, now=situation.now + timedelta(days=left))).holds
        assert not _holds_before_the_next(mode, situation, left + 1)
    elif condition.first_day is not None:
        wait = (condition.first_day - condition.facts["today"]).days  # type: ignore[operator]
        assert wait > 0
        assert lead_time(mode, replace(situation, now=situation.now + timedelta(days=wait))).holds
        assert not lead_time(mode, replace(situation, now=situation.now + timedelta(days=wait - 1))).holds


def _holds_before_the_next(mode: ModeFacts, situation: Situation, days: int) -> bool:
    """Whether L holds `days` later for the performance that is the earliest coming one now."""
    coming = min(
        one.starts_at for one in situation.carried if one.starts_at and one.starts_at > situation.now
    )
    alone = tuple(one for one in situation.carried if one.starts_at == coming)
    return lead_time(mode, replace(situation, carried=alone, now=situation.now + timedelta(days=days))).holds


@pytest.mark.parametrize(
    ("destination", "country", "fits"),
    [
        (Destination.DOMESTIC, "FR", True),
        (Destination.DOMESTIC, "fr", True),
        (Destination.DOMESTIC, "JP", False),
        (Destination.FOREIGN, "FR", False),
        (Destination.FOREIGN, "JP", True),
        (Destination.ANY, "FR", True),
        (Destination.ANY, "JP", True),
        (Destination.DOMESTIC, "", True),
        (Destination.FOREIGN, "", True),
    ],
)
def test_the_destination_fits_or_the_mode_is_hidden(
    destination: Destination, country: str, fits: bool
) -> None:
    mode = replace(POST, destination=destination)
    offer = offer_of(mode, replace(FLAGGED, country=country))
    assert offer.offered is fits
    assert offer.reason is (None if fits else DeliveryReason.DESTINATION)


def test_no_exception_makes_a_documents_mode_carry_tickets() -> None:
    letter = ModeFacts("post", ShipmentType.EMAIL, handles_tickets=False)
    offer = offer_of(letter, FLAGGED)
    assert (offer.offered, offer.reason) == (False, DeliveryReason.NOT_FOR_TICKETS)


def test_every_product_needs_a_medium() -> None:
    other = CarriedTicket("opera", PERFORMANCE, PARIS)
    offer = objection_to(POST, replace(FLAGGED, carried=(*STORY.carried, other)))
    assert offer == Objection(DeliveryReason.NO_MEDIUM, {"mode": "post", "products": ("opera",)})


def test_objections_carry_the_facts_of_their_sentence() -> None:
    assert objection_to(POST, days_before(4)) == Objection(DeliveryReason.NOT_ON_CHANNEL, {"mode": "post"})
    assert objection_to(POST, replace(days_before(4), reference=FLAGGED.reference)) == Objection(
        DeliveryReason.TOO_LATE,
        {
            "mode": "post",
            "performance_on": date(2017, 11, 24),
            "today": date(2017, 11, 20),
            "days_left": 4,
            "delay_days": 5,
            "last_day": date(2017, 11, 19),
        },
    )
    domestic = replace(POST, destination=Destination.DOMESTIC)
    assert objection_to(domestic, FLAGGED) == Objection(
        DeliveryReason.DESTINATION, {"mode": "post", "country": "JP", "destination": Destination.DOMESTIC}
    )
    assert objection_to(POST, FLAGGED) is None


def test_a_mode_is_lost_at_midnight() -> None:
    before_midnight = replace(FLAGGED, now=datetime(2017, 11, 19, 22, 58, tzinfo=UTC))
    after_midnight = replace(FLAGGED, now=datetime(2017, 11, 19, 23, 1, tzinfo=UTC))
    assert (objection_to(POST, FLAGGED), objection_to(POST, before_midnight)) == (None, None)
    refused = objection_to(POST, after_midnight)
    assert isinstance(refused, Objection)
    assert refused.code is DeliveryReason.TOO_LATE


@pytest.mark.parametrize(
    ("modes", "expected"),
    [
        ([], None),
        ([(1, None)], None),
        ([(1, "print"), (1, "print")], "print"),
        ([(1, "print"), (1, None)], "print"),
        ([(2, "post"), (2, "post")], "post"),
        ([(1, "print"), (2, "post")], "print"),
        ([(1, None), (2, "post")], "post"),
        ([(1, "print"), (1, "post")], Objection(DeliveryRefusal.MODES_DIFFER, {"modes": ("post", "print")})),
        ([(2, "print"), (3, "post")], Objection(DeliveryRefusal.MODES_DIFFER, {"modes": ("post", "print")})),
    ],
)
def test_prefill_takes_the_mode_the_other_tickets_share(
    modes: list[tuple[int, str | None]], expected: str | Objection | None
) -> None:
    assert prefill([OrderedTicket(event, mode) for event, mode in modes], event=1) == expected


@given(
    st.sampled_from(TicketState),
    st.none() | st.just("print"),
    st.integers(0, 3),
    st.none() | st.sampled_from([NOW - timedelta(seconds=1), NOW, NOW + timedelta(seconds=1)]),
)
def test_a_ticket_waits_for_a_delivery_until_it_has_one_or_needs_none(
    state: TicketState, mode: str | None, printed: int, starts_at: datetime | None
) -> None:
    coming = starts_at is None or starts_at > NOW
    waits = state is TicketState.LIVE and mode is None and printed == 0 and coming
    assert delivery_to_choose(state, mode, printed, starts_at, NOW) is waits


@given(
    st.sampled_from(TicketState),
    st.none() | st.sampled_from(ShipmentType),
    st.none() | st.sampled_from(ShipmentState),
    st.none() | st.integers(1, 3),
    st.none() | st.integers(1, 3),
)
def test_an_electronic_ticket_is_mailed_to_whom_it_travels_but_never_apart_to_who_bought(
    state: TicketState, kind: ShipmentType | None, shipped: ShipmentState | None, to: int | None, buyer: int | None
) -> None:
    travels = shipped in {ShipmentState.UNSENT, ShipmentState.SENT}
    electronic = kind in {ShipmentType.PRINT_AT_HOME, ShipmentType.MOBILE}
    apart = state is not TicketState.CANCELLED and travels and electronic and to is not None and to != buyer
    assert mailed_apart(state, kind, shipped, to, buyer) is apart


def test_what_nobody_chose_for_later_is_by_hand_else_the_first_that_can_be() -> None:
    every = replace(STORY, channel_modes=frozenset({"post", "print", "hand"}))
    assert default_for_later((POST, PRINT, HAND), every) == HAND
    assert default_for_later((POST, PRINT), every) == POST
    assert default_for_later((POST, PRINT), replace(every, has_address=False)) == PRINT
    without = replace(every, channel_modes=frozenset())
    assert default_for_later(MODES, without) == Objection(DeliveryRefusal.NO_MODE_OFFERED)
