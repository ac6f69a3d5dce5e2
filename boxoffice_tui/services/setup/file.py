"""The setup file: the organisation as one declaration (DESIGN.md, Configuration).

A thing in the file is as the file says, whole: a key left out has its default. A thing that is not in the file
is left alone; nothing is ever deleted. Of the organisation itself, keys left out are left alone.

    [organisation]
    name = "Théâtre du Lac"
    currency = "CAD"

    [[rates]]
    code = "full"
    name = { fr = "Plein tarif", en = "Full price" }
    audience = "public"

    [[prices]]
    event = "mouette"
    category = "parterre"
    rate = "full"
    amount = "32.00"
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict

from boxoffice_tui.data.importers.seating_plan import SEAT_LIMIT
from boxoffice_tui.rules.delivery import Destination, ShipmentType
from boxoffice_tui.rules.orders import PerformanceState
from boxoffice_tui.rules.printers import PrinterLanguage
from boxoffice_tui.rules.rights import Role
from boxoffice_tui.services.setup.values import (
    Code,
    Country,
    Currency,
    Day,
    Email,
    Flag,
    Language,
    Minor,
    Names,
    Number,
    Percent,
    PrinterAddress,
    Text,
    Title,
    Whole,
    Zone,
)
from boxoffice_tui.views.states import FeeKind, Origin


class _Item(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_Days = Annotated[int, Strict(), Field(ge=0, le=366)] | Literal["none"]
"""Days that reserved places are kept."""


class Organisation(_Item):
    """The organisation; the currency cannot change once something was sold in it.

    Cash goes in steps of `cash_step` minor units.
    """

    name: Text | None = None
    address: Text | None = None
    email: Email | None = None
    phone: Text | None = None
    country: Country | None = None
    currency: Currency | None = None
    zone: Zone | None = None
    language: Language | None = None
    tax_included: Flag | None = None
    tickets_per_order: Annotated[int, Strict(), Field(ge=1, le=10_000)] | Literal["unlimited"] | None = None
    hold_minutes: Annotated[int, Strict(), Field(ge=1, le=1_440)] | None = None
    reservation_days_after: _Days | None = None
    reservation_days_before: _Days | None = None
    cash_step: Annotated[int, Strict(), Field(ge=1, le=100_000)] | Literal["currency"] | None = None
    suppressed_domains: tuple[Text, ...] | None = None


class Tax(_Item):
    """A tax in percent, a text such as "9.975"."""

    code: Code
    name: Names
    percent: Percent
    on_fees: Flag = True


class Fee(_Item):
    """A fee on each ticket sold within local days."""

    code: Code
    name: Names
    kind: FeeKind
    amount: Minor
    valid_from: Day | None = None
    valid_until: Day | None = None


class Mode(_Item):
    """A shipment mode; without `delay_days` any time will do (spec/delivery.md, Objects)."""

    code: Code
    name: Names
    type: ShipmentType
    tickets: Flag = True
    documents: Flag = False
    delay_days: Whole | None = None
    destination: Destination = Destination.ANY
    needs_address: Flag = False
    needs_email: Flag = False
    price: Minor = 0


class Channel(_Item):
    """A sales channel with the shipment modes it offers."""

    code: Code
    name: Names
    origin: Origin
    platform: Text = ""
    modes: tuple[Code, ...] = ()


class Named(_Item):
    """A thing with a code and a name per language."""

    code: Code
    name: Names


class Printer(_Item):
    """A ticket printer; one that `answers` always tells how it is, so that silence is a fault."""

    language: PrinterLanguage
    address: PrinterAddress
    answers: Flag = False


class Till(_Item):
    """A till that takes money, and the ticket printer beside it; without one tickets are printed as PDF."""

    code: Code
    name: Text
    printer: Printer | None = None


class Operator(_Item):
    """An operator: the rights of a role, more rights beside it, the system accounts that may act as it.

    `usual_of` names the accounts it is the usual operator of; PINs are never in a file. Who has no language is
    spoken to in that of the terminal.
    """

    code: Code
    name: Text
    language: Language | None = None
    role: Role | None = None
    rights: tuple[Text, ...] = ()
    till: Code | None = None
    accounts: tuple[Text, ...] = ()
    usual_of: tuple[Text, ...] = ()
    active: Flag = True


class Venue(_Item):
    """A place with a time zone."""

    code: Code
    name: Text
    country: Country
    zone: Zone
    address: Text = ""


class Category(_Item):
    """A seat category; of a plan from a file found by `name`. Places that are not numbered have a gauge."""

    code: Code | None = None
    name: Text
    colour: Text = ""
    rank: Whole | None = None
    numbered: Flag = True
    accessible: Flag = False
    gauge: Whole | None = None


class Row(_Item):
    """A row of seats, drawn on a grid unless told otherwise: numbers, or how many from 1.

    `category` is one code, or one for each seat; `gap` puts a way before the row: the row before is not
    in front of it. Another section always begins behind a gap.
    """

    section: Text
    row: Text
    category: Code | tuple[Code, ...]
    seats: Annotated[int, Strict(), Field(ge=1, le=SEAT_LIMIT)] | tuple[Text, ...]
    gap: Flag = False
    guids: tuple[Text, ...] = ()
    x: tuple[Number, ...] = ()
    y: tuple[Number, ...] = ()


class Zoned(_Item):
    """A zone of a plan sold by count: its gauge, unless as many as drawn, and the code of its category."""

    zone: Text
    gauge: Whole | None = None
    category: Code | None = None


class Plan(_Item):
    """A seating plan: a pretix file beside the setup file, or rows of its own, and what is laid over it.

    Accessible, companion and house seats are named by guid or pattern (`*`, `?`).
    """

    code: Code
    venue: Code
    name: Text = ""
    file: Text = ""
    categories: tuple[Category, ...] = ()
    rows: tuple[Row, ...] = ()
    accessible: tuple[Text, ...] = ()
    companion: tuple[Text, ...] = ()
    house: tuple[Text, ...] = ()
    unnumbered: tuple[Zoned, ...] = ()


class Season(_Item):
    """A season, first and last day included."""

    code: Code
    name: Names
    starts_on: Day
    ends_on: Day


class Activity(_Item):
    """A family of events, and the medium its tickets are made on for each type of shipment mode."""

    code: Code
    name: Names
    season: Code
    media: dict[ShipmentType, Code] = Field(default_factory=dict)


class Event(_Item):
    """What is played."""

    code: Code
    title: Title
    activity: Code


class CellShare(_Item):
    """Places of a category for a contingent; without a gauge the contingent `general` has what is left."""

    category: Code
    contingent: Code = "general"
    gauge: Whole | None = None
    overbooking: Annotated[int, Strict(), Field(ge=1, le=100)] | None = None


class Performance(_Item):
    """A date of an event: the venue's wall-clock time, or a day alone while its time is to be announced."""

    event: Code
    code: Code
    venue: Code
    plan: Code | None = None
    starts_at: Annotated[datetime, Strict()] | Day | None = None
    state: PerformanceState = PerformanceState.OPEN
    on_sale: Flag = True
    cells: tuple[CellShare, ...] = ()


