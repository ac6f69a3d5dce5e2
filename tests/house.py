"""A small house for tests, written straight into a database: one numbered hall, one unnumbered, a few rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.tables.contacts import (
    ADDRESSES,
    CONTACT_EMAILS,
    CONTACT_NAMES,
    CONTACT_WORDS,
    CONTACTS,
)
from boxoffice_tui.data.tables.delivery import CHANNEL_MODES, PRODUCT_MEDIA, SHIPMENT_MODES, TICKET_MEDIA
from boxoffice_tui.data.tables.operators import OPERATOR_RIGHTS, OPERATORS
from boxoffice_tui.data.tables.organisation import SALES_CHANNELS
from boxoffice_tui.data.tables.programme import (
    ACTIVITIES,
    AUDIENCE_CATEGORIES,
    CELLS,
    EVENTS,
    PERFORMANCES,
    PRICES,
    RATES,
    SEASONS,
)
from boxoffice_tui.data.tables.venues import SEAT_CATEGORIES, SEATING_PLANS, SEATS, VENUES
from boxoffice_tui.rules.delivery import Destination, ShipmentType
from boxoffice_tui.rules.rights import ROLES, Role
from boxoffice_tui.rules.text import fold, fold_email
from boxoffice_tui.services import identity, initialise, numbering
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.states import Origin

ACCOUNT = "anne"
NOW = datetime(2026, 11, 21, 19, 7, tzinfo=UTC)
ROWS = ("E", "F", "G")
SEATS_A_ROW = 10


@dataclass(slots=True)
class HouseUnderTest:
    """A database with a house in it, and the ids tests ask for."""

    address: str
    desk: Desk
    ids: dict[str, int] = field(default_factory=dict)
    contacts: dict[str, int] = field(default_factory=dict)

    def seat(self, name: str) -> int:
        """The id of seat `F-12`."""
        return self.ids[f"seat {name}"]

    def as_operator(self, code: str, **options: Any) -> Desk:
        """A desk of another operator."""
        return identity.open_desk(self.address, ACCOUNT, operator=code, shown_now=NOW, **options)


def build(
    address: str, rows: Sequence[str] = ROWS, seats_a_row: int = SEATS_A_ROW
) -> HouseUnderTest:
    """Makes a training database at `address` with the house in it; the clock starts at `NOW`.

    The hall has `seats_a_row` seats in each of `rows`, numbered from 10.
    """
    made = initialise.NewHouse("Théâtre du Lac", "CA", "CAD", "America/Toronto", "fr", training=True)
    initialise.initialise(address, made, ACCOUNT, NOW)
    house = HouseUnderTest(address, identity.open_desk(address, ACCOUNT, shown_now=NOW))
    with writing(house.desk) as work:
        _operators(work, house)
        _programme(work, house, rows, seats_a_row)
        _delivery(work, house)
    for last, first, email in (
        ("Côté-Bélanger", "Éloïse", "eloise@exemple.ca"),
        ("Cote", "Eloise", "e.cote@exemple.ca"),
        ("Cote\u0301", "E\u0301loi\u0308se", ""),
        ("Cothin", "Élodie", "cothin@exemple.ca"),
    ):
        add_contact(house, last, first, email)
    house.desk.database.close()
    house.desk = house.as_operator("ANNE")
    return house


def copy_of(built: HouseUnderTest, address: str) -> HouseUnderTest:
    """The house `built` once, at the address of a copy of its database; the clock stands at `NOW` again."""
    copied = HouseUnderTest(address, built.desk, dict(built.ids), dict(built.contacts))
    copied.desk = copied.as_operator("ANNE")
    return copied


def add_contact(house: HouseUnderTest, last: str, first: str, email: str, street: str = "") -> int:
    """A contact with its words for search; its id, also under `last` in `contacts`."""
    with writing(house.desk) as work:
        number = numbering.reserve(work, numbering.CONTACT, 1)
        contact_id = work.insert(CONTACTS, number=number, language="fr")
        work.insert(CONTACT_NAMES, contact_id=contact_id, last_name=last, first_name=first, since=NOW)
        if email:
            work.insert(
                CONTACT_EMAILS,
                contact_id=contact_id,
                email=email,
                email_folded=fold_email(email),
                since=NOW,
            )
        if street:
            work.insert(
                ADDRESSES, contact_id=contact_id, street=street, city="Lévis", country="CA", since=NOW
            )
        for word in set(fold(f"{last} {first}").split()):
            work.connection.execute(sa.insert(CONTACT_WORDS).values(word=word, contact_id=contact_id))
    house.contacts[last] = contact_id
    return contact_id


def _operators(work: Any, house: HouseUnderTest) -> None:
    for code, role in (("ANNE", Role.SUPERVISOR), ("BRUNO", Role.CLERK), ("DORA", Role.DOOR)):
        operator_id = work.insert(OPERATORS, code=code, name=code.title(), language="fr")
        house.ids[code] = operator_id
        rights = [{"operator_id": operator_id, "right": right} for right in ROLES[role]]
        work.connection.execute(sa.insert(OPERATOR_RIGHTS), rights)
    channel = {"names": {"fr": "Widget"}, "origin": Origin.WIDGET, "platform": "Lepointdevente"}
    house.ids["widget"] = work.insert(SALES_CHANNELS, code="widget", **channel)


def _programme(work: Any, house: HouseUnderTest, rows: Sequence[str], seats_a_row: int) -> None:
    ids = house.ids
    ids["venue"] = work.insert(
        VENUES, code="lac", name="Théâtre du Lac", country="CA", zone="America/Toronto"
    )
    plan_id = work.insert(SEATING_PLANS, code="lac", name="Salle", venue_id=ids["venue"], content="test")
    parterre = work.insert(SEAT_CATEGORIES, plan_id=plan_id, rank=1, code="parterre", name="Parterre")
    debout = work.insert(
        SEAT_CATEGORIES, plan_id=plan_id, rank=2, code="debout", name="Debout", numbered=False, gauge=20
    )
    ids["parterre"], ids["debout"] = parterre, debout
    for row_index, row in enumerate(rows):
        for place in range(seats_a_row):
            number = str(place + 10)
            ids[f"seat {row}-{number}"] = work.insert(
                SEATS,
                plan_id=plan_id,
                category_id=parterre,
                guid=f"{row}-{number}",
                section="Parterre",
                row=row,
                number=number,
                row_index=row_index,
                place=place,
                x=place * 25.0,
                y=row_index * 25.0,
            )
    season = work.insert(
        SEASONS,
        code="2026",
        names={"fr": "Saison 2026"},
        starts_on=date(2026, 8, 1),
        ends_on=date(2027, 6, 30),
    )
    activity = work.insert(ACTIVITIES, code="theatre", names={"fr": "Théâtre"}, season_id=season)
    ids["activity"] = activity
    event = work.insert(EVENTS, code="mouette", title="La Mouette", activity_id=activity)
    ids["event"] = event
    public = work.insert(AUDIENCE_CATEGORIES, code="public", names={"fr": "Tout public"})
    names = {"fr": "Plein", "en": "Full"}
    full = work.insert(RATES, code="full", names=names, audience_category_id=public)
    ids["full"] = full
    for day, code in ((5, "p1"), (6, "p2")):
        starts_at = datetime(2026, 12, day + 1, 1, 0, tzinfo=UTC)  # 20:00 in Toronto
        performance = work.insert(
            PERFORMANCES,
            event_id=event,
            code=code,
            venue_id=ids["venue"],
            plan_id=plan_id,
            starts_at=starts_at,
        )
        ids[code] = performance
        gauge = len(rows) * seats_a_row
        for category, places in ((parterre, gauge), (debout, 20)):
            ids[f"cell {code} {category}"] = work.insert(
                CELLS, performance_id=performance, category_id=category, contingent_id=1, gauge=places
            )
    for category, amount in ((parterre, 3200), (debout, 1500)):
        price = {"event_id": event, "category_id": category, "rate_id": full, "amount_minor": amount}
        ids[f"price {category}"] = work.insert(PRICES, **price)


def _delivery(work: Any, house: HouseUnderTest) -> None:
    medium = work.insert(TICKET_MEDIA, code="pdf", names={"fr": "PDF"})
    modes = (
        ("by_hand", "Remis en main propre", ShipmentType.BY_HAND, None, 0, False, False),
        ("print_at_home", "Billet électronique", ShipmentType.PRINT_AT_HOME, None, 0, False, True),
        ("post", "Poste", ShipmentType.POST, 5, 250, True, False),
    )
    for code, name, kind, delay, price, address, email in modes:
        mode_id = work.insert(
            SHIPMENT_MODES,
            code=code,
            names={"fr": name, "en": code.replace("_", " ").capitalize()},
            type=kind,
            delay_days=delay,
            destination=Destination.ANY,
            needs_address=address,
            needs_email=email,
            price_minor=price,
        )
        house.ids[code] = mode_id
        work.connection.execute(
            sa.insert(CHANNEL_MODES).values(channel_id=work.desk.channel_id, mode_id=mode_id)
        )
        work.connection.execute(
            sa.insert(PRODUCT_MEDIA).values(activity_id=house.ids["activity"], type=kind, medium_id=medium)
        )
