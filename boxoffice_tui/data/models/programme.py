"""Seasons, activities, events, performances, their cells and prices."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from boxoffice_tui.data.models.base import (
    Names,
    choice,
    identity,
    link,
    minor,
    optional_instant,
    optional_link,
    per_language,
    whole_numbers,
)
from boxoffice_tui.rules.orders import PerformanceState


class Season(SQLModel, table=True):
    """A season of the organisation."""

    id: int | None = identity()
    code: str = Field(unique=True)
    names: Names = per_language()
    starts_on: date
    ends_on: date


class Activity(SQLModel, table=True):
    """A family of events within a season."""

    id: int | None = identity()
    code: str = Field(unique=True)
    names: Names = per_language()
    season_id: int = link("season.id", index=True)


class Event(SQLModel, table=True):
    """What is played; its title is one text, as on the poster."""

    id: int | None = identity()
    code: str = Field(unique=True)
    title: str
    activity_id: int = link("activity.id", index=True)


class Performance(SQLModel, table=True):
    """One date of an event; without `starts_at` it is to be announced and not on sale."""

    __table_args__ = (sa.UniqueConstraint("event_id", "code"), *whole_numbers("calendar_sequence"))

    id: int | None = identity()
    event_id: int = link("event.id")
    code: str
    venue_id: int = link("venue.id", index=True)
    plan_id: int | None = optional_link("seating_plan.id")
    starts_at: datetime | None = optional_instant(index=True)
    announced_on: date | None = None
    state: PerformanceState = choice(PerformanceState, default=PerformanceState.OPEN)
    on_sale: bool = True
    calendar_sequence: int = 0


class Contingent(SQLModel, table=True):
    """A share of the places set apart for a purpose."""

    id: int | None = identity()
    code: str = Field(unique=True)
    names: Names = per_language()


class Cell(SQLModel, table=True):
    """Performance × seat category × contingent: what a claim counts against and locks."""

    __table_args__ = (
        sa.UniqueConstraint("performance_id", "category_id", "contingent_id"),
        sa.CheckConstraint("gauge >= 0", name="gauge_not_negative"),
        *whole_numbers("gauge", "overbooking_percent"),
    )

    id: int | None = identity()
    performance_id: int = link("performance.id")
    category_id: int = link("seat_category.id")
    contingent_id: int = link("contingent.id")
    gauge: int
    overbooking_percent: int | None = None


class AudienceCategory(SQLModel, table=True):
    """A kind of public."""

    __tablename__ = "audience_category"

    id: int | None = identity()
    code: str = Field(unique=True)
    names: Names = per_language()


class Rate(SQLModel, table=True):
    """An audience sub-category: what a ticket is sold as."""

    id: int | None = identity()
    code: str = Field(unique=True)
    names: Names = per_language()
    rank: int = 0
    audience_category_id: int = link("audience_category.id")


class Price(SQLModel, table=True):
    """The price of a category and rate for an event, or for one performance of it, within local dates."""

    __table_args__ = (sa.Index(None, "event_id", "category_id", "rate_id"), *whole_numbers("amount_minor"))

    id: int | None = identity()
    event_id: int = link("event.id")
    performance_id: int | None = optional_link("performance.id")
    category_id: int = link("seat_category.id")
    rate_id: int = link("rate.id")
    amount_minor: int = minor()
    valid_from: date | None = None
    valid_until: date | None = None
    promotion: str = ""


TABLES = {
    "SEASONS": Season,
    "ACTIVITIES": Activity,
    "EVENTS": Event,
    "PERFORMANCES": Performance,
    "CONTINGENTS": Contingent,
    "CELLS": Cell,
    "AUDIENCE_CATEGORIES": AudienceCategory,
    "RATES": Rate,
    "PRICES": Price,
}