class Rate(_Item):
    """An audience sub-category: what a ticket is sold as."""

    code: Code
    name: Names
    audience: Code
    rank: Whole = 0


class Price(_Item):
    """The price of a category and rate for an event, or for one `performance` of it, within local days.

    `plan` says which plan's category is meant where the event is played on several.
    """

    event: Code
    category: Code
    rate: Code
    amount: Minor
    plan: Code | None = None
    performance: Code | None = None
    promotion: Text = ""
    valid_from: Day | None = None
    valid_until: Day | None = None


class Article(_Item):
    """Something sold beside tickets, by the piece; `taxed` as they are, or free of taxes."""

    code: Code
    name: Names
    amount: Minor
    taxed: Flag = True
    on_sale: Flag = True
    rank: Whole = 0


class Setup(_Item):
    """The whole file."""

    organisation: Organisation | None = None
    taxes: tuple[Tax, ...] = ()
    fees: tuple[Fee, ...] = ()
    modes: tuple[Mode, ...] = ()
    channels: tuple[Channel, ...] = ()
    tills: tuple[Till, ...] = ()
    operators: tuple[Operator, ...] = ()
    communities: tuple[Named, ...] = ()
    venues: tuple[Venue, ...] = ()
    plans: tuple[Plan, ...] = ()
    media: tuple[Named, ...] = ()
    seasons: tuple[Season, ...] = ()
    activities: tuple[Activity, ...] = ()
    events: tuple[Event, ...] = ()
    contingents: tuple[Named, ...] = ()
    performances: tuple[Performance, ...] = ()
    audiences: tuple[Named, ...] = ()
    rates: tuple[Rate, ...] = ()
    prices: tuple[Price, ...] = ()
    articles: tuple[Article, ...] = ()
