"""Venues, seating plans, seat categories and seats."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from boxoffice_tui.data.models.base import identity, link, whole_numbers


class Venue(SQLModel, table=True):
    """A place with a time zone."""

    id: int | None = identity()
    code: str = Field(unique=True)
    name: str
    address: str = ""
    country: str
    zone: str


class SeatingPlan(SQLModel, table=True):
    """A plan of a venue; `content` is a hash of its seats with their ids."""

    __tablename__ = "seating_plan"

    id: int | None = identity()
    code: str = Field(unique=True)
    name: str
    venue_id: int = link("venue.id", index=True)
    content: str


class SeatCategory(SQLModel, table=True):
    """A price class of a plan; `gauge` counts the places where they are not numbered."""

    __tablename__ = "seat_category"
    __table_args__ = (sa.UniqueConstraint("plan_id", "code"), *whole_numbers("rank", "gauge"))

    id: int | None = identity()
    plan_id: int = link("seating_plan.id")
    rank: int
    code: str
    name: str
    colour: str = ""
    numbered: bool = True
    accessible: bool = False
    gauge: int | None = None


class PlanSeat(SQLModel, table=True):
    """A seat of a plan; see rules/seating.py for its geometry."""

    __tablename__ = "seat"
    __table_args__ = (sa.UniqueConstraint("plan_id", "guid"), sa.Index(None, "plan_id", "row_index", "place"))

    id: int | None = identity()
    plan_id: int = link("seating_plan.id")
    category_id: int = link("seat_category.id")
    guid: str
    section: str
    row: str
    number: str
    row_index: int
    place: int
    x: float
    y: float
    accessible: bool = False
    companion: bool = False
    house: bool = False
    aisle_after: bool = False


TABLES = {
    "VENUES": Venue,
    "SEATING_PLANS": SeatingPlan,
    "SEAT_CATEGORIES": SeatCategory,
    "SEATS": PlanSeat,
}
